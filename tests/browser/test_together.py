"""Two people on one ticket: each sees the other, nobody loses a word, nothing internal gets out."""

import os
import re
import signal
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Error as PlaywrightError, Page, expect

from tests.browser.site import AGENT, COLLEAGUE, REQUESTER, Site, until
from tests.browser.watching import LATEST, Complaints, Watch, live
from tests.fixtures.effort import effort
from tests.journeys.commands import Installation
from tests.journeys.desks import TICKETS

# Less than the ten seconds after which everybody asks who is there: only the stream is as quick.
LIVE = 9_000
# At once when the goodbye arrives, half a minute later when it does not.
GONE = 45_000
CANARY = "canary-49c1-inside"


def reply(page: Page):
    return page.get_by_role("textbox", name="Public reply")


def note(page: Page):
    return page.get_by_role("textbox", name="Internal note")


def conversation(page: Page):
    return page.get_by_role("log", name="Conversation")


def switch(page: Page, kind: str):
    page.get_by_role("tab", name=kind).click()


def opened(watch: Watch, ticket, who: str = AGENT, **more) -> Page:
    page = watch(f"/app/tickets/{ticket['number']}", who=who, **more)
    expect(reply(page)).to_be_visible()
    live(page)
    return page


def saved(page: Page):
    expect(page.get_by_text(re.compile("^Draft saved"))).to_be_visible()


def drafts(site: Site, ticket, who: str) -> dict[str, str]:
    """The unsent texts of a person, by kind, as the server has them."""
    with site.client(who) as client:
        found = client.get(f"{TICKETS}/{ticket['id']}/drafts").json()["data"]
    return {draft["kind"]: draft["body"] for draft in found if draft["is_own"]}


def comments(site: Site, ticket) -> list[str]:
    return [each["body_text"] for each in site.get(f"{TICKETS}/{ticket['id']}/comments")["data"]]


@contextmanager
def database_away(site: Site) -> Generator[None]:
    """The database of the desk does not answer at all."""
    served = psutil.Process(site.served.process.pid)
    place = Installation(Path(served.environ()["DESKPLANE_DATA_DIR"]))
    pid = int((place.cluster() / "postmaster.pid").read_text(encoding="utf-8").split()[0])

    def tell(how: signal.Signals) -> None:
        for process in [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]:
            with suppress(psutil.NoSuchProcess, ProcessLookupError):
                os.kill(process.pid, how)

    tell(signal.SIGSTOP)
    try:
        yield
    finally:
        tell(signal.SIGCONT)


def test_a_change_of_one_is_seen_by_the_other(watch: Watch, site: Site):
    ticket = site.ticket("Seen by both")
    page, colleague = opened(watch, ticket), opened(watch, ticket, COLLEAGUE)
    expect(page.get_by_text("1 here")).to_be_visible(timeout=LIVE)
    expect(colleague.get_by_text("1 here")).to_be_visible(timeout=LIVE)

    site.change(ticket, priority="critical")
    for each in (page, colleague):
        expect(each.get_by_role("button", name="Priority: Critical")).to_be_visible()


def test_who_writes_is_seen_and_what_they_write_can_be_taken_over(watch: Watch, site: Site):
    ticket = site.ticket("Both are writing")
    page, colleague = opened(watch, ticket), opened(watch, ticket, COLLEAGUE)
    expect(page.get_by_text("1 here")).to_be_visible(timeout=LIVE)
    switch(colleague, "Internal note")
    # It is seen for some seconds after the last key.
    note(colleague).press_sequentially("The gateway was rekeyed.", delay=20)
    expect(page.get_by_text("Jonas Petersen is writing an internal note")).to_be_visible(timeout=LIVE)
    reply(page).press_sequentially("We are on it.", delay=20)
    expect(colleague.get_by_text("Aylin Demir is writing a reply")).to_be_visible(timeout=LIVE)
    saved(colleague)

    switch(page, "Internal note")
    page.get_by_role("button", name="Jonas Petersen has a draft").click()
    expect(page.get_by_role("dialog")).to_contain_text("The gateway was rekeyed.")
    page.get_by_role("button", name="Take over").click()
    expect(note(page)).to_have_value("The gateway was rekeyed.")
    expect(colleague.get_by_text("Aylin Demir goes on with a copy of this draft.")).to_be_visible()
    expect(note(colleague)).to_have_value("The gateway was rekeyed.")
    switch(page, "Public reply")
    expect(reply(page)).to_have_value("We are on it.")

    colleague.goto("/app/overview")
    expect(page.get_by_text("1 here")).to_have_count(0, timeout=GONE)


