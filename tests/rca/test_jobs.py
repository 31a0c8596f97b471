"""Jobs from outside and their findings, at the public door."""

from typing import Any

import httpx2
import pytest

from deskplane.kernel.access import RoleName
from deskplane.rca.schemas import FindingRead, JobRead, JobRow
from tests.fixtures.desk import Desk

RCA = "/api/v1/rca/jobs"
FOUND = {
    "title": "Rekey interval was cut",
    "severity": "high",
    "summary": "From 8 h to 1200 s.",
    "score": 0.87,
    "evidence": [{"text": "Config of gw-02, 23:14", "tickets": ["CHG-1"]}],
    "affected": ["gw-02"],
    "recommendations": ["Set it back to 8 h."],
}


async def job(client: httpx2.AsyncClient, expect: int = 201, **more: Any) -> dict[str, Any]:
    answer = await client.post(RCA, json={"title": "Tunnel drops", **more})
    assert answer.status_code == expect, answer.text
    return answer.json()


async def test_one_call_tells_a_whole_job(desk: Desk, client: httpx2.AsyncClient) -> None:
    made = await job(client, job_id="outer-7", root_cause="Rekey timer", confidence=0.87, findings=[FOUND])

    shown = JobRead.model_validate((await client.get(f"{RCA}/outer-7")).json())

    assert (shown.state, shown.source, shown.root_cause) == ("completed", "outside", "Rekey timer")
    assert shown.findings[0].model_dump(include={*FOUND}) == FOUND
    assert (shown.findings_count, shown.severity) == (1, "high")
    assert (await client.get(f"{RCA}/{made['id']}")).json() == (await client.get(f"{RCA}/outer-7")).json()
    told = [event for event in await desk.announced() if event.subject_type == "rca_job"]
    assert [event.name for event in told] == ["rca.job_created", "rca.job_completed"]
    assert told[1].data == {"job_id": "outer-7", "findings": 1, "severity": "high"}


async def test_told_again_it_is_the_same_job_and_done_once(desk: Desk, client: httpx2.AsyncClient) -> None:
    running = await job(client, job_id="outer-8")
    assert running["state"] == "running"
    done = await job(client, 200, job_id="outer-8", findings=[FOUND])
    again = await job(client, 200, job_id="outer-8", findings=[FOUND, FOUND])
    finished = await client.post(f"{RCA}/outer-8/complete", json={"findings": [FOUND]})

    assert done["state"] == "completed"
    assert done == again == finished.json()
    assert len(await desk.announced("rca.job_completed")) == 1


async def test_a_job_without_a_name_gets_a_number(client: httpx2.AsyncClient) -> None:
    first = await job(client)
    await job(client, job_id="rca-41")
    later = await job(client)

    assert (first["job_id"], later["job_id"]) == ("rca-1", "rca-42")


async def test_a_job_ends_in_one_way(desk: Desk, client: httpx2.AsyncClient) -> None:
    ends = {"complete": {"findings": [FOUND]}, "fail": {"error": "The log was gone."}, "cancel": None}
    for name, body in ends.items():
        path = f"{RCA}/{(await job(client))['job_id']}"
        answer = await client.post(f"{path}/{name}", json=body)
        assert answer.status_code == 200, answer.text
        assert answer.json()["finished_at"]
        for other in ends.keys() - {"complete" if name == "complete" else ""}:
            refused = await client.post(f"{path}/{other}", json=ends[other])
            assert refused.status_code == 409, f"{name}, then {other}"
        assert (await client.delete(path)).status_code == 204
        assert (await client.get(path)).status_code == 404
    told = {event.name for event in await desk.announced() if event.subject_type == "rca_job"}
    assert told >= {"rca.job_completed", "rca.job_failed", "rca.job_cancelled", "rca.job_deleted"}


async def test_a_job_that_goes_on_is_not_deleted(client: httpx2.AsyncClient) -> None:
    made = await job(client)
    assert (await client.delete(f"{RCA}/{made['id']}")).status_code == 409


async def test_findings_are_added_confirmed_dismissed_and_taken_away(
    desk: Desk, client: httpx2.AsyncClient
) -> None:
    made = await job(client, findings=[FOUND])
    path = f"{RCA}/{made['id']}"
    added = (await client.post(f"{path}/findings", json={"title": "Only the leased line"})).json()
    one = f"{path}/findings/{added['id']}"
    FindingRead.model_validate(added)

    confirmed = await client.patch(one, json={"state": "confirmed", "severity": "critical", "version": 1})
    assert (confirmed.json()["state"], confirmed.json()["version"]) == ("confirmed", 2)
    assert (await client.get(path)).json()["severity"] == "critical"
    assert (await client.patch(one, json={"state": "open", "version": 1})).status_code == 409
    await client.patch(one, json={"state": "dismissed"})
    assert (await client.get(path)).json()["severity"] == "high"
    assert (await client.get(path)).json()["findings_count"] == 1
    other = await job(client)
    assert (await client.patch(f"{RCA}/{other['id']}/findings/{added['id']}", json={})).status_code == 404
    assert (await client.delete(one)).status_code == 204
    assert len((await client.get(path)).json()["findings"]) == 1
    told = [event.name for event in await desk.announced() if event.subject_type == "rca_finding"]
    assert told == ["rca.finding_added", *["rca.finding_changed"] * 2, "rca.finding_deleted"]


