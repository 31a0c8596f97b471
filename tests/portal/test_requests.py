"""Requests: asked, answered, ended and set going again by the people who wait for them."""

from datetime import timedelta

import pytest

from deskplane.kernel import clock
from deskplane.kernel.access import RoleName
from deskplane.portal import service

PORTAL = "/api/v1/portal"
TICKETS = "/api/v1/desk/tickets"


async def upload(client, name="screen.txt"):
    sent = await client.post("/api/v1/attachments", files={"file": (name, b"what I see", "text/plain")})
    assert sent.status_code == 201, sent.text
    return sent.json()["data"][0]["id"]


async def test_a_request_from_a_card_becomes_a_ticket_of_its_kind(client, ask, request_type):
    category = (await client.post("/api/v1/categories", json={"name": "Chairs"})).json()["id"]
    wanted = {"type": "request", "priority": "low", "category_id": category, "expected_hours": 48}
    chair = await request_type("Chair", **wanted)
    made = await ask("A chair that turns", description="Mine squeaks.\nLoudly.", request_type_id=chair["id"])

    assert (made["state"], made["state_text"], made["is_mine"]) == ("received", "state.received", True)
    assert made["request_type"] == "Chair"
    assert made["can"] == {"reply": True, "close": True, "reopen": False, "add_colleague": True}
    assert made["expected_at"] > made["created_at"]
    ticket = (await client.get(f"{TICKETS}/{made['number']}")).json()
    assert (ticket["type"], ticket["priority"], ticket["source_type"]) == ("request", "low", "PORTAL")
    assert ticket["category"]["id"] == category
    assert ticket["source_reference"]["request_type"] == "Chair"
    assert ticket["description_text"] == "Mine squeaks.\nLoudly."


async def test_the_installed_app_is_the_source(client, ask):
    made = await ask(sent_from="mobile")

    assert (await client.get(f"{TICKETS}/{made['id']}")).json()["source_type"] == "MOBILE"


async def test_an_agent_who_asks_is_a_requester_here(client, colleague):
    await client.post(
        "/api/v1/custom-fields", json={"key": "cause", "label": "Cause", "kind": "text", "required": True}
    )

    made = await colleague.post(f"{PORTAL}/tickets", json={"title": "Mine too"})

    assert made.status_code == 201, made.text
    event_origin = (await client.get(f"{TICKETS}/{made.json()['id']}/activities")).json()["data"][0]["origin"]
    assert event_origin == "portal"


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("open", "received"),
        ("in_progress", "working"),
        ("pending", "waiting_for_you"),
        ("on_hold", "waiting_for_others"),
        ("resolved", "solved"),
        ("cancelled", "withdrawn"),
    ],
)
async def test_each_status_is_a_plain_word(ask, seen, move, status, state):
    made = await ask()
    await move(made, status)

    assert (await seen(made))["state"] == state


async def test_steps_that_mean_the_same_are_one(ask, seen, move):
    made = await ask()
    for status in ("open", "in_progress", "pending", "in_progress", "resolved"):
        await move(made, status)

    states = [step["state"] for step in (await seen(made))["moves"]]

    assert states == ["working", "waiting_for_you", "working", "solved"]


async def test_an_answer_sets_a_waiting_request_going(client, asking, ask, seen, move):
    made = await ask()
    await move(made, "pending")
    body = {"body": "It flickers at noon."}
    answer = await asking.post(f"{PORTAL}/tickets/{made['number']}/replies", json=body)

    assert answer.status_code == 201, answer.text
    assert answer.json()["state"] == "received"
    [said] = answer.json()["said"]
    assert (said["by"]["is_me"], said["by"]["is_desk"]) == (True, False)
    assert (await client.get(f"{TICKETS}/{made['id']}")).json()["status"] == "open"
    await client.post(f"{TICKETS}/{made['id']}/comments", json={"body": "Thank you!"})
    last = (await seen(made))["said"][-1]
    assert (last["by"]["is_me"], last["by"]["is_desk"]) == (False, True)


