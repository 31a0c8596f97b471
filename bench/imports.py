"""How fast tickets come in: ``python -m bench.imports [--tickets 100000] [--records 10000]``.

Two figures. Storing: records that a connector has already made normal, into the database through the import's own
door, their search included; rows are what PostgreSQL counts as inserted meanwhile, and the desk itself, which would go
on to seal and to tell what came in, holds its breath. Importing: one connector's import from a simulator in a
process of its own, beside the rate at which the same connector reads the same records and keeps nothing.
"""

import argparse
import asyncio
import contextlib
import gc
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from bench.process import Server, free_port, server
from bench.table import Row, printed
from deskplane.app.slices import subscribe_all
from deskplane.connectors.sdk.limits import Limits, Rate
from deskplane.connectors.sdk.mapping import Overrides
from deskplane.connectors.sdk.normal import Person, RemoteTicket, RemoteValue, Window
from deskplane.connectors.sdk.opening import open_connector
from deskplane.connectors.sdk.registry import manifests
from deskplane.kernel import clock, logging, statistics
from deskplane.kernel.db import Database, Tenant
from deskplane.kernel.eventlog import EventLog
from deskplane.outbound.policy import OutboundPolicy
from deskplane.sync.planning import Source
from deskplane.sync.storing import Storing

CONNECTIONS = "/api/v1/connections"
PAGE = 1_000
PEOPLE = 500
GROUPS = 12
STATES = (("2", "in_progress"), ("3", "pending"), ("6", "resolved"), ("7", "closed"), ("1", "new"))
LEVELS = ("critical", "high", "medium", "low")
TEXT = "It drops every twenty minutes since the change of last night; cable and Wi-Fi alike. " * 4
ROWS = "select sum(n_tup_ins)::bigint from pg_stat_user_tables"
PATIENCE = 900.0
DAYS = 90


def normal(count: int, start: datetime) -> list[RemoteTicket]:
    """Records of a vendor as its connector would hand them over."""
    return [_one(number, start + timedelta(minutes=number)) for number in range(count)]


def _one(number: int, at: datetime) -> RemoteTicket:
    state, value = STATES[number % len(STATES)]
    over = value in ("resolved", "closed")
    return RemoteTicket(
        remote_id=f"{number:032x}",
        key=f"INC{number:07}",
        url=f"https://acme.example/incident/{number}",
        title=f"The tunnel drops, case {number}",
        description=TEXT,
        status=RemoteValue(state, value.replace("_", " ").title(), value),
        priority=RemoteValue(str(number % 4), LEVELS[number % 4].title(), LEVELS[number % 4]),
        kind=RemoteValue("incident", "Incident", "incident"),
        created_at=at,
        updated_at=at + timedelta(hours=5),
        version=str(number % 7),
        resolved_at=at + timedelta(hours=4) if over else None,
        closed_at=at + timedelta(hours=5) if value == "closed" else None,
        requester=Person(
            f"p{number % PEOPLE}", f"Person {number % PEOPLE}", f"p{number % PEOPLE}@acme.example"
        ),
        assignee=Person(f"a{number % 40}", f"Agent {number % 40}", f"a{number % 40}@acme.example"),
        team=RemoteValue(f"g{number % GROUPS}", f"Group {number % GROUPS}"),
        category=("Network", "Software", "Hardware")[number % 3],
        subcategory=("VPN", "Mail", "Printer", "Phone")[number % 4],
    )


async def storing(running: Server, connections: list[str], run: str, count: int) -> list[Row]:
    """Store normal records page by page, through one connection and through two side by side; then known ones."""
    database = await Database.connect(running.owner_dsn, size=4)
    log = EventLog()
    subscribe_all(log)
    database.before_commit.append(log.before_commit)
    records = normal(3 * count, datetime(2026, 1, 1, tzinfo=UTC))
    parts = [records[:count], records[count : count * 2], records[count * 2 :]]
    gc.collect()
    gc.freeze()  # as the server does: what was there before is not looked through again and again
    first, second = connections
    try:
        return [
            await _stored(running, database, run, "one import, new records", [(first, parts[0])]),
            await _stored(
                running, database, run, "two imports, new records", [(first, parts[1]), (second, parts[2])]
            ),
            await _stored(running, database, run, "one import, known records", [(first, parts[0])]),
        ]
    finally:
        running.process.send_signal(signal.SIGCONT)
        await database.close()


async def _stored(
    running: Server, database: Database, run: str, what: str, work: list[tuple[str, list[RemoteTicket]]]
) -> Row:
    before = await _inserted(database)
    running.process.send_signal(signal.SIGSTOP)
    begun = time.perf_counter()
    await asyncio.gather(*(_import(running, database, run, *part) for part in work))
    spent = time.perf_counter() - begun
    running.process.send_signal(signal.SIGCONT)
    written = await _inserted(database) - before
    count = sum(len(records) for _, records in work)
    rate = max(written, count) / spent
    figure = f"{rate:,.0f} rows/s ({count / spent:,.0f} tickets/s, {written:,} rows written)"
    if len(work) == 1 and written > count:
        return Row(what, f"{count:,}", figure, None, "", met=True)
    return Row(what, f"{count:,}", figure, None, "20,000 rows/s", rate >= 20_000)


