"""Is it quick, and does the database keep organisations apart?"""

from time import perf_counter
from typing import Final

from deskplane.app.diagnosis.check import Check, failed, passed, warned
from deskplane.app.runtime import Runtime
from deskplane.kernel.db import Role

HELP: Final = "docs/how-to/run.md"
SLOW_MILLISECONDS: Final = 50
POORLY_CACHED: Final = 90
ENOUGH_READS: Final = 100_000
PROBES: Final = 5
CACHE: Final = """
select current_setting('shared_buffers') as size, d.blks_hit + d.blks_read as reads,
       (100 * d.blks_hit / greatest(d.blks_hit + d.blks_read, 1))::int as hit
from pg_stat_database d where d.datname = current_database()
"""
UNPROTECTED: Final = """
select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'org_id' and a.attnum > 0
where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
  and not (c.relrowsecurity and c.relforcerowsecurity)
  and has_table_privilege('deskplane_app', c.oid, 'select') order by 1
"""
BYPASSING: Final = """
select rolname from pg_roles where (rolsuper or rolbypassrls) and rolname in (session_user, current_user,
    'deskplane_app', 'deskplane_dispatcher') order by 1
"""


async def speed(runtime: Runtime) -> list[Check]:
    """How long the database takes to answer, and how much it finds in memory."""
    async with runtime.database.transaction(role=Role.DISPATCHER) as tx:
        times: list[float] = []
        for _ in range(PROBES):
            started = perf_counter()
            await tx.fetchval("select 1")
            times.append((perf_counter() - started) * 1000)
        cache = await tx.fetchrow(CACHE)
    found = [_answer(min(times))]
    if cache is not None:
        found.append(_cache(cache["size"], cache["reads"], cache["hit"]))
    return found


def _answer(took: float) -> Check:
    if took < SLOW_MILLISECONDS:
        return passed("Answer of the database", f"{took:.1f} ms")
    cause = "The way to the database is long, or it has too much to do."
    fix = "Bring it near to the application; set DESKPLANE_DATABASE_POOL to 4 for each of its processors."
    return warned("Answer of the database", f"{took:.0f} ms", cause, fix, HELP)


def _cache(size: str, reads: int, hit: int) -> Check:
    found = f"{hit} % found in memory, shared_buffers {size}"
    if reads < ENOUGH_READS or hit >= POORLY_CACHED:
        return passed("Memory of the database", found)
    cause = "It reads from disk what it could keep."
    fix = "Raise shared_buffers to a quarter of the machine's memory; list fewer rows at once (limit)."
    return warned("Memory of the database", found, cause, fix, HELP)


async def apart(runtime: Runtime) -> Check:
    """Row-level security holds for every table, and nobody is beside it."""
    async with runtime.database.transaction(role=Role.DISPATCHER) as tx:
        bare = [row["relname"] for row in await tx.fetch(UNPROTECTED)]
        beside = [row["rolname"] for row in await tx.fetch(BYPASSING)]
    if bare:
        fix = "Run: deskplane migrate; if it stays, restore the schema from the migrations."
        return failed(
            "Row-level security", f"off for {', '.join(bare)}", "Organisations are not kept apart.", fix, HELP
        )
    if beside:
        cause = f"{', '.join(beside)} may read all organisations."
        fix = f"Run as owner: alter role {beside[0]} nosuperuser nobypassrls"
        return failed("Row-level security", "a role is beside it", cause, fix, HELP)
    return passed("Row-level security", "forced for every table")