async def test_files_come_with_a_request_and_with_an_answer(world):
    client = world.client(RoleName.REQUESTER)
    body = {"title": "See for yourself", "attachment_ids": [await upload(client)]}
    made = (await client.post(f"{PORTAL}/tickets", json=body)).json()
    answer = {"attachment_ids": [await upload(client, "more.txt")]}
    answered = await client.post(f"{PORTAL}/tickets/{made['number']}/replies", json=answer)

    assert answered.status_code == 201, answered.text
    assert [file["filename"] for file in answered.json()["files"]] == ["screen.txt"]
    [said] = answered.json()["said"]
    assert [file["filename"] for file in said["files"]] == ["more.txt"]
    foreign = {"title": "Not mine", "attachment_ids": [await upload(world.client(RoleName.AGENT))]}
    assert (await client.post(f"{PORTAL}/tickets", json=foreign)).status_code == 422


async def test_an_empty_answer_is_refused(asking, ask):
    made = await ask()

    answer = await asking.post(f"{PORTAL}/tickets/{made['number']}/replies", json={"body": "  "})

    assert answer.status_code == 422


async def test_it_works_now_closes_even_where_a_code_is_wanted(client, asking, ask, move):
    await client.patch("/api/v1/organization", json={"settings": {"resolution_required": True}})
    made = await ask()
    await move(made, "in_progress")
    path = f"{PORTAL}/tickets/{made['number']}/close"
    closed = await asking.post(path, json={"body": "Works again, thank you!"})

    assert closed.status_code == 200, closed.text
    assert (closed.json()["state"], closed.json()["said"][0]["body_html"]) == (
        "closed",
        "<p>Works again, thank you!</p>",
    )
    assert closed.json()["can"] == {"reply": True, "close": False, "reopen": True, "add_colleague": False}
    assert (await asking.post(path, json={})).status_code == 409
    ticket = (await client.get(f"{TICKETS}/{made['id']}")).json()
    assert (ticket["status"], ticket["reopened_count"]) == ("closed", 0)


async def test_it_does_not_work_after_all_sets_it_going_again(client, asking, ask, seen, move):
    made = await ask()
    await move(made, "resolved", resolution="Exchanged the cable")
    assert (await seen(made))["resolution"] == "Exchanged the cable"
    path = f"{PORTAL}/tickets/{made['number']}/reopen"
    assert (await asking.post(path, json={"body": " "})).status_code == 422
    again = await asking.post(path, json={"body": "It flickers again."})

    assert again.status_code == 200, again.text
    assert (again.json()["state"], len(again.json()["said"])) == ("working", 1)
    ticket = (await client.get(f"{TICKETS}/{made['id']}")).json()
    assert (ticket["status"], ticket["reopened_count"]) == ("in_progress", 1)
    assert (await asking.post(path, json={"body": "Still."})).status_code == 409


async def test_what_ended_long_ago_stays_ended(desk, asking, ask, seen, move):
    made = await ask()
    await move(made, "resolved")
    await move(made, "closed")
    long_ago = clock.now() - timedelta(days=20)
    await desk.tx.execute(
        "update tickets set closed_at = $2 where org_id = app_org() and id = $1", made["id"], long_ago
    )

    shown = await seen(made)
    answer = await asking.post(f"{PORTAL}/tickets/{made['number']}/reopen", json={"body": "Again"})

    assert (shown["can"]["reply"], shown["can"]["reopen"]) == (False, False)
    assert answer.status_code == 409
    assert "14 days" in answer.json()["detail"]


async def test_only_own_requests_are_there(client, asking, ask):
    mine = await ask()
    foreign = (await client.post(TICKETS, json={"title": "Of somebody else"})).json()
    path = f"{PORTAL}/tickets/{foreign['number']}"

    assert [row["number"] for row in (await asking.get(f"{PORTAL}/tickets")).json()["data"]] == [
        mine["number"]
    ]
    assert (await asking.get(path)).status_code == 404
    for verb, body in (("replies", {"body": "Hello"}), ("close", {}), ("reopen", {"body": "No"})):
        assert (await asking.post(f"{path}/{verb}", json=body)).status_code == 404