def test_a_reload_and_another_device_find_the_draft_again(watch: Watch, site: Site):
    ticket = site.ticket("Begun here, ended there")
    page = opened(watch, ticket)
    reply(page).fill("Begun at the desk")
    saved(page)
    assert drafts(site, ticket, AGENT) == {"public": "Begun at the desk"}
    page.reload()
    expect(reply(page)).to_have_value("Begun at the desk")

    phone = opened(watch, ticket)
    expect(reply(phone)).to_have_value("Begun at the desk")
    reply(phone).fill("Begun at the desk, ended on the phone")
    saved(phone)
    assert drafts(site, ticket, AGENT) == {"public": "Begun at the desk, ended on the phone"}
    expect(reply(page)).to_have_value("Begun at the desk, ended on the phone")


def test_a_tab_that_dies_loses_nothing(watch: Watch, site: Site):
    ticket = site.ticket("The tab dies")
    page = opened(watch, ticket)
    reply(page).fill("Typed a moment before the end")
    context = page.context
    page.close(run_before_unload=False)

    again = context.new_page()
    again.goto(f"/app/tickets/{ticket['number']}")
    expect(reply(again)).to_have_value("Typed a moment before the end")
    saved(again)
    assert drafts(site, ticket, AGENT)["public"] == "Typed a moment before the end"


def test_a_tab_that_crashes_loses_nothing(watch: Watch, site: Site, complaints: Complaints):
    complaints.expect("crash")
    ticket = site.ticket("The tab crashes")
    page = opened(watch, ticket)
    switch(page, "Internal note")
    note(page).fill("Typed before the crash")
    expect(note(page)).to_have_value("Typed before the crash")
    with suppress(PlaywrightError):
        page.goto("chrome://crash", timeout=3_000)

    again = page.context.new_page()
    again.goto(f"/app/tickets/{ticket['number']}")
    switch(again, "Internal note")
    expect(note(again)).to_have_value("Typed before the crash")


@pytest.mark.slow
def test_ten_seconds_without_database_cost_nobody_a_word(watch: Watch, site: Site, complaints: Complaints):
    complaints.expect(r"\b50[34]\b")
    ticket = site.ticket("The database goes for a walk")
    page, colleague = opened(watch, ticket), opened(watch, ticket, COLLEAGUE)
    reply(page).fill("Before")
    switch(colleague, "Internal note")
    note(colleague).fill("Inside, before")
    for each in (page, colleague):
        saved(each)
    with database_away(site):
        end = time.monotonic() + effort(7, 10)
        reply(page).press_sequentially(" and while it was away", delay=60)
        note(colleague).press_sequentially(" and while it was away", delay=60)
        for each in (page, colleague):
            expect(each.get_by_text("Not saved yet, trying again")).to_be_visible()
        page.wait_for_timeout(max(0, 1000 * (end - time.monotonic())))
    for each in (page, colleague):
        expect(each.get_by_text(re.compile("^Draft saved"))).to_be_visible(timeout=2 * LATEST)
    assert drafts(site, ticket, AGENT) == {"public": "Before and while it was away"}
    assert drafts(site, ticket, COLLEAGUE) == {"internal": "Inside, before and while it was away"}
    expect(reply(page)).to_have_value("Before and while it was away")


