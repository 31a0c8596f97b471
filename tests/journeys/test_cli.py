"""The command line as its owner uses it: processes, exit codes, and what is printed, beside a running desk."""

import json
import re
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

import pytest

from deskplane.app.pages import DIST
from tests.fixtures.servers import postmaster_pid
from tests.journeys.commands import Installation, Served, installation
from tests.journeys.desks import TICKETS, free_port

PASSWORD = "a lantern on the north pier"


@dataclass(frozen=True)
class Desk:
    """An installation whose desk is running, and a token of its administrator."""

    place: Installation
    served: Served
    token: str

    def ok(self, *words: str, stdin: str = "") -> str:
        """Run a command beside the running desk."""
        return self.place.ok(*words, stdin=stdin)

    def log_in(self, email: str, password: str) -> int:
        """Try to log in; return the status."""
        with self.served.client() as client:
            return client.post("/api/v1/auth/login", json={"email": email, "password": password}).status_code


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Generator[Desk]:
    """A desk that begins empty; all tests of this module share it."""
    with (
        installation(tmp_path_factory.mktemp("cli")) as place,
        place.serving(DESKPLANE_PORT=str(free_port())) as served,
    ):
        token = place.ok("token", "create", "--role", "admin").strip()
        yield Desk(place, served, token)


@pytest.fixture
def nowhere(tmp_path: Path) -> Installation:
    """A data folder in which nothing was ever started, and must not be."""
    return Installation(tmp_path)


def test_a_token_is_all_that_is_printed_and_it_works(desk: Desk):
    printed = desk.ok("token", "create", "--role", "admin", "--name", "night jobs")
    assert re.fullmatch(r"dp_[A-Za-z0-9_-]{40,}\n", printed)
    with desk.served.client(printed.strip()) as client:
        me = client.get("/api/v1/me").json()
        created = client.post(TICKETS, json={"title": "Made with a token of the command line"})
    assert me["role"] == "admin"
    assert created.status_code == 201


def test_a_person_whose_password_came_by_standard_input_can_log_in(desk: Desk):
    words = ("user", "create", "--email", "given@desk.example", "--name", "Given", "--role", "team_lead")
    said = desk.ok(*words, stdin=f"{PASSWORD}\n")
    assert said == "given@desk.example can log in as team_lead.\n"
    assert desk.log_in("given@desk.example", PASSWORD) == 200
    assert desk.log_in("given@desk.example", "something else") == 401


