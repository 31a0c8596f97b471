"""What the platforms say now: on demand, on a timer, in few calls, and of tickets that are gone."""

from tests.dispatch.sites import GUIDE, Sites

JOB = "rca-job-456"


async def test_a_change_over_there_shows_on_demand_and_on_the_timer(sites: Sites):
    await sites.switch()
    await sites.dispatch(GUIDE)
    [incident] = sites.incidents("Critical")
    incident["state"] = "2"
    assert (await sites.tickets(JOB))[0]["status"] == "New"
    assert (await sites.tickets(JOB, refresh="true"))[0]["status"] == "In Progress"

    incident["state"] = "3"
    sites.advance(301)
    await sites.work()

    assert (await sites.tickets(JOB))[0]["status"] == "On Hold"
    timeline = await sites.world.timeline((await sites.tickets(JOB))[0]["id"])
    assert timeline[-2:] == ["outside_ticket.changed"] * 2


async def test_a_ticket_that_is_gone_says_so_and_may_come_back(sites: Sites):
    await sites.switch(jira=False)
    await sites.dispatch(GUIDE)
    table = sites.now.store.tables["incident"]
    kept = dict(table)
    table.clear()
    ticket = (await sites.tickets(JOB))[0]
    for _ in range(2):
        [ticket] = await sites.tickets(JOB, refresh="true")
        assert (ticket["state"], ticket["status"]) == ("gone", "New")

    table.update(kept)
    sites.advance(400)
    await sites.work()

    assert [one["state"] for one in await sites.tickets(JOB)] == ["created"]
    assert (await sites.dispatch(GUIDE)).json()["tickets"][0]["ticket_id"] == ticket["ticket_id"]
    assert len(sites.incidents("Critical")) == 1


async def test_a_platform_that_cannot_be_read_is_named_and_the_stored_status_shown(sites: Sites):
    await sites.switch()
    await sites.dispatch(GUIDE)
    sites.fault("servicenow", "502", method="GET", path="", times=-1)
    client = sites.world.client()

    answer = (await client.get(f"/api/v1/tickets/{JOB}", params={"refresh": "true"})).json()

    assert [one["platform"] for one in answer["skipped"]] == ["servicenow"]
    assert [one["state"] for one in answer["tickets"]] == ["created", "created"]


async def test_previews_are_not_read(sites: Sites):
    await sites.switch()
    await sites.dispatch({**GUIDE, "dry_run": True})

    shown = await sites.tickets(JOB, refresh="true")
    sites.advance(4000)
    await sites.work()

    assert [one["state"] for one in shown] == ["preview", "preview"]
    assert sites.asked() == 0


async def test_a_hundred_tickets_are_read_with_few_calls(sites: Sites):
    await sites.switch()
    for number in range(100):
        answer = await sites.dispatch({"job_id": f"many-{number}", "title": f"Many {number}"})
        assert {one["state"] for one in answer.json()["tickets"]} == {"created"}
        sites.world.runtime.outside.limits.clear()
    sites.calm()
    sites.advance(400)

    await sites.work()

    assert 2 <= sites.asked() <= 5


async def test_what_does_not_change_is_read_less_often(sites: Sites):
    await sites.switch(jira=False)
    await sites.dispatch(GUIDE)
    sites.calm()
    for _ in range(14 * 24):
        sites.advance(3600)
        await sites.work()

    assert 40 <= sites.asked() <= 140
