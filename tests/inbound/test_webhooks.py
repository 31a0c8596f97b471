"""Webhooks: whoever knows the secret is heard at once, and what counts is what the vendor says when it is asked."""

import asyncio
import base64
import json
import random
from typing import Any
from uuid import UUID, uuid4

import pytest

from deskplane.inbound.jobs import purge
from deskplane.kernel import clock
from deskplane.kernel.access import RoleName
from deskplane.kernel.db import Role
from deskplane.kernel.wakeup import STREAM
from deskplane.simulators.simulator import Delivery
from tests.connections.outside import FORMS, C
from tests.dispatch.sites import ENVIRONMENT, T
from tests.inbound.posting import Posting

ALL = pytest.mark.parametrize("type_", FORMS)
PLAIN = {"incident_id": "INC0000000", "state": "6", "assigned_to": "Somebody"}


@ALL
async def test_a_change_over_there_changes_the_imported_ticket(posting: Posting, type_: str):
    connection, _ = await posting.listening(type_)
    remote_id = min(await posting.linked(connection["id"]))
    await posting.rename(type_, remote_id, "Said over there")

    [sent] = posting.posted(type_)
    answer = await posting.arrive(f"in/{connection['id']}", sent)
    before = (await posting.linked(connection["id"]))[remote_id]["title"]
    await posting.read()

    assert (answer.status_code, answer.json()["state"]) == (202, "waiting")
    after = (await posting.linked(connection["id"]))[remote_id]
    [shown] = await posting.deliveries(connection["id"])
    assert (before == "Said over there", after["title"]) == (False, "Said over there")
    assert shown["state"] == "changed"
    [change] = [one for one in shown["changes"] if one["field"] == "title"]
    assert (change["before"], change["after"]) == (before, "Said over there")
    assert (change["ticket_id"], change["number"].partition("-")[1]) == (str(after["ticket_id"]), "-")


async def test_the_body_of_the_guide_sets_status_and_assignee_and_open_browsers_hear_of_it(posting: Posting):
    connection, secret = await posting.listening("servicenow")
    links = await posting.linked(connection["id"])
    remote_id = min(links)
    ticket = f"/api/v1/desk/tickets/{links[remote_id]['ticket_id']}"
    people = posting.site("servicenow").store.tables["sys_user"].values()
    person = next(row for row in people if row["email"])
    new = {"state": "3", "assigned_to": person["sys_id"]}
    await posting.over_there("servicenow", "PATCH", f"/api/now/table/incident/{remote_id}", new)
    heard, told_of_it = list[str](), asyncio.Event()

    def hear(*told: Any) -> None:
        heard.append(told[3])
        if '"ticket.changed"' in told[3]:
            told_of_it.set()

    told = {"incident_id": links[remote_id]["remote_key"], "state": "6", "assigned_to": "A lie"}
    async with posting.world.db.pool.acquire() as line:
        await line.add_listener(STREAM, hear)
        answer = await posting.tell("servicenow", told, secret)
        await posting.read()
        await posting.world.pump()
        async with asyncio.timeout(30):
            await told_of_it.wait()
        await line.remove_listener(STREAM, hear)

    now = (await posting.send("GET", ticket)).json()
    assert answer.status_code == 202
    assert (now["status"], now["assignee"]["name"]) == ("on_hold", person["name"])
    [shown] = await posting.deliveries(connection["id"])
    assert {one["field"] for one in shown["changes"]} >= {"status", "assignee"}
    assert any('"data_source_update"' in one for one in heard)


@ALL
async def test_doubled_and_reordered_deliveries_end_in_the_present_state(posting: Posting, type_: str):
    connection, _ = await posting.listening(type_)
    remote_id = min(await posting.linked(connection["id"]))
    sent: list[Delivery] = []
    for n in range(4):
        await posting.rename(type_, remote_id, f"Title {n}")
        sent += posting.posted(type_) * 2
    random.Random(7).shuffle(sent)

    for one in sent:
        assert (await posting.arrive(f"in/{connection['id']}", one)).status_code == 202
        await posting.read()

    shown = await posting.deliveries(connection["id"])
    ticket = (await posting.linked(connection["id"]))[remote_id]
    assert ticket["title"] == "Title 3"
    assert len(shown) == len(sent) == 8
    assert [one["state"] for one in shown].count("changed") == 1
    assert {one["state"] for one in shown} <= {"changed", "unchanged", "copy"}
    history = await posting.world.timeline(ticket["ticket_id"])
    assert history.count("ticket.changed") <= 2


