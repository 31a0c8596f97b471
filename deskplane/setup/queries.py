"""The real state behind the steps, and the places that use something."""

from typing import Any, Final
from uuid import UUID

from deskplane.kernel.db import Record, Statements
from deskplane.setup.vocabulary import Step, UsedThing

UNNAMED: Final = "My organisation"
# A step without a statement here has nothing to set up in this version.
FACTS: Final = {
    Step.MIGRATIONS: "select null::bigint as count, schema_revision() as fact, true as done",
    Step.ORGANIZATION: (
        "select null::bigint as count, name as fact, name <> $1 as done from organizations where id = app_org()"
    ),
    Step.PEOPLE: (
        "select count(*) as count, null::text as fact, count(*) > 1 as done from people "
        "where org_id = app_org() and is_active and role not in ('requester', 'service')"
    ),
    Step.TEAMS: (
        "select count(*) as count, null::text as fact, count(*) > 0 as done from teams "
        "where org_id = app_org() and is_active"
    ),
    Step.CATEGORIES: (
        "select count(*) as count, null::text as fact, count(*) > 0 as done from categories "
        "where org_id = app_org() and is_active"
    ),
    Step.REQUEST_TYPES: (
        "select count(*) as count, null::text as fact, count(*) > 0 as done from request_types "
        "where org_id = app_org() and is_active"
    ),
    Step.CONNECTIONS: (
        "select count(*) as count, null::text as fact, count(*) > 0 as done from data_source_connections "
        "where org_id = app_org() and last_verification_status in ('ok', 'warning')"
    ),
}
SKIPPED: Final = "select step, skipped_at from setup_skips where org_id = app_org()"
SKIP: Final = """
insert into setup_skips (org_id, step, skipped_by) values (app_org(), $1, app_person())
on conflict do nothing returning step
"""
RESUME: Final = "delete from setup_skips where org_id = app_org() and step = $1 returning step"

TEMPLATES: Final = "select name from ticket_templates where org_id = app_org() and fields "
TICKETS: Final = (
    "select null::text as name from tickets t where t.org_id = app_org() and t.deleted_at is null and "
)
PLACES: Final[dict[UsedThing, dict[str, str]]] = {
    UsedThing.CATEGORY: {
        "tickets": TICKETS + "t.category_id = $1::text::uuid",
        "subcategories": "select name from categories where org_id = app_org() "
        "and $1::text::uuid = any(lineage) and id <> $1::text::uuid",
        "templates": TEMPLATES + "->> 'category_id' = $1::text",
        "request_types": "select name from request_types where org_id = app_org() and category_id = $1::text::uuid",
    },
    UsedThing.CUSTOM_FIELD: {
        "tickets": TICKETS + "t.custom_fields ? $1::text",
        "templates": TEMPLATES + "-> 'custom_fields' ? $1::text",
        "request_types": "select name from request_types r where r.org_id = app_org() "
        "and r.fields @> jsonb_build_array(jsonb_build_object('key', $1::text))",
        "boards": "select name from boards where org_id = app_org() and column_field = 'custom.' || $1::text",
    },
    UsedThing.PERSON: {
        "open_tickets": TICKETS
        + "t.assignee_id = $1::text::uuid and t.status not in ('resolved', 'closed', 'cancelled')",
        "requested": TICKETS
        + "t.requester_id = $1::text::uuid and t.status not in ('resolved', 'closed', 'cancelled')",
        "led_teams": "select t.name from memberships m join teams t on t.org_id = m.org_id and t.id = m.team_id "
        "where m.org_id = app_org() and m.person_id = $1::text::uuid and m.is_lead",
        "tokens": "select name from api_tokens where org_id = app_org() and person_id = $1::text::uuid "
        "and revoked_at is null",
        "templates": TEMPLATES + "->> 'assignee_id' = $1::text",
    },
    UsedThing.TEAM: {
        "open_tickets": TICKETS
        + "t.team_id = $1::text::uuid and t.status not in ('resolved', 'closed', 'cancelled')",
        "members": "select p.name from memberships m join people p on p.org_id = m.org_id and p.id = m.person_id "
        "where m.org_id = app_org() and m.team_id = $1::text::uuid",
        "replies": "select title as name from canned_replies where org_id = app_org() and team_id = $1::text::uuid",
        "boards": "select name from boards where org_id = app_org() and team_id = $1::text::uuid",
        "templates": TEMPLATES + "->> 'team_id' = $1::text",
    },
}


async def facts(reads: Statements) -> dict[Step, Record]:
    """Return what shows the state of each step that this version can do; one statement."""
    steps = list(FACTS)
    parts = [
        f"select {n} as n, f.count, f.fact, f.done from ({FACTS[step]}) f" for n, step in enumerate(steps)
    ]
    return {steps[row["n"]]: row for row in await reads.fetch(" union all ".join(parts), UNNAMED)}


async def skipped(reads: Statements) -> dict[str, Any]:
    """Return when each skipped step was skipped."""
    return {row["step"]: row["skipped_at"] for row in await reads.fetch(SKIPPED)}


async def uses(reads: Statements, entry: UsedThing, key: str) -> list[dict[str, Any]]:
    """Return the kinds of places that use a thing, how many, and the first names; one statement."""
    kinds = list(PLACES[entry])
    parts = [
        f"select {n} as n, count(*)::int as count, coalesce((array_agg(f.name order by f.name) "
        f"filter (where f.name is not null))[1:5], array[]::text[]) as names from ({PLACES[entry][kind]}) f"
        for n, kind in enumerate(kinds)
    ]
    rows = await reads.fetch(f"{' union all '.join(parts)} order by n", key)
    return [
        {"kind": kinds[row["n"]], "count": row["count"], "names": row["names"]}
        for row in rows
        if row["count"]
    ]


async def field_key(reads: Statements, id: UUID) -> str | None:
    """Return the key by which tickets hold a custom field."""
    return await reads.fetchval("select key from custom_field_defs where org_id = app_org() and id = $1", id)


async def exists(reads: Statements, entry: UsedThing, id: UUID) -> bool:
    """Say whether the organisation has such a thing."""
    table = {UsedThing.CATEGORY: "categories", UsedThing.PERSON: "people", UsedThing.TEAM: "teams"}[entry]
    sql = f"select exists (select 1 from {table} where org_id = app_org() and id = $1)"
    return bool(await reads.fetchval(sql, id))
