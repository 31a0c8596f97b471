"""What upper slices show on tickets, and who may follow them live."""

from uuid import uuid4

import pytest

from deskplane.kernel.access import RoleName
from deskplane.tickets import service
from deskplane.tickets.audience import audience
from tests.tickets.conftest import TICKETS


async def test_a_projection_is_shown_without_event_or_version(client, desk, make):
    one, two = [await make() for _ in range(2)]
    before = len(await desk.announced())

    rows = [
        {"id": one["id"], "sla_state": "paused", "sla_paused_for": "Requester", "twins": [{"key": "OPS-1"}]},
        {"id": two["id"], "sla_state": "running", "sla_paused_for": None, "twins": []},
    ]
    await service.project(desk.tx, rows)

    shown = (await client.get(f"{TICKETS}/{one['id']}")).json()
    assert (shown["sla_state"], shown["sla_paused_for"], shown["twins"]) == (
        "paused",
        "Requester",
        [{"key": "OPS-1"}],
    )
    assert (shown["version"], shown["updated_at"]) == (1, one["updated_at"])
    assert len(await desk.announced()) == before


@pytest.mark.parametrize(
    "rows",
    [[{"id": uuid4(), "title": "x"}], [{"id": uuid4(), "sla_state": "a"}, {"id": uuid4(), "sla_met": True}]],
)
async def test_only_the_read_model_can_be_projected(tx, rows):
    with pytest.raises(ValueError, match="read model"):
        await service.project(tx, rows)


async def test_requester_and_watchers_may_follow(desk, make):
    asking, watching = desk.people[RoleName.REQUESTER], desk.people[RoleName.AGENT]
    ticket = await make(requester_id=str(asking))
    alone = await make(requester_id=None)
    await desk.tx.execute(
        "insert into ticket_watchers (org_id, ticket_id, person_id) values (app_org(), $1, $2)",
        ticket["id"],
        watching,
    )

    people = await audience(desk.tx, await desk.announced("ticket.created"))

    assert {str(id_): set(found) for id_, found in people.items()} == {
        ticket["id"]: {str(asking), str(watching)},
        alone["id"]: {str(desk.people[RoleName.ADMIN])},
    }