async def test_agents_see_here_what_they_asked_for_and_nothing_else(ask, colleague):
    made = await ask()

    assert (await colleague.get(f"{PORTAL}/tickets")).json()["data"] == []
    assert (await colleague.get(f"{PORTAL}/tickets/{made['number']}")).status_code == 404


async def test_a_colleague_follows_answers_and_leaves(desk, client, asking, ask, colleague):
    made = await ask()
    email = f"eva@{desk.org_id.hex[:8]}.test"
    body = {"name": "Eva Varga", "email": email, "role": "requester"}
    eva = (await client.post("/api/v1/people", json=body)).json()["id"]
    path = f"{PORTAL}/tickets/{made['number']}/followers"
    assert (await asking.post(path, json={"email": "nobody@desk.test"})).status_code == 422
    for _ in range(2):
        followed = await asking.post(path, json={"email": email.upper()})
        assert [f["name"] for f in followed.json()["followers"]] == ["Eva Varga"]
    watching = (await client.get(f"{TICKETS}/{made['id']}/watchers")).json()["data"]
    assert [person["id"] for person in watching] == [eva]

    agent = desk.people[RoleName.AGENT]
    await client.post(f"{TICKETS}/{made['id']}/watchers", json={"person_id": str(agent)})
    shown = (await asking.get(f"{PORTAL}/tickets/{made['number']}")).json()
    assert [f["name"] for f in shown["followers"]] == ["Eva Varga"], "who works on it is not for them to know"
    assert (await asking.delete(f"{path}/{agent}")).status_code == 404
    assert (
        await colleague.post(f"{PORTAL}/tickets/{made['number']}/replies", json={"body": "I see"})
    ).status_code == 201
    assert (await asking.delete(f"{path}/{eva}")).status_code == 204
    assert (await client.get(f"{TICKETS}/{made['id']}")).json()["watchers_count"] == 1


async def test_where_everybody_sees_everything_others_can_be_looked_at(desk, client, ask):
    """The visibility of the organisation holds here as it does for tickets."""
    await client.post(TICKETS, json={"title": "Of somebody else"})
    await ask()
    caller = desk.caller(RoleName.REQUESTER)
    wide = type(caller)(
        **{**{n: getattr(caller, n) for n in caller.__slots__}, "settings": {"ticket_visibility": "org_all"}}
    )
    desk.caller = {RoleName.REQUESTER: wide}.__getitem__
    async with desk.client(RoleName.REQUESTER) as asking:
        mine = (await asking.get(f"{PORTAL}/tickets")).json()
        every = (await asking.get(f"{PORTAL}/tickets", params={"scope": "all"})).json()
        other = next(row for row in every["data"] if not row["is_mine"])
        shown = (await asking.get(f"{PORTAL}/tickets/{other['number']}")).json()

        assert (len(mine["data"]), len(every["data"])) == (1, 2)
        assert shown["can"]["close"] is False
        refused = await asking.post(f"{PORTAL}/tickets/{other['number']}/close", json={})
        assert refused.status_code == 403


async def test_requests_are_found_by_words_and_number(client, asking, ask):
    made = await ask("The printer prints stars", description="On every label")
    await ask("Something else")
    await client.post(f"{TICKETS}/{made['id']}/comments", json={"body": "We order toner"})
    await client.post(
        f"{TICKETS}/{made['id']}/comments", json={"body": "Hidden words", "visibility": "internal"}
    )

    async def found(q):
        return [
            row["number"] for row in (await asking.get(f"{PORTAL}/tickets", params={"q": q})).json()["data"]
        ]

    assert await found("PRINTER") == [made["number"]]
    assert await found("label") == [made["number"]]
    assert await found("toner") == [made["number"]]
    assert await found(made["number"]) == [made["number"]]
    assert await found("hidden") == []
    assert await found("100%") == []


