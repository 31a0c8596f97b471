"""Dispatch by itself when an analysis is done, and what an analysis says on the platforms."""

from typing import Any

from deskplane.kernel.access import RoleName
from tests.dispatch.sites import Sites, T

RCA = "/api/v1/rca/jobs"
AUTO = f"{T}/settings/automatic"
FINDING = {
    "title": "Rekey interval was cut",
    "severity": "critical",
    "summary": "From 8 h to 1200 s.",
    "evidence": [{"text": "Config of gw-02", "tickets": ["CHG-7"]}],
    "affected": ["gw-02"],
    "recommendations": ["Set it back."],
}


async def told(sites: Sites, job: str, **more: Any) -> dict[str, Any]:
    """A job that is done, told from outside, and all that follows from it."""
    body = {"title": f"Outage of {job}", "job_id": job, "findings": [FINDING], **more}
    answer = await sites.world.client().post(RCA, json=body)
    assert answer.status_code < 300, answer.text
    await sites.world.pump()
    sites.advance(61)
    await sites.work()
    return answer.json()


async def automatic(sites: Sites, on: bool = True, severity: str = "low") -> None:
    answer = await sites.world.client().put(AUTO, json={"auto_dispatch": on, "auto_severity": severity})
    assert answer.status_code == 200, answer.text


async def test_it_is_off_until_somebody_wants_it(sites: Sites):
    await sites.switch()
    client = sites.world.client()
    assert (await client.get(AUTO)).json() == {"auto_dispatch": False, "auto_severity": "low"}

    await told(sites, "quiet")

    assert sites.asked() == 0
    assert (await client.get(f"{RCA}/quiet/tickets")).json()["tickets"] == []


async def test_a_job_that_is_done_makes_its_tickets_once(sites: Sites):
    await sites.switch(dual=True)
    await automatic(sites)
    for _ in range(3):
        await told(sites, "auto-1")
    await sites.world.client().post(f"{RCA}/auto-1/complete", json={"findings": [FINDING]})
    await sites.world.pump()
    sites.advance(61)
    await sites.work()

    assert sites.counted("Outage of auto-1") == (1, 1)
    shown = (await sites.world.client().get(f"{RCA}/auto-1/tickets")).json()["tickets"]
    assert [one["state"] for one in shown] == ["created", "created"]
    assert shown[1]["metadata"]["servicenow_incident_id"] == shown[0]["ticket_id"]
    [incident] = sites.incidents("Outage of auto-1")
    assert incident["priority"] == "1"
    assert "Rekey interval was cut" in incident["description"]
    assert "CHG-7" in incident["description"]
    [issue] = sites.issues("Outage of auto-1")
    assert (issue.priority, "rca" in issue.labels) == ("Highest", True)


async def test_only_what_is_bad_enough_and_switched_on(sites: Sites):
    await sites.switch(jira=False)
    await automatic(sites, severity="high")
    await told(sites, "mild", findings=[{**FINDING, "severity": "medium"}])
    await told(sites, "nothing", findings=[], state="completed")
    await told(sites, "broken", findings=[FINDING], state="failed")
    assert sites.asked() == 0

    await told(sites, "bad")

    assert sites.counted("Outage of bad") == (1, 0)
    await automatic(sites, on=False)
    await told(sites, "off")
    assert sites.counted("Outage of off") == (0, 0)


async def test_what_a_person_made_already_is_not_made_again(sites: Sites):
    await sites.switch(jira=False)
    await sites.create("by-hand", "servicenow", short_description="Made by hand")
    await automatic(sites)

    await told(sites, "by-hand")

    assert sites.counted("by-hand") == (0, 0)
    assert sites.counted("Made by hand") == (1, 0)


async def test_payloads_leave_out_what_was_dismissed_and_can_be_sent_as_they_are(sites: Sites):
    client = sites.world.client()
    made = await told(sites, "by-payload", findings=[FINDING, {**FINDING, "title": "A red herring"}])
    herring = next(one for one in made["findings"] if one["title"] == "A red herring")
    await client.patch(f"{RCA}/by-payload/findings/{herring['id']}", json={"state": "dismissed"})
    await sites.switch(dual=True)

    payloads = (await client.get(f"{RCA}/by-payload/payloads")).json()
    assert "herring" not in str(payloads)
    shown = await sites.dispatch({"job_id": "by-payload", **payloads, "dry_run": True})
    assert sites.asked() == 0
    assert [len(one["requests"]) > 0 for one in shown.json()["tickets"]] == [True, True]
    sent = await sites.dispatch({"job_id": "by-payload", **payloads})

    assert [one["error"] for one in sent.json()["tickets"]] == [None, None]
    assert sites.counted("Outage of by-payload") == (1, 1)


async def test_the_switch_is_audited_and_kept_by_administrators(sites: Sites):
    await automatic(sites, severity="high")
    await automatic(sites, severity="high")
    names = await sites.world.timeline(sites.world.org.id)
    assert names.count("dispatch.settings_changed") == 1
    agent = sites.world.client(RoleName.AGENT)
    assert (await agent.put(AUTO, json={"auto_dispatch": False})).status_code == 403
    assert (await agent.get(AUTO)).json() == {"auto_dispatch": True, "auto_severity": "high"}
    assert (await agent.get(f"{RCA}/unknown/tickets")).status_code == 404
    refused = await sites.world.client().put(AUTO, json={"auto_dispatch": True, "auto_severity": "awful"})
    assert refused.status_code == 422
