"""The start of the settings: first steps from the real state, and a search."""

from playwright.sync_api import expect

from tests.browser.site import ADMIN, AGENT
from tests.browser.watching import Watch


def test_the_first_steps_show_what_is_done_and_can_be_put_away(watch: Watch):
    page = watch("/app/settings", who=ADMIN)
    expect(page.get_by_role("heading", name="Set up your desk")).to_be_visible()
    expect(page.get_by_text("Kestrel Quay Logistics")).to_be_visible()
    page.get_by_text("steps come with later versions").click()
    expect(page.get_by_text("Chatbot", exact=True)).to_be_visible()
    page.get_by_role("button", name="Put away").click()
    expect(page.get_by_role("heading", name="Set up your desk")).to_have_count(0)
    page.get_by_role("button", name="Show the first steps").click()
    page.get_by_role("link", name="Form teams").click()
    expect(page.get_by_role("heading", name="Teams", level=1)).to_be_visible()


def test_settings_are_found_by_a_word(watch: Watch):
    page = watch("/app/settings", who=ADMIN)
    page.get_by_role("searchbox", name="Search settings").fill("urgency")
    main = page.get_by_role("main")
    expect(main.get_by_role("link", name="Priorities Names")).to_be_visible()
    expect(main.get_by_role("link", name="Tags Words")).to_have_count(0)
    page.get_by_role("searchbox", name="Search settings").fill("submarine")
    expect(page.get_by_text("No setting has this word")).to_be_visible()


def test_agents_see_no_first_steps(watch: Watch):
    page = watch("/app/settings", who=AGENT)
    expect(page.get_by_role("heading", name="Settings", level=1)).to_be_visible()
    expect(page.get_by_role("heading", name="Set up your desk")).to_have_count(0)
