"""Rules of dispatch at its public door: switches, refusals, partial success, waiting, background, secrets."""

import json
import logging
from typing import Any

import pytest

from deskplane.dispatch import settings
from deskplane.kernel.access import RoleName
from deskplane.kernel.ratelimit import RateLimiter
from tests.dispatch.sites import CREATES, GUIDE, Sites, T
from tests.fixtures.desk import World, make_org

CANARY = "canary-secret-7731"
JSON = {"content-type": "application/json"}
ONE = {"job_id": "j", "platform": "jira", "payload": {"summary": "x"}}
INCIDENT = {"job_id": "j", "platform": "servicenow", "payload": {"short_description": "x"}}
BAD: dict[str, tuple[dict[str, Any], str]] = {
    "platform": ({**ONE, "platform": "mail"}, "servicenow"),
    "no platform": ({"job_id": "j", "payload": {"summary": "x"}}, "platform"),
    "no job": ({"platform": "jira", "payload": {"summary": "x"}}, "job_id"),
    "blank job": ({**ONE, "job_id": "  "}, "job_id"),
    "job with a slash": ({**ONE, "job_id": "a/b"}, "job_id"),
    "job of dots": ({**ONE, "job_id": ".."}, "job id"),
    "job too long": ({**ONE, "job_id": "x" * 201}, "job_id"),
    "job that is an address": ({**ONE, "job_id": "settings"}, "job id"),
    "payload is no object": ({**ONE, "payload": ["x"]}, "payload"),
    "no summary": ({**ONE, "payload": {}}, "summary"),
    "blank summary": ({**ONE, "payload": {"summary": "  "}}, "summary"),
    "summary is null": ({**ONE, "payload": {"summary": None}}, "summary"),
    "no short description": ({**INCIDENT, "payload": {"description": "x"}}, "short_description"),
    "unknown field": ({**ONE, "payload": {"summary": "x", "sumary": "y"}}, "sumary"),
    "field of the other": ({**ONE, "payload": {"short_description": "x"}}, "short_description"),
    "labels are text": ({**ONE, "payload": {"summary": "x", "labels": "a"}}, "labels"),
    "labels are numbers": ({**ONE, "payload": {"summary": "x", "labels": [1]}}, "labels"),
    "priority out of range": (
        {**INCIDENT, "payload": {"short_description": "x", "priority": "9"}},
        "priority",
    ),
    "state is a word": ({**INCIDENT, "payload": {"short_description": "x", "state": "New"}}, "state"),
    "text too long": ({**ONE, "payload": {"summary": "x", "description": "y" * 32_001}}, "description"),
    "text is an object": ({**ONE, "payload": {"summary": {"a": 1}}}, "summary"),
    "endless number": ({**ONE, "payload": {"summary": "x", "customfield_1": 10**30}}, "customfield_1"),
    "broken text": ({**ONE, "payload": {"summary": "\ud800"}}, "summary"),
    "dry run is a word": ({**ONE, "dry_run": "perhaps"}, "dry_run"),
    "unknown member": ({**ONE, "dryrun": True}, "dryrun"),
    "too many fields": ({**ONE, "payload": {f"customfield_{i}": "" for i in range(101)}}, "payload"),
}


@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize("dry_run", [True, False])
async def test_bad_input_is_one_clear_problem(sites: Sites, name: str, dry_run: bool):
    body, word = BAD[name]
    await sites.switch()
    whole = body if "dry_run" in body or "dryrun" in body else {**body, "dry_run": dry_run}

    answer = await sites.world.client().post(f"{T}/", content=_raw(whole), headers=JSON)

    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert word in answer.text
    assert sites.asked() == 0


def _raw(body: dict[str, Any]) -> bytes:
    return json.dumps(body).encode()


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b"null", b'"x"', b'{"job_id": "\\u0000"}', b"\xff"])
@pytest.mark.parametrize("path", [f"{T}/", f"{T}/dispatch"])
async def test_no_json_is_a_problem_too(sites: Sites, raw: bytes, path: str):
    answer = await sites.world.client().post(path, content=raw, headers=JSON)

    assert answer.status_code in (400, 422), answer.text
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("job", ["nothing", "a%20b", "%E2%82%AC", "x" * 200, "..%2e"])
@pytest.mark.parametrize("refresh", ["true", "false"])
async def test_an_unknown_job_is_not_found(sites: Sites, job: str, refresh: str):
    answer = await sites.world.client().get(f"{T}/{job}", params={"refresh": refresh})

    assert answer.status_code == 404, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert sites.asked() == 0


