"""Who else is on a ticket: seen by those who work on it, forgotten after half a minute, told to open browsers."""

from datetime import timedelta

import orjson
import pytest

from deskplane.kernel import clock
from deskplane.kernel.access import RoleName
from deskplane.kernel.stream import Client, Hub
from deskplane.kernel.wakeup import STREAM

TICKETS = "/api/v1/desk/tickets"
PRESENCE = "/api/v1/desk/presence"


async def ticket(client, **more):
    answer = await client.post(TICKETS, json={"title": "VPN is down", **more})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def beat(client, made, doing="viewing"):
    answer = await client.put(f"{TICKETS}/{made['id']}/presence", json={"doing": doing})
    assert answer.status_code == 200, answer.text
    return [(person["name"], person["doing"]) for person in answer.json()["data"]]


async def on(client, *made):
    answer = await client.get(PRESENCE, params={"tickets": ",".join(each["id"] for each in made)})
    assert answer.status_code == 200, answer.text
    return {
        row["ticket_id"]: [(p["name"], p["doing"]) for p in row["people"]] for row in answer.json()["data"]
    }


async def test_two_people_on_a_ticket_see_each_other_and_not_themselves(desk, client):
    made, other = await ticket(client), await ticket(client)
    async with desk.client(RoleName.AGENT) as agent:
        assert await beat(client, made) == []
        assert await beat(agent, made, "noting") == [("The admin", "viewing")]

        assert await beat(client, made, "replying") == [("The agent", "noting")]
        assert await on(client, made, other) == {made["id"]: [("The agent", "noting")]}
        assert await on(agent, made) == {made["id"]: [("The admin", "replying")]}


async def test_who_leaves_or_is_silent_is_gone(desk, client):
    made = await ticket(client)
    async with desk.client(RoleName.AGENT) as agent, desk.client(RoleName.TEAM_LEAD) as lead:
        await beat(agent, made)
        await beat(lead, made)
        assert (await agent.delete(f"{TICKETS}/{made['number']}/presence")).status_code == 204
        assert await on(client, made) == {made["id"]: [("The team_lead", "viewing")]}

        with clock.frozen(clock.now() + timedelta(seconds=31)):
            assert await on(client, made) == {}


async def test_a_beat_within_ten_seconds_writes_nothing(desk, client):
    made, start = await ticket(client), clock.now()

    async def seen_after(seconds, doing):
        with clock.frozen(start + timedelta(seconds=seconds)):
            await beat(client, made, doing)
        at = await desk.tx.fetchval("select seen_at from ticket_presence where org_id = app_org()")
        return round((at - start).total_seconds())

    assert await seen_after(0, "viewing") == 0
    assert await seen_after(5, "viewing") == 0
    assert await seen_after(5, "replying") == 5
    assert await seen_after(12, "replying") == 5
    assert await seen_after(15, "replying") == 15


async def test_requesters_neither_see_nor_are_seen(desk, client):
    requester = desk.people[RoleName.REQUESTER]
    made = await ticket(client, requester_id=str(requester))
    async with desk.client(RoleName.REQUESTER) as asking:
        path = f"{TICKETS}/{made['id']}/presence"
        assert (await asking.put(path, json={})).status_code == 403
        assert (await asking.delete(path)).status_code == 403
        assert (await asking.get(PRESENCE, params={"tickets": made["id"]})).status_code == 403


@pytest.mark.parametrize("tickets", ["INC-1", ",", ",".join(["0198c0de-0000-7000-8000-000000000001"] * 101)])
async def test_only_ids_of_at_most_a_hundred_tickets_are_asked_for(client, tickets):
    answer = await client.get(PRESENCE, params={"tickets": tickets})

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["loc"] == ["query", "tickets"]


async def test_presence_is_no_event(desk, client):
    made = await ticket(client)
    before = len(await desk.announced())
    await beat(client, made)

    assert len(await desk.announced()) == before


async def test_another_organisation_sees_nobody(world):
    ours, theirs = world.client(RoleName.AGENT), world.client(RoleName.AGENT, org=world.other)
    made = await ticket(ours)
    await beat(ours, made)

    assert await on(world.client(RoleName.ADMIN), made) != {}
    assert await on(theirs, made) == {}
    assert (await theirs.put(f"{TICKETS}/{made['id']}/presence", json={})).status_code == 404


async def test_open_browsers_of_the_desk_hear_of_it_and_those_of_requesters_do_not(world):
    heard: list[str] = []

    def hear(*told):
        heard.append(told[3])

    made = await ticket(world.client(RoleName.AGENT))
    async with world.db.pool.acquire() as line:
        await line.add_listener(STREAM, hear)
        await beat(world.client(RoleName.AGENT), made)
        await beat(world.client(RoleName.AGENT), made)
        await line.execute("select 1")
        await line.remove_listener(STREAM, hear)
    told = [payload for payload in heard if b"presence" in payload.encode()]
    assert len(told) == 1

    hub = Hub()
    org, person = str(world.org.id), str(world.org.people[RoleName.REQUESTER])
    agent, asking = Client(org, "someone", True), Client(org, person, False)
    hub._clients[org] |= {agent, asking}
    hub.hear(told[0])

    [event] = orjson.loads(agent.queue.get_nowait().split(b"data: ")[1])
    assert (event["name"], event["subject"]) == ("presence.changed", made["id"])
    assert asking.queue.empty()
