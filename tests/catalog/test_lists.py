"""Priorities, sub-statuses, resolution codes, tags, canned replies and templates."""

import pytest

from deskplane.catalog.service import priority_following
from deskplane.kernel.access import RoleName
from deskplane.vocabulary.priority import Priority
from tests.tickets.conftest import TICKETS


async def test_an_organisation_starts_with_six_priorities_and_the_matrix(client):
    priorities = (await client.get("/api/v1/priorities")).json()["data"]
    cells = (await client.get("/api/v1/priorities/matrix")).json()["cells"]

    assert [(p["key"], p["rank"]) for p in priorities] == [(p.value, p.rank) for p in Priority]
    assert len(cells) == 9
    assert {"impact": 1, "urgency": 1, "priority": "critical"} in cells


async def test_a_priority_is_renamed_but_keeps_key_and_rank(desk, client):
    path = "/api/v1/priorities/critical"

    changed = await client.patch(path, json={"label": "P1", "color": "#FF0000"})

    assert (changed.json()["label"], changed.json()["color"], changed.json()["version"]) == (
        "P1",
        "#ff0000",
        2,
    )
    assert (await client.patch(path, json={"rank": 2})).status_code == 422
    assert (await client.patch(path, json={"color": "red"})).status_code == 422
    assert (await client.patch(path, json={"label": "X", "version": 1})).status_code == 409
    assert (await client.patch("/api/v1/priorities/p1", json={"label": "X"})).status_code == 422
    [event] = await desk.announced("priority.changed")
    assert (event.data["key"], event.changes["label"]) == ("critical", ["Critical", "P1"])


async def test_the_matrix_decides_the_priority_of_new_tickets(desk, tx, client):
    await client.put(
        "/api/v1/priorities/matrix", json={"cells": [{"impact": 3, "urgency": 3, "priority": "planning"}]}
    )

    ticket = await client.post(TICKETS, json={"title": "T", "impact": 3, "urgency": 3})

    assert ticket.json()["priority"] == "planning"
    assert await priority_following(tx, 1, 1) is Priority.CRITICAL
    [event] = await desk.announced("priority_matrix.changed")
    assert event.changes == {"3x3": ["low", "planning"]}


@pytest.mark.parametrize(
    "cells",
    [[], [{"impact": 4, "urgency": 1, "priority": "low"}], [{"impact": 1, "urgency": 1, "priority": "p1"}]],
)
async def test_a_bad_matrix_is_refused(client, cells):
    assert (await client.put("/api/v1/priorities/matrix", json={"cells": cells})).status_code == 422


async def test_a_sub_status_in_use_stays(client):
    made = await client.post(
        "/api/v1/sub-statuses", json={"key": "at_bank", "label": "At the bank", "status": "pending"}
    )
    path = f"/api/v1/sub-statuses/{made.json()['id']}"
    ticket = (await client.post(TICKETS, json={"title": "T"})).json()
    move = {"to": "pending", "sub_status": "at_bank"}
    assert (await client.post(f"{TICKETS}/{ticket['id']}/transition", json=move)).status_code == 200

    assert (await client.delete(path)).status_code == 409
    assert (await client.patch(path, json={"status": "open"})).status_code == 422
    assert (await client.patch(path, json={"is_active": False})).status_code == 200
    await client.post(f"{TICKETS}/{ticket['id']}/transition", json={"to": "open"})
    assert (await client.delete(path)).status_code == 204


async def test_a_resolution_code_fills_the_text_and_stays_while_used(client):
    code = {"code": "rebooted", "label": "Rebooted", "template": "We turned it off and on again."}
    made = await client.post("/api/v1/resolution-codes", json=code)
    ticket = (await client.post(TICKETS, json={"title": "T"})).json()

    resolved = await client.post(
        f"{TICKETS}/{ticket['id']}/transition", json={"to": "resolved", "resolution_code": "rebooted"}
    )

    assert resolved.json()["resolution"]["text"] == "We turned it off and on again."
    assert (await client.delete(f"/api/v1/resolution-codes/{made.json()['id']}")).status_code == 409
    assert (await client.post("/api/v1/resolution-codes", json=code)).status_code == 409


async def test_tags_are_lower_case_and_unique(client):
    made = await client.post("/api/v1/tags", json={"name": " VIP ", "color": "#00ff00"})

    assert made.json()["name"] == "vip"
    assert (await client.post("/api/v1/tags", json={"name": "vip"})).status_code == 409
    assert [t["name"] for t in (await client.get("/api/v1/tags", params={"q": "VI"})).json()["data"]] == [
        "vip"
    ]
    assert (await client.patch(f"/api/v1/tags/{made.json()['id']}", json={"color": None})).json()[
        "color"
    ] is None
    assert (await client.delete(f"/api/v1/tags/{made.json()['id']}")).status_code == 204