async def test_a_platform_that_is_off_gets_nothing(sites: Sites):
    refused = await sites.create("off", "jira", summary="Off")
    nothing = await sites.dispatch(GUIDE)
    await sites.switch(jira=False)
    some = (await sites.dispatch(GUIDE)).json()

    assert (refused.status_code, refused.json()["toggle"]) == (409, "jira_enabled")
    assert (nothing.status_code, nothing.json()["tickets"]) == (200, [])
    assert "switched on" in nothing.json()["reason"]
    assert [one["platform"] for one in some["tickets"]] == ["servicenow"]
    assert some["skipped"] == [{"platform": "jira", "reason": "jira_enabled is false"}]
    assert not sites.jira.log


async def test_what_was_switched_off_meanwhile_is_not_created_by_the_worker(sites: Sites):
    await sites.switch()
    sites.fault("jira", "429", retry_after=60)
    await sites.dispatch(GUIDE)
    await sites.switch(jira=False)
    asked = len(sites.jira.log)
    sites.advance(7200)
    await sites.work()

    [_, issue] = await sites.tickets("rca-job-456")
    assert (issue["state"], issue["error"]["kind"]) == ("failed", "switched_off")
    assert len(sites.jira.requests("POST", "/issue")) == 1
    assert len(sites.jira.log) == asked


async def test_dual_tracking_needs_both(sites: Sites):
    refused = await sites.switch(jira=False, dual=True)
    await sites.switch(dual=True)
    off = (await sites.switch(jira=False, dual=True)).json()

    assert (refused.status_code, "dual_mode" in refused.text) == (422, True)
    assert (off["dual_mode"], "Dual tracking" in off["notice"]) == (False, True)


async def test_the_environment_speaks_on_the_first_run_only(world: World, environment: pytest.MonkeyPatch):
    client = world.client()
    for name in ("SERVICENOW_ENABLED", "JIRA_ENABLED", "DUAL_MODE_ENABLED"):
        environment.setenv(f"TICKET_{name}", "true")
    await settings.begin(world.db)  # another start: the first organisations are not new any more
    before = (await client.get(f"{T}/settings/state")).json()
    fresh = await make_org(world.runtime, "third")
    begun = (await world.client(org=fresh).get(f"{T}/settings/state")).json()
    body = {"servicenow_enabled": True, "jira_enabled": False, "dual_mode": False}
    await world.client(org=fresh).put(f"{T}/settings/state", json=body)
    environment.setenv("TICKET_DUAL_MODE_ENABLED", "false")
    await settings.begin(world.db)
    kept = (await world.client(org=fresh).get(f"{T}/settings/state")).json()

    assert set(before.values()) == {False}
    assert set(begun.values()) == {True}
    assert kept == body


async def test_an_organisation_older_than_dispatch_begins_with_the_environment(
    world: World, environment: pytest.MonkeyPatch
):
    async with world.db.transaction(world.org.tenant) as tx:
        await tx.execute("delete from dispatch_settings where org_id = app_org()")
    environment.setenv("TICKET_JIRA_ENABLED", "true")
    environment.setenv("TICKET_DUAL_MODE_ENABLED", "true")

    await settings.begin(world.db)

    state = (await world.client().get(f"{T}/settings/state")).json()
    assert state == {"servicenow_enabled": False, "jira_enabled": True, "dual_mode": False}


async def test_a_change_of_the_switches_is_in_the_audit(sites: Sites):
    await sites.switch(jira=False)
    await sites.world.pump()

    found = await sites.world.client().get("/api/v1/audit", params={"action": "dispatch.settings_changed"})

    [entry] = found.json()["data"]
    assert entry["changes"] == {"servicenow_enabled": [False, True]}
    assert entry["actor_name"]


