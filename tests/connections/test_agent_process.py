"""The agent as it is run: a process of its own that is killed while it reads, and started again."""

import os
import re
import signal
import subprocess
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from pydantic import SecretStr

from deskplane.kernel import clock
from deskplane.simulators.faults import Fault
from deskplane.sync.vocabulary import AGENT_LEASE
from tests.connections.agency import CANARY, SECRET, Agency
from tests.journeys.commands import COMMAND, FOREIGN

READY = re.compile(r"ready at (http://\S+)")
PATIENCE = 120


@dataclass
class Process:
    """A running agent."""

    popen: subprocess.Popen[bytes]
    url: str
    log: Path

    def kill(self) -> None:
        self.popen.send_signal(signal.SIGKILL)
        self.popen.wait(20)


def environment(**given: str) -> dict[str, str]:
    others = {name: value for name, value in os.environ.items() if not name.startswith(FOREIGN)}
    return {**others, "DESKPLANE_AGENT_SECRET": SECRET, "DESKPLANE_LOG_LEVEL": "DEBUG", **given}


@contextmanager
def agent(folder: Path, broker: str) -> Generator[Process]:
    with tempfile.NamedTemporaryFile("wb", suffix=".log", dir=folder, delete=False) as log:
        popen = subprocess.Popen(
            [COMMAND, "agent", "--port", "0", "--data-dir", folder / "kept"],
            cwd=folder,
            env=environment(DESKPLANE_BROKER_URL=broker),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
    path = Path(log.name)
    try:
        deadline = time.monotonic() + PATIENCE
        while not (ready := READY.search(path.read_text())):
            assert popen.poll() is None, path.read_text()
            assert time.monotonic() < deadline, path.read_text()
            time.sleep(0.05)
        yield Process(popen, ready[1], path)
    finally:
        popen.kill()
        popen.wait(20)


def lead(agency: Agency, process: Process) -> None:
    """Let the desk call this agent."""
    settings = {"agent_url": process.url, "agent_secret": SecretStr(SECRET)}
    agency.reach.settings = agency.reach.settings.model_copy(update=settings)
    agency.reach.to_agent = None


async def test_killed_while_it_reads_and_started_again_it_goes_on_where_it_stood(
    brokered: Agency, broker: str, tmp_path: Path
):
    folder = tmp_path / "process"
    folder.mkdir()
    with agent(folder, broker) as first:
        lead(brokered, first)
        proved = await brokered.verified("freshdesk", tickets=250)
        site, _ = brokered.site("freshdesk")
        site.faults.add(Fault("slow", path="/api/v2/tickets", skip=1, times=-1, seconds=25))
        run_id = await brokered.asked(proved["id"])
        begun = await brokered.until(
            lambda run: run["created_count"] > 0, lambda: brokered.run(proved["id"], run_id)
        )
        first.kill()
        site.faults.clear()
    with agent(folder, broker) as second:
        lead(brokered, second)
        with clock.frozen(clock.now() + AGENT_LEASE * 1.1):
            await brokered.turn()
        run = await brokered.until(
            lambda run: run["state"] not in ("queued", "in_progress"),
            lambda: brokered.run(proved["id"], run_id),
        )
        logs = "".join(path.read_text() for path in folder.glob("*.log"))

    since = datetime.fromisoformat(run["created_since"])
    assert (run["state"], run["error"]) == ("success", "")
    assert 0 < begun["created_count"] < run["created_count"] == await brokered.linked(proved["id"])
    assert run["created_count"] == brokered.inside("freshdesk", since)
    kept = "".join(path.read_text(errors="replace") for path in (folder / "kept").iterdir())
    for text in (logs, kept, brokered.dump()):
        assert CANARY not in text


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"DESKPLANE_AGENT_SECRET": "short"}, "DESKPLANE_AGENT_SECRET"),
        ({}, "DESKPLANE_BROKER_URL"),
        ({"DESKPLANE_DESK_URL": "http://desk.example", "DESKPLANE_PROFILE": "prod"}, "https"),
    ],
)
def test_an_agent_that_lacks_something_says_what(tmp_path: Path, given: dict[str, str], words: str):
    done = subprocess.run(
        [COMMAND, "agent"],
        check=False,
        cwd=tmp_path,
        env=environment(**given),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert done.returncode == 1
    assert words in done.stderr
    assert "Traceback" not in done.stderr
