"""The organisation's name and settings."""

import pytest

from deskplane.identity.schemas import OrganizationSettings
from deskplane.identity.vocabulary import DEFAULT_SETTINGS
from deskplane.kernel.access import RoleName
from tests.fixtures.desk import Desk, World

URL = "/api/v1/organization"


def test_every_setting_has_the_same_default_everywhere():
    assert OrganizationSettings.model_validate({}).model_dump(mode="json") == dict(DEFAULT_SETTINGS)


async def test_settings_that_are_not_sent_stay(desk: Desk):
    async with desk.client() as client:
        assert (await client.get(URL)).json()["settings"] == dict(DEFAULT_SETTINGS)
        before = (await client.patch(URL, json={"settings": {"resolution_required": True}})).json()
        assert before["settings"] == {**DEFAULT_SETTINGS, "resolution_required": True}
        body = {"name": "Harbour Ltd", "settings": {"reopen_days": 7}, "version": before["version"]}
        after = (await client.patch(URL, json=body)).json()
        assert after["settings"] == {**before["settings"], "reopen_days": 7}
        assert (after["name"], after["version"], after["slug"]) == (
            "Harbour Ltd",
            before["version"] + 1,
            before["slug"],
        )
        assert (await client.patch(URL, json=body)).status_code == 409
        assert (await client.patch(URL, json={"name": "X"}, headers={"if-match": '"1"'})).status_code == 412
        same = await client.patch(URL, json={"name": "Harbour Ltd"})
        assert same.json()["version"] == after["version"]
    [_, told] = await desk.announced("organization.updated")
    assert told.changes == {"name": ["Test organisation", "Harbour Ltd"], "settings.reopen_days": [14, 7]}


@pytest.mark.parametrize(
    ("settings", "field"),
    [
        ({"reopen_days": -1}, "reopen_days"),
        ({"reopen_days": 366}, "reopen_days"),
        ({"reopen_days": "week"}, "reopen_days"),
        ({"ticket_visibility": "everybody"}, "ticket_visibility"),
        ({"resolution_required": "sometimes"}, "resolution_required"),
        ({"timezone": "Moon"}, "timezone"),
        ({"locale": "klingon"}, "locale"),
        ([], "settings"),
        (None, "settings"),
    ],
)
async def test_a_wrong_setting_is_named(client, settings, field):
    answer = await client.patch(URL, json={"settings": settings})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["loc"][-1] == field


async def test_an_unknown_setting_is_refused_and_the_nearest_named(client):
    answer = await client.patch(URL, json={"settings": {"reopen_day": 3}})
    assert answer.status_code == 422
    assert "reopen_days" in answer.json()["errors"][0]["msg"]


@pytest.mark.parametrize("name", ["", " ", "x" * 121, None, 7])
async def test_a_name_must_be_one(client, name):
    assert (await client.patch(URL, json={"name": name})).status_code == 422


@pytest.mark.parametrize(
    ("role", "status"), [("requester", 403), ("agent", 403), ("team_lead", 200), ("service", 403)]
)
async def test_settings_are_read_by_leads_and_changed_by_administrators(desk: Desk, role, status):
    async with desk.client(RoleName(role)) as client:
        assert (await client.get(URL)).status_code == status
        assert (await client.patch(URL, json={"name": "Mine"})).status_code == 403


async def test_a_setting_holds_from_the_next_request_and_only_here(world: World):
    agent, stranger = world.client(RoleName.AGENT), world.client(RoleName.AGENT, org=world.other)
    assert (await agent.get("/api/v1/me")).json()["settings"]["reopen_days"] == 14
    changed = await world.client().patch(URL, json={"settings": {"reopen_days": 3}})
    assert changed.status_code == 200
    assert (await agent.get("/api/v1/me")).json()["settings"]["reopen_days"] == 3
    assert (await stranger.get("/api/v1/me")).json()["settings"]["reopen_days"] == 14