async def test_partial_success_is_a_state(sites: Sites, environment: pytest.MonkeyPatch):
    await sites.switch()
    environment.setenv("SERVICENOW_PASSWORD", "wrong")

    incident, issue = (await sites.dispatch(GUIDE)).json()["tickets"]
    environment.setenv("SERVICENOW_PASSWORD", "admin")
    repaired = (await sites.dispatch(GUIDE)).json()["tickets"]

    assert (incident["state"], incident["error"]["kind"]) == ("failed", "credentials_rejected")
    assert issue["state"] == "created"
    assert [one["state"] for one in repaired] == ["created", "created"]
    assert repaired[1]["ticket_id"] == issue["ticket_id"]


async def test_with_dual_tracking_the_issue_waits_for_its_incident(
    sites: Sites, environment: pytest.MonkeyPatch
):
    await sites.switch(dual=True)
    environment.setenv("SERVICENOW_PASSWORD", "wrong")

    waiting = (await sites.dispatch(GUIDE)).json()["tickets"][1]
    assert (waiting["state"], waiting["error"]["kind"]) == ("pending", "waits_for_twin")
    assert not sites.jira.log
    environment.setenv("SERVICENOW_PASSWORD", "admin")
    incident, issue = (await sites.dispatch(GUIDE)).json()["tickets"]

    assert issue["metadata"] == {"servicenow_incident_id": incident["ticket_id"]}


@pytest.mark.parametrize("order", [("servicenow", "jira"), ("jira", "servicenow")])
async def test_two_single_calls_become_twins_too(sites: Sites, order: tuple[str, str]):
    await sites.switch(dual=True)
    payloads: dict[str, dict[str, Any]] = {
        "servicenow": {"short_description": "Twin"},
        "jira": {"summary": "Twin"},
    }
    for platform in order:
        made = await sites.create("single", platform, **payloads[platform])
        assert made.json()["state"] == "created", made.text

    incident, issue = await sites.tickets("single")
    assert incident["metadata"] == {"jira_issue_key": issue["ticket_id"]}
    assert issue["metadata"] == {"servicenow_incident_id": incident["ticket_id"]}
    assert len(sites.issues("Twin")[0].links) == 1


@pytest.mark.parametrize("platform", CREATES)
async def test_a_platform_that_asks_to_wait_is_left_alone_until_then(sites: Sites, platform: str):
    await sites.switch()
    sites.fault(platform, "429", retry_after=3600)
    await sites.dispatch(GUIDE)
    asked = len(sites.site(platform).log)
    again: list[dict[str, Any]] = []
    sites.world.runtime.outside.limits.clear()  # as in another process, that was not told to wait
    for _ in range(3):
        sites.advance(900)
        again = (await sites.dispatch(GUIDE)).json()["tickets"]
        await sites.work()
    waiting = next(one for one in again if one["platform"] == platform)
    assert (waiting["state"], waiting["error"]["kind"]) == ("pending", "unavailable")
    assert waiting["error"]["retry_at"].endswith("Z")
    assert len(sites.site(platform).log) == asked

    sites.advance(1000)
    await sites.work()

    assert {one["state"] for one in await sites.tickets("rca-job-456")} == {"created"}


async def test_a_single_ticket_that_waits_is_accepted_and_followed(sites: Sites):
    await sites.switch()
    sites.fault("jira", "429", retry_after=60)

    answer = await sites.create("wait", "jira", summary="Wait")

    assert (answer.status_code, answer.json()["state"]) == (202, "pending")
    assert answer.headers["location"] == f"{T}/wait"


async def test_a_platform_that_is_away_is_asked_ever_less_often(sites: Sites):
    await sites.switch(jira=False)
    sites.fault("servicenow", "429", retry_after=1, times=-1)
    await sites.dispatch(GUIDE)
    for _ in range(24 * 12):
        sites.advance(300)
        await sites.work()

    tried = len(sites.now.requests("POST", "/incident"))
    assert 20 <= tried <= 35
    world = sites.world
    [ticket] = await sites.tickets("rca-job-456")
    assert len(await world.timeline(ticket["id"])) == 2  # asked, failed: the same trouble again is no news


async def test_the_same_call_again_answers_with_the_same_tickets(sites: Sites):
    await sites.switch(dual=True)
    first = (await sites.dispatch(GUIDE)).json()["tickets"]
    asked = sites.asked()

    again = (await sites.dispatch(GUIDE)).json()["tickets"]
    single = (await sites.create("rca-job-456", "jira", summary="Other words")).json()

    assert [one["ticket_id"] for one in again] == [one["ticket_id"] for one in first]
    assert single["ticket_id"] == first[1]["ticket_id"]
    assert sites.asked() == asked


