"""What hangs on a ticket at its right: projects, timers, similar tickets, what came from outside."""

from playwright.sync_api import Locator, Page, expect

from tests.browser.site import ADMIN, AGENT, Site, unique, until
from tests.browser.watching import Watch
from tests.journeys.desks import TICKETS


def section(page: Page, title: str) -> Locator:
    """A part of the column at the right."""
    column = page.get_by_role("complementary", name="Properties")
    return column.locator("section").filter(has=page.get_by_role("heading", name=title, exact=True))


def test_a_ticket_is_linked_to_a_project_and_found_there(watch: Watch, site: Site) -> None:
    ticket, name = site.ticket("The wireless of hall 5 drops"), unique("Wireless everywhere")
    page = watch("/app/projects?add=true", who=AGENT)
    panel = page.get_by_role("complementary", name="New project")
    panel.get_by_label("Name (required)").fill(name)
    panel.get_by_label("Key (required)").fill(f"W{ticket['number'].split('-')[1]}")
    panel.get_by_role("button", name="Create project").click()
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()
    page.get_by_label("New task").fill("Order access points")
    page.get_by_role("button", name="Add task").click()
    expect(page.get_by_role("listitem").filter(has_text="Order access points")).to_be_visible()

    page.goto(f"/app/tickets/{ticket['number']}")
    work = section(page, "Projects and tasks")
    work.get_by_role("button", name="Link a project or a task").click()
    page.get_by_role("dialog").get_by_role("combobox", name="Project").fill(name)
    page.get_by_role("option", name=name).click()
    expect(work.get_by_role("link", name=name)).to_be_visible()
    work.get_by_role("link", name=name).click()
    tickets = page.get_by_role("listitem").filter(has_text=ticket["number"])
    expect(tickets).to_contain_text("The wireless of hall 5")
    tickets.get_by_role("button", name="Remove the link").click()
    expect(page.get_by_text("No tickets are linked to this project.")).to_be_visible()


def test_a_timer_goes_on_after_a_reload_and_becomes_an_entry(watch: Watch, site: Site) -> None:
    ticket = site.ticket("The clock of the canteen is late")
    page = watch(f"/app/tickets/{ticket['number']}", who=AGENT)
    section(page, "Time spent").get_by_role("button", name="Start timer").click()
    expect(section(page, "Time spent").get_by_role("button", name="Stop")).to_be_visible()
    page.reload()
    section(page, "Time spent").get_by_role("button", name="Stop").click()
    form = page.get_by_role("dialog")
    form.get_by_label("Minutes").fill("12")
    form.get_by_label("Note").fill("Set it right")
    form.get_by_role("button", name="Enter time").click()
    expect(page.get_by_role("status").filter(has_text="0 h 12 m entered")).to_be_visible()
    expect(section(page, "Time spent").get_by_text("Set it right")).to_be_visible()
    until(lambda: site.now(ticket)["time_minutes"] == 12)

    section(page, "Time spent").get_by_role("button", name="Change 0 h 12 m").click()
    page.get_by_role("dialog").get_by_label("Minutes").fill("20")
    page.get_by_role("dialog").get_by_role("button", name="Save time").click()
    expect(section(page, "Time spent").get_by_text("0 h 20 m").first).to_be_visible()


def test_a_similar_ticket_is_marked_as_duplicate_after_a_look(watch: Watch, site: Site) -> None:
    first = site.ticket("Zeppelin mooring mast wobbles")
    again = site.ticket("Zeppelin mooring mast wobbles again")
    page = watch(f"/app/tickets/{again['number']}", who=ADMIN)
    similar = section(page, "Similar tickets")
    line = similar.get_by_role("listitem").filter(has_text=first["number"])
    expect(line.get_by_text("in common: Zeppelin, mooring, mast, wobbles")).to_be_visible()
    similar.get_by_role("button", name=f"Mark this as a duplicate of {first['number']}").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("Zeppelin mooring mast").first).to_be_visible()
    dialog.get_by_role("button", name=f"Merge into {first['number']}").click()
    page.wait_for_url(f"**/app/tickets/{first['number']}")
    assert site.now(again)["merged_into"] == first["id"]


def test_what_came_from_outside_is_told_and_only_then(watch: Watch, site: Site) -> None:
    ticket = site.ticket("A report of the other desk")
    page = watch(f"/app/tickets/{ticket['number']}", who=ADMIN)
    expect(section(page, "About")).to_be_visible()
    expect(section(page, "Outside")).to_have_count(0)
    reference = {"system": "Jira", "remote_id": "OPS-456", "url": "https://jira.example/browse/OPS-456"}
    answer = site.api.patch(f"{TICKETS}/{ticket['id']}", json={"source_reference": reference})
    assert answer.is_success, answer.text
    outside = section(page, "Outside")
    expect(outside.get_by_text("OPS-456", exact=True)).to_be_visible()
    expect(outside.get_by_role("link")).to_have_attribute("href", reference["url"])
