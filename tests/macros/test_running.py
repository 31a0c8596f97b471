"""Running macros: a look first, all at once, with reasons where it cannot be, and the way back."""

import asyncio
from typing import Any

import httpx2

from deskplane.kernel.access import RoleName
from deskplane.macros.schemas import MacroAnswer, Preview
from tests.fixtures.desk import Desk, World
from tests.macros.test_macros import MACROS, macro

TICKETS = "/api/v1/desk/tickets"
ANSWER = "<p>Hello {{requester.first_name}}, {{ticket.number}} is done.</p>"


async def ticket(client: httpx2.AsyncClient, title: str = "No VPN", **more: Any) -> dict[str, Any]:
    answer = await client.post(TICKETS, json={"title": title, **more})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def foreseen(client: httpx2.AsyncClient, made: dict[str, Any], *tickets: dict[str, Any]) -> Preview:
    answer = await client.post(
        f"{MACROS}/{made['id']}/preview", json={"ids": [each["number"] for each in tickets]}
    )
    assert answer.status_code == 200, answer.text
    return Preview.model_validate(answer.json())


async def ran(
    client: httpx2.AsyncClient, made: dict[str, Any], *tickets: dict[str, Any], **more: Any
) -> MacroAnswer:
    answer = await client.post(
        f"{MACROS}/{made['id']}/run", json={"ids": [each["id"] for each in tickets], **more}
    )
    assert answer.status_code == 200, answer.text
    return MacroAnswer.model_validate(answer.json())


async def read(client: httpx2.AsyncClient, ticket: dict[str, Any]) -> dict[str, Any]:
    return (await client.get(f"{TICKETS}/{ticket['id']}")).json()


async def comments(client: httpx2.AsyncClient, ticket: dict[str, Any]) -> list[tuple[str, str]]:
    found = (await client.get(f"{TICKETS}/{ticket['id']}/comments")).json()["data"]
    return [(row["visibility"], row["body_text"]) for row in found]


async def closing(client: httpx2.AsyncClient, **more: Any) -> dict[str, Any]:
    return await macro(
        client,
        name="Done",
        actions=[
            {"do": "set", "field": "assignee_id", "value": "me"},
            {"do": "set", "field": "status", "value": "open"},
            {"do": "add_tags", "tags": ["VPN"]},
            {"do": "reply", "html": ANSWER},
            {"do": "note", "html": "<p>By macro</p>"},
        ],
        **more,
    )


async def test_a_look_tells_what_a_run_then_does(desk: Desk, client: httpx2.AsyncClient) -> None:
    made, one = await closing(client), await ticket(client)
    before = await read(client, one)

    look = await foreseen(client, made, one)

    assert await read(client, one) == before
    [told] = look.results
    assert told.ok
    assert told.title == "No VPN"
    assert {change.field: change.after for change in told.changes} == {
        "assignee_id": str(desk.people[RoleName.ADMIN]),
        "status": "open",
        "tags": ["vpn"],
    }
    assert look.names[str(desk.people[RoleName.ADMIN])]
    assert [said.visibility for said in told.says] == ["public", "internal"]
    assert one["number"] in told.says[0].text

    answer = await ran(client, made, one)

    after = await read(client, one)
    assert (answer.changed, answer.failed, answer.said) == (1, 0, 2)
    assert (after["status"], after["tags"]) == ("open", ["vpn"])
    assert [visibility for visibility, _ in await comments(client, one)] == ["public", "internal"]
    assert answer.results[0].version == after["version"]
    [changed] = [event for event in await desk.announced("ticket.changed") if "macro" in event.data]
    assert changed.data["macro"] == "Done"
    assert [event.data["tickets"] for event in await desk.announced("macro.ran")] == [1]
    assert (await client.get(f"{MACROS}/{made['id']}")).json()["runs"] == 1


async def test_fields_can_be_taken_back_and_words_stay(client: httpx2.AsyncClient) -> None:
    made, one = await closing(client), await ticket(client)
    token = (await ran(client, made, one)).undo_token

    undone = await client.post(f"{TICKETS}/bulk-update/undo", json={"undo_token": str(token)})

    assert undone.json()["changed"] == 1, undone.text
    after = await read(client, one)
    assert (after["status"], after["tags"], after["assignee"]) == ("new", [], None)
    assert len(await comments(client, one)) == 2


