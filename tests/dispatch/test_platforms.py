"""What is known of each platform, and states that mean something of an organisation's own."""

import pytest

from deskplane.kernel.access import RoleName
from tests.dispatch.sites import GUIDE, Sites, T
from tests.fixtures.desk import World

JOB = "rca-job-456"


async def platforms(world: World) -> dict[str, dict]:
    answer = await world.client().get(f"{T}/settings/platforms")
    assert answer.status_code == 200, answer.text
    return {one["platform"]: one for one in answer.json()["data"]}


async def put_states(world: World, states, platform="servicenow", role=RoleName.ADMIN):
    return await world.client(role).put(f"{T}/settings/platforms/{platform}/states", json={"states": states})


async def test_a_platform_says_what_it_lacks(world: World, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SERVICENOW_INSTANCE_URL", "https://acme.service-now.com")
    shown = await platforms(world)
    assert list(shown) == ["servicenow", "jira"]
    assert (shown["servicenow"]["configured"], shown["servicenow"]["enabled"]) == (False, False)
    assert "SERVICENOW_USERNAME" in shown["servicenow"]["trouble"]
    assert "SERVICENOW_INSTANCE_URL" not in shown["servicenow"]["trouble"]


async def test_the_budget_shows_what_was_spent_and_who_asked_to_wait(sites: Sites):
    await sites.switch()
    before = (await platforms(sites.world))["servicenow"]
    assert (before["configured"], before["enabled"], before["trouble"]) == (True, True, "")
    assert before["budget"]["left"] == before["budget"]["calls"]
    await sites.dispatch(GUIDE)
    after = (await platforms(sites.world))["servicenow"]["budget"]
    assert after["left"] < after["calls"]

    sites.fault("servicenow", "429", retry_after=900)
    await sites.dispatch({"job_id": "second", "title": "Another"})
    assert max((await platforms(sites.world))["servicenow"]["budget"]["paused"].values()) > 600


async def test_a_state_means_what_the_organisation_says_from_the_next_refresh_on(sites: Sites):
    await sites.switch(jira=False)
    await sites.dispatch(GUIDE)
    [incident] = sites.incidents("Critical")
    incident["state"] = "2"
    [ticket] = await sites.tickets(JOB, refresh="true")
    assert (ticket["status"], ticket["desk_status"]) == ("In Progress", "in_progress")

    answer = await put_states(sites.world, {"2": "pending"})
    assert answer.json()["data"][0]["states"] == {"2": "pending"}
    assert (await sites.tickets(JOB))[0]["desk_status"] == "in_progress"
    sites.advance(30)  # much less than until its turn would have come
    await sites.work()
    assert (await sites.tickets(JOB))[0]["desk_status"] == "pending"
    timeline = await sites.world.timeline(ticket["id"])
    assert timeline[-1] == "outside_ticket.changed"

    await put_states(sites.world, {})
    [ticket] = await sites.tickets(JOB, refresh="true")
    assert ticket["desk_status"] == "in_progress"


async def test_a_state_is_found_by_number_whatever_refines_it_and_by_name(sites: Sites):
    await put_states(sites.world, {"3": "pending", "In Progress": "open"})
    await put_states(sites.world, {"To Do": "on_hold"}, platform="jira")
    await sites.switch()
    made = (await sites.dispatch(GUIDE)).json()["tickets"]
    assert {one["platform"]: one["desk_status"] for one in made}["jira"] == "on_hold"
    [incident] = sites.incidents("Critical")
    for state, reason, ours in (("3", "1", "pending"), ("2", "", "open"), ("6", "", "resolved")):
        incident |= {"state": state, "hold_reason": reason}
        assert (await sites.tickets(JOB, refresh="true"))[0]["desk_status"] == ours


async def test_a_state_nobody_knows_stays_as_it_is_and_means_nothing(sites: Sites):
    await sites.switch(jira=False)
    await sites.dispatch(GUIDE)
    [incident] = sites.incidents("Critical")
    incident["state"] = "-5"
    [ticket] = await sites.tickets(JOB, refresh="true")
    assert (ticket["status"], ticket["desk_status"]) == ("-5", None)


@pytest.mark.parametrize(
    "states", [{"2": "waiting"}, {"": "open"}, {"2": None}, ["2"], {"x" * 201: "open"}, None]
)
async def test_meanings_that_are_none_are_refused(sites: Sites, states):
    assert (await put_states(sites.world, states)).status_code == 422
    assert (await platforms(sites.world))["servicenow"]["states"] == {}


async def test_only_an_administrator_says_what_states_mean_and_the_log_names_it(sites: Sites):
    assert (await put_states(sites.world, {"2": "open"}, role=RoleName.AGENT)).status_code == 403
    assert (await put_states(sites.world, {"2": "open"}, platform="freshdesk")).status_code == 422
    await put_states(sites.world, {"2": "open"})
    audit = (await sites.world.client().get("/api/v1/audit", params={"limit": 1})).json()["data"]
    assert audit[0]["changes"] == {"servicenow_states": [{}, {"2": "open"}]}
    assert (await platforms(sites.world))["jira"]["states"] == {}
