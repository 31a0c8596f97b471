"""Talk on tickets, and that internal notes stay internal on every path."""

from datetime import timedelta

import pytest

from deskplane.kernel import clock
from deskplane.kernel.access import RoleName
from tests.tickets.conftest import TICKETS

SECRET = "zugzwang4711"


async def say(client, ticket, expect=201, **body):
    answer = await client.post(f"{TICKETS}/{ticket['number']}/comments", json=body)
    assert answer.status_code == expect, answer.text
    return answer.json()


@pytest.fixture
async def asked(desk, client):
    """A ticket of the requester, and clients of the requester and of an agent."""
    async with desk.client(RoleName.REQUESTER) as requester, desk.client(RoleName.AGENT) as agent:
        made = await requester.post(TICKETS, json={"title": "No paper"})
        assert made.status_code == 201, made.text
        yield made.json(), requester, agent


async def test_a_comment_is_cleaned_counted_and_announced_without_its_text(desk, client, make):
    ticket = await make()

    comment = await say(client, ticket, body_html=f"<p>Try <script>alert(1)</script><b>{SECRET}</b></p>")

    assert comment["body_html"] == f"<p>Try <b>{SECRET}</b></p>"
    assert comment["body_text"] == f"Try {SECRET}"
    assert comment["visibility"] == "public"
    [event] = await desk.announced("ticket.commented")
    assert event.data["comment_id"] == comment["id"]
    assert SECRET not in str(event)
    assert (await client.get(f"{TICKETS}/{ticket['id']}")).json()["comment_count"] == 1


async def test_the_first_public_answer_of_an_agent_is_the_first_response(asked):
    ticket, requester, agent = asked
    path = f"{TICKETS}/{ticket['id']}"

    await say(requester, ticket, body="It still does")
    await say(agent, ticket, body="Looking", visibility="internal")
    assert (await agent.get(path)).json()["first_response_at"] is None
    await say(agent, ticket, body="We are on it")
    first = (await agent.get(path)).json()["first_response_at"]
    await say(agent, ticket, body="Done soon")

    assert first is not None
    assert (await agent.get(path)).json()["first_response_at"] == first


async def test_an_internal_note_is_absent_on_every_path_of_a_requester(desk, asked):
    ticket, requester, agent = asked
    note = await say(agent, ticket, body=f"Suspect {SECRET}", visibility="internal")
    await say(agent, ticket, body="We are on it")

    paths = [
        f"{TICKETS}/{ticket['number']}",
        f"{TICKETS}/{ticket['number']}/comments",
        f"{TICKETS}/{ticket['number']}/activities",
        f"{TICKETS}/{ticket['number']}/timeline",
        f"{TICKETS}/{ticket['number']}/attachments",
        f"{TICKETS}/{ticket['number']}/watchers",
        f"{TICKETS}?q={SECRET}",
        f"/api/v1/desk/tickets/search?q={SECRET}",
        f"/api/enhanced-tickets/{ticket['number']}/comments",
    ]
    for path in paths:
        answer = await requester.get(path)
        assert note["id"] not in answer.text, path
        assert f"Suspect {SECRET}" not in answer.text, path
    listed = (await requester.get(f"{TICKETS}/{ticket['number']}/comments?count=true")).json()
    assert listed["page"]["total"] == 1
    assert (await requester.get(f"{TICKETS}/{ticket['number']}")).json()["comment_count"] == 1


async def test_a_requester_can_neither_write_nor_touch_internal_notes(asked):
    ticket, requester, agent = asked
    note = await say(agent, ticket, body="Secret", visibility="internal")
    path = f"{TICKETS}/{ticket['id']}/comments/{note['id']}"

    await say(requester, ticket, body="I try", visibility="internal", expect=403)
    assert (await requester.patch(path, json={"body": "X"})).status_code == 404
    assert (await requester.delete(path)).status_code == 404


async def test_a_requester_speaks_on_own_tickets_only(desk, make):
    ticket = await make(title="Of the administrator")

    async with desk.client(RoleName.REQUESTER) as requester:
        await say(requester, ticket, body="Hello", expect=404)
        assert (await requester.get(f"{TICKETS}/{ticket['id']}/comments")).status_code == 404


async def move(agent, ticket, *statuses):
    for status in statuses:
        answer = await agent.post(f"{TICKETS}/{ticket['id']}/transition", json={"to": status})
        assert answer.status_code == 200, answer.text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (["pending"], "open"),
        (["resolved"], "in_progress"),
        (["resolved", "closed"], "in_progress"),
        (["on_hold"], "on_hold"),
        (["cancelled"], "cancelled"),
    ],
)
async def test_an_answer_of_the_requester_sets_the_ticket_going_again(asked, before, after):
    ticket, requester, agent = asked
    await move(agent, ticket, *before)

    await say(requester, ticket, body="It does not work")

    assert (await agent.get(f"{TICKETS}/{ticket['id']}")).json()["status"] == after


async def test_an_answer_after_the_reopen_window_changes_no_status(asked):
    ticket, requester, agent = asked
    await move(agent, ticket, "resolved", "closed")

    with clock.frozen(clock.now() + timedelta(days=40)):
        await say(requester, ticket, body="Again")
        assert (await agent.get(f"{TICKETS}/{ticket['id']}")).json()["status"] == "closed"


