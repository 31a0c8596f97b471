"""Every list reads an index in its order: no sort, and nothing read but what is shown."""

import re
from uuid import uuid4

import pytest

from deskplane.kernel.access import RoleName
from deskplane.kernel.paging import Page
from deskplane.tickets import listing, selection
from deskplane.tickets.filters import SortBy, TicketFilter
from deskplane.vocabulary.priority import Priority
from deskplane.vocabulary.status import UNFINISHED, Status

NO_OTHER_WAY = (
    "set local enable_seqscan = off; set local enable_bitmapscan = off; set local enable_sort = off"
)


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
async def test_the_list_reads_its_index(desk, wanted, index):
    caller = desk.caller(RoleName.ADMIN)
    chosen, order = await selection.select(desk.tx, wanted, caller), listing.order_of(wanted)
    statement = listing._statement(chosen, order, Page(), internal=True)
    await desk.tx.execute(NO_OTHER_WAY)

    lines = [row[0] for row in await desk.tx.fetch(f"explain (costs off) {statement}", *chosen.args)]

    scan = next(line for line in lines if " on tickets t" in line)
    assert re.search(rf"Index Scan (Backward )?using {index} ", scan), scan
    assert not any("Sort" in line for line in lines[lines.index(scan) - 4 : lines.index(scan)])
