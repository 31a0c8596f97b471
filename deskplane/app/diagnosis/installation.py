"""Is the installation whole: its files, its database, its log of events."""

from typing import Final

from deskplane.app.diagnosis.check import Check, failed, passed
from deskplane.app.organizations import organizations
from deskplane.app.pages import DIST
from deskplane.app.runtime import Runtime
from deskplane.kernel.db import Role, Tx
from deskplane.kernel.settings import Settings

OLD_SECONDS: Final = 300
MOST_BEHIND: Final = 5000
HELP: Final = "docs/how-to/run.md"
BEHIND: Final = """
select s.subscriber, count(e.seq) as n from subscriptions s left join lateral (
    select seq from events e where (e.shard = s.shard or s.shard = -1)
      and e.recorded_at >= s.recorded_from - interval '7 days' and (e.epoch, e.xid, e.seq) > (s.epoch, s.xid, s.seq)
    limit 5000) e on true
group by s.subscriber order by 2 desc limit 1
"""


def local(settings: Settings) -> list[Check]:
    """Files of this process."""
    return [_interface(), _key(settings), _log(settings)]


def _interface() -> Check:
    if (DIST / "index.html").is_file():
        return passed("User interface", "built")
    return failed(
        "User interface", "not built", "Its pages are not there.", "Run: python3 dev.py build", HELP
    )


def _key(settings: Settings) -> Check:
    key = settings.data_dir / "secret.key"
    if settings.secret_key is not None:
        return passed("Key", "in the environment")
    if key.exists() and not key.stat().st_mode & 0o077:
        return passed("Key", "private")
    cause = "Whoever reads it opens every stored credential."
    return failed("Key", f"{key} is readable by others", cause, f"Run: chmod 600 {key}", HELP)


def _log(settings: Settings) -> Check:
    """Where to look when something is not created: the log names each refusal with its request id."""
    if settings.log_file is None:
        return passed("Log", f"standard error, level {settings.log_level}")
    folder = settings.log_file.parent
    if folder.is_dir():
        return passed("Log", f"{settings.log_file}, level {settings.log_level}")
    cause = f"There is no folder {folder}, so nothing is kept."
    return failed("Log", f"{settings.log_file} is not written", cause, f"Run: mkdir -p {folder}", HELP)


async def database(runtime: Runtime) -> list[Check]:
    """The database and the log of events in it."""
    known = await organizations(runtime.database)
    async with runtime.database.transaction(role=Role.DISPATCHER) as tx:
        version = await tx.fetchval("show server_version")
        found = [passed("Database", f"PostgreSQL {version}"), _organizations(list(known))]
        return [*found, *await _events(tx)]


def _organizations(known: list[str]) -> Check:
    if known:
        return passed("Organisations", ", ".join(known))
    fix = "Run: deskplane user create --role admin --email you@example.com"
    return failed("Organisations", "none", "Nobody can log in.", fix, HELP)


async def _events(tx: Tx) -> list[Check]:
    horizon = await tx.fetchrow("select * from transaction_horizon()")
    behind = await tx.fetchrow(BEHIND)
    parked = await tx.fetchval("select parked_count()")
    age = horizon["xmin_age_seconds"] if horizon else 0.0
    stray = horizon["default_partition_rows"] if horizon else 0
    return [_write(age), _partitions(stray), _backlog(behind["n"] if behind else 0), _parked(parked)]


def _write(age: float) -> Check:
    if age < OLD_SECONDS:
        return passed("Oldest open write", f"{age:.0f} s")
    cause = "A long transaction delays all events."
    return failed("Oldest open write", f"{age:.0f} s", cause, "Find it in pg_stat_activity and end it.", HELP)


def _partitions(stray: int) -> Check:
    if not stray:
        return passed("Event partitions", "ahead")
    cause = "No worker has made new ones."
    fix = "Run: deskplane worker (it makes partitions three months ahead)"
    return failed("Event partitions", "rows in the default partition", cause, fix, HELP)


def _backlog(late: int) -> Check:
    if late < MOST_BEHIND:
        return passed("Event backlog", f"{late} events waiting")
    cause = "No worker runs, or one is too few."
    return failed("Event backlog", f"{late} or more events waiting", cause, "Run: deskplane worker", HELP)


def _parked(parked: int) -> Check:
    if not parked:
        return passed("Parked events", "0")
    fix = "Look at parked_events: each row names the subscriber and its error."
    return failed("Parked events", str(parked), "A subscriber could not take them.", fix, HELP)