async def test_copies_that_come_at_once_are_read_once(posting: Posting):
    connection, _ = await posting.listening("jira_itsm")
    await posting.rename("jira_itsm", min(await posting.linked(connection["id"])), "Said over there")
    [sent] = posting.posted("jira_itsm")
    posting.site("jira_itsm").log.clear()

    await asyncio.gather(*(posting.arrive(f"in/{connection['id']}", sent) for _ in range(6)))
    await posting.read()

    states = [one["state"] for one in await posting.deliveries(connection["id"])]
    assert sorted(states) == ["changed", *["copy"] * 5]
    assert len(posting.site("jira_itsm").requests("GET", "/issue/")) == 1


async def test_an_older_page_of_an_import_does_not_undo_what_a_webhook_brought(posting: Posting):
    connection, secret = await posting.listening("servicenow")
    remote_id = min(await posting.linked(connection["id"]))
    store = posting.site("servicenow").store.tables["incident"]
    old = dict(store[remote_id])
    await posting.rename("servicenow", remote_id, "New words")
    await posting.tell(f"in/{connection['id']}", {"sys_id": remote_id}, secret)
    await posting.read()

    store[remote_id] = old
    run = await posting.imported(connection["id"], days=90)

    assert run["changed_count"] == 0
    assert (await posting.linked(connection["id"]))[remote_id]["title"] == "New words"


@pytest.mark.parametrize("where", ["in", "vendor"])
async def test_without_the_secret_nothing_is_kept_but_a_counter(posting: Posting, where: str):
    connection, secret = await posting.listening("servicenow")
    place = f"in/{connection['id']}" if where == "in" else "servicenow"
    raw = json.dumps(PLAIN).encode()
    wrong: list[dict[str, str]] = [
        {},
        {"x-deskplane-secret": secret[:-1]},
        {"x-deskplane-secret": secret, "x-hub-signature": "sha256=00", "x-deskplane-signature": "sha256=00"},
        {"authorization": "Bearer dpw_guess"},
    ]

    answers = [await posting.arrive(place, Delivery(raw, headers)) for headers in wrong]

    assert [answer.status_code for answer in answers] == [401] * 4
    assert all(secret not in answer.text for answer in answers)
    assert await posting.deliveries(connection["id"]) == []
    counted = await posting.webhook(connection["id"])
    assert (counted["refused"], counted["accepted"]) == (4, 0)
    assert counted["last_refused_at"]


@pytest.mark.parametrize("by", ["x-hub-signature", "x-deskplane-signature", "bearer", "basic", "query"])
async def test_each_way_to_bring_the_secret_is_taken(posting: Posting, by: str):
    connection, secret = await posting.listening("jira_itsm", imported=False)
    body: dict[str, Any] = {"webhookEvent": "jira:issue_updated", "issue": {"id": "1", "key": "OPS-1"}}
    place = f"in/{connection['id']}"
    raw = json.dumps(body).encode()
    if by == "bearer":
        answer = await posting.arrive(place, Delivery(raw, {"authorization": f"Bearer {secret}"}))
    elif by == "basic":
        pair = base64.b64encode(f"hook:{secret}".encode()).decode()
        answer = await posting.arrive(place, Delivery(raw, {"authorization": f"Basic {pair}"}))
    elif by == "query":
        answer = await posting.arrive(f"{place}?secret={secret}", Delivery(raw, {}))
    else:
        answer = await posting.tell(place, body, secret, by=by)

    assert answer.status_code == 202, answer.text


async def test_a_new_secret_ends_the_old_one_and_closing_ends_both(posting: Posting):
    connection, old = await posting.listening("servicenow", imported=False)
    new = await posting.secret(connection["id"])
    where = (f"in/{connection['id']}", "servicenow")

    kept = [
        (await posting.tell(place, PLAIN, secret)).status_code for place in where for secret in (old, new)
    ]
    closed = await posting.send("DELETE", f"{C}/{connection['id']}/webhook")
    after = [(await posting.tell(place, PLAIN, new)).status_code for place in where]

    assert kept == [401, 202, 401, 202]
    assert (closed.status_code, after) == (204, [404, 404])
    assert (await posting.webhook(connection["id"]))["open"] is False


async def test_an_address_that_nobody_opened_is_not_there(posting: Posting):
    connection = await posting.verified("freshdesk", tickets=1)

    for place in (f"in/{connection['id']}", f"in/{uuid4()}", "freshdesk", "helpotron"):
        assert (await posting.tell(place, PLAIN, "anything")).status_code == 404


