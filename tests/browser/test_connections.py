"""Connections to other desks: a form from the connector's schema, a proof in steps, an import that can be stopped."""

import os
import re
import subprocess
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
from playwright.sync_api import Page, expect

from deskplane.simulators.making import make
from deskplane.simulators.server import running
from deskplane.simulators.simulator import Settings
from tests.browser.site import ADMIN, AGENT, AGENT_SECRET, Site, unique
from tests.browser.watching import PHONE, Watch
from tests.journeys.commands import COMMAND, FOREIGN

PATH = "/api/v1/connections"
PATIENCE = 120
#: The worker of a busy machine comes to an import later.
WORK = 60_000


@dataclass
class Desk:
    """A simulated desk on this machine, and a record of its own that leads to it."""

    site: Site
    id: str
    url: str
    simulator: Any

    @property
    def page(self) -> str:
        return f"/app/settings/connections/itsm/{self.id}"

    def runs(self) -> list[dict[str, Any]]:
        return self.site.get(f"{PATH}/{self.id}/runs")["data"]


@contextmanager
def desk(site: Site, type_: str, vendor: str, *, tickets: int = 4, secret: str = "") -> Generator[Desk]:
    """A desk; ``secret`` is what its account proves itself with, instead of the usual word."""
    simulator = make(vendor, Settings(tickets=tickets, secret=secret))
    name = unique("Quay desk")
    made = site.api.post(PATH, json={"type": type_, "name": name})
    assert made.is_success, made.text
    with running(simulator) as server:
        known = Desk(site, made.json()["id"], server.url, simulator)
        try:
            yield known
        finally:
            # The record stays: a page that is still open would ask for what is gone.
            site.api.post(f"{PATH}/{known.id}/cancel-ingestion")


def steps(page: Page) -> Any:
    return page.get_by_role("list", name="Verification").get_by_role("listitem")


def counted(page: Page) -> None:
    """Wait until the other desk has said how many tickets it has: a question must not outlive it."""
    expect(page.get_by_text(re.compile(r"\d+ tickets? in this range"))).to_be_visible()


def fill_in(page: Page, url: str, token: str = "token") -> None:
    page.get_by_label("Jira URL (required)").fill(url)
    page.get_by_label("Email (required)").fill("admin@example.com")
    page.get_by_label("API Token (required)", exact=True).fill(token)
    page.get_by_role("button", name="Verify", exact=True).click()


def test_the_older_address_leads_to_cards_that_name_each_desk(watch: Watch):
    page = watch("/settings/connections/itsm", who=ADMIN)
    expect(page).to_have_url(re.compile("/app/settings/connections/itsm$"))
    for name in ("ServiceNow", "Jira ITSM", "Freshdesk"):
        named = page.get_by_text(name, exact=True)
        card = page.get_by_role("main").get_by_role("link").filter(has=named)
        expect(card).to_contain_text("Not set up")
        expect(card.get_by_role("img", name=name)).to_be_visible()


def test_jira_is_proved_imported_and_imported_again(watch: Watch, site: Site):
    with desk(site, "jira_itsm", "jira-cloud") as jira:
        page = watch(f"/settings/connections/itsm/{jira.id}", who=ADMIN)
        expect(page.get_by_role("heading", name="Jira ITSM Configuration")).to_be_visible()
        page.get_by_role("button", name="Verify", exact=True).click()
        expect(page.get_by_label("Jira URL (required)")).to_have_accessible_description("This is needed")
        fill_in(page, "acme")
        expect(page.get_by_label("Jira URL (required)")).to_have_accessible_description(
            re.compile("no web address")
        )
        fill_in(page, jira.url)

        expect(steps(page).filter(has_text="Log-in")).to_contain_text("Mia Krystof")
        expect(page.get_by_text(re.compile(r"About \d+ tickets? in this range"))).to_be_visible()
        page.get_by_text("90 days").click()
        page.get_by_role("button", name="Import tickets").click()

        history = page.get_by_role("table", name="Run history")
        expect(history.get_by_text("Success")).to_have_count(1, timeout=WORK)
        expect(page.get_by_role("heading", name="Last import")).to_be_visible()
        page.get_by_role("button", name="Import tickets").click()
        expect(history.get_by_text("Success")).to_have_count(2, timeout=WORK)

        again, first = jira.runs()
        assert (first["created_count"], first["days"]) == (4, 90)
        assert (again["created_count"], again["unchanged_count"]) == (0, 4)
        page.reload()
        expect(page.get_by_text("Stored, never shown")).to_be_visible()
        counted(page)


