"""The caller: profile and preferences."""

import pytest

from deskplane.kernel.access import RoleName
from tests.fixtures.desk import Desk, World
from tests.identity.accounts import PASSWORD, account, sign_in

ME = "/api/v1/me"


@pytest.mark.parametrize("role", list(RoleName))
async def test_everybody_sees_themselves_and_requesters_nobody_else(desk: Desk, role):
    async with desk.client(role) as client:
        me = (await client.get(ME)).json()
        people = (await client.get("/api/v1/people")).status_code
    assert (me["person"]["id"], me["role"]) == (str(desk.people[role]), role)
    assert people == (403 if role is RoleName.REQUESTER else 200)


async def test_preferences_are_kept_one_by_one(client):
    await client.patch(ME, json={"theme": "dark"})
    changed = await client.patch(
        ME, json={"density": "compact", "timezone": "Europe/Zurich", "title": "Boss"}
    )
    liked = changed.json()["preferences"]
    assert (liked["theme"], liked["density"], liked["timezone"]) == ("dark", "compact", "Europe/Zurich")
    assert (await client.get(ME)).json() == changed.json()


async def test_the_time_to_call_a_reply_back_is_one_of_those_offered(client):
    assert (await client.get(ME)).json()["preferences"]["send_delay"] == 10
    changed = await client.patch(ME, json={"send_delay": 30})
    assert changed.json()["preferences"]["send_delay"] == 30
    for wrong in (7, -1, 100_000, "soon", None):
        assert (await client.patch(ME, json={"send_delay": wrong})).status_code == 422


async def test_own_keys_are_kept_as_a_whole_and_can_be_given_back(client):
    assert (await client.get(ME)).json()["preferences"]["keys"] == {}
    await client.patch(
        ME, json={"keys": {"status": "z", "go.tickets": "g i", "create": ""}, "motion": "reduced"}
    )
    liked = (await client.get(ME)).json()["preferences"]
    assert liked["keys"] == {"status": "z", "go.tickets": "g i", "create": ""}
    assert liked["motion"] == "reduced"
    changed = await client.patch(ME, json={"keys": {"palette": "mod+ö"}})
    assert changed.json()["preferences"]["keys"] == {"palette": "mod+ö"}


async def test_a_change_names_the_version_it_was_made_on(client):
    assert (await client.patch(ME, json={"title": "x", "version": 7})).status_code == 409
    assert (await client.patch(ME, json={"title": "x"}, headers={"If-Match": '"7"'})).status_code == 412
    assert (await client.patch(ME, json={"title": "x"}, headers={"If-Match": '"1"'})).status_code == 200


@pytest.mark.parametrize(
    ("body", "word"),
    [
        ({"theme": "pink"}, "theme"),
        ({"motion": "wild"}, "motion"),
        ({"keys": {"status": "three keys here"}}, "keys"),
        ({"keys": {"no such sign!": "x"}}, "keys"),
        ({"timezone": "../etc/passwd"}, "timezone"),
        ({"locale": "english"}, "locale"),
        ({"name": ""}, "name"),
        ({"role": "admin"}, "unknown field 'role'"),
        ({"email": "x@y.test"}, "unknown field 'email'"),
        ({"densty": "compact"}, "Did you mean 'density'?"),
        ({"name": None}, "name"),
    ],
)
async def test_what_is_wrong_with_a_change_is_named(client, body, word):
    answer = await client.patch(ME, json=body)
    assert answer.status_code == 422
    assert word in answer.text


async def test_a_token_with_scopes_reads_but_does_not_change_its_person(world: World):
    browser = await sign_in(world, await account(world))
    made = await browser.post("/api/v1/tokens", json={"name": "reader", "scopes": ["ticket:read"]})
    robot = world.anonymous()
    robot.headers["authorization"] = f"Bearer {made.json()['token']}"
    password = {"current_password": PASSWORD, "new_password": "another long password"}
    assert (await robot.get(ME)).status_code == 200
    refused = [
        await robot.patch(ME, json={"name": "Mallory"}),
        await robot.post(f"{ME}/password", json=password),
        await robot.delete("/api/v1/sessions"),
    ]
    assert [answer.status_code for answer in refused] == [403, 403, 403]
    assert (await browser.get(ME)).json()["person"]["name"] == "Ann Example"
