"""Tickets that come with files."""

from deskplane.kernel.access import RoleName
from tests.tickets.conftest import TICKETS

UPLOADS = "/api/v1/attachments"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060"
    "00000005000157a3a2a10000000049454e44ae426082"
)


async def upload(client, name="photo.png", content=PNG):
    answer = await client.post(UPLOADS, files={"file": (name, content)})
    assert answer.status_code == 201, answer.text
    return answer.json()["data"][0]["id"]


async def test_a_requester_opens_a_ticket_with_a_photo(world):
    portal = world.client(RoleName.REQUESTER)
    photo = await upload(portal)

    answer = await portal.post(
        TICKETS, json={"title": "Broken", "source_type": "MOBILE", "attachment_ids": [photo]}
    )

    assert answer.status_code == 201, answer.text
    assert answer.json()["attachments_count"] == 1
    listed = (await portal.get(f"{TICKETS}/{answer.json()['id']}/attachments")).json()["data"]
    assert [file["id"] for file in listed] == [photo]


async def test_pictures_in_a_description_hang_on_the_ticket(world):
    client = world.client(RoleName.AGENT)
    first, second = await upload(client), await upload(client, "other.png")

    def shown(id_):
        return f'<p>Look: <img src="{UPLOADS}/{id_}/content"></p>'

    ticket = (await client.post(TICKETS, json={"title": "x", "description_html": shown(first)})).json()
    after = await client.patch(f"{TICKETS}/{ticket['id']}", json={"description_html": shown(second)})

    assert (ticket["attachments_count"], after.json()["attachments_count"]) == (1, 2)


async def test_files_of_others_are_refused_and_no_ticket_is_left(world):
    photo = await upload(world.client(RoleName.AGENT))
    portal = world.client(RoleName.REQUESTER)

    answer = await portal.post(TICKETS, json={"title": "x", "attachment_ids": [photo]})

    assert (answer.status_code, answer.json()["errors"][0]["loc"][:2]) == (422, ["body", "attachment_ids"])
    assert (await portal.get(TICKETS)).json()["data"] == []
