"""What a new organisation starts with; everything can be changed afterwards."""

from typing import Final

from deskplane.catalog.events import CatalogSeeded
from deskplane.kernel import events
from deskplane.kernel.db import Tx
from deskplane.kernel.ids import uuid7
from deskplane.vocabulary.priority import PRIORITY_MATRIX, Priority
from deskplane.vocabulary.status import Status

PRIORITIES: Final = (
    (Priority.CRITICAL, "#b42318", "Work has stopped for many people, or safety is at risk."),
    (Priority.URGENT, "#c4421a", "Work has stopped for a team, or soon will."),
    (Priority.HIGH, "#b25e09", "Work goes on with great effort."),
    (Priority.MEDIUM, "#0f6e78", "A nuisance that has a way around."),
    (Priority.LOW, "#4a6572", "Can wait until there is time."),
    (Priority.PLANNING, "#5c6670", "Planned for later."),
)
SUB_STATUSES: Final = (
    ("waiting_for_answer", "Waiting for an answer", Status.PENDING),
    ("waiting_for_test", "Waiting for a test by the requester", Status.PENDING),
    ("waiting_for_vendor", "Waiting for a vendor", Status.ON_HOLD),
    ("waiting_for_parts", "Waiting for parts", Status.ON_HOLD),
    ("waiting_for_change", "Waiting for a change", Status.ON_HOLD),
    ("scheduled", "Scheduled", Status.ON_HOLD),
)
RESOLUTION_CODES: Final = (
    ("solved", "Solved", "The cause was found and removed."),
    ("workaround", "Workaround", "There is a way around; the cause is still being looked for."),
    ("fulfilled", "Request fulfilled", "What was asked for is done."),
    ("explained", "Question answered", ""),
    ("not_reproducible", "Could not be reproduced", "We could not make it happen again."),
    ("duplicate", "Duplicate of another ticket", "This is dealt with in another ticket."),
    ("known_error", "Known error", ""),
    ("declined", "Declined", ""),
    ("no_answer", "No answer from the requester", "We closed this because our question was not answered."),
)

PUT_PRIORITIES = """
insert into priorities (org_id, key, label, color, rank, description)
select app_org(), p.key, p.label, p.color, p.rank, p.description
from unnest($1::text[], $2::text[], $3::text[], $4::smallint[], $5::text[]) as p(key, label, color, rank, description)
on conflict do nothing
"""
PUT_MATRIX = """
insert into priority_matrix (org_id, impact, urgency, priority)
select app_org(), m.impact, m.urgency, m.priority
from unnest($1::smallint[], $2::smallint[], $3::text[]) as m(impact, urgency, priority) on conflict do nothing
"""
PUT_SUB_STATUSES = """
insert into sub_statuses (org_id, id, key, label, status, position)
select app_org(), s.id, s.key, s.label, s.status, s.n * 10
from unnest($1::uuid[], $2::text[], $3::text[], $4::text[]) with ordinality as s(id, key, label, status, n)
on conflict do nothing
"""
PUT_CODES = """
insert into resolution_codes (org_id, id, code, label, template, position)
select app_org(), c.id, c.code, c.label, c.template, c.n * 10
from unnest($1::uuid[], $2::text[], $3::text[], $4::text[]) with ordinality as c(id, code, label, template, n)
on conflict do nothing
"""


async def seed(tx: Tx) -> None:
    """Give the organisation of ``tx`` its defaults; what is there already stays."""
    keys = [priority.value for priority, _, _ in PRIORITIES]
    labels = [priority.value.capitalize() for priority, _, _ in PRIORITIES]
    ranks = [priority.rank for priority, _, _ in PRIORITIES]
    await tx.execute(
        PUT_PRIORITIES, keys, labels, [c for _, c, _ in PRIORITIES], ranks, [d for *_, d in PRIORITIES]
    )
    cells = PRIORITY_MATRIX.items()
    impacts, urgencies = [int(i) for (i, _), _ in cells], [int(u) for (_, u), _ in cells]
    await tx.execute(PUT_MATRIX, impacts, urgencies, [to.value for _, to in cells])
    keys, labels, statuses = ([str(row[n]) for row in SUB_STATUSES] for n in range(3))
    await tx.execute(PUT_SUB_STATUSES, [uuid7() for _ in keys], keys, labels, statuses)
    codes, labels, templates = ([row[n] for row in RESOLUTION_CODES] for n in range(3))
    await tx.execute(PUT_CODES, [uuid7() for _ in codes], codes, labels, templates)
    await events.append(tx, [CatalogSeeded(subject=tx.tenant.org_id)])
