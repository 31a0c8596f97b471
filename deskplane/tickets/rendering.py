"""How PostgreSQL renders tickets as JSON: the explicit columns of a row and of the detail, with their joins."""

from functools import cache
from typing import Final

NUMBER: Final = (
    "(case t.type when 'incident' then 'INC-' when 'request' then 'REQ-' when 'problem' then 'PRB-' "
    "when 'change' then 'CHG-' else 'TSK-' end) || t.number_int"
)


def named(alias: str) -> str:
    """Return the expression of a joined person or team as ``{id, name}`` or null."""
    return (
        f"case when {alias}.id is not null then json_build_object('id', {alias}.id, 'name', {alias}.name) end"
    )


CATEGORY: Final = (
    "case when c.id is not null then json_build_object('id', c.id, 'name', c.name, 'path', c.path) end"
)
IDENTITY: Final = (
    f"t.id, {NUMBER} as number, t.type, t.title, t.status, t.sub_status, t.priority, t.urgency, t.impact, "
    f"{CATEGORY} as category, {named('r')} as requester, {named('a')} as assignee, {named('g')} as team, "
    "t.department, t.source_type"
)
TIMES: Final = "t.created_at, t.updated_at, t.resolved_at, t.closed_at"
# What those who work on tickets see, and what a requester sees in its place.
INSIDE: Final = "t.tags, t.custom_fields, t.due_at, t.next_due_at, t.sla_state, t.sla_paused_for, t.twins"
SHOWN_FIELDS: Final = (
    "coalesce((select jsonb_object_agg(v.key, v.value) from jsonb_each(t.custom_fields) v join custom_field_defs f "
    "on f.org_id = t.org_id and f.key = v.key and f.visible_to_requester), '{}') as custom_fields"
)
OUTSIDE: Final = (
    f"'{{}}'::text[] as tags, {SHOWN_FIELDS}, t.due_at, t.next_due_at, t.sla_state, t.sla_paused_for, "
    "'[]'::json as twins"
)
RESOLUTION: Final = (
    "case when t.resolution_code is not null or t.resolution_text is not null or t.resolved_by is not null then "
    f"json_build_object('code', t.resolution_code, 'text', t.resolution_text, 'by', {named('d')}) end as resolution"
)
DETAIL: Final = (
    f"t.description_html, t.description_text, t.first_response_at, t.reopened_count, {RESOLUTION}, t.sla_met, "
    "t.deleted_at, t.merged_into"
)
DETAIL_INSIDE: Final = (
    "t.source_reference, t.integration_metadata, t.due_overridden, t.job_id, t.is_phi, t.classification, "
    "t.watcher_count as watchers_count, t.attachment_count as attachments_count, t.time_minutes"
)
DETAIL_OUTSIDE: Final = (
    "'{}'::json as source_reference, '{}'::json as integration_metadata, t.due_overridden, null::text as job_id, "
    "false as is_phi, null::json as classification, 0 as watchers_count, (select count(*) from ticket_attachments x "
    "where x.org_id = t.org_id and x.ticket_id = t.id and x.visibility = 'public') as attachments_count, "
    "0 as time_minutes"
)
FAMILY: Final = (
    "(select json_build_object('id', p.id, 'number', " + NUMBER.replace("t.", "p.") + ", 'title', p.title, "
    "'status', p.status) from ticket_links l join tickets p on p.org_id = l.org_id and p.id = l.from_id "
    "where l.org_id = t.org_id and l.to_id = t.id and l.link_type = 'parent_of') as parent, "
    "(select count(*) from ticket_links l where l.org_id = t.org_id and l.from_id = t.id "
    "and l.link_type = 'parent_of') as children_count"
)
NO_FAMILY: Final = "null::json as parent, 0 as children_count"
JOINS: Final = (
    "left join categories c on c.org_id = t.org_id and c.id = t.category_id "
    "left join people r on r.org_id = t.org_id and r.id = t.requester_id "
    "left join people a on a.org_id = t.org_id and a.id = t.assignee_id "
    "left join teams g on g.org_id = t.org_id and g.id = t.team_id"
)
RESOLVER: Final = "left join people d on d.org_id = t.org_id and d.id = t.resolved_by"


@cache
def row(*, internal: bool) -> str:
    """Return the columns of a ticket in a list; ``t`` is the ticket, ``JOINS`` must follow."""
    comments = "t.comment_count" if internal else "t.public_comment_count as comment_count"
    return f"{IDENTITY}, {INSIDE if internal else OUTSIDE}, {TIMES}, {comments}, t.version"


@cache
def detail(*, internal: bool) -> str:
    """Return the columns of the whole ticket; ``JOINS`` and ``RESOLVER`` must follow."""
    inside, family = (DETAIL_INSIDE, FAMILY) if internal else (DETAIL_OUTSIDE, NO_FAMILY)
    return f"{row(internal=internal)}, {DETAIL}, {inside}, {family}"


def snapshot(*, internal: bool) -> str:
    """Return the columns of a ticket as it was: state only, no counters and no read model of other slices."""
    hidden = (
        "t.tags, t.custom_fields, t.source_reference, t.integration_metadata, t.due_overridden, t.job_id, t.is_phi, "
        if internal
        else f"{SHOWN_FIELDS}, "
    )
    return f"{IDENTITY}, {hidden}t.due_at, {TIMES}, {DETAIL.replace('t.sla_met, ', '')}, t.version"


def one(source: str, columns: str, where: str = "true") -> str:
    """Return the query that renders tickets of ``source`` one a row: its JSON and the facts that headers need."""
    return (
        f"select row_to_json(x)::text as body, x.id, x.number, x.version, x.status, x.closed_at "
        f"from (select {columns} from {source} t {JOINS} {RESOLVER} where {where}) x"
    )
