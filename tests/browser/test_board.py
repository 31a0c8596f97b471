"""The board: columns, limits, dragging and its twins by menu and keys, live without slipping away."""

import re
import time
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.dragging import drag, start_drag
from tests.browser.site import AGENT, COLLEAGUE, REQUESTER, Site, unique, until
from tests.browser.watching import DESK, PHONE, Complaints, Size, Watch, at_rest, live

BOARDS = "/api/v1/boards"


@contextmanager
def own_board(site: Site, words: str, **settings: Any) -> Generator[dict[str, Any]]:
    """A board over a team of its own, so that nothing else lies on it."""
    team = _made(site, "/api/v1/teams", name=unique(words))
    yield _made(site, BOARDS, name=unique(words), team_id=team["id"], **settings)


def _made(site: Site, path: str, **body: Any) -> dict[str, Any]:
    answer = site.api.post(path, json=body)
    assert answer.is_success, answer.text
    return answer.json()


def opened(
    watch: Watch, board: dict[str, Any], *, who: str = AGENT, size: Size = DESK, more: str = ""
) -> Page:
    page = watch(f"/app/board?board={board['id']}{more}", who=who, size=size)
    expect(page.get_by_role("heading", level=1, name=board["name"])).to_be_visible()
    expect(page.get_by_role("region", name=f"Board {board['name']}")).to_be_visible()
    at_rest(page)
    return page


def column(page: Page, name: str) -> Locator:
    """The cards of a column."""
    return page.get_by_role("list", name=name, exact=True)


def cell(page: Page, value: str) -> Locator:
    """Where a card can be dropped."""
    return page.locator(f"[data-cell='{value}']").first


def card(page: Page, ticket: dict[str, Any]) -> Locator:
    return page.locator(f"[data-card='{ticket['id']}']")


def head(page: Page, name: str) -> Locator:
    return page.get_by_role("heading", level=2).filter(has_text=re.compile(f"^{name}"))


@pytest.mark.parametrize("size", [DESK, PHONE], ids=str)
def test_tickets_lie_in_columns_and_a_card_says_what_matters(watch: Watch, site: Site, size: Size):
    with own_board(site, "Cranes") as board:
        agent = site.people[AGENT]
        ticket = site.ticket(
            "The hook is bent",
            team_id=board["team_id"],
            priority="high",
            assignee_id=agent["id"],
            due_at="2031-01-01T00:00:00Z",
        )
        page = opened(watch, board, size=size)
        shown = card(page, ticket)
        for words in (ticket["number"], ticket["title"], "High"):
            expect(shown).to_contain_text(words)
        expect(shown.get_by_role("img", name=agent["name"])).to_be_visible()
        expect(shown).to_contain_text(re.compile(r"\d+ d \d+ h"))
        assert page.evaluate("document.documentElement.scrollWidth") <= size.width
        shown.get_by_role("link").click()
        expect(page).to_have_url(re.compile(f"/app/tickets/{ticket['number']}"))


def test_a_card_is_dragged_and_the_move_can_be_taken_back(watch: Watch, site: Site):
    with own_board(site, "Drag") as board:
        ticket = site.ticket("Carry me over", team_id=board["team_id"])
        page = opened(watch, board)
        drag(page, card(page, ticket), cell(page, "in_progress"))
        expect(column(page, "In progress").locator(f"[data-card='{ticket['id']}']")).to_be_visible()
        toast = page.get_by_role("status").filter(has_text=f"{ticket['number']} moved to In progress")
        expect(toast).to_be_visible()
        until(lambda: site.now(ticket)["status"] == "in_progress")

        toast.get_by_role("button", name="Undo").click()
        expect(column(page, "New").locator(f"[data-card='{ticket['id']}']")).to_be_visible()
        until(lambda: site.now(ticket)["status"] == "new")


def test_the_way_back_stays_open_for_ten_seconds(watch: Watch, site: Site):
    with own_board(site, "Patience") as board:
        ticket = site.ticket("Think about it", team_id=board["team_id"])
        page = opened(watch, board)
        page.clock.install()
        begun = time.monotonic()
        drag(page, card(page, ticket), cell(page, "pending"))
        toast = page.get_by_role("status").filter(has_text="moved to Pending")
        expect(toast).to_be_visible()
        # The clock of the page stands still in the ninth second, however long the click takes.
        left = max(0.5, 9 - (time.monotonic() - begun))
        page.clock.pause_at(page.evaluate("Date.now()") / 1000 + left)
        toast.get_by_role("button", name="Undo").click()
        page.clock.resume()
        expect(column(page, "New").locator(f"[data-card='{ticket['id']}']")).to_be_visible()


