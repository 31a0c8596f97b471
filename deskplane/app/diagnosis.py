"""What ``deskplane doctor`` checks; each finding says how to mend it."""

from dataclasses import dataclass

from deskplane.app.organizations import organizations
from deskplane.app.pages import DIST
from deskplane.app.runtime import Runtime, opened
from deskplane.kernel.db import Role
from deskplane.kernel.errors import DeskplaneError
from deskplane.kernel.settings import Settings

OLD_SECONDS = 300
BEHIND = """
select s.subscriber, count(e.seq) as n from subscriptions s left join lateral (
    select seq from events e where (e.shard = s.shard or s.shard = -1)
      and e.recorded_at >= s.recorded_from - interval '7 days' and (e.epoch, e.xid, e.seq) > (s.epoch, s.xid, s.seq)
    limit 5000) e on true
group by s.subscriber order by 2 desc limit 1
"""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at."""

    name: str
    ok: bool
    found: str
    fix: str = ""


async def examine(settings: Settings) -> list[Check]:
    """Look at the installation from the database up."""
    try:
        async with opened(settings, pool=2) as runtime:
            return [*_local(settings), *await _database(runtime)]
    except (DeskplaneError, OSError, RuntimeError) as error:
        fix = "Start PostgreSQL, or unset DESKPLANE_DATABASE_URL to use the embedded one."
        return [*_local(settings), Check("Database", ok=False, found=str(error), fix=fix)]


def _local(settings: Settings) -> list[Check]:
    key = settings.data_dir / "secret.key"
    private = settings.secret_key is not None or (key.exists() and not key.stat().st_mode & 0o077)
    return [
        Check(
            "User interface",
            ok=(DIST / "index.html").is_file(),
            found="built" if (DIST / "index.html").is_file() else "not built",
            fix="Run: python3 dev.py build",
        ),
        Check(
            "Key file",
            ok=private,
            found="private" if private else "readable by others",
            fix=f"Run: chmod 600 {key}",
        ),
    ]


async def _database(runtime: Runtime) -> list[Check]:
    known = await organizations(runtime.database)
    async with runtime.database.transaction(role=Role.DISPATCHER) as tx:
        version = await tx.fetchval("show server_version")
        horizon = await tx.fetchrow("select * from transaction_horizon()")
        behind = await tx.fetchrow(BEHIND)
        parked = await tx.fetchval("select parked_count()")
    age = horizon["xmin_age_seconds"] if horizon else 0.0
    stray = horizon["default_partition_rows"] if horizon else 0
    late = behind["n"] if behind else 0
    return [
        Check("Database", ok=True, found=f"PostgreSQL {version}"),
        Check(
            "Organisations",
            ok=bool(known),
            found=", ".join(known) or "none",
            fix="Run: deskplane user create …",
        ),
        Check(
            "Oldest open write",
            ok=age < OLD_SECONDS,
            found=f"{age:.0f} s",
            fix="A long transaction delays all events. Find it in pg_stat_activity and end it.",
        ),
        Check(
            "Event partitions",
            ok=not stray,
            found="ahead" if not stray else "rows in the default partition",
            fix="Start a worker: it makes partitions three months ahead.",
        ),
        Check(
            "Event backlog",
            ok=late < 5000,
            found=f"{late} events waiting",
            fix="Start a worker: deskplane worker",
        ),
        Check(
            "Parked events",
            ok=not parked,
            found=f"{parked}",
            fix="Look at parked_events: each row names the subscriber and its error.",
        ),
    ]
