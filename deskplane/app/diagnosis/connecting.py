"""Do connections work: set up, reachable, imported from, heard?"""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from deskplane.app.diagnosis.check import Check, failed, passed, warned
from deskplane.app.runtime import Runtime
from deskplane.connections.credentials import filled
from deskplane.connections.environment import NotConfiguredError
from deskplane.connections.kinds import sources
from deskplane.connections.vocabulary import CredentialMode
from deskplane.kernel import clock
from deskplane.kernel.db import Record, Tenant
from deskplane.kernel.errors import InvalidError
from deskplane.outbound.probe import look

HELP: Final = "docs/how-to/connections.md"
AGENT: Final = "docs/how-to/agent-mode.md"
WEBHOOKS: Final = "docs/how-to/webhooks.md"
PAGE: Final = "Settings > Connection sources"
RUNS: Final = 10
LATE: Final = timedelta(minutes=5)
STALE: Final = timedelta(days=7)
DAY: Final = timedelta(days=1)
AT_ONCE: Final = 5
USED: Final = """
select * from data_source_connections where org_id = app_org()
  and (settings <> '{}' or sealed_credentials is not null or credential_mode = 'env') order by type, name
"""
LAST: Final = """
select state, error, fix, next_at, created_at, created_count + changed_count + unchanged_count as taken
from ingestion_runs where org_id = app_org() and connection_id = $1 order by created_at desc, id desc limit $2
"""
HOOKS: Final = """
select r.refused, r.last_refused_at, r.last_accepted_at,
       count(d.id) filter (where d.state = 'failed' and d.updated_at >= $2) as failed,
       count(d.id) filter (where d.next_at < $3 and d.leased_until is null) as late
from inbound_receivers r
left join inbound_readings d on d.org_id = r.org_id and d.connection_id = r.connection_id
where r.org_id = app_org() and r.connection_id = $1
group by r.org_id, r.connection_id
"""


async def connections(runtime: Runtime, known: Mapping[str, UUID]) -> list[Check]:
    """Every connection that somebody began to set up."""
    found: list[Check] = []
    for slug, org_id in known.items():
        tenant = Tenant(org_id)
        async with runtime.database.transaction(tenant) as tx:
            rows = await tx.fetch(USED)
        turns = asyncio.Semaphore(AT_ONCE)
        looks = [_connection(runtime, tenant, f"{row['name']} ({slug})", row, turns) for row in rows]
        found += [check for checks in await asyncio.gather(*looks) for check in checks]
    return found


async def _connection(
    runtime: Runtime, tenant: Tenant, name: str, row: Record, turns: asyncio.Semaphore
) -> list[Check]:
    async with turns:
        first = await _reachable(runtime, name, row)
        now = clock.now()
        async with runtime.database.transaction(tenant) as tx:
            runs = await tx.fetch(LAST, row["id"], RUNS)
            hook = await tx.fetchrow(HOOKS, row["id"], now - DAY, now - LATE)
    checks = [first, _proved(name, row)]
    if runs:
        checks.append(_imports(name, runs, now))
    if row["type"] in sources() and row["last_successful_sync_at"] is not None:
        checks.append(_fresh(name, row, now))
    if hook is not None:
        checks.append(_hooks(name, dict(hook), now))
    return checks


async def _reachable(runtime: Runtime, name: str, row: Record) -> Check:
    """Credentials are there and can be opened, and the address answers; nobody logs in."""
    if row["credential_mode"] == CredentialMode.AGENT:
        return _agent(runtime, name)
    try:
        forms = await filled(row, runtime.keys)
    except (NotConfiguredError, InvalidError) as error:
        mode = CredentialMode(row["credential_mode"])
        fix = f"Enter the credentials at {PAGE} and verify."
        if mode is CredentialMode.ENV:
            fix = "Set the variables in the environment and start again."
        return failed(f"Credentials of {name}", "missing or unreadable", str(error), fix, HELP)
    url = forms.manifest.base_url(forms.config)
    if forms.manifest.key in runtime.reach.transports:
        return passed(f"Connectivity of {name}", "simulated")
    seen = await look(runtime.reach.policy, url, clock.now())
    for part in (seen.host, seen.tls):
        if part is not None and part.trouble:
            return failed(f"Connectivity of {name}", "does not answer", part.trouble, part.fix, HELP)
    return passed(f"Connectivity of {name}", f"{seen.host.detail} in {seen.host.milliseconds} ms")


