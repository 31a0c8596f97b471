"""The integration guide by hand: each of its curl calls as it is written there, with nothing added but who calls."""

import json
import re
import shutil
import subprocess
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pytest

from deskplane.app.demo import DEMO_PASSWORD
from deskplane.simulators.making import make
from deskplane.simulators.server import Server, running
from scripts.places import ADMIN
from tests.dispatch.sites import ENVIRONMENT
from tests.fixtures.effort import lacking
from tests.journeys.commands import Served, installation
from tests.journeys.desks import free_port

SOURCES = Path(__file__).parents[3] / "shared" / "sources"
CALL = re.compile(r"^curl .*?(?=\n(?:```|#|\s*$))", re.DOTALL | re.MULTILINE)
JOB = "rca-job-456"
#: Who calls, and on which port the desk of the guide is here; read by curl itself, so the calls stay as they are.
CURLRC = """
header = "Authorization: Bearer {token}"
connect-to = "localhost:8000:{host}"
noproxy = "*"
silent
write-out = "\\n%{{http_code}}"
"""


@dataclass
class Caller:
    """A shell in which the calls of the guide are typed."""

    home: Path
    platforms: tuple[Server, Server]

    def types(self, call: str) -> tuple[int, Any]:
        """Run a call; its status and its answer."""
        done = subprocess.run(
            ["bash", "-c", call],
            env={"HOME": str(self.home), "PATH": "/usr/bin:/bin"},
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
        body, _, status = done.stdout.rpartition("\n")
        return int(status), json.loads(body)

    def asked(self) -> int:
        """How many requests the platforms have had."""
        return sum(len(one.simulator.log) for one in self.platforms)


@pytest.fixture(scope="module")
def calls() -> list[str]:
    """All that the guide says to type, in its order."""
    found = sorted(SOURCES.glob("000_*.txt"))
    if not found:
        pytest.skip("the integration guide is not beside the repository")
    if not shutil.which("curl") or not shutil.which("bash"):
        lacking("curl and bash")
    return CALL.findall(found[0].read_text(encoding="utf-8"))


@pytest.fixture
def caller(calls: list[str], tmp_path: Path) -> Generator[Caller]:
    """A desk with demo data beside the two platforms, and somebody who may call it."""
    assert calls
    data = tmp_path / "data"
    data.mkdir()
    with running(make("servicenow")) as now, running(make("jira-cloud")) as jira:
        addresses = {"SERVICENOW_INSTANCE_URL": now.url, "JIRA_BASE_URL": jira.url}
        with (
            installation(data, environment={**ENVIRONMENT, **addresses}) as place,
            place.serving("--demo", "--port", str(free_port())) as served,
        ):
            host = served.url.removeprefix("http://")
            (tmp_path / ".curlrc").write_text(CURLRC.format(token=_token(served), host=host))
            yield Caller(tmp_path, (now, jira))


def _token(served: Served) -> str:
    credentials = {"email": ADMIN, "password": DEMO_PASSWORD}
    answer = httpx2.post(f"{served.url}/api/v1/auth/token", json=credentials, trust_env=False)
    return answer.json()["access_token"]


def test_every_call_does_what_the_guide_says(calls: list[str], caller: Caller):
    previews = [call for call in calls if "dry_run" in call]
    single, dual = [call for call in calls if "settings/state" in call]
    [dispatch] = [call for call in calls if "/dispatch" in call]
    [refresh] = [call for call in calls if "refresh=true" in call]
    assert len(calls) == len(previews) + 4 == 8

    for call in previews:
        status, shown = caller.types(call)
        assert (status, shown["dry_run"], shown["state"]) == (200, True, "preview"), shown
    assert caller.asked() == 0

    status, state = caller.types(single)
    assert (status, state["servicenow_enabled"], state["jira_enabled"], state["dual_mode"]) == (
        200,
        True,
        True,
        False,
    )
    status, made = caller.types(dispatch)
    assert status == 200, made
    incident, issue = made["tickets"]
    assert re.fullmatch(r"INC\d+", incident["ticket_id"])
    assert re.fullmatch(r"OPS-\d+", issue["ticket_id"])

    status, listed = caller.types(refresh.replace("{job_id}", JOB))
    assert (status, [one["ticket_id"] for one in listed["tickets"]]) == (
        200,
        [incident["ticket_id"], issue["ticket_id"]],
    )

    status, state = caller.types(dual)
    assert (status, state["dual_mode"]) == (200, True)
    status, made = caller.types(dispatch.replace(JOB, "a-job-of-two-desks"))
    assert status == 200, made
    incident, issue = made["tickets"]
    assert issue["metadata"] == {"servicenow_incident_id": incident["ticket_id"]}
    jira = caller.platforms[1].simulator
    [sent] = [one for one in jira.log if one.method == "POST" and incident["ticket_id"] in str(one.body)][:1]
    assert f"Related ServiceNow Incident: {incident['ticket_id']}" in str(sent.body)