def test_a_column_that_is_not_allowed_is_dimmed_and_says_why(watch: Watch, site: Site):
    with own_board(site, "Rules") as board:
        ticket = site.ticket("Already begun", team_id=board["team_id"])
        site.change(ticket, status="open")
        page = opened(watch, board)
        start_drag(page, card(page, ticket))
        reason = page.get_by_text("Work has started, so it cannot go back to New.")
        expect(reason).to_be_visible()
        assert cell(page, "new").get_attribute("class") != cell(page, "pending").get_attribute("class")
        cell(page, "new").hover()
        page.mouse.up()
        expect(reason).to_have_count(0)
        expect(column(page, "Open").locator(f"[data-card='{ticket['id']}']")).to_be_visible()
        until(lambda: site.now(ticket)["status"] == "open")


def test_the_menu_moves_a_card_and_names_what_is_not_allowed(watch: Watch, site: Site):
    with own_board(site, "Menu") as board:
        ticket = site.ticket("By the menu", team_id=board["team_id"])
        site.change(ticket, status="open")
        page = opened(watch, board)
        card(page, ticket).get_by_role("link").focus()
        page.keyboard.press("m")
        menu = page.get_by_role("menu")
        expect(menu.get_by_role("menuitem", name=re.compile("^New"))).to_be_disabled()
        expect(menu).to_contain_text("Work has started, so it cannot go back to New.")
        menu.get_by_role("menuitem", name="On hold").press("Enter")
        expect(column(page, "On hold").locator(f"[data-card='{ticket['id']}']")).to_be_visible()
        expect(card(page, ticket).get_by_role("link")).to_be_focused()
        until(lambda: site.now(ticket)["status"] == "on_hold")

        card(page, ticket).click(button="right")
        expect(page.get_by_role("menu")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.get_by_role("menu")).to_have_count(0)


def test_keys_go_from_card_to_card_and_move_them(watch: Watch, site: Site):
    with own_board(site, "Keys") as board:
        first, second = (site.ticket(words, team_id=board["team_id"]) for words in ("One", "Two"))
        page = opened(watch, board)
        card(page, first).get_by_role("link").focus()
        page.keyboard.press("ArrowDown")
        expect(card(page, second).get_by_role("link")).to_be_focused()
        page.keyboard.press("Shift+ArrowRight")
        expect(column(page, "Open").locator(f"[data-card='{second['id']}']")).to_be_visible()
        expect(card(page, second).get_by_role("link")).to_be_focused()
        page.keyboard.press("ArrowLeft")
        expect(card(page, first).get_by_role("link")).to_be_focused()
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Shift+ArrowLeft")
        expect(column(page, "Open").locator(f"[data-card='{second['id']}']")).to_be_visible()
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile(f"/app/tickets/{second['number']}"))


def test_resolving_asks_how_it_ended(watch: Watch, site: Site):
    with own_board(site, "End") as board:
        ticket = site.ticket("Nearly done", team_id=board["team_id"])
        page = opened(watch, board)
        drag(page, card(page, ticket), cell(page, "resolved"))
        dialog = page.get_by_role("dialog", name=f"Resolve {ticket['number']}")
        dialog.get_by_label("What was done").fill("A new rope.")
        dialog.get_by_role("button", name="Resolve", exact=True).click()
        expect(column(page, "Resolved").locator(f"[data-card='{ticket['id']}']")).to_be_visible()
        until(lambda: (site.now(ticket)["resolution"] or {}).get("text") == "A new rope.")


def test_what_the_desk_refuses_goes_back_with_the_reason(watch: Watch, site: Site, complaints: Complaints):
    complaints.expect("409")
    with own_board(site, "Back") as board:
        ticket = site.ticket("Somebody was faster", team_id=board["team_id"])
        page = opened(watch, board)
        page.route(
            "**/bulk-update",
            lambda route: route.fulfill(
                status=409,
                content_type="application/problem+json",
                body='{"title": "Conflict", "status": 409, "detail": "It is closed already."}',
            ),
        )
        drag(page, card(page, ticket), cell(page, "open"))
        expect(page.get_by_role("alert").filter(has_text="It is closed already.")).to_be_visible()
        expect(column(page, "New").locator(f"[data-card='{ticket['id']}']")).to_be_visible()


def test_a_column_over_its_limit_says_so_in_words(watch: Watch, site: Site):
    columns = [{"value": "new", "limit": 1}, {"value": "open", "limit": 3}]
    with own_board(site, "Limits", columns=columns) as board:
        for words in ("First", "Second"):
            site.ticket(words, team_id=board["team_id"])
        page = opened(watch, board)
        expect(head(page, "New")).to_contain_text("2 of 1")
        expect(page.get_by_text("1 over the limit of 1")).to_be_visible()
        expect(head(page, "Open")).to_contain_text("0 of 3")


