"""The audit covers everything, and shows any change made behind its back."""

import asyncpg
import httpx2
import pytest

from deskplane.audit import sealing, service
from deskplane.kernel.access import RoleName
from deskplane.kernel.clock import now
from tests.fixtures.desk import World


async def create(client: httpx2.AsyncClient, title: str = "VPN is down") -> str:
    answer = await client.post("/api/v1/desk/tickets", json={"title": title})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def verdict(world: World) -> sealing.Verdict:
    async with world.db.transaction(world.org.tenant) as tx:
        return await sealing.verify(tx)


async def test_every_write_leaves_who_when_field_old_and_new(world: World) -> None:
    client = world.client(RoleName.AGENT)
    ticket = await create(client)
    await client.patch(f"/api/v1/desk/tickets/{ticket}", json={"priority": "high"})
    found = (await world.client().get("/api/v1/audit", params={"entity_id": ticket})).json()["data"]
    assert [entry["action"] for entry in found] == ["ticket.changed", "ticket.created"]
    assert found[0]["changes"]["priority"] == ["medium", "high"]
    assert found[0]["actor_id"] == str(world.org.people[RoleName.AGENT])
    assert found[0]["correlation_id"]


async def test_filters_and_pages_cover_the_log_without_gaps(world: World) -> None:
    client = world.client()
    for n in range(7):
        await create(client, f"Ticket {n}")
    seen: list[str] = []
    cursor = None
    while True:
        params = {"action": "ticket.created", "limit": 3, **({"cursor": cursor} if cursor else {})}
        page = (await client.get("/api/v1/audit", params=params)).json()
        seen += [entry["id"] for entry in page["data"]]
        cursor = page["page"]["next"]
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == 7


async def test_the_chain_covers_everything_and_verifies(world: World) -> None:
    client = world.client()
    for n in range(5):
        await create(client, f"Ticket {n}")
    before = await verdict(world)
    assert before.unsealed > 0
    await world.pump()
    await create(client, "one more")
    await world.pump()
    found = await verdict(world)
    assert found.intact
    assert found.unsealed == 0
    assert found.seals >= 2
    assert found.entries > 5
    shown = (await client.get("/api/v1/audit/verify")).json()
    assert (shown["intact"], shown["entries"]) == (True, found.entries)


@pytest.mark.parametrize(
    "tamper",
    [
        "update events set changes = '{\"title\": [1, 2]}' where name = 'ticket.created'",
        "update events set actor_name = 'nobody' where name = 'ticket.created'",
        "update events set occurred_at = occurred_at - interval '1 hour' where name = 'ticket.created'",
        "delete from events where name = 'ticket.created'",
        "delete from audit_seals where number = 1",
        "update audit_seals set digest = sha256('x') where number = 1",
    ],
)
async def test_whatever_is_changed_behind_its_back_is_found(world: World, tamper: str) -> None:
    for n in range(3):
        await create(world.client(), f"Ticket {n}")
        await world.pump()
    assert (await verdict(world)).intact
    owner = await asyncpg.connect(world.runtime.owner_dsn)
    await owner.execute(tamper)
    await owner.close()
    assert not (await verdict(world)).intact


async def test_an_erased_value_leaves_the_chain_intact(world: World) -> None:
    await create(world.client(), "Secret of a person")
    await world.pump()
    owner = await asyncpg.connect(world.runtime.owner_dsn)
    await owner.execute(
        "select erase_event_values(org_id, id, array['data.title']) from events where name = 'ticket.created'"
    )
    left = await owner.fetchval("select data::text from events where name = 'ticket.created'")
    await owner.close()
    assert "Secret" not in left
    assert (await verdict(world)).intact


async def test_retention_cuts_old_entries_and_records_the_cut(world: World) -> None:
    await create(world.client())
    await world.pump()
    client = world.client()
    assert (await client.put("/api/v1/audit/retention", json={"months": 12})).json()["months"] == 12
    assert (await client.put("/api/v1/audit/retention", json={"months": 0})).status_code == 422
    async with world.db.transaction(world.org.tenant) as tx:
        gone = await service.cut(tx, now())
    assert gone > 0
    await world.pump()
    found = await verdict(world)
    assert found.intact
    assert found.cut_seals >= 1
    names = [entry["action"] for entry in (await client.get("/api/v1/audit")).json()["data"]]
    assert "audit.cut" in names


async def test_an_export_streams_everything_and_is_itself_recorded(world: World) -> None:
    client = world.client()
    await create(client, "=cmd()")
    text = (await client.get("/api/v1/audit/export")).text
    assert text.startswith("recorded_at,")
    rows = (await client.get("/api/v1/audit/export", params={"format": "json"})).json()
    assert {"ticket.created", "audit.exported"} <= {row["action"] for row in rows}


async def test_the_app_role_can_neither_change_nor_delete_entries(world: World) -> None:
    await create(world.client())
    for statement in ("update events set name = 'x'", "delete from events", "delete from audit_seals"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with world.db.transaction(world.org.tenant) as tx:
                await tx.execute(statement)


async def test_who_may_not_read_the_audit_gets_403(world: World) -> None:
    assert (await world.client(RoleName.AGENT).get("/api/v1/audit")).status_code == 403
    assert (await world.client(RoleName.TEAM_LEAD).get("/api/v1/audit")).status_code == 200


async def test_entries_come_with_the_names_of_what_they_speak_of(world: World) -> None:
    client = world.client()
    ticket = await create(client, "Lamp is dark")
    agent = str(world.org.people[RoleName.AGENT])
    await client.patch(f"/api/v1/desk/tickets/{ticket}", json={"assignee_id": agent})
    found = (await client.get("/api/v1/audit", params={"entity_id": ticket})).json()
    assert found["names"][ticket].endswith(" Lamp is dark")
    assert found["names"][agent]
    assert (await client.get("/api/v1/audit", params={"entity_type": "nothing"})).json()["names"] == {}


async def test_several_kinds_and_origins_are_asked_for_together(world: World) -> None:
    client = world.client()
    await create(client)
    await client.post("/api/v1/tags", json={"name": "lamp"})
    await client.post("/api/v1/skills", json={"name": "Lamps"})
    wanted = {"entity_type": ["ticket", "tag"], "origin": ["api", "web"]}
    found = (await client.get("/api/v1/audit", params=wanted)).json()["data"]
    assert {entry["entity_type"] for entry in found} == {"ticket", "tag"}


async def test_the_words_to_filter_by_are_told(world: World) -> None:
    words = (await world.client().get("/api/v1/audit/vocabulary")).json()
    assert {"name": "ticket.changed", "entity_type": "ticket"} in words["actions"]
    assert "ticket" in words["entity_types"]
    assert "web" in words["origins"]
    assert (await world.client(RoleName.AGENT).get("/api/v1/audit/vocabulary")).status_code == 403


async def test_the_note_of_an_export_names_every_filter(world: World) -> None:
    client = world.client()
    params = {"origin": "api", "field": "priority", "correlation_id": "abc"}
    assert (await client.get("/api/v1/audit/export", params=params)).status_code == 200
    [note] = (await client.get("/api/v1/audit", params={"action": "audit.exported"})).json()["data"]
    assert note["data"]["filters"] == {"origin": ["api"], "field": "priority", "correlation_id": "abc"}
