"""Agent mode: credentials pass through to the agent outside, its findings come back, nothing secret stays here."""

import logging
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx2
import pytest

from deskplane.agent.calling import MEDIA
from deskplane.agent.keeping import FILE, Key
from deskplane.agent.publishing import DOOR
from deskplane.agent.signing import WINDOW, signed
from deskplane.connections import jobs
from deskplane.connections.vocabulary import PATIENCE
from deskplane.kernel import clock
from deskplane.kernel.crypto import SealBrokenError
from deskplane.simulators.faults import Fault
from tests.connections.agency import CANARY, SECRET, Agency
from tests.connections.outside import C, Desks

ALL = pytest.mark.parametrize("type_", ["jira_itsm", "servicenow", "freshdesk"])


def step(connection: dict[str, Any], key: str) -> dict[str, Any]:
    return next(one for one in connection["last_verification"]["steps"] if one["key"] == key)


async def walk(agency: Agency, type_: str, caplog: pytest.LogCaptureFixture) -> None:
    """Verify and import in agent mode; look everywhere for the secret."""
    caplog.set_level(logging.DEBUG)
    proved = await agency.verified(type_, tickets=130)
    assert proved["last_verification_status"] in ("ok", "warning"), proved["last_verification"]
    assert step(proved, "login")["result"] == "ok"
    assert step(proved, "address")["result"] == "ok"
    assert (proved["credential_mode"], proved["has_secret"]) == ("agent", True)
    assert proved["latest_options"]["statuses"]

    run = await agency.imported(proved["id"])
    await agency.world.pump()

    found = agency.inside(type_, since=datetime.fromisoformat(run["created_since"]))
    assert (run["state"], run["error"]) == ("success", "")
    assert run["created_count"] == await agency.linked(proved["id"]) == found > 0
    assert (await agency.show(proved["id"]))["status"] == "idle"
    again = await agency.imported(proved["id"])
    assert (again["created_count"], again["unchanged_count"]) == (0, found)

    file = (agency.folder / "agent" / FILE).read_text()
    for text in (agency.dump(), caplog.text, file, str(proved), str(run)):
        assert CANARY not in text
        assert CANARY.encode().hex() not in text
    assert len(agency.agent.keeper) == 1


@ALL
async def test_without_a_broker_a_connection_is_proved_and_imported_and_no_secret_stays(
    agency: Agency, caplog: pytest.LogCaptureFixture, type_: str
):
    await walk(agency, type_, caplog)


@ALL
async def test_through_rabbitmq_a_connection_is_proved_and_imported_and_no_secret_stays(
    brokered: Agency, caplog: pytest.LogCaptureFixture, type_: str
):
    await walk(brokered, type_, caplog)


async def test_a_wrong_token_is_named_by_the_agent_and_masked(agency: Agency):
    id_ = await agency.record("jira_itsm")
    form = {**agency.form("jira_itsm"), "credentials": {"api_token": "canary-0815-wrong"}}
    await agency.send("POST", f"{C}/{id_}/verify", json=form)
    proved = await agency.until(lambda row: row["status"] == "idle", lambda: agency.show(id_))

    assert (proved["health"], step(proved, "login")["result"]) == ("failed", "failed")
    assert "canary-0815" not in str(proved) + agency.dump()
    assert (await agency.send("POST", f"{C}/{id_}/sync-tickets")).status_code == 409


async def test_verified_again_the_agent_uses_what_it_keeps(agency: Agency):
    proved = await agency.verified("freshdesk")
    assert (await agency.send("POST", f"{C}/{proved['id']}/verify")).status_code == 202
    again = await agency.until(lambda row: row["status"] == "idle", lambda: agency.show(proved["id"]))

    assert step(again, "login")["result"] == "ok"
    assert again["last_verification_at"] > proved["last_verification_at"]


async def test_an_agent_that_is_down_is_named_and_nothing_is_kept(
    agency: Agency, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.DEBUG)

    def gone(request: httpx2.Request) -> httpx2.Response:
        raise httpx2.ConnectError("nobody is there", request=request)

    agency.reach.to_agent = httpx2.MockTransport(gone)
    failed = await agency.verified("freshdesk")

    known = step(failed, "agent")
    assert (failed["health"], failed["has_secret"], known["result"]) == ("failed", False, "failed")
    assert "cannot be reached" in known["cause"]
    assert "deskplane agent" in known["fix"]
    assert CANARY not in agency.dump() + caplog.text + str(failed)


async def test_an_import_waits_for_an_agent_that_is_away(agency: Agency):
    proved = await agency.verified("freshdesk")
    door, agency.reach.to_agent = agency.reach.to_agent, httpx2.MockTransport(lambda _: httpx2.Response(502))
    run_id = await agency.asked(proved["id"])
    waiting = await agency.until(lambda run: run["error"], lambda: agency.run(proved["id"], run_id))
    assert (waiting["state"], waiting["next_at"] is not None) == ("in_progress", True)
    assert "agent" in waiting["error"]

    agency.reach.to_agent = door
    with clock.frozen(clock.now() + timedelta(seconds=16)):
        await agency.turn()
    done = await agency.until(lambda run: run["state"] == "success", lambda: agency.run(proved["id"], run_id))
    assert done["created_count"] == await agency.linked(proved["id"]) > 0


async def test_the_agents_secret_must_be_the_desks(agency: Agency):
    agency.reach.settings = agency.reach.settings.model_copy(
        update={
            "agent_secret": type(agency.reach.settings.agent_secret)("another secret altogether, quite long")
        }
    )
    failed = await agency.verified("freshdesk")

    assert "signature" in step(failed, "agent")["cause"]
    assert "DESKPLANE_AGENT_SECRET" in step(failed, "agent")["fix"]
    assert len(agency.agent.keeper) == 0


