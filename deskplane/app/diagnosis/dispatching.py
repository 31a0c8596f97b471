"""Are tickets created on outside platforms, and is their status read again?"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from deskplane.app.diagnosis.check import Check, failed, passed, warned
from deskplane.app.runtime import Runtime
from deskplane.connections.environment import NotConfiguredError
from deskplane.connectors.sdk.errors import ConnectorError
from deskplane.dispatch import environment, payloads, settings
from deskplane.dispatch.vocabulary import Platform
from deskplane.kernel import clock
from deskplane.kernel.db import Tenant
from deskplane.kernel.errors import DeskplaneError

HELP: Final = "docs/how-to/dispatch.md"
SWITCH: Final = "PUT /api/v1/tickets/settings/state, or Settings > ITSM integration"
RECENT: Final = timedelta(days=7)
LATE: Final = timedelta(minutes=15)
COUNTS: Final = """
select count(*) filter (where state = 'failed' and updated_at >= $1) as failed,
       count(*) filter (where state = 'unknown') as unknown,
       count(*) filter (where state = 'gone') as gone,
       count(*) filter (where not dry_run and state in ('created', 'gone') and url = '') as nowhere,
       count(*) filter (where next_at < $2 and state <> 'preview') as late,
       count(*) filter (where state in ('created', 'gone')) as there,
       (select coalesce(o.error ->> 'message', '') from outside_tickets o where o.org_id = app_org()
          and o.state = 'failed' order by o.updated_at desc limit 1) as last_error,
       (select string_agg(g.ticket_id, ', ' order by g.ticket_id) from (select ticket_id from outside_tickets
          where org_id = app_org() and state = 'gone' order by updated_at desc limit 5) g) as gone_names
from outside_tickets where org_id = app_org()
"""


async def platforms(runtime: Runtime, known: Mapping[str, UUID]) -> list[Check]:
    """What the environment says, what is switched on, and whether a request can be made of it."""
    switched: dict[str, dict[str, bool]] = {}
    strangers: list[Check] = []
    for slug, org_id in known.items():
        async with runtime.database.transaction(Tenant(org_id)) as tx:
            switches = await settings.current(tx)
        if await runtime.outside.owners.owns(org_id):
            switched[slug] = switches
        elif any(switches[f"{one}_enabled"] for one in Platform):
            strangers.append(_stranger(slug))
    found = [check for one in Platform for check in await _platform(runtime, one, switched)]
    return [*found, *strangers]


def _stranger(slug: str) -> Check:
    cause = "It switched a platform on, but the accounts in the environment are for another organisation."
    fix = f"Name {slug} in DESKPLANE_ENV_CREDENTIALS_ORG, or let it switch the platforms off."
    return warned(f"Dispatch of {slug}", "creates nothing", cause, fix, HELP)


async def _platform(
    runtime: Runtime, platform: Platform, switched: Mapping[str, Mapping[str, bool]]
) -> list[Check]:
    name = f"Dispatch to {runtime.outside.manifest(platform).name}"
    on = [slug for slug, switches in switched.items() if switches[f"{platform}_enabled"]]
    try:
        filled = environment.forms(platform, preview=True)
    except NotConfiguredError as error:
        return [
            failed(name, "not configured well", str(error), "Correct the variable and start again.", HELP)
        ]
    lacks = ", ".join(filled.lacks)
    if not on:
        return [_off(name, platform, lacks)]
    if lacks:
        cause = f"It is switched on for {', '.join(on)}, and the environment does not say enough."
        return [failed(name, f"{lacks} missing", cause, f"Set {lacks} and start again.", HELP)]
    return [passed(name, f"on for {', '.join(on)}"), await _preview(runtime, platform, name)]


def _off(name: str, platform: Platform, lacks: str) -> Check:
    if lacks:
        return passed(name, "not used")
    cause = f"The environment is complete, but {platform}_enabled is false everywhere: nothing is created."
    return warned(name, "configured and switched off", cause, f"Switch it on: {SWITCH}", HELP)


async def _preview(runtime: Runtime, platform: Platform, name: str) -> Check:
    """A dry run: the request is made and not sent."""
    name = f"{name}, dry run"
    made = payloads.of_job(platform, title="Doctor", description="", severity="low")
    try:
        payload = payloads.checked(platform, made, "payload")
        async with runtime.outside.open(platform, None, preview=True) as (connector, _):
            requests = connector.preview(payloads.draft(platform, payload, "doctor")).requests
    except (ConnectorError, NotConfiguredError, DeskplaneError) as error:
        return failed(
            name, "no request can be made", str(error), "Correct the defaults in the environment.", HELP
        )
    return passed(
        name, f"would send {requests[-1].method} {requests[-1].url}" if requests else "nothing to send"
    )


async def tickets(runtime: Runtime, known: Mapping[str, UUID]) -> list[Check]:
    """Outside tickets of each organisation: created, and followed."""
    found: list[Check] = []
    now = clock.now()
    for slug, org_id in known.items():
        async with runtime.database.transaction(Tenant(org_id)) as tx:
            row = await tx.fetchrow(COUNTS, now - RECENT, now - LATE)
        if row is not None and any(row[name] for name in ("failed", "unknown", "gone", "there", "late")):
            found += [_created(slug, dict(row)), _refreshed(slug, dict(row))]
    return found


def _created(slug: str, row: Mapping[str, Any]) -> Check:
    name = f"Outside tickets of {slug}"
    if not row["failed"] and not row["unknown"]:
        return passed(name, f"{row['there']} created, none failed in 7 days")
    found = f"{row['failed']} failed in 7 days, {row['unknown']} not certain"
    cause = row["last_error"] or "The platform did not answer; it is looked for before it is created again."
    fix = "Look at one with a dry run (POST /api/v1/tickets/dispatch, dry_run: true), mend it, send it again."
    return warned(name, found, cause, fix, HELP)


def _refreshed(slug: str, row: Mapping[str, Any]) -> Check:
    name = f"Refresh of outside tickets of {slug}"
    if row["late"]:
        cause = "No worker reads them."
        return failed(name, f"{row['late']} overdue", cause, "Run: deskplane worker", HELP)
    if row["gone"]:
        found = f"{row['gone']} cannot be read: {row['gone_names']}"
        cause = "They were deleted, or the account lost its right to see them."
        return warned(
            name, found, cause, "Open their address as that account, or give it back its role.", HELP
        )
    if row["nowhere"]:
        cause = "They have no address, so nobody can open them."
        return warned(name, f"{row['nowhere']} without an address", cause, "Refresh them once.", HELP)
    return passed(name, f"{row['there']} followed; previews of a dry run are never read again")
