"""What the API gives is exactly what its document says."""

import pytest
from pydantic import BaseModel

from deskplane.attachments.schemas import AttachmentRead
from deskplane.catalog import field_schemas, schemas as catalog_schemas
from deskplane.cmdb import schemas as cmdb_schemas
from deskplane.kernel.access import RoleName
from deskplane.tickets import part_schemas, work_schemas
from tests.tickets.conftest import TICKETS


def holds(model: type[BaseModel], row):
    """The row has the documented fields and no others, and each is of its documented type."""
    assert set(row) == {info.alias or name for name, info in model.model_fields.items()}
    model.model_validate(row)


@pytest.fixture
async def furnished(desk, client, make):
    """The paths of a change on which everything hangs, and of another ticket."""
    change, other = await make(type="change"), await make(title="Other")
    path, agent = f"{TICKETS}/{change['id']}", str(desk.people[RoleName.AGENT])
    item = await client.post("/api/v1/cmdb/items", json={"key": "a", "name": "A", "class": "server"})
    for part, body in {
        "comments": {"body_html": f'<a href="/app/people/{agent}">@them</a>'},
        "watchers": {},
        "time-tracking": {"minutes": 5},
        "links": {"type": "related", "target": other["number"]},
        "approvals": {"approver_id": agent},
        "cis": {"ci_id": item.json()["id"]},
    }.items():
        answer = await client.post(f"{path}/{part}", json=body)
        assert answer.status_code == 201, answer.text
    return path, item.json()["id"], other


@pytest.mark.parametrize(
    ("part", "model"),
    [
        ("comments", part_schemas.CommentRead),
        ("watchers", part_schemas.WatcherRead),
        ("time-tracking", work_schemas.TimeRead),
        ("links", part_schemas.LinkRead),
        ("approvals", part_schemas.ApprovalRead),
        ("cis", work_schemas.CiRead),
    ],
)
async def test_each_part_of_a_ticket_is_as_documented(client, furnished, part, model):
    path, *_ = furnished

    listed = (await client.get(f"{path}/{part}")).json()

    assert listed["data"]
    for row in listed["data"]:
        holds(model, row)
    assert (await client.get(f"/api/enhanced-tickets/{path.rsplit('/', 1)[1]}/{part}")).json() == listed


async def test_merges_previews_and_usage_are_as_documented(desk, client, furnished):
    path, item, other = furnished
    merge = await client.post(f"{path}/merge", json={"into": other["number"], "dry_run": True})
    holds(part_schemas.MergeRead, merge.json())
    holds(work_schemas.RenderRead, (await client.post(f"{path}/render", json={"html": "{{a.b}}"})).json())
    holds(work_schemas.CiTicket, (await client.get(f"/api/v1/cmdb/items/{item}/tickets")).json()["data"][0])
    usage = await client.get("/api/v1/catalog/usage", params={"entry": "priority"})
    holds(work_schemas.Used, usage.json()["data"][0])
    async with desk.client(RoleName.AGENT) as agent:
        waiting = (await agent.get("/api/v1/approvals")).json()["data"]
    holds(part_schemas.WaitingApproval, waiting[0])


@pytest.mark.parametrize(
    ("path", "body", "model"),
    [
        ("/api/v1/categories", {"name": "A"}, catalog_schemas.CategoryRead),
        ("/api/v1/sub-statuses", {"key": "a", "label": "A", "status": "open"}, catalog_schemas.SubStatusRead),
        ("/api/v1/resolution-codes", {"code": "a", "label": "A"}, catalog_schemas.ResolutionCodeRead),
        ("/api/v1/tags", {"name": "a"}, catalog_schemas.TagRead),
        ("/api/v1/canned-replies", {"title": "A", "body_html": "A"}, catalog_schemas.ReplyRead),
        ("/api/v1/custom-fields", {"key": "a", "label": "A", "kind": "text"}, field_schemas.CustomFieldRead),
        ("/api/v1/ticket-templates", {"name": "A", "fields": {"title": "T"}}, field_schemas.TemplateRead),
        ("/api/v1/cmdb/items", {"key": "a", "name": "A", "class": "server"}, cmdb_schemas.ItemRead),
    ],
)
async def test_the_catalogue_is_as_documented(client, path, body, model):
    made = await client.post(path, json=body)

    assert made.status_code == 201, made.text
    holds(model, made.json())
    listed = (await client.get(path)).json()["data"]
    assert made.json() in listed


async def test_uploads_are_as_documented(world):
    client = world.client()
    made = await client.post("/api/v1/attachments", files={"file": ("a.txt", b"a")})
    ticket = (await client.post(TICKETS, json={"title": "T"})).json()
    path = f"{TICKETS}/{ticket['id']}/attachments"
    hung = await client.post(path, files={"file": ("a.txt", b"a")})

    holds(AttachmentRead, made.json()["data"][0])
    holds(AttachmentRead, (await client.get(f"/api/v1/attachments/{made.json()['data'][0]['id']}")).json())
    holds(part_schemas.TicketAttachmentRead, hung.json()["data"][0])
    assert (await client.get(path)).json() == hung.json()
