"""Unsent texts: kept on the server, shared among those who work on a ticket, gone when they are sent."""

import pytest

from deskplane.kernel.access import RoleName

TICKETS = "/api/v1/desk/tickets"
CANARY = "canary-7f3a-not-for-requesters"


async def ticket(client, **more):
    answer = await client.post(TICKETS, json={"title": "VPN is down", **more})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def keep(client, made, body, kind="public", expect=200, **more):
    path = f"{TICKETS}/{made['id']}/drafts/{kind}"
    answer = await client.put(path, json={"body": body, **more})
    assert answer.status_code == expect, answer.text
    return answer.json()


async def drafts(client, made):
    answer = await client.get(f"{TICKETS}/{made['id']}/drafts")
    assert answer.status_code == 200, answer.text
    return [(d["author"]["name"], d["kind"], d["body"]) for d in answer.json()["data"]]


async def say(client, made, body, visibility="public"):
    answer = await client.post(
        f"{TICKETS}/{made['id']}/comments", json={"body": body, "visibility": visibility}
    )
    assert answer.status_code == 201, answer.text


async def test_a_draft_is_kept_as_it_was_typed_and_shown_to_colleagues(desk, client):
    made = await ticket(client)
    kept = await keep(client, made, "We look into \n", mentions=[])
    async with desk.client(RoleName.AGENT) as agent:
        await keep(agent, made, "Ask the provider", "internal")

        assert await drafts(agent, made) == [
            ("The agent", "internal", "Ask the provider"),
            ("The admin", "public", "We look into \n"),
        ]
    assert kept["is_own"]
    assert kept["taken_by"] is None


async def test_the_two_kinds_never_touch_each_other(client):
    made = await ticket(client)
    await keep(client, made, "for the requester")
    await keep(client, made, "among us", "internal")
    await keep(client, made, "for the requester, longer")
    await keep(client, made, "", "internal")

    assert await drafts(client, made) == [("The admin", "public", "for the requester, longer")]


async def test_the_same_text_again_writes_nothing(client):
    made = await ticket(client)
    first = await keep(client, made, "Hello", version=0)
    again = await keep(client, made, "Hello", version=0)

    assert again == first
    assert (await keep(client, made, "Hello you", version=first["version"]))["version"] > first["version"]


async def test_an_older_device_does_not_write_over_a_newer_text(client):
    made = await ticket(client)
    first = await keep(client, made, "Hello", version=0)
    await keep(client, made, "Hello Lena", version=first["version"])

    refused = await keep(client, made, "Hello Lars", version=first["version"], expect=409)

    assert refused["current_version"] > first["version"]
    assert await drafts(client, made) == [("The admin", "public", "Hello Lena")]


async def test_a_version_is_never_used_twice(client):
    made = await ticket(client)
    first = await keep(client, made, "Hello", version=0)
    await keep(client, made, "", version=first["version"])
    await keep(client, made, "Another one", version=0)

    await keep(client, made, "Hello, once more", version=first["version"], expect=409)


@pytest.mark.parametrize("visibility", ["public", "internal"])
async def test_a_text_that_was_sent_is_no_draft_any_more(client, visibility):
    made = await ticket(client)
    await keep(client, made, "Dear Lena,\n\nit is done. ", visibility)
    await say(client, made, "Dear Lena,\n\nit is done.", visibility)

    assert await drafts(client, made) == []


async def test_what_somebody_still_writes_stays_whatever_else_is_sent(desk, client):
    made = await ticket(client)
    await keep(client, made, "a long answer")
    await keep(client, made, "said by a rule", "internal")
    await say(client, made, "said by a rule")
    async with desk.client(RoleName.AGENT) as agent:
        await say(agent, made, "a long answer")

    assert [body for _, _, body in await drafts(client, made)] == ["said by a rule", "a long answer"]


async def test_requesters_have_drafts_of_their_own_only(desk, client):
    made = await ticket(client, requester_id=str(desk.people[RoleName.REQUESTER]))
    await keep(client, made, CANARY, "internal")
    await keep(client, made, CANARY)
    async with desk.client(RoleName.REQUESTER) as asking:
        await keep(asking, made, "it is still broken")

        assert await drafts(asking, made) == [("The requester", "public", "it is still broken")]
        await keep(asking, made, "me too", "internal", expect=403)
        path = f"{TICKETS}/{made['id']}/drafts/public/take"
        body = {"author_id": str(desk.people[RoleName.ADMIN])}
        assert (await asking.post(path, json=body)).status_code == 403
        for part in ("", "/comments", "/timeline", "/activities", "/drafts"):
            assert CANARY not in (await asking.get(f"{TICKETS}/{made['id']}{part}")).text
    assert "it is still broken" not in str(await drafts(client, made))