async def test_the_author_corrects_for_a_while_and_an_administrator_always(client, asked):
    ticket, _, agent = asked
    comment = await say(agent, ticket, body="Tpyo")
    path = f"{TICKETS}/{ticket['id']}/comments/{comment['id']}"

    edited = await agent.patch(path, json={"body": "Typo", "version": 1})
    assert edited.status_code == 200, edited.text
    assert (edited.json()["body_text"], edited.json()["version"]) == ("Typo", 2)
    assert edited.json()["edited_at"] is not None
    assert (await agent.patch(path, json={"body": "X", "version": 1})).status_code == 409
    assert (await agent.patch(path, json={"body": "X"}, headers={"If-Match": '"1"'})).status_code == 412
    with clock.frozen(clock.now() + timedelta(minutes=16)):
        assert (await agent.patch(path, json={"body": "Late"})).status_code == 403
        assert (await client.patch(path, json={"body": "By the administrator"})).status_code == 200


async def test_nobody_else_corrects_a_comment(asked):
    ticket, requester, agent = asked
    comment = await say(agent, ticket, body="Mine")

    answer = await requester.patch(
        f"{TICKETS}/{ticket['id']}/comments/{comment['id']}", json={"body": "Yours"}
    )

    assert answer.status_code == 403


async def test_a_deleted_comment_is_gone_and_no_longer_counted(desk, client, make):
    ticket = await make()
    comment = await say(client, ticket, body="Oops")
    path = f"{TICKETS}/{ticket['id']}/comments"

    assert (await client.delete(f"{path}/{comment['id']}")).status_code == 204
    assert (await client.delete(f"{path}/{comment['id']}")).status_code == 404
    assert (await client.get(path)).json()["data"] == []
    assert (await client.get(f"{TICKETS}/{ticket['id']}")).json()["comment_count"] == 0
    assert len(await desk.announced("ticket.comment_deleted")) == 1


async def test_comments_are_read_page_by_page_in_order(client, make):
    ticket = await make()
    for n in range(5):
        await say(client, ticket, body=f"Number {n}")
    path = f"{TICKETS}/{ticket['id']}/comments"

    first = (await client.get(path, params={"limit": 3})).json()
    second = (await client.get(path, params={"limit": 3, "cursor": first["page"]["next"]})).json()

    assert [c["body_text"] for c in first["data"] + second["data"]] == [f"Number {n}" for n in range(5)]
    assert second["page"]["next"] is None


async def test_naming_a_colleague_draws_them_in(desk, client, make):
    ticket, agent = await make(), desk.people[RoleName.AGENT]

    comment = await say(
        client, ticket, body_html=f'<p><a href="/app/people/{agent}">@The agent</a>, look</p>'
    )

    assert comment["mentions"] == [{"id": str(agent), "name": "The agent"}]
    [event] = await desk.announced("ticket.people_mentioned")
    assert event.data["people"] == [str(agent)]
    watchers = (await client.get(f"{TICKETS}/{ticket['id']}/watchers")).json()["data"]
    assert [w["id"] for w in watchers] == [str(agent)]


async def test_naming_a_requester_opens_no_ticket_to_them(desk, client, make):
    ticket, person = await make(), desk.people[RoleName.REQUESTER]

    await say(
        client, ticket, body_html=f'<a href="/app/people/{person}">@them</a> asked', visibility="internal"
    )

    async with desk.client(RoleName.REQUESTER) as requester:
        assert (await requester.get(f"{TICKETS}/{ticket['id']}")).status_code == 404


@pytest.mark.parametrize(
    ("body", "status", "loc"),
    [
        ({}, 422, ["body", "body"]),
        ({"body": "   "}, 422, ["body", "body"]),
        ({"body_html": "<script>x</script>"}, 422, ["body", "body"]),
        ({"body": "a", "body_html": "b"}, 422, ["body", "body"]),
        ({"body": "a", "visibility": "secret"}, 422, ["body", "visibility"]),
        ({"body": "a", "is_internal": True}, 422, ["body", "is_internal"]),
        ({"body": 5}, 422, ["body", "body"]),
        (
            {"body": "a", "attachment_ids": ["0198c0de-0000-7000-8000-000000000000"]},
            422,
            ["body", "attachment_ids", 0],
        ),
        (["a"], 422, ["body"]),
    ],
)
async def test_bad_input_is_refused_by_field(client, make, body, status, loc):
    ticket = await make()

    answer = await client.post(f"{TICKETS}/{ticket['id']}/comments", json=body)

    assert answer.status_code == status
    assert answer.json()["errors"][0]["loc"] == loc


async def test_both_paths_lead_to_the_same_comments(client, make):
    ticket = await make()
    answer = await client.post(
        f"/api/enhanced-tickets/{ticket['number']}/comments", json={"body": "By the old path"}
    )

    assert answer.status_code == 201
    listed = (await client.get(f"{TICKETS}/{ticket['number']}/comments")).json()["data"]
    assert [c["body_text"] for c in listed] == ["By the old path"]


async def test_watching_is_for_oneself_or_by_those_who_may_change_the_ticket(desk, asked):
    ticket, requester, agent = asked
    path, lead = f"{TICKETS}/{ticket['id']}/watchers", str(desk.people[RoleName.TEAM_LEAD])

    assert (await requester.post(path, json={"person_id": lead})).status_code == 403
    assert (await requester.post(path, json={})).status_code == 201
    added = (await agent.post(path, json={"person_id": lead})).json()["data"]
    again = (await agent.post(path, json={"person_id": lead})).json()["data"]
    assert len(added) == len(again) == 2
    assert [w["id"] for w in (await requester.get(path)).json()["data"]] == [
        str(desk.people[RoleName.REQUESTER])
    ]
    assert (await agent.get(f"{TICKETS}/{ticket['id']}")).json()["watchers_count"] == 2
    assert (await requester.delete(path, params={"person_id": lead})).status_code == 403
    assert (await agent.delete(path, params={"person_id": lead})).status_code == 204
    assert (await agent.delete(path, params={"person_id": lead})).status_code == 404
    assert (await agent.post(path, json={"person_id": ticket["id"]})).status_code == 422
    assert len(await desk.announced("ticket.watcher_changed")) == 3