def test_without_a_password_one_is_made_and_printed(desk: Desk):
    said = desk.ok("user", "create", "--email", "made@desk.example")
    password = said.strip().rpartition("Password: ")[2]
    assert len(password) >= 12
    assert desk.log_in("made@desk.example", password) == 200


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["token", "create", "--org", "atlantis"], "no organisation 'atlantis'.*There are: main"),
        (["organization", "create", "main", "A second one"], "already"),
        (["user", "create", "--email", "short@desk.example"], "at least 10 characters"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(desk: Desk, words: list[str], why: str):
    assert re.search(why, desk.place.refused(*words, stdin="short\n"))


@pytest.mark.parametrize(
    "words", [["user", "create", "--email", "x@desk.example", "--role", "king"], ["dcotor"]]
)
def test_a_mistyped_command_line_is_refused_with_what_would_be_right(desk: Desk, words: list[str]):
    done = desk.place.run(*words)
    assert done.returncode not in {0, -1}
    assert re.search("admin|doctor", done.stderr + done.stdout)
    assert "Traceback" not in done.stderr


def test_the_doctor_finds_a_running_desk_healthy(desk: Desk):
    done = desk.place.run("doctor")
    failed = [line for line in done.stdout.splitlines() if line.startswith("fail")]
    if not (DIST / "index.html").is_file():
        failed.remove("fail  User interface: not built")
    assert failed == []
    assert re.search(r"pass  Database: PostgreSQL \d\d", done.stdout)
    told = json.loads(desk.place.run("doctor", "--json").stdout)
    assert {"name", "result", "found", "cause", "fix", "help"} == set(told["checks"][0])
    assert told["ok"] is (DIST / "index.html").is_file()


@pytest.mark.parametrize(
    "address",
    [
        pytest.param("postgresql://nobody@127.0.0.1:1/none", marks=pytest.mark.full, id="away"),
        pytest.param("postgresql://nobody@127.0.0.1:port/none", id="nonsense"),
    ],
)
def test_the_doctor_says_what_to_do_when_the_database_is_not_there(nowhere: Installation, address: str):
    done = nowhere.run("doctor", DESKPLANE_DATABASE_URL=address)
    assert done.returncode == 1
    assert "fail  Database" in done.stdout
    assert "Start PostgreSQL, or unset DESKPLANE_DATABASE_URL" in done.stdout


def test_migrating_again_changes_nothing(desk: Desk):
    with desk.served.client() as client:
        before = client.get("/ready").json()
        assert desk.ok("migrate") == desk.ok("migrate")
        assert client.get("/ready").json() == before


def test_the_audit_log_is_verified(desk: Desk):
    assert re.match(r"intact: \d+ entries under \d+ seals, \d+ not yet sealed", desk.ok("audit", "verify"))


def test_the_openapi_document_is_written_without_a_database(nowhere: Installation):
    printed = nowhere.ok("openapi")
    assert TICKETS in json.loads(printed)["paths"]
    assert list(nowhere.data_dir.iterdir()) == []


def test_a_busy_port_means_the_next_one_and_both_desks_serve_the_same_data(desk: Desk):
    busy = int(desk.served.url.rpartition(":")[2])
    with desk.place.serving(DESKPLANE_PORT=str(busy)) as second:
        assert busy < int(second.url.rpartition(":")[2]) <= busy + 50
        with desk.served.client(desk.token) as here, second.client(desk.token) as there:
            made = here.post(TICKETS, json={"title": "Seen from both"}).json()
            assert there.get(f"{TICKETS}/{made['number']}").json()["id"] == made["id"]
    with desk.served.client(desk.token) as client:
        assert client.get(f"{TICKETS}/{made['id']}").status_code == 200


def test_options_win_over_the_environment(desk: Desk, tmp_path: Path):
    desk.ok("user", "create", "--email", "listed@desk.example", "--name", "Listed", stdin=f"{PASSWORD}\n")
    words = ("user", "list", "--data-dir", str(desk.place.data_dir))
    listed = desk.place.ok(*words, DESKPLANE_DATA_DIR=str(tmp_path)).splitlines()
    assert "listed@desk.example  agent  Listed" in listed
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"DESKPLANE_DEBUG": "1"}, "profile prod refuses debug; unset DESKPLANE_DEBUG"),
        ({"DESKPLANE_SECRET_KEY": "changeme"}, "DESKPLANE_SECRET_KEY needs 32 or more random characters"),
        ({"DESKPLANE_SECRET_KEY": "x" * 31}, "DESKPLANE_SECRET_KEY needs 32 or more random characters"),
    ],
)
def test_production_refuses_what_is_unsafe(nowhere: Installation, given: dict[str, str], why: str):
    said = nowhere.refused("serve", **given, DESKPLANE_PROFILE="prod")
    assert said.endswith(why)
    assert "Value error" not in said
    assert list(nowhere.data_dir.iterdir()) == []


@pytest.mark.parametrize("port", ["eighty", "65536"])
def test_a_setting_that_is_none_is_named(nowhere: Installation, port: str):
    assert "port" in nowhere.refused("serve", DESKPLANE_PORT=port)


def test_two_commands_at_once_beside_a_running_desk_disturb_nobody(desk: Desk):
    both = [
        desk.place.start("token", "create", "--role", role, "--days", "1") for role in ("agent", "service")
    ]
    printed = [process.communicate(timeout=60) for process in both]
    assert [process.returncode for process in both] == [0, 0], printed
    for token, _ in printed:
        with desk.served.client(token.strip()) as client:
            assert client.get(TICKETS).status_code == 200
            assert client.get("/api/v1/audit").status_code == 403


@pytest.mark.slow
def test_a_desk_asked_to_stop_ends_in_order_and_its_database_with_it(tmp_path: Path):
    with installation(tmp_path) as place, place.serving(DESKPLANE_PORT=str(free_port())) as served:
        assert postmaster_pid(place.cluster())
        code = served.stop()
        assert postmaster_pid(place.cluster()) == 0, "the database outlives the desk"
        assert code == 0
