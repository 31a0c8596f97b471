"""A word that is only for those who work on tickets reaches no requester: by no route, no search, no stream."""

from uuid import UUID

import pytest

from deskplane.kernel.access import RoleName
from deskplane.kernel.db import Tx
from tests.fixtures.desk import World
from tests.security.holdings import Holdings, holdings_of
from tests.security.operations import OPERATIONS, STREAMS
from tests.security.test_stream import watching

TICKETS = "/api/v1/desk/tickets"
PORTAL = "/api/v1/portal"
READING = [o for o in OPERATIONS if o.method == "GET" and o.id not in STREAMS]
WRITTEN_IN = """
select count(*) from ticket_comments where org_id = app_org() and visibility = 'internal' and body_text like $1
union all select count(*) from time_entries where org_id = app_org() and note like $1
union all select count(*) from tickets where org_id = app_org() and custom_fields::text like $1
union all select count(*) from tickets where org_id = app_org() and tags::text like $1
union all select count(*) from events where org_id = app_org() and (changes::text like $1 or data::text like $1)
"""


@pytest.fixture(scope="module")
async def held(module_world: World) -> Holdings:
    """A ticket of the requester with all that hangs on it, and the word in every place that is not for them."""
    made = await holdings_of(module_world, module_world.org, "portal")
    client, path = module_world.client(), f"{TICKETS}/{made.ids['tickets']}"
    changed = await client.patch(
        path, json={"tags": [f"again-{made.inside}"], "job_id": f"job-{made.inside}"}
    )
    assert changed.status_code == 200, changed.text
    file = {"file": (f"{made.inside}.txt", made.inside.encode(), "text/plain")}
    hidden = await client.post(f"{path}/attachments", files=file, data={"visibility": "internal"})
    assert hidden.status_code == 201, hidden.text
    reply = {"title": f"Canned {made.inside}", "body_html": f"<p>{made.inside}</p>"}
    assert (await client.post("/api/v1/canned-replies", json=reply)).status_code == 201
    await module_world.pump()
    return made


async def test_the_word_is_where_it_should_be(module_world: World, held: Holdings):
    """Otherwise its absence below would prove nothing."""
    async with module_world.db.transaction(module_world.org.tenant) as tx:
        counts = [row["count"] for row in await _written(tx, held.inside)]

    assert len(counts) == 5
    assert min(counts) >= 1


async def _written(tx: Tx, word: str):
    return await tx.fetch(WRITTEN_IN, f"%{word}%")


@pytest.mark.parametrize("operation", READING, ids=str)
async def test_no_route_tells_a_requester(module_world: World, held: Holdings, operation):
    client = module_world.client(RoleName.REQUESTER)
    request = operation.request(held.ids)
    answer = await client.get(request.path, params=request.query)

    assert held.inside not in answer.text
    assert held.inside not in str(answer.headers)


@pytest.mark.parametrize("operation", [o for o in READING if "ref" in o.naming], ids=str)
async def test_no_route_tells_it_by_number(module_world: World, held: Holdings, operation):
    number = (await module_world.client().get(f"{TICKETS}/{held.ids['tickets']}")).json()["number"]
    request = operation.request({**held.ids, "tickets": number})
    answer = await module_world.client(RoleName.REQUESTER).get(request.path, params=request.query)

    assert held.inside not in answer.text


@pytest.mark.parametrize("path", [TICKETS, f"{TICKETS}/search", f"{PORTAL}/tickets"])
async def test_no_search_finds_it(module_world: World, held: Holdings, path: str):
    client = module_world.client(RoleName.REQUESTER)
    answer = await client.get(path, params={"q": held.inside})

    assert answer.json()["data"] == []


async def test_an_agent_finds_nothing_internal_in_the_portal_either(module_world: World, held: Holdings):
    """What agents look at there is what requesters see."""
    client = module_world.client()
    answers = [
        await client.get(f"{PORTAL}/tickets/{held.ids['tickets']}"),
        await client.get(f"{PORTAL}/cards"),
    ]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert all(held.inside not in answer.text for answer in answers)
    said = answers[0].json()
    assert all(UUID(each["id"]) for each in said["said"])
    assert "@" not in str([said["asked_by"], said["followers"], said["said"]])


async def test_an_export_is_not_for_requesters(module_world: World, held: Holdings):
    client = module_world.client(RoleName.REQUESTER)
    answers = [await client.get(o.request(held.ids).path) for o in READING if "export" in o.path.lower()]

    assert answers
    assert {answer.status_code for answer in answers} <= {403, 404}


async def test_the_stream_does_not_carry_it(module_world: World, held: Holdings):
    async with watching(module_world, module_world.org, RoleName.REQUESTER) as browser:
        note = {"body": f"Among us {held.inside}", "visibility": "internal"}
        said = await module_world.client().post(f"{TICKETS}/{held.ids['tickets']}/comments", json=note)
        assert said.status_code == 201
        await module_world.pump()

    assert "ticket.commented" not in browser.names
    assert held.inside not in repr(browser.heard)
