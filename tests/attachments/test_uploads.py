"""Files through HTTP, from upload to clean-up, on committed data."""

import hashlib
import io
from datetime import timedelta
from uuid import UUID

import pytest
from PIL import Image

from deskplane.attachments.cleaning import clean
from deskplane.kernel import clock
from deskplane.kernel.access import RoleName
from tests.tickets.conftest import TICKETS

UPLOADS = "/api/v1/attachments"
PDF = b"%PDF-1.7\n" + bytes(range(256)) * 40


def picture(size=(640, 480), kind="PNG"):
    out = io.BytesIO()
    Image.new("RGB", size, "navy").save(out, kind)
    return out.getvalue()


async def ticket_of(client, **fields):
    answer = await client.post(TICKETS, json={"title": "No paper", **fields})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def attach(client, path, name, content, **fields):
    return await client.post(path, files={"file": (name, content)}, data=fields)


async def attached(client, ticket, name, content, **fields):
    answer = await attach(client, f"{TICKETS}/{ticket['number']}/attachments", name, content, **fields)
    assert answer.status_code == 201, answer.text
    return answer.json()["data"][0]


async def test_a_file_comes_back_byte_for_byte_under_safe_headers(world):
    client = world.client()
    ticket = await ticket_of(client)

    file = await attached(client, ticket, "Übersicht.pdf", PDF)
    answer = await client.get(f"{UPLOADS}/{file['id']}/content")

    assert answer.content == PDF
    assert (file["mime"], file["size"], file["sha256"]) == (
        "application/pdf",
        len(PDF),
        hashlib.sha256(PDF).hexdigest(),
    )
    headers = answer.headers
    assert headers["content-type"] == "application/pdf"
    assert (
        headers["content-disposition"]
        == "attachment; filename=\"Ubersicht.pdf\"; filename*=UTF-8''%C3%9Cbersicht.pdf"
    )
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-security-policy"] == "sandbox; default-src 'none'"
    read = (await client.get(f"{TICKETS}/{ticket['id']}")).json()
    assert read["attachments_count"] == 1
    assert await world.timeline(UUID(ticket["id"])) == ["ticket.created", "ticket.attachment_added"]


async def test_a_part_of_a_file_is_read_by_range(world):
    client = world.client()
    file = await attached(client, await ticket_of(client), "a.pdf", PDF)
    path = f"{UPLOADS}/{file['id']}/content"

    async def part(header, **more):
        return await client.get(path, headers={"Range": header, **more})

    middle = await part("bytes=10-19")
    assert (middle.status_code, middle.content) == (206, PDF[10:20])
    assert middle.headers["content-range"] == f"bytes 10-19/{len(PDF)}"
    assert (await part("bytes=-5")).content == PDF[-5:]
    assert (await part(f"bytes={len(PDF) - 3}-")).content == PDF[-3:]
    assert (await part("bytes=0-999999")).content == PDF
    outside = await part(f"bytes={len(PDF)}-")
    assert (outside.status_code, outside.headers["content-range"]) == (416, f"bytes */{len(PDF)}")
    for whole in ("bytes=5-2", "bytes=1-2,4-5", "lines=1-2", "bytes=-"):
        assert (await part(whole)).status_code == 200
    assert (await part("bytes=0-1", **{"If-Range": '"another"'})).status_code == 200
    etag = middle.headers["etag"]
    assert (await client.get(path, headers={"If-None-Match": etag})).status_code == 304


async def test_only_a_picture_encoded_anew_is_shown_in_place(world):
    client = world.client()
    ticket = await ticket_of(client)
    exif = picture(kind="JPEG") + b"<script>alert(1)</script>"
    file = await attached(client, ticket, "photo.jpg", exif)

    shown = await client.get(f"{UPLOADS}/{file['id']}/preview")

    assert (file["width"], file["height"], file["has_preview"]) == (640, 480, True)
    assert shown.headers["content-type"] == "image/webp"
    assert shown.headers["content-disposition"] == "inline"
    assert b"script" not in shown.content
    text = await attached(client, ticket, "note.txt", b"plain words")
    assert (await client.get(f"{UPLOADS}/{text['id']}/preview")).status_code == 404