async def test_the_secret_tells_two_organisations_apart_at_the_vendors_address(posting: Posting):
    connection, secret = await posting.listening("servicenow", imported=False)
    other = posting.client(org=posting.world.other)
    listed = (await other.get(C)).json()["data"]
    theirs = next(row for row in listed if row["type"] == "servicenow")
    shown = (await other.post(f"{C}/{theirs['id']}/webhook/secret")).json()

    assert (await posting.tell("servicenow", PLAIN, secret)).status_code == 202
    signed = {"sys_id": "a" * 32, "by": "signature"}
    answer = await posting.tell("servicenow", signed, shown["secret"], by="x-deskplane-signature")
    assert answer.status_code == 202

    assert [one["remote_key"] for one in await posting.deliveries(connection["id"])] == ["INC0000000"]
    seen = (await other.get(f"{C}/{theirs['id']}/webhook/deliveries")).json()["data"]
    assert [one["remote_id"] for one in seen] == ["a" * 32]


async def test_what_nobody_here_knows_is_kept_and_flagged(posting: Posting):
    connection, secret = await posting.listening("servicenow")
    for body in (
        PLAIN,
        {"hello": "world"},
        ["no", "object"],
        {"sys_id": "f" * 32, "sys_updated_on": "07/06/15"},
    ):
        assert (await posting.tell(f"in/{connection['id']}", body, secret)).status_code == 202
    await posting.read()

    states = [one["state"] for one in await posting.deliveries(connection["id"])]
    assert states == ["unknown", "unreadable", "unreadable", "unknown"]
    assert len(await posting.deliveries(connection["id"], state="unreadable")) == 2
    assert len(await posting.deliveries(connection["id"], record="INC0000000")) == 1
    assert posting.site("servicenow").requests("GET", "/" + "f" * 32) == []


async def test_new_records_become_tickets_where_that_is_wanted(posting: Posting):
    connection, secret = await posting.listening("servicenow", imported=False)
    place = f"{C}/{connection['id']}"
    changed = await posting.send("PATCH", f"{place}/webhook", json={"take_new": True})
    remote_id = next(iter(posting.site("servicenow").store.tables["incident"]))

    await posting.tell(f"in/{connection['id']}", {"sys_id": remote_id}, secret)
    await posting.read()

    assert changed.json()["take_new"] is True
    assert set(await posting.linked(connection["id"])) == {remote_id}
    [shown] = await posting.deliveries(connection["id"])
    assert [one["field"] for one in shown["changes"]] == ["ticket"]

    await posting.send("PATCH", place, json={"config": {"scope": "active=true"}})
    await posting.tell(f"in/{connection['id']}", {"sys_id": "e" * 32}, secret)
    await posting.read()
    assert (await posting.deliveries(connection["id"]))[0]["state"] == "unknown"


async def test_a_record_that_is_gone_is_marked_and_may_come_back(posting: Posting):
    connection, secret = await posting.listening("servicenow")
    remote_id = min(await posting.linked(connection["id"]))
    store = posting.site("servicenow").store.tables["incident"]
    kept = store.pop(remote_id)

    await posting.tell(f"in/{connection['id']}", {"sys_id": remote_id, "operation": "delete"}, secret)
    await posting.read()

    [gone] = await posting.deliveries(connection["id"])
    assert gone["state"] == "gone"
    assert (await posting.linked(connection["id"]))[remote_id]["state"] == "gone"

    store[remote_id] = kept
    answer = await posting.send("POST", f"{C}/{connection['id']}/webhook/deliveries/{gone['id']}/replay")
    await posting.read()

    [back] = await posting.deliveries(connection["id"])
    assert (answer.status_code, back["replays"], back["state"]) == (202, 1, "unchanged")
    assert (await posting.linked(connection["id"]))[remote_id]["state"] == "linked"


async def test_a_vendor_that_asks_to_wait_is_asked_again_and_then_given_up(posting: Posting):
    connection, secret = await posting.listening("freshdesk")
    remote_id = min(await posting.linked(connection["id"]))
    posting.fault("freshdesk", "429", retry_after=3600, times=1)
    await posting.tell(f"in/{connection['id']}", {"ticket_id": remote_id}, secret)

    await posting.read()
    [waits] = await posting.deliveries(connection["id"])
    posting.advance(3601)
    await posting.read()
    [done] = await posting.deliveries(connection["id"])

    assert (waits["state"], waits["attempts"]) == ("waiting", 1)
    assert waits["error"]
    assert (done["state"], done["attempts"], done["error"]) == ("unchanged", 2, "")

    posting.fault("freshdesk", "502", times=-1)
    await posting.tell(f"in/{connection['id']}", {"ticket_id": remote_id}, secret)
    for _ in range(2):
        await posting.read()
        posting.advance(25 * 3600)
    assert (await posting.deliveries(connection["id"]))[0]["state"] == "failed"