def _agent(runtime: Runtime, name: str) -> Check:
    if runtime.settings.agent_url:
        return passed(f"Credentials of {name}", "with the agent outside")
    cause = "They are with an agent outside, and none is set up: DESKPLANE_AGENT_URL is empty."
    fix = "Set it to the agent's address and start again."
    return failed(f"Credentials of {name}", "not within reach", cause, fix, AGENT)


def _proved(name: str, row: Record) -> Check:
    name = f"Verification of {name}"
    status = row["last_verification_status"]
    if status == "ok":
        return passed(name, "ok")
    fix = f"Press Verify at {PAGE}, or POST /api/v1/connections/{row['id']}/verify"
    if not status:
        return warned(name, "never verified", "Nobody has shown that the account works.", fix, HELP)
    cause = row["last_verification_error"] or "Some steps gave warnings; the page names each with its fix."
    made = failed if status == "failed" else warned
    return made(name, status, cause, fix, HELP)


def _imports(name: str, runs: Sequence[Record], now: datetime) -> Check:
    name = f"Imports of {name}"
    waits = runs[0]["state"] in ("queued", "in_progress") and runs[0]["next_at"]
    if waits and runs[0]["next_at"] < now - LATE:
        return failed(name, "one waits for its turn", "No worker runs.", "Run: deskplane worker", HELP)
    bad = [run for run in runs if run["state"] == "failed"]
    found = f"{len(bad)} of the last {len(runs)} failed"
    if not bad:
        return passed(name, found)
    made = failed if runs[0]["state"] == "failed" else warned
    return made(name, found, bad[0]["error"], bad[0]["fix"] or f"Look at the run history at {PAGE}.", HELP)


def _fresh(name: str, row: Record, now: datetime) -> Check:
    name = f"Age of the data of {name}"
    age = now - row["last_successful_sync_at"]
    if age < STALE:
        return passed(name, _span(age))
    cause = "Tickets are as old as the last import, where no webhook tells of changes."
    fix = f"Import: POST /api/v1/connections/{row['id']}/sync-tickets"
    return warned(name, _span(age), cause, f"{fix}; or open a webhook.", WEBHOOKS)


def _hooks(name: str, hook: Mapping[str, Any], now: datetime) -> Check:
    name = f"Webhooks of {name}"
    if hook["late"]:
        return failed(
            name, f"{hook['late']} wait to be read", "No worker runs.", "Run: deskplane worker", WEBHOOKS
        )
    if hook["last_refused_at"] and hook["last_refused_at"] > now - DAY:
        cause = "Somebody posts with a wrong secret."
        fix = f"Make a new secret at {PAGE} and enter it over there."
        return warned(name, f"{hook['refused']} refused, the last within a day", cause, fix, WEBHOOKS)
    if hook["failed"]:
        cause = "Their records could not be read; each delivery says why."
        fix = f"Replay them at {PAGE} when it is mended."
        return warned(name, f"{hook['failed']} failed within a day", cause, fix, WEBHOOKS)
    last = hook["last_accepted_at"]
    return passed(name, f"last heard {_span(now - last)} ago" if last else "open, nothing came yet")


def _span(age: timedelta) -> str:
    if age.days:
        return f"{age.days} d"
    return f"{int(age.total_seconds() // 3600)} h" if age >= timedelta(hours=1) else "less than an hour"