async def test_tickets_that_cannot_take_it_say_why_and_the_others_take_it(
    desk: Desk, client: httpx2.AsyncClient
) -> None:
    made = await macro(
        client,
        name="Start",
        condition="type = incident",
        actions=[
            {"do": "set", "field": "status", "value": "in_progress"},
            {"do": "note", "html": "<p>{{assignee.name}} starts</p>"},
        ],
    )
    me = str(desk.people[RoleName.AGENT])
    fits = await ticket(client, assignee_id=me)
    other = await ticket(client, type="request", assignee_id=me)
    nobody = await ticket(client)
    away = await ticket(client, assignee_id=me)
    await client.delete(f"{TICKETS}/{away['id']}")
    merged = await ticket(client, assignee_id=me)
    await client.post(f"{TICKETS}/{merged['id']}/merge", json={"into": fits["id"]})

    look = await foreseen(client, made, fits, other, nobody, away, merged)
    answer = await ran(client, made, fits, other, nobody, away, merged)

    errors = [None, "condition", "missing_value", "not_found", "conflict"]
    assert [told.error and str(told.error) for told in look.results] == errors
    assert [told.error for told in answer.results] == errors
    assert (look.fitting, look.failed) == (1, 4)
    assert "Type is incident" in str(answer.results[1].detail)
    assert "assignee.name" in str(answer.results[2].detail)
    assert answer.results[1].number == other["number"]
    assert (await read(client, fits))["status"] == "in_progress"
    assert (await read(client, other))["status"] == "new"


async def test_resolving_goes_by_the_rules_of_the_desk(client: httpx2.AsyncClient) -> None:
    code = await client.post("/api/v1/resolution-codes", json={"code": "fixed_by_macro", "label": "Fixed"})
    assert code.status_code == 201, code.text
    made = await macro(
        client,
        name="Fix",
        actions=[{"do": "resolve", "code": "fixed_by_macro", "text": "Restarted"}],
    )
    one, closed = await ticket(client), await ticket(client)
    await client.post(f"{TICKETS}/{closed['id']}/transition", json={"to": "cancelled"})

    answer = await ran(client, made, one, closed)

    assert [result.error for result in answer.results] == [None, "illegal_transition"]
    after = await read(client, one)
    assert (after["status"], after["resolution"]["code"], after["resolution"]["text"]) == (
        "resolved",
        "fixed_by_macro",
        "Restarted",
    )


async def test_steps_can_be_tried_before_they_are_stored(client: httpx2.AsyncClient) -> None:
    one = await ticket(client)
    steps = [{"do": "set", "field": "priority", "value": "critical"}]
    body = {"ids": [one["id"]], "actions": steps, "condition": 'title contains "vpn"'}
    look = Preview.model_validate((await client.post(f"{MACROS}/preview", json=body)).json())
    assert [change.after for change in look.results[0].changes] == ["critical"]
    refused = await client.post(f"{MACROS}/preview", json={**body, "where": "type = incident"})
    assert refused.status_code == 422
    assert (await client.get(MACROS)).json()["data"] == []


async def test_a_macro_changed_since_the_look_does_not_run(client: httpx2.AsyncClient) -> None:
    made, one = await macro(client), await ticket(client)
    path = f"{MACROS}/{made['id']}"
    await client.patch(path, json={"actions": [{"do": "set", "field": "priority", "value": "low"}]})
    stale = await client.post(f"{path}/run", json={"ids": [one["id"]], "version": 1})
    assert stale.status_code == 409
    await client.patch(path, json={"is_active": False})
    off = await client.post(f"{path}/run", json={"ids": [one["id"]]})
    assert "switched off" in off.json()["detail"]


async def test_a_macro_that_refers_to_what_is_gone_says_so(client: httpx2.AsyncClient) -> None:
    team = (await client.post("/api/v1/teams", json={"name": "Short lived"})).json()
    made = await macro(client, actions=[{"do": "set", "field": "team_id", "value": team["id"]}])
    assert (await client.delete(f"/api/v1/teams/{team['id']}")).status_code == 204
    one = await ticket(client)
    refused = await client.post(f"{MACROS}/{made['id']}/run", json={"ids": [one["id"]]})
    assert refused.status_code == 409, refused.text
    assert "team" in refused.json()["detail"]


async def test_a_macro_runs_on_all_that_meet_a_condition(client: httpx2.AsyncClient) -> None:
    made = await macro(client)
    for number in range(3):
        await ticket(client, f"Printer {number}")
    await ticket(client, "VPN")
    answer = await client.post(f"{MACROS}/{made['id']}/run", json={"where": "title contains printer"})
    assert (answer.json()["changed"], answer.json()["failed"]) == (3, 0)


async def test_two_macros_at_once_on_the_same_tickets_both_run(world: World) -> None:
    async with world.client() as client:
        one = await macro(client, name="A", actions=[{"do": "add_tags", "tags": ["a"]}])
        other = await macro(client, name="B", actions=[{"do": "add_tags", "tags": ["b"]}])
        tickets = [await ticket(client, f"T{number}") for number in range(4)]
        ids = [each["id"] for each in tickets]
        answers = await asyncio.gather(
            *(
                client.post(f"{MACROS}/{made['id']}/run", json={"ids": each})
                for made, each in ((one, ids), (other, ids[::-1]))
            )
        )
        assert [answer.json()["changed"] for answer in answers] == [4, 4]
        tags = [sorted((await read(client, each))["tags"]) for each in tickets]
        assert tags == [["a", "b"]] * 4
