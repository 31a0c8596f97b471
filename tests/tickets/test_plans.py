"""Every list reads an index in its order: no sort, and nothing read but what is shown."""

import re
from uuid import uuid4

import asyncpg
import pytest

from deskplane.kernel.access import RoleName
from deskplane.kernel.paging import Page
from deskplane.tickets import listing, selection
from deskplane.tickets.filters import SortBy, TicketFilter
from deskplane.vocabulary.priority import Priority
from deskplane.vocabulary.status import UNFINISHED, Status
from tests.fixtures.desk import caller_of

NO_OTHER_WAY = (
    "set local enable_seqscan = off; set local enable_bitmapscan = off; set local enable_sort = off"
)

# As many as make one way through them cheaper than another, in every status and priority.
COPIES = """
    insert into tickets ({columns})
    select {columns} from (select (jsonb_populate_record(t, jsonb_build_object(
        'id', gen_random_uuid(),
        'number', 'INC-' || (1000 + n), 'number_int', 1000 + n,
        'status', (array['new', 'open', 'in_progress', 'pending', 'resolved', 'closed'])[1 + n % 6],
        'priority', (array['low', 'medium', 'high', 'critical'])[1 + n % 4],
        'created_at', t.created_at + n * interval '1 minute',
        'updated_at', t.updated_at + n * interval '1 minute'
    ))).* from tickets t, generate_series(1, 3000) n) copy
"""
GIVEN = """
    select string_agg(column_name, ', ') from information_schema.columns
    where table_schema = 'public' and table_name = 'tickets' and is_generated = 'NEVER'
"""


@pytest.fixture(scope="module")
async def filled(module_world):
    """A world with tickets enough that statistics decide, and the statistics."""
    answer = await module_world.client().post("/api/v1/desk/tickets", json={"title": "VPN is down"})
    assert answer.status_code == 201, answer.text
    owner = await asyncpg.connect(module_world.runtime.owner_dsn)
    try:
        await owner.execute(COPIES.format(columns=await owner.fetchval(GIVEN)))
        await owner.execute("analyze tickets")
    finally:
        await owner.close()
    return module_world


@pytest.mark.parametrize(
    ("wanted", "index"),
    [
        (TicketFilter(), "tickets_created"),
        (TicketFilter(sort_by=SortBy.UPDATED), "tickets_updated"),
        (TicketFilter(sort_by=SortBy.PRIORITY), "tickets_by_priority"),
        (TicketFilter(sort_by=SortBy.STATUS), "tickets_by_status"),
        (TicketFilter(sort_by=SortBy.DUE), "tickets_due"),
        (TicketFilter(sort_by=SortBy.NEXT_DUE), "tickets_next_due"),
        (TicketFilter(sort_by=SortBy.NUMBER), "tickets_number"),
        (TicketFilter(status=[Status.CLOSED]), "tickets_by_status"),
        (TicketFilter(priority=[Priority.HIGH]), "tickets_by_priority"),
        (TicketFilter(status=UNFINISHED), "tickets_unfinished"),
        (TicketFilter(status=UNFINISHED, sort_by=SortBy.UPDATED), "tickets_unfinished_updated"),
        (TicketFilter(status=UNFINISHED, sort_by=SortBy.PRIORITY), "tickets_unfinished_priority"),
        (TicketFilter(assignee=[uuid4()]), "tickets_by_assignee"),
        (TicketFilter(team=[uuid4()]), "tickets_by_team"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_the_list_reads_its_index(filled, wanted, index):
    org = filled.org
    caller = caller_of(org.id, org.people[RoleName.ADMIN], RoleName.ADMIN)
    async with filled.db.transaction(org.tenant) as tx:
        chosen, order = await selection.select(tx, wanted, caller), listing.order_of(wanted)
        statement = listing._statement(chosen, order, Page(), internal=True)
        await tx.execute(NO_OTHER_WAY)

        lines = [row[0] for row in await tx.fetch(f"explain (costs off) {statement}", *chosen.args)]

    scan = next(line for line in lines if " on tickets t" in line)
    assert re.search(rf"Index Scan (Backward )?using {index} ", scan), scan
    assert not any("Sort" in line for line in lines[lines.index(scan) - 4 : lines.index(scan)])
