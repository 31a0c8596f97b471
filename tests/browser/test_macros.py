"""Macros: set up with a look at a ticket, run from a ticket with a key, taken back."""

import re

from playwright.sync_api import Page, expect

from tests.browser.site import ADMIN, AGENT, Site, unique
from tests.browser.watching import Watch, press


def macro(site: Site, words: str, *actions: dict[str, object]) -> str:
    """A macro for everybody, with a name of its own."""
    name = unique(words)
    answer = site.api.post("/api/v1/macros", json={"name": name, "actions": list(actions)})
    assert answer.is_success, answer.text
    return name


def choose(page: Page, name: str) -> None:
    """Open the macros with their key and choose one."""
    press(page, "m")
    page.get_by_role("option", name=name).click()


def test_a_macro_is_looked_at_run_and_taken_back(watch: Watch, site: Site) -> None:
    name = macro(
        site,
        "Wait for the requester",
        {"do": "set", "field": "priority", "value": "high"},
        {"do": "reply", "html": "<p>Hello {{requester.first_name}}, we look into {{ticket.number}}.</p>"},
    )
    ticket = site.ticket("The winch of crane 3 squeaks")
    page = watch(f"/app/tickets/{ticket['number']}", who=AGENT)
    expect(page.get_by_role("heading", level=1)).to_contain_text("The winch")
    choose(page, name)
    dialog = page.get_by_role("dialog", name=name)
    expect(dialog.get_by_text("High")).to_be_visible()
    expect(dialog.get_by_text(f"Hello Tomasz, we look into {ticket['number']}.")).to_be_visible()
    assert site.now(ticket)["priority"] == "medium"

    dialog.get_by_role("button", name="Run macro").click()
    toast = page.get_by_role("status").filter(has_text=name)
    expect(toast).to_be_visible()
    expect(page.get_by_role("main").get_by_text(f"we look into {ticket['number']}").first).to_be_visible()
    assert site.now(ticket)["priority"] == "high"

    toast.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("The fields are as before")).to_be_visible()
    known = site.now(ticket)
    assert (known["priority"], known["comment_count"]) == ("medium", 1)


def test_a_ticket_that_cannot_take_a_macro_says_why(watch: Watch, site: Site) -> None:
    name = macro(site, "Greet the team", {"do": "note", "html": "<p>For {{team.name}}</p>"})
    ticket = site.ticket("A sign is missing at gate 9")
    page = watch(f"/app/tickets/{ticket['number']}", who=AGENT)
    expect(page.get_by_role("heading", level=1)).to_contain_text("A sign")
    choose(page, name)
    dialog = page.get_by_role("dialog", name=name)
    expect(dialog.get_by_text(re.compile(r"no value for team\.name"))).to_be_visible()
    expect(dialog.get_by_role("button", name="Run macro")).to_be_disabled()


def test_after_a_macro_one_can_go_back_to_the_list(watch: Watch, site: Site) -> None:
    name = macro(site, "Mark as seen", {"do": "add_tags", "tags": ["seen"]})
    ticket = site.ticket("The lift of the office waits")
    page = watch(f"/app/tickets/{ticket['number']}", who=AGENT)
    expect(page.get_by_role("heading", level=1)).to_contain_text("The lift")
    choose(page, name)
    dialog = page.get_by_role("dialog", name=name)
    dialog.get_by_text("Back to the list").click()
    dialog.get_by_role("button", name="Run macro").click()
    page.wait_for_url(re.compile(r"/app/tickets(\?|$)"))
    assert site.now(ticket)["tags"] == ["seen"]


def test_a_macro_is_made_and_tried_in_the_settings(watch: Watch, site: Site) -> None:
    ticket = site.ticket("The scanner of lane 2 is slow")
    name = unique("Make it urgent")
    page = watch("/app/settings/macros", who=ADMIN)
    page.get_by_role("button", name="New macro").first.click()
    panel = page.get_by_role("complementary", name="New macro")
    panel.get_by_label("Name (required)").fill(name)
    panel.get_by_role("button", name="Remove: Status").click()
    panel.get_by_role("button", name="Add a step").click()
    page.get_by_role("menuitem", name="Priority").click()
    panel.get_by_label("Value").click()
    page.get_by_role("option", name="Urgent").click()
    panel.get_by_role("button", name="Choose a ticket").click()
    page.get_by_role("dialog").get_by_role("combobox").fill(ticket["number"])
    page.get_by_role("option", name=re.compile("The scanner of lane 2")).click()
    preview = panel.get_by_role("region", name="What would happen")
    expect(preview).to_contain_text("Medium → Urgent")
    panel.get_by_role("button", name="Create macro").click()
    expect(page.get_by_role("table", name="Macros").get_by_text(name)).to_be_visible()
    assert site.now(ticket)["priority"] == "medium"


def test_a_condition_is_built_from_chips_in_step_with_its_text(watch: Watch, site: Site) -> None:
    name = unique("Loud only")
    page = watch("/app/settings/macros?edit=new", who=ADMIN)
    panel = page.get_by_role("complementary", name="New macro")
    panel.get_by_label("Name (required)").fill(name)
    panel.get_by_role("button", name="Filter", exact=True).click()
    page.get_by_role("option", name="Priority").click()
    page.get_by_role("option", name="High").click()
    page.get_by_role("option", name="Urgent").click()
    press(page, "Escape")
    text = panel.get_by_role("textbox", name="Condition as text")
    expect(text).to_have_value("priority in (high, urgent)")
    text.fill("priority != low and tags contains vip")
    for chip in ("Operator of Priority: is not", "Value of Priority: Low", "Value of Tags: vip"):
        expect(panel.get_by_role("button", name=chip)).to_be_visible()
    panel.get_by_role("button", name="Remove filter Tags").click()
    expect(text).to_have_value("priority != low")
    text.fill("priority = high or type = incident")
    expect(panel.get_by_text("says more than chips can show")).to_be_visible()
    panel.get_by_role("button", name="Create macro").click()
    expect(page.get_by_text(f"{name} was saved")).to_be_visible()
    [stored] = [each for each in site.get("/api/v1/macros", limit=500)["data"] if each["name"] == name]
    assert stored["condition_text"] == "priority = high or type = incident"
