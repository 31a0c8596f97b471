"""What each role may see and set."""

import pytest

from deskplane.kernel.access import RoleName
from tests.tickets.conftest import TICKETS


@pytest.fixture
async def portal(desk):
    """A client of the requester."""
    async with desk.client(RoleName.REQUESTER) as client:
        yield client


async def test_a_requester_creates_a_ticket_for_themselves(portal, desk, category):
    mail = await category("Mail")

    answer = await portal.post(
        TICKETS,
        json={"title": "No mail", "description": "Since today", "type": "request", "category_id": mail},
    )

    ticket = answer.json()
    assert answer.status_code == 201, answer.text
    assert ticket["requester"]["id"] == str(desk.people[RoleName.REQUESTER])
    assert (ticket["source_type"], ticket["legal_transitions"]) == ("PORTAL", [])
    assert ticket["may"] == {
        "update": False,
        "comment": True,
        "internal": False,
        "assign": False,
        "delete": False,
    }


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("assignee_id", "00000000-0000-0000-0000-000000000001"),
        ("team_id", "00000000-0000-0000-0000-000000000001"),
        ("requester_id", "00000000-0000-0000-0000-000000000001"),
        ("priority", "critical"),
        ("impact", 1),
        ("status", "resolved"),
        ("tags", ["x"]),
        ("due_at", "2031-01-01T00:00:00Z"),
        ("is_phi", True),
        ("integration_metadata", {"x": 1}),
        ("type", "change"),
        ("source_type", "GLPI"),
    ],
)
async def test_a_requester_cannot_set_what_agents_decide(portal, field, value):
    answer = await portal.post(TICKETS, json={"title": "x", field: value})

    assert answer.status_code == 403
    assert answer.json()["fields"] == [field]


async def test_a_requester_may_name_themselves_and_their_phone(portal, desk):
    me = str(desk.people[RoleName.REQUESTER])

    answer = await portal.post(TICKETS, json={"title": "x", "requester_id": me, "source_type": "MOBILE"})

    assert answer.json()["source_type"] == "MOBILE"


async def test_a_requester_sees_own_and_watched_tickets_only(portal, desk, client, make):
    me = desk.people[RoleName.REQUESTER]
    own = await make(requester_id=str(me))
    watched, hidden = await make(), await make()
    await desk.tx.execute(
        "insert into ticket_watchers (org_id, ticket_id, person_id) values (app_org(), $1, $2)",
        watched["id"],
        me,
    )

    listed = (await portal.get(TICKETS, params={"count": True})).json()

    assert [row["id"] for row in listed["data"]] == [watched["id"], own["id"]]
    assert listed["page"]["total"] == 2
    for path in ("", "/activities", "/timeline", "/at?version=1"):
        found = [(await portal.get(f"{TICKETS}/{t['id']}{path}")).status_code for t in (own, watched, hidden)]
        assert found == [200, 200, 404], path


async def test_internal_fields_are_hidden_from_a_requester(portal, desk, client, make, custom_field):
    await custom_field("site", "text", visible_to_requester=True)
    await custom_field("margin", "integer")
    ticket = await make(
        requester_id=str(desk.people[RoleName.REQUESTER]),
        tags=["secret"],
        source_reference={"secret": 1},
        integration_metadata={"secret": 1},
        job_id="secret",
        is_phi=True,
        custom_fields={"site": "Tallinn", "margin": 7},
    )
    url = f"{TICKETS}/{ticket['id']}"
    await client.patch(url, json={"tags": ["secret", "secret2"], "title": "New title"})
    await client.patch(url, json={"job_id": "secret3"})

    whole = await portal.get(url)
    [row] = (await portal.get(TICKETS)).json()["data"]
    history = await portal.get(f"{url}/activities")
    before = await portal.get(f"{url}/at", params={"version": 1})

    for text in (whole.text, history.text, before.text, (await portal.get(f"{url}/timeline")).text):
        assert "secret" not in text
        assert "margin" not in text
    assert set(whole.json()) == set(ticket)
    assert (whole.json()["custom_fields"], whole.json()["is_phi"]) == ({"site": "Tallinn"}, False)
    assert (row["tags"], row["custom_fields"]) == ([], {"site": "Tallinn"})
    assert [item["changes"] for item in history.json()["data"]] == [
        {},
        {"title": ["VPN is down", "New title"]},
    ]
    assert (await portal.get(TICKETS, params={"where": "tags contains secret"})).status_code == 422
    assert (await portal.get(TICKETS, params={"tag": "secret"})).status_code == 403


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PATCH", "", {"title": "x"}),
        ("PUT", "", {"title": "x"}),
        ("DELETE", "", None),
        ("POST", "/restore", None),
        ("POST", "/transition", {"to": "open"}),
        ("POST", "/assign", {"assignee_id": None}),
    ],
)
async def test_a_requester_cannot_change_a_ticket(portal, desk, make, method, path, body):
    ticket = await make(requester_id=str(desk.people[RoleName.REQUESTER]))

    answer = await portal.request(method, f"{TICKETS}/{ticket['id']}{path}", json=body)

    assert answer.status_code == 403
    assert "permission" in answer.json()


async def test_a_requester_cannot_change_many(portal):
    body = {"where": {"all": []}, "set": {"priority": "low"}}

    assert (await portal.post(f"{TICKETS}/bulk-update", json=body)).status_code == 403


@pytest.mark.parametrize(
    ("role", "status"), [("agent", 403), ("team_lead", 204), ("service", 403), ("admin", 204)]
)
async def test_who_may_delete(desk, make, role, status):
    ticket = await make()
    async with desk.client(RoleName(role)) as client:
        assert (await client.delete(f"{TICKETS}/{ticket['id']}")).status_code == status


async def test_only_administrators_restore(desk, client, make):
    ticket = await make()
    await client.delete(f"{TICKETS}/{ticket['id']}")
    async with desk.client(RoleName.TEAM_LEAD) as lead:
        assert (await lead.post(f"{TICKETS}/{ticket['id']}/restore")).status_code == 403


async def test_nobody_gets_in_without_a_session(world):
    client = world.anonymous()

    answers = [await client.get(TICKETS), await client.post(TICKETS, json={"title": "x"})]

    assert [answer.status_code for answer in answers] == [401, 401]