async def test_a_personal_reply_is_seen_by_its_owner_alone(desk, client):
    async with desk.client(RoleName.AGENT) as agent, desk.client(RoleName.TEAM_LEAD) as lead:
        mine = await agent.post(
            "/api/v1/canned-replies", json={"title": "A", "body_html": "<p>Hi</p>", "personal": True}
        )
        path = f"/api/v1/canned-replies/{mine.json()['id']}"
        assert mine.status_code == 201
        assert (
            await agent.post("/api/v1/canned-replies", json={"title": "B", "body_html": "x"})
        ).status_code == 403
        assert (await lead.get(path)).status_code == 404
        assert (await lead.get("/api/v1/canned-replies")).json()["data"] == []
        assert (await lead.delete(path)).status_code == 404
        assert (await agent.patch(path, json={"title": "Hello"})).json()["title"] == "Hello"
        assert (await agent.delete(path)).status_code == 204
    async with desk.client(RoleName.REQUESTER) as requester:
        assert (await requester.get("/api/v1/canned-replies")).status_code == 403


async def test_a_shared_reply_is_cleaned_and_a_teams_is_for_its_members(desk, tx, client):
    team = (await client.post("/api/v1/teams", json={"name": "Network", "kind": "team"})).json()
    shared = await client.post(
        "/api/v1/canned-replies", json={"title": "S", "body_html": "<p onclick=x>S</p>"}
    )
    body = {"title": "T", "body_html": "T", "team_id": team["id"]}
    assert (await client.post("/api/v1/canned-replies", json=body)).status_code == 201
    assert shared.json()["body_html"] == "<p>S</p>"
    assert (await client.post("/api/v1/canned-replies", json={**body, "personal": True})).status_code == 422
    assert (
        await client.post("/api/v1/canned-replies", json={**body, "team_id": shared.json()["id"]})
    ).status_code == 422

    async with desk.client(RoleName.AGENT) as agent:
        assert [r["title"] for r in (await agent.get("/api/v1/canned-replies")).json()["data"]] == ["S"]
        sql = "insert into memberships (org_id, team_id, person_id) values (app_org(), $1, $2)"
        await tx.execute(sql, team["id"], desk.people[RoleName.AGENT])
        assert [r["title"] for r in (await agent.get("/api/v1/canned-replies")).json()["data"]] == ["S", "T"]
        assert (
            await agent.patch(f"/api/v1/canned-replies/{shared.json()['id']}", json={"title": "X"})
        ).status_code == 403


async def test_a_template_names_only_what_is_there(client, tx):
    path, nowhere = "/api/v1/ticket-templates", "0198c0de-0000-7000-8000-000000000000"

    refused = await client.post(
        path, json={"name": "A", "fields": {"category_id": nowhere, "team_id": nowhere}}
    )
    assert [e["loc"] for e in refused.json()["errors"]] == [
        ["body", "fields", "category_id"],
        ["body", "fields", "team_id"],
    ]
    assert (await client.post(path, json={"name": "A", "fields": {"colour": 1}})).status_code == 422
    assert (
        await client.post(path, json={"name": "A", "fields": {"custom_fields": {"x": 1}}})
    ).status_code == 422

    made = await client.post(
        path, json={"name": "A", "fields": {"description_html": "<p>a<script>b</script></p>"}}
    )
    assert made.json()["fields"] == {"description_html": "<p>a</p>"}
    same = await client.patch(f"{path}/{made.json()['id']}", json={"fields": made.json()["fields"]})
    assert same.json()["version"] == 1
    assert (await client.post(path, json={"name": "a"})).status_code == 409


async def test_requesters_see_only_the_templates_meant_for_them(desk, client):
    path = "/api/v1/ticket-templates"
    inner = await client.post(path, json={"name": "Inner"})
    await client.post(path, json={"name": "Portal", "for_requesters": True})

    async with desk.client(RoleName.REQUESTER) as requester:
        assert [t["name"] for t in (await requester.get(path)).json()["data"]] == ["Portal"]
        assert (await requester.get(f"{path}/{inner.json()['id']}")).status_code == 404
        assert (await requester.get(f"{path}/{inner.json()['id']}/draft")).status_code == 404
        assert (await requester.post(path, json={"name": "X"})).status_code == 403
