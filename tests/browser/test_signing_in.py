"""Coming in and going out."""

import re

import pytest
from playwright.sync_api import Page, expect

from deskplane.app.demo import DEMO_PASSWORD
from tests.browser.site import AGENT, COLLEAGUE
from tests.browser.watching import DESK, PHONE, Complaints, Size, Watch


def sign_in(page: Page, email: str, password: str = DEMO_PASSWORD) -> None:
    """Fill the form and send it."""
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()


def test_a_wrong_password_is_said_at_its_field_and_what_was_typed_stays(watch: Watch, complaints: Complaints):
    complaints.expect("status of 401")
    page = watch("/login")
    sign_in(page, COLLEAGUE, "not the password")
    field = page.get_by_label("Password", exact=True)
    expect(field).to_have_accessible_description(re.compile("Email or password is not right"))
    expect(field).to_be_focused()
    expect(page.get_by_label("Email")).to_have_value(COLLEAGUE)
    sign_in(page, COLLEAGUE)
    expect(page).to_have_url(re.compile("/app/tickets$"))


def test_what_is_missing_is_said_before_anything_is_sent(watch: Watch):
    page = watch("/login")
    sign_in(page, "no address", "")
    expect(page.get_by_label("Email")).to_have_accessible_description("This is not an email address")
    expect(page.get_by_label("Password", exact=True)).to_have_accessible_description("Fill this in")


def test_who_is_not_signed_in_comes_back_to_the_page_wanted(watch: Watch, complaints: Complaints):
    complaints.expect("status of 401")
    page = watch("/app/tickets?status=pending")
    expect(page).to_have_url(re.compile("/login"))
    sign_in(page, AGENT)
    expect(page).to_have_url(re.compile(r"/app/tickets\?status=pending$"))


@pytest.mark.parametrize("size", [DESK, PHONE], ids=str)
def test_signing_out_ends_the_session(watch: Watch, complaints: Complaints, size: Size):
    page = watch(who=AGENT, size=size)
    if size == PHONE:
        page.get_by_role("button", name="More", exact=True).click()
    else:
        page.get_by_role("button", name="Account of Aylin Demir").click()
    page.get_by_text("Sign out").click()
    expect(page).to_have_url(re.compile("/login"))
    complaints.expect("status of 401")
    assert page.request.get("/api/v1/me").status == 401
    page.goto("/app/tickets")
    expect(page).to_have_url(re.compile("/login"))