async def test_what_waits_for_the_reader_comes_first_and_pages_follow(asking, ask, move):
    made = [await ask(f"Request {n}") for n in range(5)]
    await move(made[0], "pending")
    await move(made[1], "cancelled")
    seen, cursor = [], None
    while True:
        query = {"limit": 2, **({"cursor": cursor} if cursor else {})}
        answer = (await asking.get(f"{PORTAL}/tickets", params=query)).json()
        seen += [row["number"] for row in answer["data"]]
        cursor = answer["page"]["next"]
        if cursor is None:
            break

    assert seen[0] == made[0]["number"]
    assert sorted(seen) == sorted(request["number"] for request in made)
    assert answer["counts"] == {"open": 4, "waiting_for_you": 1, "done": 1}
    done = (await asking.get(f"{PORTAL}/tickets", params={"group": "done", "count": True})).json()
    assert ([row["number"] for row in done["data"]], done["page"]["total"]) == ([made[1]["number"]], 1)


async def test_a_form_that_is_not_filled_in_says_where(client, ask, request_type):
    for key in ("room", "other"):
        field = {"key": key, "label": key.title(), "kind": "text", "visible_to_requester": True}
        assert (await client.post("/api/v1/custom-fields", json=field)).status_code == 201
    chair = await request_type("Chair", fields=[{"key": "room", "required": True}])
    refused = await ask(expect=422, request_type_id=chair["id"], custom_fields={"other": "x"})
    assert {error["loc"][-1] for error in refused["errors"]} == {"room", "other"}

    made = await ask(request_type_id=chair["id"], custom_fields={"room": "4.112"})
    assert made["answers"] == [{"label": "Room", "kind": "text", "value": "4.112"}]


async def test_a_type_that_is_gone_is_refused(client, ask, request_type):
    chair = await request_type("Chair")
    await client.patch(f"{PORTAL}/request-types/{chair['id']}", json={"is_active": False})

    assert (await ask(expect=422, request_type_id=chair["id"]))["errors"][0]["loc"] == [
        "body",
        "request_type_id",
    ]


async def test_the_same_request_sent_twice_is_one(world):
    client = world.client(RoleName.REQUESTER)
    client.headers["idempotency-key"] = "sent from a train"
    body = {"title": "No answer came"}
    first, second = [await client.post(f"{PORTAL}/tickets", json=body) for _ in range(2)]

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json()["number"] == second.json()["number"]
    assert second.headers["idempotency-replayed"] == "true"
    assert len((await client.get(f"{PORTAL}/tickets")).json()["data"]) == 1


async def test_too_many_requests_are_slowed_down(asking, ask):
    for _ in range(service.NEW_AT_ONCE):
        await ask()
    answer = await asking.post(f"{PORTAL}/tickets", json={"title": "One more"})

    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) > 0


async def test_a_requester_who_is_asked_says_yes_or_no(desk, client, asking):
    ticket = (await client.post(TICKETS, json={"title": "New laptop", "type": "request"})).json()
    question = {"approver_id": str(desk.people[RoleName.REQUESTER]), "note": "1,400 €"}
    asked = (await client.post(f"{TICKETS}/{ticket['id']}/approvals", json=question)).json()
    [waiting] = (await asking.get(f"{PORTAL}/approvals")).json()["data"]
    assert (waiting["id"], waiting["title"], waiting["note"]) == (asked["id"], "New laptop", "1,400 €")
    path = f"{PORTAL}/approvals/{waiting['id']}"

    async with desk.client(RoleName.AGENT) as other:
        assert (await other.post(path, json={"approved": True})).status_code == 404
    answer = await asking.post(path, json={"approved": False, "comment": "Too dear"})

    assert answer.json() == {"id": asked["id"], "state": "rejected"}
    assert (await asking.get(f"{PORTAL}/approvals")).json()["data"] == []
    assert (await asking.post(path, json={"approved": True})).status_code == 409


async def test_a_request_that_was_merged_names_where_it_goes_on(client, asking, ask, seen):
    first, second = await ask("First"), await ask("Second")
    merged = await client.post(f"{TICKETS}/{first['id']}/merge", json={"into": second["number"]})
    assert merged.status_code == 200, merged.text
    shown = await seen(first)

    assert shown["continues_in"] == second["number"]
    assert not any(shown["can"].values())
    answer = await asking.post(f"{PORTAL}/tickets/{first['number']}/replies", json={"body": "Hello"})
    assert answer.status_code == 409