def test_a_lead_sets_limits_and_an_agent_cannot(watch: Watch, site: Site):
    with own_board(site, "Lead") as board:
        page = opened(watch, board, who=COLLEAGUE)
        page.get_by_role("button", name="Board options").click()
        page.get_by_role("menuitem", name="Board settings").click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_role("combobox", name="Add a column").click()
        page.get_by_role("option", name="In progress").click()
        dialog.get_by_role("textbox", name="Limit of In progress").fill("8")
        dialog.get_by_role("button", name="Save board").click()
        expect(head(page, "In progress")).to_contain_text("0 of 8")
        limited = [{"value": "in_progress", "limit": 8}]
        until(lambda: site.get(f"{BOARDS}/{board['id']}")["columns"] == limited)

        other = watch(f"/app/board?board={board['id']}", who=AGENT)
        expect(head(other, "In progress")).to_be_visible()
        expect(other.get_by_role("button", name="Board options")).to_have_count(0)


def test_two_leads_do_not_overwrite_each_other(watch: Watch, site: Site, complaints: Complaints):
    complaints.expect("409")
    with own_board(site, "Two leads") as board:
        page = opened(watch, board, who=COLLEAGUE)
        page.get_by_role("button", name="Board options").click()
        page.get_by_role("menuitem", name="Board settings").click()
        changed = site.api.patch(f"{BOARDS}/{board['id']}", json={"lane_field": "priority"})
        assert changed.is_success
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("Name").fill(f"{board['name']} renamed")
        dialog.get_by_role("button", name="Save board").click()
        expect(dialog.get_by_role("alert")).to_contain_text("Somebody changed this board meanwhile")


def test_columns_and_lanes_can_be_people_and_priorities(watch: Watch, site: Site):
    with own_board(site, "People") as board:
        agent = site.people[AGENT]
        ticket = site.ticket("Whose is it", team_id=board["team_id"], priority="high")
        site.ticket("His", team_id=board["team_id"], priority="low", assignee_id=agent["id"])
        page = opened(watch, board)
        page.get_by_role("button", name="Columns Status").click()
        page.get_by_role("menuitemradio", name="Assignee").click()
        # The cards lie in other columns now: one that is lifted before would be drawn anew.
        expect(cell(page, agent["id"])).to_be_visible()
        at_rest(page)
        drag(page, card(page, ticket), cell(page, agent["id"]))
        expect(column(page, agent["name"]).locator(f"[data-card='{ticket['id']}']")).to_be_visible()
        until(lambda: (site.now(ticket)["assignee"] or {}).get("id") == agent["id"])

        page.get_by_role("button", name="Lanes None").click()
        page.get_by_role("menuitemradio", name="Priority").click()
        expect(page.get_by_role("heading", level=3)).to_have_text(["High", "Low"])
        expect(page).to_have_url(re.compile(r"columns=assignee.*lanes=priority"))


def test_more_than_a_column_holds_opens_the_list_with_the_same_filters(watch: Watch, site: Site):
    with own_board(site, "Many") as board:
        for _ in range(32):
            site.ticket("One of many", team_id=board["team_id"])
        page = opened(watch, board)
        expect(column(page, "New").get_by_role("listitem")).to_have_count(30)
        page.get_by_role("link", name="2 more").click()
        expect(page).to_have_url(re.compile(r"/app/tickets\?.*status=new"))
        expect(page.get_by_role("status").filter(has_text=re.compile("^32 tickets$"))).to_be_visible()


def test_filters_of_the_list_act_on_the_board_too(watch: Watch, site: Site):
    with own_board(site, "Filters") as board:
        kept = site.ticket("Keep the harbour open", team_id=board["team_id"], priority="urgent")
        left = site.ticket("Leave it", team_id=board["team_id"], priority="low")
        page = opened(watch, board, more="&priority=urgent")
        expect(card(page, kept)).to_be_visible()
        expect(card(page, left)).to_have_count(0)
        page.goto(f"/app/board?board={board['id']}&q=Leave")
        expect(card(page, left)).to_be_visible()
        expect(card(page, kept)).to_have_count(0)


def test_a_change_of_somebody_else_shows_at_once_but_not_under_the_pointer(watch: Watch, site: Site):
    with own_board(site, "Live") as board:
        ticket = site.ticket("It moves by itself", team_id=board["team_id"])
        other = site.ticket("I am looking at this one", team_id=board["team_id"])
        page = opened(watch, board)
        page.mouse.move(700, 20)
        live(page)
        site.change(ticket, status="open")
        expect(column(page, "Open").locator(f"[data-card='{ticket['id']}']")).to_be_visible()

        card(page, other).hover()
        site.change(other, status="in_progress")
        waiting = page.get_by_role("button", name="1 change, show")
        expect(waiting).to_be_visible()
        expect(column(page, "New").locator(f"[data-card='{other['id']}']")).to_be_visible()
        waiting.click()
        expect(column(page, "In progress").locator(f"[data-card='{other['id']}']")).to_be_visible()


def test_a_requester_is_told_which_right_it_needs(watch: Watch):
    page = watch("/app/board", who=REQUESTER)
    expect(
        page.get_by_role("heading", name="You cannot open the board").or_(page.get_by_role("main"))
    ).not_to_have_count(0)
    expect(page.locator("[data-board]")).to_have_count(0)