async def test_evidence_in_other_words_needs_no_tickets(client: httpx2.AsyncClient) -> None:
    made = await job(client, findings=[FOUND])
    path = f"{RCA}/{made['id']}"
    one = (await client.get(path)).json()["findings"][0]["id"]
    said = await client.patch(f"{path}/findings/{one}", json={"evidence": [{"text": "The log says so."}]})
    assert said.json()["evidence"] == [{"text": "The log says so.", "tickets": []}]
    sent = await client.get(f"{path}/payloads")
    assert sent.status_code == 200, sent.text
    assert "The log says so." in sent.json()["servicenow_payload"]["description"]


async def test_words_of_a_job_are_changed_on_its_version(client: httpx2.AsyncClient) -> None:
    made = await job(client, findings=[FOUND])
    path = f"{RCA}/{made['id']}"
    changed = await client.patch(path, json={"root_cause": "A timer", "version": made["version"]})
    assert changed.json()["root_cause"] == "A timer"
    assert (await client.patch(path, json={"title": "X", "version": made["version"]})).status_code == 409


async def test_jobs_are_found_by_words_state_and_source(client: httpx2.AsyncClient) -> None:
    await job(client, title="Printers", job_id="p-1", findings=[FOUND])
    await job(client, title="Tunnels", job_id="t-1")
    await job(client, title="Mail", job_id="m-1", state="failed", error="No logs.")

    async def names(**params: Any) -> list[str]:
        data = (await client.get(RCA, params=params)).json()["data"]
        return [JobRow.model_validate(row).job_id for row in data]

    assert await names() == ["m-1", "t-1", "p-1"]
    assert await names(q="tunn") == ["t-1"]
    assert await names(q="p-1") == ["p-1"]
    assert await names(state=["running", "failed"]) == ["m-1", "t-1"]
    assert await names(source="analysis") == []
    assert await names(created_from="2100-01-01T00:00:00Z") == []
    first = (await client.get(RCA, params={"limit": 2, "count": True})).json()
    assert first["page"]["total"] == 3
    assert await names(limit=2, cursor=first["page"]["next"]) == ["p-1"]


@pytest.mark.parametrize(
    ("body", "loc"),
    [
        ({"title": " "}, "title"),
        ({"title": "X", "job_id": "a/b"}, "job_id"),
        ({"title": "X", "job_id": "a b"}, "job_id"),
        ({"title": "X", "job_id": "settings"}, "body"),
        ({"title": "X", "confidence": 1.1}, "confidence"),
        ({"title": "X", "state": "queued"}, "state"),
        ({"title": "X", "findings": [{"title": "Y", "severity": "bad"}]}, "severity"),
        ({"title": "X", "findings": [{"severity": "low"}]}, "title"),
        ({"title": "X", "scope": {}}, "scope"),
        ({"title": "X", "scope": {"tickets": ["INC-1"]}, "findings": [FOUND]}, "body"),
        ({"title": "X", "scope": {"tickets": ["INC-999999"]}}, "scope"),
        ({"title": "X", "scope": {"tickets": ["what"]}}, 0),
        ({"title": "X", "scope": {"filter": {"stat": "open"}}}, "stat"),
        ({"title": "X", "scope": {"filter": {"where": "colour is red"}}}, "where"),
    ],
)
async def test_what_makes_no_job_is_refused_at_its_place(
    client: httpx2.AsyncClient, body: dict[str, Any], loc: str | int
) -> None:
    answer = await client.post(RCA, json=body)
    assert answer.status_code == 422, answer.text
    assert loc in answer.json()["errors"][0]["loc"], answer.text


async def test_agents_work_on_jobs_and_requesters_see_none(desk: Desk) -> None:
    agent, requester = desk.client(RoleName.AGENT), desk.client(RoleName.REQUESTER)
    made = await job(agent, findings=[FOUND])
    for path in (RCA, f"{RCA}/{made['id']}", f"{RCA}/{made['id']}/tickets", f"{RCA}/{made['id']}/payloads"):
        assert (await requester.get(path)).status_code == 403, path
    assert (await requester.post(RCA, json={"title": "No"})).status_code == 403
    assert (await requester.post(f"{RCA}/{made['id']}/cancel")).status_code == 403