async def test_replay_is_refused_while_it_is_read_and_where_there_is_nothing_to_read(posting: Posting):
    connection, secret = await posting.listening("servicenow")
    await posting.tell(f"in/{connection['id']}", {"hello": "world"}, secret)
    await posting.tell(f"in/{connection['id']}", PLAIN, secret)
    place = f"{C}/{connection['id']}/webhook/deliveries"
    waiting, unreadable = await posting.deliveries(connection["id"])

    for one in (waiting, unreadable):
        assert (await posting.send("POST", f"{place}/{one['id']}/replay")).status_code == 409
    lead = posting.client(RoleName.TEAM_LEAD)
    assert (await lead.post(f"{place}/{waiting['id']}/replay")).status_code == 403


async def test_the_delivery_is_shown_as_it_came_and_its_secret_is_nowhere(posting: Posting):
    connection, secret = await posting.listening("servicenow")
    body = {**PLAIN, "echo": f"secret={secret}"}
    await posting.tell(f"in/{connection['id']}", body, secret)
    [one] = await posting.deliveries(connection["id"])

    shown = await posting.send("GET", f"{C}/{connection['id']}/webhook/deliveries/{one['id']}")

    assert json.loads(shown.json()["body"])["state"] == "6"
    assert set(shown.json()["headers"]) == {"content-type", "user-agent"}
    assert secret not in shown.text
    for table in ("inbound_events", "inbound_readings", "inbound_receivers", "events"):
        rows = await posting.rows(
            f"select to_jsonb(t)::text as whole from {table} t where org_id = app_org()"
        )
        assert rows
        assert all(secret not in row["whole"] for row in rows)


async def test_a_body_that_no_vendor_sends_is_refused(posting: Posting):
    connection, secret = await posting.listening("servicenow", imported=False)

    answer = await posting.tell(f"in/{connection['id']}", {**PLAIN, "fill": "x" * 1_000_000}, secret)

    assert answer.status_code == 413
    assert await posting.deliveries(connection["id"]) == []


async def test_old_deliveries_are_forgotten_and_nothing_leads_to_a_removed_connection(posting: Posting):
    connection, secret = await posting.listening("servicenow", imported=False)
    await posting.tell(f"in/{connection['id']}", PLAIN, secret)
    await posting.read()
    posting.advance(31 * 24 * 3600)
    await posting.tell(f"in/{connection['id']}", PLAIN, secret)
    with clock.frozen(posting.at):
        async with posting.world.db.transaction(role=Role.DISPATCHER) as tx:
            await purge(tx)

    assert len(await posting.deliveries(connection["id"])) == 1
    await posting.send("DELETE", f"{C}/{connection['id']}")
    assert (await posting.tell(f"in/{connection['id']}", PLAIN, secret)).status_code == 404
    assert (await posting.tell("servicenow", PLAIN, secret)).status_code == 404


async def test_outside_tickets_of_an_analysis_follow_too(posting: Posting, monkeypatch: pytest.MonkeyPatch):
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    connection, secret = await posting.listening("servicenow", imported=False)
    runtime = posting.world.runtime
    runtime.outside.transports["servicenow"] = runtime.reach.transports["servicenow"]
    switches = {"servicenow_enabled": True, "jira_enabled": False, "dual_mode": False}
    await posting.send("PUT", f"{T}/settings/state", json=switches)
    payload = {"short_description": "From an analysis"}
    asked = {"job_id": "job-1", "platform": "servicenow", "payload": payload}
    made = (await posting.send("POST", f"{T}/", json=asked)).json()
    table = posting.site("servicenow").store.tables["incident"]
    incident = next(row for row in table.values() if row["number"] == made["ticket_id"])
    await posting.over_there(
        "servicenow", "PATCH", f"/api/now/table/incident/{incident['sys_id']}", {"state": "2"}
    )

    await posting.tell(f"in/{connection['id']}", {"number": made["ticket_id"], "state": "6"}, secret)
    await posting.read()

    [ticket] = (await posting.send("GET", f"{T}/job-1")).json()["tickets"]
    [shown] = await posting.deliveries(connection["id"])
    assert ticket["status"] == "In Progress"
    assert shown["state"] == "changed"
    assert {one["job_id"] for one in shown["changes"]} == {"job-1"}


async def test_where_an_agent_has_the_credentials_the_delivery_says_so(posting: Posting):
    connection, secret = await posting.listening("servicenow")
    remote_id = min(await posting.linked(connection["id"]))
    async with posting.world.db.transaction(posting.world.org.tenant) as tx:
        await tx.execute(
            "update data_source_connections set credential_mode = 'agent' where org_id = app_org() and id = $1",
            UUID(connection["id"]),
        )

    await posting.tell(f"in/{connection['id']}", {"sys_id": remote_id}, secret)
    await posting.read()

    [shown] = await posting.deliveries(connection["id"])
    assert shown["state"] == "failed"
    assert "agent" in shown["error"]
    assert "Import" in shown["fix"]
