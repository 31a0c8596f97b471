"""What the agent says may come twice, late, or in any order: the desk is the same afterwards."""

from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import aio_pika

from deskplane.agent.messages import QUEUE, STATUS, Phase, SyncStatus, VerificationStatus
from deskplane.agent.publishing import ByBroker
from deskplane.agent.signing import signed
from deskplane.kernel import clock
from deskplane.sync.vocabulary import AGENT_LEASE
from tests.connections.agency import SECRET, Agency, Held, delivered, emptied, heard, line_to, opened
from tests.connections.outside import C
from tests.fixtures.desk import World


async def said(agency: Agency) -> list[Any]:
    """All that the agent has said since it was asked last."""
    await agency.reach.settled()
    await agency.agent.settled()
    held = agency.agent.publisher
    assert isinstance(held, Held)
    found, held.said = held.said, []
    return [one for one in found if isinstance(one, VerificationStatus) or one.phase is not Phase.ALIVE]


async def give(agency: Agency, *statuses: Any) -> None:
    for status in statuses:
        answer = await delivered(agency, status)
        assert answer.status_code == 202, answer.text
    await agency.turn()


async def proved(agency: Agency, type_: str, **settings: Any) -> str:
    id_ = await agency.record(type_)
    await agency.send("POST", f"{C}/{id_}/verify", json=agency.form(type_, **settings))
    await give(agency, *await said(agency))
    assert (await agency.show(id_))["status"] == "idle"
    return id_


async def told(agency: Agency, id_: str, name: str) -> int:
    return (await agency.world.timeline(UUID(id_))).count(name)


async def test_an_answer_to_an_older_verification_never_replaces_a_newer_one(held: Agency):
    id_ = await held.record("jira_itsm")
    wrong = {**held.form("jira_itsm"), "credentials": {"api_token": "not this one"}}
    await held.send("POST", f"{C}/{id_}/verify", json=wrong)
    [older] = await said(held)
    with clock.frozen(clock.now() + AGENT_LEASE * 3):
        await held.turn()  # nobody answered in time
    await held.send("POST", f"{C}/{id_}/verify", json=held.form("jira_itsm"))
    [newer] = await said(held)

    await give(held, newer, older)
    after = await held.show(id_)
    assert newer.attempt > older.attempt
    assert after["last_verification_status"] in ("ok", "warning")
    assert await told(held, id_, "connection.verified") == 2


async def test_the_same_answer_three_times_has_one_effect(held: Agency):
    id_ = await held.record("freshdesk")
    await held.send("POST", f"{C}/{id_}/verify", json=held.form("freshdesk"))
    [answer] = await said(held)

    await give(held, answer, answer)
    first = await held.show(id_)
    await give(held, answer)

    assert await held.show(id_) == first
    assert await told(held, id_, "connection.verified") == 1


async def test_an_answer_that_comes_after_our_patience_still_counts(held: Agency):
    id_ = await held.record("freshdesk")
    await held.send("POST", f"{C}/{id_}/verify", json=held.form("freshdesk"))
    [late] = await said(held)
    with clock.frozen(clock.now() + AGENT_LEASE * 3):
        await held.turn()
    assert (await held.show(id_))["health"] == "failed"

    await give(held, late)
    assert (await held.show(id_))["health"] in ("ok", "degraded")


async def test_pages_in_any_order_and_more_than_once_are_the_same_import(held: Agency):
    id_ = await proved(held, "freshdesk", tickets=250)
    run_id = await held.asked(id_)
    await held.turn()
    steps = await said(held)
    assert [one.seq for one in steps] == list(range(1, len(steps) + 1))
    assert len(steps) > 3

    await give(held, *reversed(steps), *steps)
    await give(held, *steps)
    run = await held.run(id_, run_id)
    since = datetime.fromisoformat(run["created_since"])
    assert (run["state"], run["failed_count"]) == ("success", 0)
    assert run["created_count"] == await held.linked(id_) == held.inside("freshdesk", since)
    assert run["unchanged_count"] + run["changed_count"] == 0
    assert await told(held, run_id, "ingestion_run.ended") == 1


