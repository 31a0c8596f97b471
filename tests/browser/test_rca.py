"""Root-cause analyses in the browser: started, read, judged, their outside tickets looked at before they are made."""

import re
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.site import ADMIN, AGENT, Site, unique, until
from tests.browser.watching import Watch

RCA = "/api/v1/rca/jobs"
#: The worker of a busy machine comes to a job later.
WORK = 60_000
FINDING = {
    "title": "Rekey interval was cut",
    "severity": "high",
    "summary": "From 8 h to 1200 s.",
    "score": 0.87,
    "evidence": [{"text": "Config of gw-02 at 23:14", "tickets": ["X-1"]}],
    "recommendations": ["Set it back to 8 h."],
}


def told(site: Site, **more: Any) -> dict[str, Any]:
    """A job from outside under a title of its own."""
    body = {"title": unique("Tunnel drops"), "root_cause": "A timer", "findings": [FINDING], **more}
    answer = site.api.post(RCA, json=body)
    assert answer.is_success, answer.text
    return answer.json()


def job_page(watch: Watch, job: dict[str, Any], who: str = AGENT, query: str = "") -> Page:
    page = watch(f"/app/rca/{job['job_id']}{query}", who=who)
    expect(page.get_by_role("heading", level=1)).to_have_text(job["title"])
    return page


def test_an_analysis_is_started_and_its_result_appears_by_itself(watch: Watch, site: Site) -> None:
    tickets = [site.ticket("The ice machine hums") for _ in range(2)]
    title = unique("What hums")
    page = watch("/app/rca", who=AGENT)
    page.get_by_role("button", name="New analysis").click()
    panel = page.get_by_role("complementary", name="New analysis")
    panel.get_by_role("button", name="Start analysis").click()
    expect(panel.get_by_text("Fill this in")).to_be_visible()
    panel.get_by_label("Title (required)").fill(title)
    panel.get_by_label("Ticket numbers").fill(", ".join(ticket["number"] for ticket in tickets))
    panel.get_by_role("button", name="Start analysis").click()

    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.get_by_text(re.compile("^Finished"))).to_be_visible(timeout=WORK)
    expect(page.get_by_text(re.compile("2 tickets against"))).to_be_visible()
    expect(page.get_by_text("Nothing stands out in these tickets.")).to_be_visible()


def test_jobs_are_found_and_findings_judged(watch: Watch, site: Site) -> None:
    job = told(site)
    page = watch("/app/rca", who=AGENT)
    page.get_by_role("searchbox").first.fill(job["title"])
    table = page.get_by_role("table", name="RCA jobs")
    expect(table.get_by_role("row")).to_have_count(2)
    table.get_by_role("link", name=job["title"]).click()

    expect(page.get_by_role("heading", level=1)).to_have_text(job["title"])
    expect(page.get_by_text("Config of gw-02 at 23:14")).to_be_visible()
    expect(page.get_by_text("Set it back to 8 h.")).to_be_visible()
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_text("Confirmed")).to_be_visible()
    until(lambda: site.get(f"{RCA}/{job['id']}")["findings"][0]["state"] == "confirmed")


def test_a_job_that_ends_elsewhere_shows_it_live(watch: Watch, site: Site) -> None:
    job = told(site, findings=[], root_cause="")
    page = job_page(watch, job)
    expect(page.get_by_text("Another tool is at work")).to_be_visible()

    done = site.api.post(f"{RCA}/{job['job_id']}/complete", json={"findings": [FINDING]})

    assert done.is_success, done.text
    expect(page.get_by_role("button", name=re.compile("Rekey interval"))).to_be_visible(timeout=WORK)


def test_both_platforms_are_previewed_and_the_previews_listed(watch: Watch, site: Site) -> None:
    job = told(site)
    page = job_page(watch, job)
    page.get_by_role("button", name="Create ticket").click()
    panel = page.get_by_role("complementary", name="Create ticket")
    expect(panel.get_by_label("Short description (required)")).to_have_value(job["title"])

    panel.get_by_role("button", name="Preview ticket").click()
    expect(panel.get_by_text(re.compile(r"POST /api/now/.*incident"))).to_be_visible()
    panel.get_by_text("Jira", exact=True).click()
    expect(panel.get_by_label("Summary (required)")).to_have_value(job["title"])
    panel.get_by_role("button", name="Preview ticket").click()
    expect(panel.get_by_text("Fill this in")).to_be_visible()
    panel.get_by_label("Jira project (required)").fill("OPS")
    panel.get_by_role("button", name="Preview ticket").click()
    expect(panel.get_by_text(re.compile("POST /rest/api/3/issue"))).to_be_visible()
    switch = panel.get_by_role("switch", name=re.compile("Preview mode"))
    switch.focus()
    switch.press(" ")
    expect(panel.get_by_role("button", name="Create ticket")).to_be_visible()
    panel.get_by_role("button", name="Cancel").click()

    section = page.get_by_role("region", name="ITSM tickets")
    rows = section.get_by_role("row")
    expect(rows).to_have_count(3)
    section.get_by_label("Platform").first.click()
    page.get_by_role("option", name="Jira").click()
    expect(rows).to_have_count(2)
    section.get_by_role("searchbox").fill("no such words")
    expect(section.get_by_text("No ticket matches.")).to_be_visible()
    section.get_by_role("searchbox").fill("")
    section.get_by_role("button", name=re.compile("not there yet")).click()
    detail = page.get_by_role("dialog")
    expect(detail.get_by_text("Nothing was sent; this is what would be sent.")).to_be_visible()
    expect(detail.get_by_text(re.compile("POST /rest/api/3/issue"))).to_be_visible()


def test_the_switches_are_saved_and_still_there_after_a_reload(watch: Watch, site: Site) -> None:
    off = {"servicenow_enabled": False, "jira_enabled": False, "dual_mode": False}
    assert site.api.put("/api/v1/tickets/settings/state", json=off).is_success
    page = watch("/app/settings/itsm-integration", who=ADMIN)

    def switch(name: str) -> Any:
        return page.get_by_role("switch", name=re.compile(name))

    expect(switch("Dual tracking")).to_be_disabled()
    for name in ("ServiceNow", "Jira", "Dual tracking"):
        expect(switch(name)).to_be_enabled()
        switch(name).press(" ")
        expect(switch(name)).to_be_checked()
    expect(page.get_by_text("then an issue that refers to it")).to_be_visible()
    page.get_by_role("button", name="Save changes").click()
    expect(page.get_by_text("The settings were saved")).to_be_visible()
    page.reload()
    for name in ("ServiceNow", "Jira", "Dual tracking"):
        expect(switch(name)).to_be_checked()

    switch("Jira").press(" ")
    expect(switch("Dual tracking")).not_to_be_checked()
    page.get_by_role("button", name="Save changes").click()
    expect(page.get_by_text("The settings were saved")).to_be_visible()
    assert site.get("/api/v1/tickets/settings/state") == {**off, "servicenow_enabled": True}
    assert site.api.put("/api/v1/tickets/settings/state", json=off).is_success
