"""``deskplane connector new``: what it makes is green at once, and works in the house without a line elsewhere."""

import importlib
import subprocess
import sys
from pathlib import Path

import httpx2
import pytest

from deskplane.app.cli.connectors import write
from deskplane.connectors.sdk.registry import ENTRY_POINTS, manifests
from deskplane.kernel.errors import ConflictError, InvalidError
from tests.connections.outside import C
from tests.fixtures.desk import World
from tests.inbound.posting import Posting


@pytest.fixture
def package(tmp_path: Path) -> Path:
    return write("acme_desk", "Acme Desk", tmp_path)


@pytest.fixture
def installed(package: Path, monkeypatch: pytest.MonkeyPatch):
    """The package as an installer leaves it."""
    about = package / "acme_desk-0.1.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: acme_desk\nVersion: 0.1\n")
    entry = f"[{ENTRY_POINTS}]\nacme_desk = deskplane_acme_desk.manifest:MANIFEST\n"
    (about / "entry_points.txt").write_text(entry)
    monkeypatch.syspath_prepend(package)
    monkeypatch.syspath_prepend(package / "tests")
    manifests.cache_clear()
    yield importlib.import_module("desk")
    monkeypatch.undo()
    manifests.cache_clear()
    for name in [one for one in sys.modules if one == "desk" or one.startswith("deskplane_acme_desk")]:
        del sys.modules[name]


def test_its_contract_suite_is_green(package: Path):
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:randomly"],
        cwd=package,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert "passed" in done.stdout
    assert "skipped" not in done.stdout


def test_names_that_are_none_or_taken_are_refused(package: Path, tmp_path: Path):
    for name in ("Acme", "acme-desk", "1acme", "", "a" * 31, "jira", "jira_itsm"):
        with pytest.raises(InvalidError):
            write(name, "", tmp_path)
    with pytest.raises(InvalidError):
        write("other", 'A "quoted" one', tmp_path)
    with pytest.raises(ConflictError):
        write("acme_desk", "", tmp_path)
    assert package.name == "deskplane-connector-acme-desk"


async def test_the_house_offers_proves_imports_and_hears_it(installed, world: World):
    posting = Posting(world)
    transports = world.runtime.reach.transports
    transports["acme_desk"] = httpx2.MockTransport(installed.answer)
    types = {one["type"]: one for one in (await posting.send("GET", f"{C}/types")).json()["data"]}
    assert types["acme_desk"]["settings_schema"]["properties"]["base_url"]["title"] == "Address"
    await posting.send("POST", f"{C}/seed")
    record = await posting.record("acme_desk")
    form = {
        "settings": {"base_url": "https://desk.example.com/api/"},
        "credentials": {"api_key": installed.KEY},
    }
    await posting.send("POST", f"{C}/{record['id']}/verify", json=form)
    await posting.prove()
    assert (await posting.show(record["id"]))["health"] == "ok"

    posting.at = installed.START
    run = await posting.imported(record["id"], days=90)
    secret = await posting.secret(record["id"])
    installed.TICKETS["1"] |= {"subject": "Said over there", "updated": "2026-05-02T00:00:00+00:00"}
    answer = await posting.tell("acme_desk", {"id": "1", "event": "changed"}, secret)
    await posting.read()

    assert (run["state"], run["created_count"]) == ("success", len(installed.TICKETS))
    assert answer.status_code == 202
    assert (await posting.linked(record["id"]))["1"]["title"] == "Said over there"
