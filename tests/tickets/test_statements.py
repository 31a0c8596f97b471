"""The number of statements of a request does not depend on how many tickets it is about."""

import pytest

from deskplane.tickets import service
from deskplane.tickets.acting import By
from deskplane.tickets.drafts import TicketDraft
from deskplane.tickets.events import TicketChanged
from tests.tickets.conftest import TICKETS


async def several(tx, many):
    return [
        ticket.id
        for ticket in await service.create(
            tx, by=By(), drafts=[TicketDraft(title=f"{n}") for n in range(many)]
        )
    ]


@pytest.mark.parametrize("many", [1, 60])
async def test_a_list_is_one_statement(client, desk, counted, many):
    await several(desk.tx, many)
    async with counted() as statements:
        await client.get(TICKETS, params={"limit": 100})

    assert len([sql for sql in statements if "from tickets" in sql]) == 1
    assert len(statements) <= 4


@pytest.mark.parametrize("many", [1, 500])
async def test_a_bulk_change_is_five_statements(client, desk, counted, many):
    ids = [str(id_) for id_ in await several(desk.tx, many)]
    await desk.runtime.log.before_commit(desk.tx)
    heard = []

    async def hear(_, events):
        heard.append(len(events))

    desk.runtime.log.inline(TicketChanged, hear)
    async with counted() as statements:
        answer = await client.post(f"{TICKETS}/bulk-update", json={"ids": ids, "set": {"priority": "high"}})

    assert answer.json()["changed"] == many
    assert heard == [many]
    of_ours = [sql for sql in statements if "set_config" not in sql and "savepoint" not in sql]
    assert len(of_ours) <= 5 + 1, of_ours


@pytest.mark.parametrize("many", [1, 200])
async def test_many_creates_are_three_statements(desk, counted, many):
    drafts = [TicketDraft(title=f"{n}", priority=None, impact=1, urgency=1) for n in range(many)]

    async with counted() as statements:
        await service.create(desk.tx, by=By(), drafts=drafts)

    assert len(statements) == 3


@pytest.mark.parametrize("many", [1, 60])
async def test_a_history_is_a_few_statements(client, make, counted, many):
    ticket = await make()
    for n in range(many):
        await client.patch(f"{TICKETS}/{ticket['id']}", json={"title": f"{n}"})
    for path, most in (("activities", 3), ("timeline", 3), ("at?version=1", 4)):
        async with counted() as statements:
            answer = await client.get(f"{TICKETS}/{ticket['id']}/{path}")

        assert answer.status_code == 200
        assert len([sql for sql in statements if "app_org()" in sql]) <= most