def test_a_wrong_token_shows_cause_and_fix_and_can_be_mended(watch: Watch, site: Site):
    with desk(site, "jira_itsm", "jira-cloud") as jira:
        page = watch(jira.page, who=ADMIN)
        fill_in(page, jira.url, "canary-77")
        login = steps(page).filter(has_text="Log-in")
        expect(login).to_contain_text("Cause")
        expect(login).to_contain_text("Fix")
        expect(page.get_by_role("button", name="Import tickets")).to_have_count(0)
        assert "canary-77" not in page.content()

        page.get_by_role("button", name="Edit").click()
        page.get_by_role("menuitem", name="Edit account").click()
        page.get_by_label("API Token (required)", exact=True).fill("token")
        page.get_by_role("button", name="Verify", exact=True).click()
        expect(login).not_to_contain_text("Cause")
        expect(page.get_by_role("button", name="Import tickets")).to_be_visible()


def test_records_that_failed_are_listed_with_reasons_on_a_phone_too(watch: Watch, site: Site):
    with desk(site, "servicenow", "servicenow") as servicenow:
        broken = next(iter(servicenow.simulator.store.tables["incident"].values()))
        broken["sys_created_on"] = broken["opened_at"] = "long ago"
        form = {
            "settings": {"instance_url": servicenow.url},
            "credentials": {"username": "admin", "password": "admin"},
        }
        assert site.api.post(f"{PATH}/{servicenow.id}/verify", json=form).is_success
        page = watch(servicenow.page, who=ADMIN, size=PHONE, scheme="dark")
        page.get_by_role("button", name="Import tickets").click()
        page.get_by_role("button", name="Show 1 record that failed").click(timeout=WORK)
        panel = page.get_by_role("complementary", name="Records that failed")
        expect(panel).to_contain_text(broken["sys_id"])
        expect(panel).to_contain_text("long ago")


@contextmanager
def agent(site: Site, folder: Path, *, broker: str = "") -> Generator[subprocess.Popen[bytes]]:
    """The program that keeps credentials, where the desk looks for it; it answers at the desk's door or by a broker."""
    others = {name: value for name, value in os.environ.items() if not name.startswith(FOREIGN)}
    words = ["--port", str(site.agent_port), "--data-dir", str(folder)]
    way = {"DESKPLANE_BROKER_URL": broker} if broker else {}
    with (folder / "agent.log").open("wb") as log:
        process = subprocess.Popen(
            [COMMAND, "agent", *words, *([] if broker else ["--desk", site.url])],
            env={**others, "DESKPLANE_AGENT_SECRET": AGENT_SECRET, **way},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
    health = f"http://127.0.0.1:{site.agent_port}/health"
    deadline = time.monotonic() + PATIENCE
    try:
        while True:
            with suppress(httpx2.TransportError):
                httpx2.get(health, trust_env=False)
                break
            assert process.poll() is None, "the agent ended"
            assert time.monotonic() < deadline, "the agent does not answer"
            time.sleep(0.1)
        yield process
    finally:
        process.kill()
        process.wait(20)


def test_credentials_can_stay_with_an_agent_outside_and_the_page_follows(
    watch: Watch, site: Site, tmp_path: Path
):
    with desk(site, "jira_itsm", "jira-cloud") as jira, agent(site, tmp_path) as process:
        page = watch(jira.page, who=ADMIN)
        page.get_by_label("With the agent outside").check()
        expect(page.get_by_text("This desk stores them nowhere.")).to_be_visible()
        fill_in(page, jira.url)
        expect(steps(page).filter(has_text="Log-in")).to_contain_text("Mia Krystof")
        expect(page.get_by_text("With the agent, never here")).to_be_visible()

        page.get_by_text("90 days").click()
        page.get_by_role("button", name="Import tickets").click()
        expect(page.get_by_role("table", name="Run history").get_by_text("Success")).to_be_visible()
        assert [run["created_count"] for run in jira.runs()] == [4]

        process.kill()
        process.wait(20)
        page.get_by_role("button", name="Verify again").click()
        expect(steps(page).filter(has_text="Agent")).to_contain_text("cannot be reached")
        expect(page.get_by_role("button", name="Import tickets")).to_have_count(0)


def test_who_only_works_on_tickets_is_told_which_right_it_needs(watch: Watch):
    page = watch("/app/settings/connections/itsm", who=AGENT)
    expect(page.get_by_text("See connections and their imports")).to_be_visible()