async def test_an_agent_that_fell_silent_is_asked_again_and_its_older_words_are_thrown_away(held: Agency):
    id_ = await proved(held, "freshdesk", tickets=250)
    run_id = await held.asked(id_)
    await held.turn()
    first = await said(held)
    await give(held, *first[:2])
    with clock.frozen(clock.now() + AGENT_LEASE * 1.1):
        await held.turn()
    second = await said(held)
    assert {one.attempt for one in second} == {first[0].attempt + 1}

    await give(held, *first[2:], *second)
    run = await held.run(id_, run_id)
    since = datetime.fromisoformat(run["created_since"])
    assert run["state"] == "success"
    assert await held.linked(id_) == held.inside("freshdesk", since)
    assert run["read_count"] == held.inside("freshdesk", since)


async def test_words_about_a_run_that_was_cancelled_write_nothing(held: Agency):
    id_ = await proved(held, "freshdesk", tickets=250)
    run_id = await held.asked(id_)
    await held.turn()
    steps = await said(held)
    await held.send("POST", f"{C}/{id_}/cancel-ingestion")

    await give(held, *steps)
    assert (await held.run(id_, run_id))["state"] == "cancelled"
    assert await held.linked(id_) == 0
    async with held.world.db.transaction(held.world.org.tenant) as tx:
        assert await tx.fetchval("select count(*) from agent_messages where org_id = app_org()") == 0


async def test_a_message_for_another_organisation_is_of_nobody(held: Agency):
    await proved(held, "freshdesk")
    id_ = await held.record("freshdesk")
    await held.send("POST", f"{C}/{id_}/verify")
    [answer] = await said(held)
    strange = answer.model_copy(update={"tenant_id": held.world.other.id})

    assert (await delivered(held, strange)).status_code == 404
    assert (await held.show(id_))["status"] == "verifying"


async def test_what_nobody_signed_is_thrown_out_of_the_queue_and_the_next_is_heard(
    brokered: Agency, broker: str
):
    id_ = await brokered.record("freshdesk")
    forged = SyncStatus(
        cursor=None,
        message_id=UUID(int=7),
        tenant_id=brokered.world.org.id,
        connection_id=UUID(id_),
        connection_type="freshdesk",
        sent_at=clock.now(),
        run_id=UUID(int=8),
        attempt=1,
        seq=1,
        phase=Phase.FAILED,
    )
    body = STATUS.dump_json(forged)
    async with await aio_pika.connect(broker) as connection:
        channel = await connection.channel()
        strange: Any = signed("a secret of somebody else, long enough", body, clock.now())
        for headers in ({}, strange):
            await channel.default_exchange.publish(aio_pika.Message(body, headers=headers), QUEUE)
        proved_now = await brokered.verified("freshdesk")
        queue = await channel.declare_queue(QUEUE, durable=True, passive=True)
        left = queue.declaration_result.message_count

    assert proved_now["last_verification_status"] in ("ok", "warning")
    assert left == 0
    async with brokered.world.db.transaction(brokered.world.org.tenant) as tx:
        assert await tx.fetchval("select count(*) from agent_messages where org_id = app_org()") == 0


async def test_a_line_to_the_broker_that_breaks_is_made_anew_on_both_sides(
    world: World, tmp_path: Path, broker: str
):
    await emptied(broker)
    async with (
        line_to(broker) as (url, line),
        opened(world, tmp_path, ByBroker(url, SECRET)) as agency,
        heard(world, url),
    ):
        first = await agency.verified("freshdesk")
        assert line.cut() > 2
        second = await agency.verified("freshdesk")

    assert second["last_verification_at"] > first["last_verification_at"]
    assert second["last_verification_status"] in ("ok", "warning")