async def test_a_colleague_goes_on_with_a_draft_and_nobody_loses_a_word(desk, client):
    made = await ticket(client)
    jonas = {"id": str(desk.people[RoleName.AGENT]), "name": "The agent"}
    await keep(client, made, "from the admin @The agent", "internal", mentions=[jonas])
    async with desk.client(RoleName.TEAM_LEAD) as lead:
        await keep(lead, made, "from the lead", "internal")
        path = f"{TICKETS}/{made['id']}/drafts/internal/take"
        answer = await lead.post(path, json={"author_id": str(desk.people[RoleName.ADMIN])})

        assert answer.status_code == 200
        taken = answer.json()
        assert taken["body"] == "from the lead\n\nfrom the admin @The agent"
        assert taken["mentions"] == [jonas]
    [own, _] = (await client.get(f"{TICKETS}/{made['id']}/drafts")).json()["data"]
    assert (own["body"], own["taken_by"]["name"]) == ("from the admin @The agent", "The team_lead")
    await keep(client, made, "from the admin, going on", "internal")
    [own, _] = (await client.get(f"{TICKETS}/{made['id']}/drafts")).json()["data"]
    assert own["taken_by"] is None


async def test_only_a_draft_of_somebody_else_that_is_there_is_taken(desk, client):
    made = await ticket(client, requester_id=str(desk.people[RoleName.REQUESTER]))
    path = f"{TICKETS}/{made['id']}/drafts/public/take"
    async with desk.client(RoleName.REQUESTER) as asking:
        await keep(asking, made, "not sent to anybody")

    async def take(role):
        return (await client.post(path, json={"author_id": str(desk.people[role])})).status_code

    assert await take(RoleName.ADMIN) == 422
    assert await take(RoleName.AGENT) == 404
    assert await take(RoleName.REQUESTER) == 404


async def test_drafts_leave_no_trace_in_the_log(desk, client):
    made = await ticket(client)
    before = len(await desk.announced())
    await keep(client, made, CANARY)
    await keep(client, made, f"{CANARY} more")
    await client.delete(f"{TICKETS}/{made['id']}/drafts/public")

    assert len(await desk.announced()) == before
    assert await drafts(client, made) == []


async def test_a_draft_is_thrown_away_only_in_the_version_that_was_seen(client):
    made = await ticket(client)
    kept = await keep(client, made, "Hello")
    path = f"{TICKETS}/{made['id']}/drafts/public"

    await client.delete(path, params={"version": kept["version"] - 1})
    assert len(await drafts(client, made)) == 1
    await client.delete(path, params={"version": kept["version"]})
    assert await drafts(client, made) == []


@pytest.mark.parametrize(
    ("body", "loc"),
    [
        ({}, ["body", "body"]),
        ({"body": "x", "version": -1}, ["body", "version"]),
        ({"body": "x", "mentions": [{"id": "nobody", "name": "N"}]}, ["body", "mentions", 0, "id"]),
        ({"body": "x", "text": "y"}, ["body", "text"]),
    ],
)
async def test_bad_drafts_are_refused_by_field(client, body, loc):
    made = await ticket(client)
    answer = await client.put(f"{TICKETS}/{made['id']}/drafts/public", json=body)

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["loc"] == loc


async def test_a_read_mark_goes_forward_only_and_not_beyond_now(desk, client):
    made = await ticket(client)
    path = f"{TICKETS}/{made['id']}/reading"

    async def mark(at):
        return (await client.put(path, json={"read_at": at})).json()["read_at"]

    assert (await client.get(path)).json() == {"read_at": None}
    first = await mark("2026-01-02T10:00:00Z")
    assert first.startswith("2026-01-02")
    assert await mark("2026-01-01T10:00:00Z") == first
    assert not (await mark("2199-01-01T10:00:00Z")).startswith("2199")
    async with desk.client(RoleName.AGENT) as agent:
        assert (await agent.get(path)).json() == {"read_at": None}


async def test_another_organisation_reads_no_draft(world):
    ours, theirs = world.client(RoleName.AGENT), world.client(RoleName.ADMIN, org=world.other)
    made = await ticket(ours)
    await keep(ours, made, CANARY)

    assert (await theirs.get(f"{TICKETS}/{made['id']}/drafts")).status_code == 404
    await keep(theirs, made, "x", expect=404)