def test_what_was_typed_as_a_note_is_never_sent_as_a_reply(watch: Watch, site: Site):
    ticket = site.ticket("Inside stays inside")
    page = opened(watch, ticket)
    switch(page, "Internal note")
    note(page).press_sequentially(f"Do not tell them: {CANARY} on gw-tll-02", delay=5)
    saved(page)
    for _ in range(3):
        switch(page, "Public reply")
        expect(reply(page)).to_have_value("")
        expect(page.get_by_role("button", name="Send reply to Tomasz")).to_be_disabled()
        switch(page, "Internal note")
    page.reload()
    expect(reply(page)).to_have_value("")
    reply(page).fill("We are looking into it.")
    page.get_by_role("button", name="Send reply to Tomasz").click()
    page.get_by_role("button", name="Send now").click()
    expect(conversation(page)).to_contain_text("We are looking into it.")
    assert comments(site, ticket) == ["We are looking into it."]
    switch(page, "Internal note")
    expect(note(page)).to_have_value(f"Do not tell them: {CANARY} on gw-tll-02")
    page.get_by_role("button", name="Add internal note").click()
    expect(conversation(page)).to_contain_text(CANARY)

    with site.client(REQUESTER) as requester:
        for part in ("", "/comments", "/timeline", "/activities", "/drafts", "/at"):
            assert CANARY not in requester.get(f"{TICKETS}/{ticket['number']}{part}").text

    switch(page, "Public reply")
    reply(page).fill("Please restart gw-tll-02.")
    expect(page.get_by_role("alert")).to_contain_text("gw-tll-02")
    page.get_by_role("button", name="Send reply to Tomasz").click()
    question = page.get_by_role("dialog", name="Send something internal to the requester?")
    question.get_by_role("button", name="Cancel").click()
    expect(reply(page)).to_have_value("Please restart gw-tll-02.")
    assert len(comments(site, ticket)) == 2


def test_a_reply_can_be_called_back_and_goes_out_from_another_page(watch: Watch, site: Site):
    ticket = site.ticket("Called back once")
    with site.client(AGENT) as client:
        # As long as it can be: the other page must be there before it goes out.
        assert client.patch("/api/v1/me", json={"send_delay": 30}).is_success
    page = opened(watch, ticket)
    send = page.get_by_role("button", name="Send reply to Tomasz")
    reply(page).fill("Sent too soon")
    send.click()
    expect(page.get_by_text(re.compile(r"Goes to .* in \d+ second"))).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    reply(page).fill("Sent at the right moment")
    send.click()
    page.get_by_role("link", name="Overview").click()
    expect(page.get_by_text("goes out in a moment")).to_be_visible()
    assert comments(site, ticket) == []
    until(lambda: comments(site, ticket) == ["Sent at the right moment"], 60)
    until(lambda: drafts(site, ticket, AGENT) == {})


def test_the_time_to_call_a_reply_back_is_chosen_in_the_profile(watch: Watch, site: Site):
    ticket = site.ticket("Sent at once")
    page = watch("/app/settings/profile", who=AGENT)
    page.get_by_role("combobox", name="Time to call a reply back").click()
    with page.expect_response(lambda answer: answer.request.method == "PATCH") as saved:
        page.get_by_role("option", name="None, send at once").click()
    assert saved.value.ok
    page = opened(watch, ticket)
    reply(page).fill("No second thoughts")
    page.get_by_role("button", name="Send reply to Tomasz").click()
    until(lambda: comments(site, ticket) == ["No second thoughts"])


def test_a_reply_whose_window_closes_first_is_there_again_and_says_so(watch: Watch, site: Site):
    ticket = site.ticket("Closed too soon")
    page = opened(watch, ticket)
    reply(page).fill("Never went out")
    page.get_by_role("button", name="Send reply to Tomasz").click()
    expect(page.get_by_role("button", name="Send now")).to_be_visible()
    page.reload()
    expect(reply(page)).to_have_value("Never went out")
    expect(page.get_by_text("This was not sent")).to_be_visible()
    assert comments(site, ticket) == []