async def test_the_rate_of_creates_is_limited(sites: Sites):
    await sites.switch()
    outside = sites.world.runtime.outside
    outside.creates = RateLimiter(1, 60)
    first = await sites.dispatch(GUIDE)
    second = await sites.dispatch({**GUIDE, "job_id": "another"})
    preview = await sites.dispatch({**GUIDE, "job_id": "another", "dry_run": True})

    assert (first.status_code, second.status_code, preview.status_code) == (200, 429, 200)
    assert int(second.headers["retry-after"]) > 0
    assert second.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("how", ["query", "header"])
async def test_what_is_asked_for_later_is_done_by_the_worker(sites: Sites, how: str):
    await sites.switch()
    world = sites.world
    query = {"async": "true"} if how == "query" else {}
    headers = {"prefer": "respond-async"} if how == "header" else {}
    answer = await world.client().post(f"{T}/dispatch", params=query, headers=headers, json=GUIDE)
    assert (answer.status_code, answer.headers["location"]) == (202, f"{T}/rca-job-456")
    assert {one["state"] for one in answer.json()["tickets"]} == {"pending"}
    assert sites.asked() == 0

    async with world.db.transaction(world.org.tenant) as tx:
        rows = await tx.fetch("select id from deliveries where subscriber = 'dispatch'")
    for row in rows:
        await world.runtime.jobs.run_delivery(world.db, world.org.id, row["id"])

    assert {one["state"] for one in await sites.tickets("rca-job-456")} == {"created"}


async def test_what_was_asked_for_is_done_though_its_job_got_lost(sites: Sites):
    await sites.switch()
    await sites.dispatch(GUIDE, **{"async": "true"})
    sites.advance(61)

    await sites.work()

    assert {one["state"] for one in await sites.tickets("rca-job-456")} == {"created"}


async def test_what_is_missing_is_named_and_secrets_are_not(
    sites: Sites, environment: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.DEBUG)
    await sites.switch()
    environment.setenv("JIRA_API_TOKEN", CANARY)
    environment.delenv("SERVICENOW_PASSWORD")
    answer = await sites.dispatch(GUIDE)
    incident, issue = answer.json()["tickets"]

    assert "SERVICENOW_PASSWORD" in incident["error"]["message"]
    assert issue["error"]["kind"] == "credentials_rejected"
    world = sites.world
    async with world.db.transaction(world.org.tenant) as tx:
        told = await tx.fetch("select changes::text, data::text from events where org_id = app_org()")
        kept = await tx.fetch("select to_jsonb(t)::text from outside_tickets t where org_id = app_org()")
    for words in (answer.text, caplog.text, str(told), str(kept)):
        assert CANARY not in words


@pytest.mark.parametrize(
    ("name", "value", "word"),
    [
        ("SERVICENOW_INSTANCE_URL", "not an address", "SERVICENOW_INSTANCE_URL"),
        ("SERVICENOW_DEFAULT_PRIORITY", "urgent", "SERVICENOW_DEFAULT_PRIORITY"),
        ("SERVICENOW_INSTANCE_URL", "http://169.254.169.254", ""),
    ],
)
async def test_a_wrong_variable_is_named_without_its_value(
    sites: Sites, environment: pytest.MonkeyPatch, name: str, value: str, word: str
):
    sites.transports.clear()
    environment.setenv(name, value)
    await sites.switch(jira=False)

    answer = await sites.create("wrong", "servicenow", short_description="Wrong")

    assert answer.status_code == 409, answer.text
    assert word in answer.json()["detail"]
    assert value not in answer.json()["detail"] or not word


async def test_a_requester_sees_and_sends_nothing(sites: Sites):
    client = sites.world.client(RoleName.REQUESTER)
    answers = [
        await client.get(f"{T}/settings/state"),
        await client.get(f"{T}/rca-job-456"),
        await client.post(f"{T}/dispatch", json=GUIDE),
        await client.post(f"{T}/", json=ONE),
    ]
    assert [answer.status_code for answer in answers] == [403] * 4