async def _import(
    running: Server, database: Database, run: str, connection: str, records: list[RemoteTicket]
) -> None:
    tenant, source = Tenant(UUID(running.org)), Source(UUID(connection), "servicenow", "ServiceNow")
    growth = statistics.Growth(database)
    for first in range(0, len(records), PAGE):
        async with database.transaction(tenant, resumable=True) as tx:
            await Storing(source, UUID(run)).page(tx, records[first : first + PAGE])
        await growth.look()
    await growth.end()


async def _inserted(database: Database) -> int:
    await asyncio.sleep(1.5)  # PostgreSQL counts a little later
    async with database.transaction() as tx:
        return int(await tx.fetchval(ROWS))


@contextmanager
def simulator(records: int) -> Generator[int]:
    """A ServiceNow of its own; yields its port."""
    port = free_port()
    argv = [str(Path(sys.executable).with_name("deskplane")), "simulate", "servicenow"]
    process = subprocess.Popen(
        [*argv, "--port", str(port), "--tickets", str(records)], stdout=subprocess.PIPE, text=True
    )
    try:
        for line in process.stdout or ():
            if str(port) in line:
                break
        yield port
    finally:
        process.send_signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(10)
        if process.poll() is None:
            process.kill()


async def reading(port: int) -> float:
    """Records a second that the connector reads when nothing is stored."""
    manifest = manifests()["servicenow"]
    window = Window(created_since=clock.now() - timedelta(days=DAYS))
    async with open_connector(
        manifest,
        manifest.config(instance_url=f"http://127.0.0.1:{port}"),
        manifest.credentials(username="admin", password="admin"),
        policy=OutboundPolicy.of(("127.0.0.0/8",), allow_http=True),
        clock=clock.now,
        overrides=Overrides(),
        limits=Limits(Rate(1_000_000, 1), clock.now),
    ) as opened:
        connector: Any = opened
        begun, count = time.perf_counter(), 0
        async for page in connector.pull(window, None):
            count += len(page.tickets)
        return count / (time.perf_counter() - begun)


def _until(running: Server, path: str, done: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    end = time.monotonic() + PATIENCE
    while not done(found := running.get(path)):
        if time.monotonic() > end:
            raise RuntimeError(f"{path} does not come to an end: {found}")
        time.sleep(0.1)
    return found


def importing(running: Server, port: int) -> tuple[str, dict[str, Any], float]:
    """Verify a connection to the simulator and import from it; the connection, the run and its seconds."""
    known = running.get(CONNECTIONS)["data"]
    connection = next(row["id"] for row in known if row["type"] == "servicenow")
    form = {
        "settings": {"instance_url": f"http://127.0.0.1:{port}"},
        "credentials": {"username": "admin", "password": "admin"},
    }
    running.post(f"{CONNECTIONS}/{connection}/verify", form)
    _until(running, f"{CONNECTIONS}/{connection}", lambda row: row["status"] == "idle")
    begun = time.perf_counter()
    run = running.post(f"{CONNECTIONS}/{connection}/sync-tickets", {"days": DAYS})
    path = f"{CONNECTIONS}/{connection}/runs/{run['id']}"
    ended = _until(running, path, lambda row: row["state"] not in ("queued", "in_progress"))
    return connection, ended, time.perf_counter() - begun


async def main() -> int:
    """Measure and print; exit code 1 if a must is missed."""
    logging.configure(level="WARNING")
    words = argparse.ArgumentParser(prog="bench.imports")
    words.add_argument("--tickets", type=int, default=100_000, help="normal records to store")
    words.add_argument("--records", type=int, default=10_000, help="records of the simulator")
    given = words.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="deskplane-imports-"))
    try:
        with simulator(given.records) as port:
            async with server(folder) as running:
                raw = await reading(port)
                connection, run, spent = await asyncio.to_thread(importing, running, port)
                rate = run["read_count"] / spent
                figure = (
                    f"{rate:,.0f} tickets/s (read alone {raw:,.0f}/s), {run['read_count']:,} in {spent:.1f} s"
                )
                met = rate >= 1_000 and run["state"] == "success"
                rows = [Row("import from a simulator", "", figure, rate / raw, "1,000 tickets/s", met)]
                known = running.get(CONNECTIONS)["data"]
                other = next(row["id"] for row in known if row["id"] != connection)
                rows += await storing(running, [connection, other], run["id"], given.tickets)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(printed(rows))
    return 0 if all(row.met for row in rows) else 1


if __name__ == "__main__":
    raise SystemExit(asyncio.run(main()))
