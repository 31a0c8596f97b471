"""What stands around projects and tasks: names and counts, and the links to tickets as they are shown."""

from collections.abc import Sequence
from typing import Any, Final

from deskplane.kernel.db import Statements
from deskplane.kernel.rows import Row
from deskplane.tickets import rendering

TICKET: Final = (
    f"json_build_object('id', t.id, 'number', {rendering.NUMBER}, 'type', t.type, 'title', t.title, "
    "'status', t.status, 'priority', t.priority) as ticket"
)
PROJECT_NAMED: Final = (
    "json_build_object('id', p.id, 'key', p.key, 'name', p.name, 'state', p.state, 'due_on', p.due_on, "
    "'archived_at', p.archived_at)"
)
AROUND_PROJECTS: Final = f"""
select p.id, {rendering.named("o")} as owner, {rendering.named("g")} as team,
       (select count(*) from assignments a where a.org_id = p.org_id and a.project_id = p.id
           and a.archived_at is null)::int as tasks,
       (select count(*) from assignments a where a.org_id = p.org_id and a.project_id = p.id
           and a.archived_at is null and a.state in ('done', 'cancelled'))::int as tasks_done,
       (select count(distinct l.ticket_id) from ticket_project_links l
           join tickets t on t.org_id = l.org_id and t.id = l.ticket_id and t.deleted_at is null
           where l.org_id = p.org_id and l.project_id = p.id)::int as tickets
from projects p left join people o on o.org_id = p.org_id and o.id = p.owner_id
left join teams g on g.org_id = p.org_id and g.id = p.team_id
where p.org_id = app_org() and p.id = any($1::uuid[])
"""
AROUND_ASSIGNMENTS: Final = f"""
select a.id, {rendering.named("w")} as assignee, case when p.id is not null then {PROJECT_NAMED} end as project,
       (select count(distinct l.ticket_id) from ticket_assignment_links l
           join tickets t on t.org_id = l.org_id and t.id = l.ticket_id and t.deleted_at is null
           where l.org_id = a.org_id and l.assignment_id = a.id)::int as tickets
from assignments a left join people w on w.org_id = a.org_id and w.id = a.assignee_id
left join projects p on p.org_id = a.org_id and p.id = a.project_id
where a.org_id = app_org() and a.id = any($1::uuid[])
"""
PROJECT_LINKS: Final = f"""
select l.id, l.ticket_id, l.project_id, l.link_type, l.created_by, l.created_at, {TICKET},
       {PROJECT_NAMED} as project
from ticket_project_links l join tickets t on t.org_id = l.org_id and t.id = l.ticket_id and t.deleted_at is null
join projects p on p.org_id = l.org_id and p.id = l.project_id
where l.org_id = app_org() and ($1::uuid is null or l.ticket_id = $1) and ($2::uuid is null or l.project_id = $2)
"""
ASSIGNMENT_LINKS: Final = f"""
select l.id, l.ticket_id, l.assignment_id, l.link_type, l.created_by, l.created_at, {TICKET},
       json_build_object('id', a.id, 'title', a.title, 'state', a.state, 'due_on', a.due_on,
           'project_id', a.project_id, 'project_name', p.name, 'archived_at', a.archived_at) as assignment
from ticket_assignment_links l join tickets t on t.org_id = l.org_id and t.id = l.ticket_id and t.deleted_at is null
join assignments a on a.org_id = l.org_id and a.id = l.assignment_id
left join projects p on p.org_id = a.org_id and p.id = a.project_id
where l.org_id = app_org() and ($1::uuid is null or l.ticket_id = $1) and ($2::uuid is null or l.assignment_id = $2)
"""


async def completed(reads: Statements, around: str, found: Sequence[Row]) -> list[dict[str, Any]]:
    """Return rows with the names and counts that stand around them."""
    if not found:
        return []
    more = {row["id"]: dict(row) for row in await reads.fetch(around, [row["id"] for row in found])}
    return [{**row, **more[row["id"]]} for row in found]