@pytest.mark.parametrize("headers", ["none", "wrong", "old"])
async def test_a_message_that_does_not_prove_itself_is_refused(agency: Agency, headers: str):
    body = b'{"about": "verification"}'
    given = {
        "none": {},
        "wrong": signed("a secret that nobody shares with us", body, clock.now()),
        "old": signed(SECRET, body, clock.now() - WINDOW * 1.1),
    }[headers]
    answers = [
        await agency.world.anonymous().post(DOOR, content=body, headers={**given, "content-type": MEDIA})
    ]
    async with httpx2.AsyncClient(transport=agency.reach.to_agent, base_url="http://agent.test") as caller:
        answers.append(await caller.post("/webhook", content=body, headers=given))

    assert [answer.status_code for answer in answers] == [401, 401]


async def test_another_address_needs_the_credentials_again(agency: Agency):
    proved = await agency.verified("freshdesk")
    elsewhere = {"settings": {"base_url": "https://elsewhere.example"}}
    refused = await agency.send("POST", f"{C}/{proved['id']}/verify", json=elsewhere)
    assert (refused.status_code, refused.json()["errors"][0]["loc"]) == (422, ["body", "credentials"])

    # And should the desk be led astray, the agent does not go along.
    async with agency.world.db.transaction(agency.world.org.tenant) as tx:
        await tx.execute(
            "update data_source_connections set settings = $1 where org_id = app_org() and type = 'freshdesk'",
            elsewhere["settings"],
        )
    await agency.send("POST", f"{C}/{proved['id']}/verify")
    failed = await agency.until(lambda row: row["status"] == "idle", lambda: agency.show(proved["id"]))
    assert "address changed" in step(failed, "setup")["cause"]


async def test_credentials_are_forgotten_with_the_connection_or_its_mode(agency: Agency):
    first, second = await agency.verified("freshdesk"), await agency.verified("servicenow")
    assert len(agency.agent.keeper) == 2

    changed = await agency.send("PATCH", f"{C}/{first['id']}", json={"credential_mode": "vault_db"})
    await agency.reach.settled()
    assert (changed.json()["has_secret"], changed.json()["health"]) == (False, "unknown")
    assert (await agency.send("DELETE", f"{C}/{second['id']}")).status_code == 204
    await agency.reach.settled()
    assert len(agency.agent.keeper) == 0


async def test_credentials_are_taken_with_a_verification_only(agency: Agency):
    id_ = await agency.record("freshdesk")
    form = agency.form("freshdesk")
    refused = [
        await agency.send("PATCH", f"{C}/{id_}", json=form),
        await agency.send("POST", C, json={"type": "freshdesk", **form}),
    ]
    assert [answer.status_code for answer in refused] == [422, 422]
    assert all("verification" in answer.text and CANARY not in answer.text for answer in refused)
    assert CANARY not in agency.dump()


async def test_an_agent_that_never_answers_is_named_after_a_while(held: Agency):
    id_ = await held.record("freshdesk")
    await held.send("POST", f"{C}/{id_}/verify", json=held.form("freshdesk"))
    await held.reach.settled()
    await jobs.verify_due(held.world.db, held.reach)
    assert (await held.show(id_))["status"] == "verifying"

    with clock.frozen(clock.now() + PATIENCE * 1.1):
        await jobs.verify_due(held.world.db, held.reach)
    silent = await held.show(id_)
    assert (silent["status"], step(silent, "agent")["result"]) == ("idle", "failed")
    assert "did not answer" in silent["last_verification_error"]


async def test_a_cancel_stops_the_agent_too(agency: Agency):
    proved = await agency.verified("freshdesk", tickets=130)
    site, _ = agency.site("freshdesk")
    site.faults.add(Fault("slow", path="/api/v2/tickets", times=-1, seconds=60))
    run_id = await agency.asked(proved["id"])
    await agency.until(lambda _: bool(agency.agent.tasks), lambda: agency.run(proved["id"], run_id))

    cancelled = await agency.send("POST", f"{C}/{proved['id']}/cancel-ingestion")
    await agency.reach.settled()
    await agency.agent.settled()

    assert cancelled.json()["run"]["state"] == "cancelled"
    assert (await agency.show(proved["id"]))["status"] == "idle"
    assert await agency.linked(proved["id"]) == 0


async def test_without_an_agent_the_mode_is_refused_and_not_offered(desks: Desks):
    record = await desks.record("jira_itsm")
    answer = await desks.send("POST", f"{C}/{record['id']}/verify", json={"credential_mode": "agent"})
    types = (await desks.send("GET", f"{C}/types")).json()["data"]

    assert (answer.status_code, answer.json()["errors"][0]["loc"]) == (422, ["body", "credential_mode"])
    assert "DESKPLANE_AGENT_URL" in answer.text
    assert {one["by_agent"] for one in types} == {False}


async def test_a_sealed_record_opens_for_its_own_connection_only(agency: Agency):
    proved = await agency.verified("freshdesk")
    keeper, path = agency.agent.keeper, agency.folder / "agent" / FILE
    own = Key(agency.world.org.id, UUID(proved["id"]), "freshdesk")
    other = own._replace(connection_id=uuid4())
    kept = keeper.find(own)
    assert kept is not None
    assert kept.credentials == {"api_key": CANARY}

    path.write_bytes(path.read_bytes().replace(own.name.encode(), other.name.encode()))
    with pytest.raises(SealBrokenError):
        keeper.find(other)
    assert path.stat().st_mode & 0o077 == 0