def test_two_titles_at_once_can_be_put_together(watch: Watch, site: Site):
    ticket = site.ticket("Printer")
    page = opened(watch, ticket)
    page.get_by_role("button", name=ticket["title"]).click()
    field = page.get_by_role("textbox", name="Title")
    field.fill(f"{ticket['title']} on floor 2")
    site.change(ticket, title=f"Office {ticket['title']}")
    expect(page.get_by_text("This was changed while you typed:")).to_be_visible()
    field.press("Enter")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Use both").click()
    both = dialog.get_by_role("textbox", name="Both in one")
    expect(both).to_have_value(f"Office {ticket['title']} on floor 2")
    dialog.get_by_role("button", name="Save this text").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Office {ticket['title']} on floor 2")
    until(lambda: site.now(ticket)["title"] == f"Office {ticket['title']} on floor 2")


def test_a_description_changed_meanwhile_offers_both(watch: Watch, site: Site):
    ticket = site.ticket("Two descriptions", description="The tunnel drops.")
    page = opened(watch, ticket)
    page.get_by_role("button", name="Change the description").click()
    dialog = page.get_by_role("dialog")
    text = dialog.get_by_role("textbox")
    text.fill("The tunnel drops. Every 20 minutes.")
    site.change(ticket, description="Since today: The tunnel drops.")
    expect(dialog.get_by_text("This was changed while you typed:")).to_be_visible()
    page.reload()
    page.get_by_role("button", name="Change the description").click()
    expect(dialog.get_by_text("This is your text from before")).to_be_visible()
    expect(text).to_have_value("The tunnel drops. Every 20 minutes.")
    dialog.get_by_role("button", name="Save").click()
    until(lambda: site.now(ticket)["description_text"] == "The tunnel drops. Every 20 minutes.")


def test_colleagues_are_mentioned_while_typing_and_the_draft_keeps_whom(watch: Watch, site: Site):
    ticket = site.ticket("Ask a colleague")
    page = opened(watch, ticket)
    switch(page, "Internal note")
    note(page).press_sequentially("Please look, @Jon", delay=20)
    expect(page.get_by_role("option", name="Jonas Petersen")).to_be_visible()
    note(page).press("Enter")
    expect(note(page)).to_have_value("Please look, @Jonas Petersen ")
    saved(page)
    page.reload()
    switch(page, "Internal note")
    expect(page.get_by_text("Notifies")).to_be_visible()
    page.get_by_role("button", name="Add internal note").click()
    expect(conversation(page).get_by_role("link", name="@Jonas Petersen")).to_be_visible()

    def watchers() -> list[str]:
        return [person["name"] for person in site.get(f"{TICKETS}/{ticket['id']}/watchers")["data"]]

    until(lambda: "Jonas Petersen" in watchers())


def test_a_canned_reply_is_seen_before_it_is_used(watch: Watch, site: Site):
    ticket = site.ticket("Screens")
    page = opened(watch, ticket)
    page.get_by_role("button", name="Insert a canned reply").click()
    page.get_by_role("combobox", name="Search canned replies").fill("screenshot")
    preview = page.get_by_role("region", name="How it reads on this ticket")
    expect(preview).to_contain_text("screenshot on which")
    preview.get_by_role("button", name="Insert").click()
    expect(reply(page)).to_have_value(re.compile("screenshot on which"))


def test_what_came_since_the_last_visit_is_marked(watch: Watch, site: Site):
    ticket = site.ticket("Read once")
    page = opened(watch, ticket)
    with site.client(AGENT) as client:
        path = f"{TICKETS}/{ticket['id']}/reading"
        until(lambda: client.get(path).json()["read_at"])
    page.goto("/app/overview")
    with site.client(COLLEAGUE) as client:
        client.post(f"{TICKETS}/{ticket['id']}/comments", json={"body": "News", "visibility": "internal"})
    page.goto(f"/app/tickets/{ticket['number']}")
    expect(page.get_by_text("New since you were here")).to_be_visible()
    page.get_by_role("button", name="Jump to first unread").click()
    expect(page.get_by_text("New since you were here")).to_be_in_viewport()