async def test_a_page_is_never_served_as_a_page(world):
    client = world.client()
    file = await attached(client, await ticket_of(client), "x.html", b"<script>alert(1)</script>")

    answer = await client.get(f"{UPLOADS}/{file['id']}/content")

    assert answer.headers["content-disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["content-security-policy"]


async def test_internal_files_are_not_there_for_requesters(world):
    requester, agent = world.client(RoleName.REQUESTER), world.client(RoleName.AGENT)
    ticket = await ticket_of(requester)
    secret = await attached(agent, ticket, "secret.pdf", PDF, visibility="internal")
    public = await attached(agent, ticket, "public.pdf", PDF)
    up = (await attach(agent, UPLOADS, "noted.pdf", PDF)).json()["data"][0]
    note = await agent.post(
        f"{TICKETS}/{ticket['id']}/comments",
        json={"body": "See", "visibility": "internal", "attachment_ids": [up["id"]]},
    )
    assert [a["id"] for a in note.json()["attachments"]] == [up["id"]]

    for hidden in (secret["id"], up["id"]):
        for tail in ("", "/content", "/preview"):
            assert (await requester.get(f"{UPLOADS}/{hidden}{tail}")).status_code == 404
        assert (await requester.delete(f"{TICKETS}/{ticket['id']}/attachments/{hidden}")).status_code == 404
    listed = await requester.get(f"{TICKETS}/{ticket['id']}/attachments")
    assert [a["id"] for a in listed.json()["data"]] == [public["id"]]
    activities = await requester.get(f"{TICKETS}/{ticket['id']}/activities")
    assert secret["id"] not in activities.text
    refused = await attach(
        requester, f"{TICKETS}/{ticket['id']}/attachments", "a.txt", b"a", visibility="internal"
    )
    assert refused.status_code == 403
    assert (await agent.get(f"{UPLOADS}/{secret['id']}/content")).content == PDF


async def test_an_upload_is_its_owners_until_it_hangs_somewhere(world):
    agent, lead = world.client(RoleName.AGENT), world.client(RoleName.TEAM_LEAD)
    ticket = await ticket_of(agent)
    up = (await attach(agent, UPLOADS, "a.txt", b"words")).json()["data"][0]
    body = {"body": "See", "attachment_ids": [up["id"]]}

    assert (await lead.get(f"{UPLOADS}/{up['id']}")).status_code == 404
    assert (await lead.post(f"{TICKETS}/{ticket['id']}/comments", json=body)).status_code == 422
    assert (await lead.delete(f"{UPLOADS}/{up['id']}")).status_code == 404
    assert (await agent.post(f"{TICKETS}/{ticket['id']}/comments", json=body)).status_code == 201
    assert (await agent.post(f"{TICKETS}/{ticket['id']}/comments", json=body)).status_code == 422
    assert (await lead.get(f"{UPLOADS}/{up['id']}")).status_code == 200
    assert (await agent.delete(f"{UPLOADS}/{up['id']}")).status_code == 404


async def test_the_files_of_a_deleted_comment_are_gone(world):
    agent = world.client(RoleName.AGENT)
    ticket = await ticket_of(agent)
    up = (await attach(agent, UPLOADS, "a.txt", b"words")).json()["data"][0]
    body = {"body": "See", "attachment_ids": [up["id"]]}
    comment = (await agent.post(f"{TICKETS}/{ticket['id']}/comments", json=body)).json()

    assert (await agent.delete(f"{TICKETS}/{ticket['id']}/comments/{comment['id']}")).status_code == 204

    assert (await world.client().get(f"{UPLOADS}/{up['id']}/content")).status_code == 404
    assert (await agent.get(f"{TICKETS}/{ticket['id']}")).json()["attachments_count"] == 0


async def test_another_organisation_finds_nothing(world):
    client, stranger = world.client(), world.client(org=world.other)
    ticket = await ticket_of(client)
    file = await attached(client, ticket, "a.pdf", PDF)

    for tail in ("", "/content", "/preview"):
        assert (await stranger.get(f"{UPLOADS}/{file['id']}{tail}")).status_code == 404
    answer = await attach(stranger, f"{TICKETS}/{ticket['id']}/attachments", "b.pdf", PDF)
    assert answer.status_code == 404


async def test_programs_and_what_pretends_are_not_taken(world):
    client = world.client()
    path = f"{TICKETS}/{(await ticket_of(client))['id']}/attachments"

    for name, content in (
        ("run.exe", b"MZ\x90\x00"),
        ("invoice.pdf", b"MZ\x90\x00"),
        ("go.bat", b"echo hi"),
        ("x.ps1", b"ls"),
    ):
        answer = await attach(client, path, name, content)
        assert (answer.status_code, answer.headers["content-type"]) == (415, "application/problem+json"), name


async def test_bad_uploads_are_refused_with_the_right_status(world):
    client = world.client()
    big = b"x" * (world.runtime.settings.upload_limit + 1)

    assert (await client.post(UPLOADS, json={"file": "x"})).status_code == 415
    assert (await client.post(UPLOADS, data={"a": "b"}, files={})).status_code == 415
    no_file = await client.post(UPLOADS, files={"visibility": (None, "public")})
    assert (no_file.status_code, no_file.json()["errors"][0]["loc"]) == (422, ["body", "file"])
    broken = {"content-type": "multipart/form-data; boundary=x"}
    assert (await client.post(UPLOADS, content=b"--y\r\nnonsense", headers=broken)).status_code == 400
    cut = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nabc'
    assert (await client.post(UPLOADS, content=cut, headers=broken)).status_code == 400
    assert (
        await client.post(UPLOADS, content=b"", headers={"content-type": "multipart/form-data"})
    ).status_code == 400
    assert (await attach(client, UPLOADS, "big.bin", big)).status_code == 413

    async def unannounced():
        yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.bin"\r\n\r\n'
        for _ in range(len(big) // 65536 + 1):
            yield b"x" * 65536

    assert (await client.post(UPLOADS, content=unannounced(), headers=broken)).status_code == 413
    assert (await world.anonymous().post(UPLOADS, files={"file": ("a", b"a")})).status_code == 401


async def test_a_repeated_upload_has_one_effect(world):
    client = world.client()
    ticket = await ticket_of(client)
    path, key = f"{TICKETS}/{ticket['id']}/attachments", {"Idempotency-Key": "one-upload"}

    first = await client.post(path, files={"file": ("a.txt", b"words")}, headers=key)
    again = await client.post(path, files={"file": ("a.txt", b"words")}, headers=key)

    assert first.json() == again.json()
    assert again.headers["idempotency-replayed"] == "true"
    assert (await client.get(f"{TICKETS}/{ticket['id']}")).json()["attachments_count"] == 1


def stored(world):
    return {p.name for p in (world.runtime.settings.data_dir / "files").rglob("*") if p.is_file()}


async def later(world, **by):
    with clock.frozen(clock.now() + timedelta(**by)):
        return await clean(world.db, world.runtime.files)


async def test_uploads_that_nobody_used_are_removed_and_the_same_content_elsewhere_stays(world):
    client = world.client()
    ticket = await ticket_of(client)
    await attach(client, UPLOADS, "orphan.txt", b"nobody wants me")
    await attach(client, UPLOADS, "twin.txt", b"wanted elsewhere")
    kept = await attached(client, ticket, "kept.txt", b"wanted elsewhere")
    lost = hashlib.sha256(b"nobody wants me").hexdigest()

    assert (await later(world, hours=23)).uploads == 0
    assert (await later(world, hours=25)).uploads == 2
    assert lost in stored(world)
    assert (await later(world, hours=27)).contents == 1
    assert stored(world) == {kept["sha256"]}
    assert (await client.get(f"{UPLOADS}/{kept['id']}/content")).content == b"wanted elsewhere"


@pytest.mark.parametrize("hours", [25.5, 26.5, 27.5, 29])
async def test_content_that_is_uploaded_again_while_it_is_removed_is_there(world, hours):
    client = world.client()
    await attach(client, UPLOADS, "a.txt", b"back again")
    await later(world, hours=25)
    if hours > 26:
        await later(world, hours=26.2)

    again = await attached(client, await ticket_of(client), "b.txt", b"back again")
    await later(world, hours=hours)
    await later(world, hours=hours + 2)

    assert (await client.get(f"{UPLOADS}/{again['id']}/content")).content == b"back again"


async def test_a_picture_in_a_comment_belongs_to_it(world):
    client = world.client(RoleName.AGENT)
    ticket = await ticket_of(client)
    up = (await attach(client, UPLOADS, "shot.png", picture())).json()["data"][0]

    comment = await client.post(
        f"{TICKETS}/{ticket['id']}/comments",
        json={"body_html": f'<p>Look</p><img src="{UPLOADS}/{up["id"]}/preview">'},
    )

    assert comment.status_code == 201, comment.text
    assert [a["id"] for a in comment.json()["attachments"]] == [up["id"]]
    assert f"{UPLOADS}/{up['id']}/preview" in comment.json()["body_html"]


async def test_a_file_is_on_the_ticket_until_it_is_taken_off(world):
    agent, lead = world.client(RoleName.AGENT), world.client(RoleName.TEAM_LEAD)
    ticket = await ticket_of(agent)
    mine = await attached(agent, ticket, "a.txt", b"a")
    hers = await attached(lead, ticket, "b.txt", b"b")
    path = f"{TICKETS}/{ticket['id']}/attachments"

    assert (await agent.delete(f"{path}/{hers['id']}")).status_code == 403
    assert (await agent.delete(f"{path}/{mine['id']}")).status_code == 204
    assert (await agent.delete(f"{path}/{mine['id']}")).status_code == 404
    assert [a["id"] for a in (await agent.get(path)).json()["data"]] == [hers["id"]]


async def test_a_picture_in_a_description_belongs_to_its_ticket(world):
    client = world.client(RoleName.REQUESTER)
    first, second = [
        (await attach(client, UPLOADS, f"{n}.png", picture((10 + n, 10)))).json()["data"][0] for n in range(2)
    ]

    def shows(*files):
        return "".join(f'<p><img src="{UPLOADS}/{file["id"]}/preview"></p>' for file in files)

    ticket = await ticket_of(client, description_html=shows(first))
    agent = world.client(RoleName.AGENT)
    assert (await agent.get(f"{UPLOADS}/{first['id']}/preview")).status_code == 200
    assert (await agent.get(f"{UPLOADS}/{second['id']}/preview")).status_code == 404
    await agent.patch(f"{TICKETS}/{ticket['id']}", json={"description_html": shows(first, second)})

    listed = (await agent.get(f"{TICKETS}/{ticket['id']}/attachments")).json()["data"]
    assert [file["id"] for file in listed] == [first["id"]]
