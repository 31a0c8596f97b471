"""Lists of the catalogue are put in order."""

from uuid import uuid4

import pytest

from deskplane.kernel.access import RoleName

TEMPLATES = "/api/v1/ticket-templates"
REPLIES = "/api/v1/canned-replies"


async def made(client, path, **body):
    answer = await client.post(path, json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


async def names(client, path, name="name"):
    return [row[name] for row in (await client.get(path)).json()["data"]]


async def test_what_is_named_comes_first_and_the_rest_follows(desk, client):
    a, b, c = [await made(client, TEMPLATES, name=name) for name in "abc"]

    assert (await client.put(f"{TEMPLATES}/order", json={"ids": [c, a]})).status_code == 204

    assert await names(client, TEMPLATES) == ["c", "a", "b"]
    assert {str(event.subject) for event in await desk.announced("ticket_template.changed")} == {a, b, c}
    await client.put(f"{TEMPLATES}/order", json={"ids": [c, a, b]})
    assert len(await desk.announced("ticket_template.changed")) == 3


async def test_what_is_not_there_or_named_twice_is_refused(client):
    a = await made(client, TEMPLATES, name="a")
    for ids in ([a, a], [str(uuid4())], []):
        assert (await client.put(f"{TEMPLATES}/order", json={"ids": ids})).status_code == 422


@pytest.mark.parametrize("path", ["custom-fields", "canned-replies", "sub-statuses", "resolution-codes"])
async def test_every_list_has_an_order_that_agents_cannot_change(desk, path):
    answer = await desk.client(RoleName.AGENT).put(f"/api/v1/{path}/order", json={"ids": [str(uuid4())]})
    assert answer.status_code == 403


async def test_sub_statuses_and_codes_are_put_in_order(client):
    for path, label in (("sub-statuses?status=on_hold", "key"), ("resolution-codes", "code")):
        before = (await client.get(f"/api/v1/{path}")).json()["data"]
        ids = [row["id"] for row in reversed(before)]
        plain = path.split("?")[0]
        assert (await client.put(f"/api/v1/{plain}/order", json={"ids": ids})).status_code == 204
        after = (await client.get(f"/api/v1/{path}")).json()["data"]
        assert [row[label] for row in after] == [row[label] for row in reversed(before)]


async def test_personal_replies_keep_their_place_and_their_owner(client):
    shared = await made(client, REPLIES, title="Hello", body_html="<p>Hi</p>")
    own = await made(client, REPLIES, title="Mine", body_html="<p>Hi</p>", personal=True)
    assert (await client.put(f"{REPLIES}/order", json={"ids": [own]})).status_code == 422
    assert (await client.put(f"{REPLIES}/order", json={"ids": [shared]})).status_code == 204


async def test_a_shared_reply_goes_to_a_team_and_back(client):
    team = (await client.post("/api/v1/teams", json={"name": "Lamps"})).json()["id"]
    shared = await made(client, REPLIES, title="Hello", body_html="<p>Hi</p>")
    own = await made(client, REPLIES, title="Mine", body_html="<p>Hi</p>", personal=True)

    given = await client.patch(f"{REPLIES}/{shared}", json={"team_id": team})
    assert given.json()["team_id"] == team
    assert (await client.patch(f"{REPLIES}/{shared}", json={"team_id": None})).json()["team_id"] is None
    refused = await client.patch(f"{REPLIES}/{own}", json={"team_id": team})
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["loc"] == ["body", "team_id"]
    unknown = await client.patch(f"{REPLIES}/{shared}", json={"team_id": str(uuid4())})
    assert unknown.status_code == 422
