"""Settings: people, teams, roles and tokens as an administrator keeps them."""

import re

import httpx2
from playwright.sync_api import Page, expect

from deskplane.app.demo import DEMO_PASSWORD
from tests.browser.site import ADMIN, AGENT, Site, unique
from tests.browser.watching import Complaints, Watch


def test_a_person_is_added_invited_and_comes_in_by_the_link(watch: Watch, site: Site):
    name = unique("Ida Frost")
    email = f"ida.{name[-2]}@kestrelquay.example"
    page = watch("/app/settings/people", who=ADMIN)
    page.get_by_role("button", name="Add person").click()
    panel = page.get_by_role("complementary", name="Add person")
    panel.get_by_label("Name (required)").fill(name)
    panel.get_by_label("Email").fill(email)
    panel.get_by_label("Role").click()
    page.get_by_role("option", name="Agent").click()
    panel.get_by_role("button", name="Add person").click()
    link = page.get_by_role("textbox", name="Invitation link").input_value()
    assert link.startswith(site.url)

    guest = watch(link.removeprefix(site.url))
    guest.get_by_label("New password", exact=True).fill(DEMO_PASSWORD)
    guest.get_by_role("button", name="Open my account").click()
    guest.get_by_label("Email").fill(email)
    guest.get_by_label("Password", exact=True).fill(DEMO_PASSWORD)
    guest.get_by_role("button", name="Sign in").click()
    expect(guest.get_by_role("button", name=f"Account of {name}")).to_be_visible()


def test_an_address_that_is_taken_is_said_at_its_field(watch: Watch, complaints: Complaints):
    complaints.expect("status of 409|status of 422")
    page = watch("/app/settings/people", who=ADMIN)
    page.get_by_role("button", name="Add person").click()
    panel = page.get_by_role("complementary", name="Add person")
    panel.get_by_label("Name (required)").fill("Aylin again")
    panel.get_by_label("Email").fill(AGENT)
    panel.get_by_role("button", name="Add person").click()
    expect(panel.get_by_label("Email")).to_have_accessible_description(re.compile("already"))


def test_a_team_is_added_and_gets_a_member_who_leads_it(watch: Watch, site: Site):
    name = unique("Lamp room")
    page = watch("/app/settings/teams", who=ADMIN)
    page.get_by_role("button", name="Add team").click()
    panel = page.get_by_role("complementary", name="Add team")
    panel.get_by_label("Name (required)").fill(name)
    panel.get_by_role("button", name="Add team").click()
    team = page.get_by_role("complementary", name=f"Team {name}")
    team.get_by_role("button", name="Add member").click()
    page.get_by_role("combobox", name="Add member").fill("Aylin")
    page.get_by_role("option", name="Aylin Demir").click()
    leads = team.get_by_role("checkbox", name="Aylin Demir leads")
    leads.click()
    expect(leads).to_be_checked()
    expect(page.get_by_role("row").filter(has_text=name)).to_contain_text("Aylin Demir")


def test_a_right_given_to_a_role_holds_at_once(watch: Watch, site: Site):
    with site.client(AGENT) as agent:
        assert agent.get("/api/v1/audit").status_code == 403
        page = watch("/app/settings/roles", who=ADMIN)
        right = page.get_by_role("checkbox", name=re.compile("^Agent: .*audit", re.IGNORECASE)).first
        right.check()
        expect(page.get_by_text("1 change", exact=True)).to_be_visible()
        page.get_by_role("button", name="Save changes").click()
        expect(page.get_by_text("The roles are saved.")).to_be_visible()
        assert agent.get("/api/v1/audit").status_code == 200
        page.get_by_role("button", name="Give Agent the default permissions back").click()
        expect(page.get_by_text("Agent has the default permissions again")).to_be_visible()
        assert agent.get("/api/v1/audit").status_code == 403


def test_a_token_is_shown_once_works_and_is_revoked(watch: Watch, site: Site):
    name = unique("Nightly report")
    page = watch("/app/settings/tokens", who=ADMIN)
    page.get_by_role("button", name="New token").click()
    panel = page.get_by_role("complementary", name="New token")
    panel.get_by_label("Name (required)").fill(name)
    panel.get_by_role("button", name="Make token").click()
    token = page.get_by_role("textbox", name="Token").input_value()
    assert ask(site, token) == 200

    page.get_by_role("button", name="I have copied it").click()
    row = page.get_by_role("row").filter(has_text=name)
    expect(row).to_contain_text(f"ends in {token[-4:]}")
    page.reload()
    expect(row).to_be_visible()
    assert token not in page.content()
    row.get_by_role("button", name=f"Revoke {name}").click()
    page.get_by_role("button", name="Revoke token").click()
    expect(page.get_by_text(f"{name} is revoked")).to_be_visible()
    expect(row).to_have_count(0)
    assert ask(site, token) == 401


def ask(site: Site, token: str) -> int:
    """The status that a token gets."""
    headers = {"authorization": f"Bearer {token}"}
    return httpx2.get(f"{site.url}/api/v1/me", headers=headers, trust_env=False).status_code


def stored(page: Page, colours: str) -> None:
    """Choose colours, which are seen at once, and wait until the desk knows."""
    with page.expect_response(lambda answer: answer.request.method == "PATCH") as answered:
        page.get_by_role("radiogroup", name="Colours").get_by_text(colours, exact=True).click()
    assert answered.value.ok


def test_colours_and_row_height_are_kept_with_the_person(watch: Watch):
    page = watch("/app/settings/profile", who=ADMIN)
    stored(page, "Dark")
    expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", "dark")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", "dark")
    stored(page, "As the system")
    expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", "light")
