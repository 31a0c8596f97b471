"""Creating a ticket."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.site import AGENT, Site, unique
from tests.browser.watching import DESK, PHONE, Complaints, Size, Watch
from tests.journeys.desks import TICKETS


@pytest.mark.parametrize("size", [DESK, PHONE], ids=str)
def test_what_the_server_refuses_is_said_at_its_field_and_the_rest_is_kept(
    watch: Watch, site: Site, complaints: Complaints, size: Size
):
    complaints.expect("status of 422")
    title = unique("The label printer prints only stars")
    page = watch("/app/tickets/new", who=AGENT, size=size)
    page.get_by_label("Title (required)").fill(title)
    page.get_by_label("Description").fill("Since this morning, on every label.")
    tag = page.get_by_label("Asset tag")
    tag.fill("K" * 1001)
    page.get_by_role("button", name="Create ticket").click()
    expect(tag).to_have_accessible_description(re.compile("1000 characters at the most"))
    expect(tag).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_role("alert").filter(has_text="Asset tag")).to_be_visible()
    expect(page.get_by_label("Title (required)")).to_have_value(title)

    tag.fill("KQ-A20110")
    page.get_by_role("button", name="Create ticket").click()
    expect(page).to_have_url(re.compile(r"/app/tickets/INC-\d+$"))
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    known = site.get(f"{TICKETS}/{page.url.rpartition('/')[2]}")
    assert known["custom_fields"]["asset_tag"] == "KQ-A20110"
    assert "every label" in known["description_text"]


def test_a_ticket_without_a_title_is_not_sent(watch: Watch):
    page = watch("/app/tickets/new", who=AGENT)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.get_by_role("button", name="Create ticket").click()
    expect(page.get_by_label("Title (required)")).to_have_accessible_description("Fill this in")
    assert sent == []


def test_what_was_written_survives_a_reload_until_it_is_discarded(watch: Watch):
    page = watch("/app/tickets/new", who=AGENT)
    page.get_by_label("Title (required)").fill("Half a thought")
    expect(page.get_by_text("Kept in this tab")).to_be_visible()
    page.reload()
    expect(page.get_by_label("Title (required)")).to_have_value("Half a thought")
    page.get_by_role("button", name="Discard").click()
    page.get_by_role("dialog").get_by_role("button", name="Discard").click()
    expect(page).to_have_url(re.compile("/app/tickets$"))
    page.goto("/app/tickets/new")
    expect(page.get_by_label("Title (required)")).to_have_value("")


def test_a_file_goes_along_and_the_ticket_is_in_the_list(watch: Watch, site: Site, tmp_path: Path):
    title = unique("The tide table is wrong")
    letter = tmp_path / "letter.txt"
    letter.write_text("High water is at noon.", encoding="utf-8")
    page = watch("/app/tickets/new", who=AGENT)
    page.get_by_label("Title (required)").fill(title)
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Choose files").click()
    chooser.value.set_files(letter)
    expect(page.get_by_role("list", name="Files")).to_contain_text("letter.txt")
    page.get_by_role("button", name="Create ticket").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    number = page.url.rpartition("/")[2]
    files = site.get(f"{TICKETS}/{number}/attachments")["data"]
    assert [file["filename"] for file in files] == ["letter.txt"]
    page.goto("/app/tickets")
    expect(page.get_by_role("row").filter(has_text=title)).to_be_visible()
