"""Settings of what tickets are made of: made, changed, put in order, archived, refused."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.dragging import drag
from tests.browser.site import ADMIN, AGENT, Site, unique, until
from tests.browser.watching import Complaints, Watch, deaf, live, press

NUMBERED = re.compile(r"\W+")


def plain(words: str) -> str:
    """Words of a name that no other test uses, without signs."""
    return NUMBERED.sub(" ", unique(words)).strip()


def made(site: Site, path: str, **body: Any) -> dict[str, Any]:
    answer = site.api.post(path, json=body)
    assert answer.is_success, answer.text
    return answer.json()


def row(page: Page, name: str) -> Any:
    return page.get_by_role("row").filter(has_text=name)


def test_a_field_is_made_refused_used_and_archived(watch: Watch, site: Site):
    label = plain("Wharf")
    page = watch("/app/settings/fields", who=ADMIN)
    page.get_by_role("button", name="Add field").click()
    panel = page.get_by_role("complementary", name="New field")
    panel.get_by_role("button", name="Add field").click()
    expect(panel.get_by_label("Name (required)")).to_have_accessible_description(re.compile("Fill this in"))
    panel.get_by_label("Name (required)").fill(label)
    panel.get_by_label("Kind").click()
    page.get_by_role("option", name="One choice").click()
    for name in ("North", "South"):
        panel.get_by_role("button", name="Add choice").click()
        panel.get_by_role("textbox", name=re.compile("^Choice")).last.fill(name)
    panel.get_by_role("button", name="Add field").click()
    expect(row(page, label)).to_contain_text("Not used")

    key = label.lower().replace(" ", "_")
    site.ticket("Where is it", custom_fields={key: "North"})
    page.reload()
    expect(row(page, label)).to_contain_text("1 ticket")
    row(page, label).get_by_role("button", name=label, exact=True).click()
    panel = page.get_by_role("complementary", name=label)
    expect(panel.get_by_text("1 ticket", exact=True)).to_be_visible()
    expect(panel.get_by_role("button", name="Delete")).to_have_count(0)
    panel.get_by_role("button", name="Archive").click()
    page.get_by_role("dialog").get_by_role("button", name="Archive").click()
    expect(row(page, label)).to_have_count(0)
    page.get_by_role("checkbox", name="Archived too").check()
    expect(row(page, label)).to_contain_text("Archived")


def test_templates_are_put_in_order_by_the_keyboard(watch: Watch, site: Site):
    first, second = plain("Alpha form"), plain("Beta form")
    for name in (first, second):
        made(site, "/api/v1/ticket-templates", name=name, position=900_000)
    page = watch("/app/settings/templates", who=ADMIN)
    handle = page.get_by_role("button", name=re.compile(f"^Move {second}"))
    handle.focus()
    press(page, "ArrowUp")
    expect(handle).to_be_focused()
    both = page.get_by_role("row").filter(has_text=re.compile(f"{first}|{second}"))
    expect(both.first).to_contain_text(second)

    def names() -> list[str]:
        return [each["name"] for each in site.get("/api/v1/ticket-templates")["data"]]

    until(lambda: names().index(second) < names().index(first))


def test_a_reply_shows_how_it_reads_on_a_ticket(watch: Watch, site: Site):
    title = plain("Greeting")
    page = watch("/app/settings/replies", who=ADMIN)
    page.get_by_role("button", name="Add reply").click()
    panel = page.get_by_role("complementary", name="New reply")
    panel.get_by_label("Title (required)").fill(title)
    panel.get_by_role("button", name="Insert variable").click()
    page.get_by_role("menuitem", name="ticket.number").click()
    text = panel.get_by_role("textbox", name="Text (required)")
    expect(text).to_have_value("{{ticket.number}}")
    expect(panel.get_by_text(re.compile(r"^[A-Z]{3}-\d+$"))).to_be_visible()
    panel.get_by_role("button", name="Add reply").click()
    expect(row(page, title)).to_contain_text("Everybody at the desk")


def test_who_was_slower_is_asked_before_work_is_lost(watch: Watch, site: Site, complaints: Complaints):
    complaints.expect("status of 409")
    tag = made(site, "/api/v1/tags", name=plain("quay").lower())
    page = watch("/app/settings", who=ADMIN)
    deaf(page)  # else the page may hear of the other change before it is sent
    page.goto(f"/app/settings/tags?open={tag['id']}")
    panel = page.get_by_role("complementary", name=tag["name"])
    panel.get_by_label("Description").fill("Mine")
    site.api.patch(f"/api/v1/tags/{tag['id']}", json={"color": "#112233"})
    panel.get_by_role("button", name="Save changes").click()
    page.get_by_role("dialog").get_by_role("button", name="Save mine").click()
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    found = next(each for each in site.get("/api/v1/tags")["data"] if each["id"] == tag["id"])
    assert (found["description"], found["color"]) == ("Mine", "#112233")


def test_who_was_slower_is_asked_also_when_the_news_was_quicker(
    watch: Watch, site: Site, complaints: Complaints
):
    complaints.expect("status of 409")
    renamed = plain("Beacons")
    category = made(site, "/api/v1/categories", name=plain("Buoys"))
    page = watch(f"/app/settings/categories?open={category['id']}", who=ADMIN)
    live(page)
    panel = page.get_by_role("complementary")
    panel.get_by_label("Description").fill("Mine")
    assert site.api.patch(f"/api/v1/categories/{category['id']}", json={"name": renamed}).is_success
    expect(row(page, renamed)).to_be_visible()
    panel.get_by_role("button", name="Save changes").click()
    dialog = page.get_by_role("dialog", name="Somebody else changed this")
    dialog.get_by_role("button", name="Save mine").click()
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    found = next(c for c in site.get("/api/v1/categories")["data"] if c["id"] == category["id"])
    assert (found["description"], found["name"]) == ("Mine", renamed)


def test_unsaved_changes_hold_the_panel_back(watch: Watch, site: Site):
    tag = made(site, "/api/v1/tags", name=plain("mole").lower())
    page = watch(f"/app/settings/tags?open={tag['id']}", who=ADMIN)
    panel = page.get_by_role("complementary", name=tag["name"])
    panel.get_by_label("Description").fill("Not saved")
    panel.get_by_role("button", name="Close").click()
    dialog = page.get_by_role("dialog", name="Leave this page?")
    dialog.get_by_role("button", name="Cancel").click()
    expect(panel.get_by_label("Description")).to_have_value("Not saved")


def test_a_category_is_made_below_moved_by_dragging_and_back(watch: Watch, site: Site):
    top, other = plain("Ropes"), plain("Sails")
    made(site, "/api/v1/categories", name=top)
    made(site, "/api/v1/categories", name=other)
    child = plain("Knots")
    page = watch("/app/settings/categories", who=ADMIN)
    page.get_by_role("button", name=f"More for {top}").click()
    page.get_by_role("menuitem", name="Add below").click()
    panel = page.get_by_role("complementary", name="New category")
    panel.get_by_label("Name (required)").fill(child)
    panel.get_by_role("button", name="Add category").click()
    expect(row(page, child)).to_be_visible()
    watch.settled(page)
    drag(page, row(page, child), row(page, other))
    expect(page.get_by_text(f"{child} is below {other} now")).to_be_visible()

    def path() -> str:
        return next(c["path"] for c in site.get("/api/v1/categories")["data"] if c["name"] == child)

    assert path() == f"{other} / {child}"
    page.get_by_role("button", name="Undo").click()
    until(lambda: path() == f"{top} / {child}")


def test_the_matrix_is_changed_and_saved_as_a_whole(watch: Watch, site: Site):
    page = watch("/app/settings/priorities", who=ADMIN)
    cell = page.get_by_role("combobox", name="Low impact, Low urgency")
    cell.click()
    page.get_by_role("option", name="Planning").click()
    expect(page.get_by_text("1 change", exact=True)).to_be_visible()
    page.get_by_role("button", name="Save changes").click()
    expect(page.get_by_text("The matrix is saved")).to_be_visible()
    cells = site.get("/api/v1/priorities/matrix")["cells"]
    assert next(c["priority"] for c in cells if (c["impact"], c["urgency"]) == (3, 3)) == "planning"


@pytest.mark.parametrize("path", ["categories", "fields", "templates", "statuses", "tags"])
def test_agents_do_not_see_these_pages(watch: Watch, path: str):
    page = watch(f"/app/settings/{path}", who=AGENT)
    expect(
        page.get_by_role("heading", name=re.compile("^You cannot open|permission", re.IGNORECASE))
    ).to_be_visible()
    expect(page.get_by_role("table")).to_have_count(0)
