"""Working without a mouse."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.site import ADMIN, AGENT, Site
from tests.browser.watching import PHONE, Watch, press

# What of the page has the focus though a panel lies over it; the frame around the page does not count.
BEHIND = """() => {
  const at = document.activeElement;
  const covered = at.closest('main') && !at.closest('main aside') && at.tagName !== 'MAIN';
  return covered ? at.outerHTML.slice(0, 200) : '';
}"""


def rows(page: Page) -> Locator:
    """The rows of the ticket list, without its head."""
    return page.get_by_role("table", name="Tickets").get_by_role("row").filter(has=page.get_by_role("cell"))


def command(page: Page) -> Locator:
    """The field of the palette, which has the focus a moment after it is seen."""
    return page.get_by_role("combobox", name="Search or run a command")


def current(page: Page) -> Locator:
    """The row that the keys act on."""
    return rows(page).and_(page.locator("[aria-current=true]"))


def test_keys_move_through_the_list_tick_and_open(watch: Watch):
    page = watch(who=AGENT)
    titles = [rows(page).nth(index).get_by_role("link").inner_text() for index in range(3)]
    expect(current(page)).to_have_count(0)
    for key, index in (("j", 0), ("j", 1), ("j", 2), ("k", 1)):
        press(page, key)
        expect(current(page).get_by_role("link")).to_have_text(titles[index])
        expect(current(page).get_by_role("link")).to_be_focused()

    page.keyboard.press("x")
    expect(current(page).get_by_role("checkbox")).to_be_checked()
    expect(page.get_by_role("toolbar", name="1 selected")).to_be_visible()
    page.keyboard.press("x")
    expect(page.get_by_role("toolbar")).to_have_count(0)

    page.keyboard.press("o")
    expect(page.get_by_role("complementary").get_by_role("heading", level=2)).to_have_text(titles[1])
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(titles[1])


def test_who_closes_the_panel_goes_on_from_its_row(watch: Watch):
    page = watch(who=AGENT)
    expect(rows(page).first).to_be_visible()
    for key in ("j", "o", "j", "r"):
        press(page, key)
    reply = page.get_by_role("complementary").get_by_role("textbox", name="Public reply")
    expect(reply).to_be_focused()
    press(page, "Escape")
    expect(reply).not_to_be_focused()
    press(page, "Escape")
    expect(page.get_by_role("complementary")).to_have_count(0)
    expect(current(page).get_by_role("link")).to_be_focused()


def test_letters_typed_into_a_field_are_text(watch: Watch):
    page = watch(who=AGENT)
    page.get_by_role("searchbox", name="Search in tickets").press_sequentially("jx?c")
    expect(page.get_by_role("searchbox", name="Search in tickets")).to_have_value("jx?c")
    expect(current(page)).to_have_count(0)
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page).to_have_url(re.compile("/app/tickets"))


def test_the_palette_finds_a_ticket_by_its_words_and_goes_there(watch: Watch, site: Site):
    ticket = site.ticket("The weathercock on the warehouse squeaks")
    page = watch(who=AGENT)
    expect(rows(page).first).to_be_visible()
    press(page, "Control+k")
    expect(command(page)).to_be_focused()
    page.keyboard.type("weathercock")
    expect(page.get_by_role("option", name=re.compile(re.escape(ticket["number"])))).to_be_visible()
    option = page.get_by_role("option", selected=True)
    for _ in range(10):
        if ticket["number"] in option.inner_text():
            break
        press(page, "ArrowDown")
    expect(option).to_contain_text(ticket["number"])
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"/app/tickets/{ticket['number']}$"))


def test_the_palette_runs_commands_and_gives_the_focus_back(watch: Watch):
    page = watch(who=AGENT)
    expect(rows(page).first).to_be_visible()
    press(page, "j")
    expect(current(page).get_by_role("link")).to_be_focused()
    page.keyboard.press("Control+k")
    expect(command(page)).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(current(page).get_by_role("link")).to_be_focused()
    page.keyboard.press("Control+k")
    expect(command(page)).to_be_focused()
    page.keyboard.type("overview")
    expect(page.get_by_role("option", selected=True)).to_have_text(re.compile("overview", re.IGNORECASE))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/app/overview$"))


def test_the_sheet_of_keys_names_those_of_the_page_and_those_of_all_pages(watch: Watch):
    page = watch(who=AGENT)
    expect(rows(page).first).to_be_visible()
    press(page, "?")
    sheet = page.get_by_role("dialog", name="Keyboard shortcuts")
    for words in ("Next ticket", "Select the ticket", "Search or run a command", "Go to the overview"):
        expect(sheet.get_by_role("listitem").filter(has_text=words)).to_be_visible()
    page.keyboard.press("Escape")
    expect(sheet).to_have_count(0)
    press(page, "g")
    page.keyboard.press("o")
    expect(page).to_have_url(re.compile("/app/overview$"))


def test_the_first_tab_leads_past_the_navigation(watch: Watch):
    page = watch(who=AGENT)
    expect(rows(page).first).to_be_visible()
    press(page, "Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()


def test_enter_on_a_link_or_button_does_what_it_says(watch: Watch):
    page = watch(who=AGENT)
    expect(rows(page).first).to_be_visible()
    press(page, "j")
    page.get_by_role("button", name="Value of Status").press("Enter")
    expect(page.get_by_role("listbox", name="Status")).to_be_visible()
    press(page, "Escape")
    expect(page.get_by_role("listbox", name="Status")).to_have_count(0)
    page.get_by_role("link", name="Settings").press("Enter")
    expect(page).to_have_url(re.compile("/app/settings"))


def test_on_a_phone_tab_stays_in_the_panel_that_covers_the_page(watch: Watch):
    page = watch("/app/settings/people", who=ADMIN, size=PHONE)
    opener = page.get_by_role("button", name="Add person").first
    opener.focus()
    press(page, "Enter")
    panel = page.get_by_role("complementary", name="Add person")
    expect(panel).to_be_visible()
    # The policy of the page forbids the driver to wait for a function: it may ask only once.
    expect(page.locator("main aside:focus, main aside :focus")).to_be_attached()
    behind = set()
    for _ in range(40):
        page.keyboard.press("Tab")
        behind.add(page.evaluate(BEHIND))
    assert behind == {""}

    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(opener).to_be_focused()
