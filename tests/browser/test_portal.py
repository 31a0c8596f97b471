"""The portal: what people who ask for help do there, and what they never see."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, Response, expect

from tests.browser.site import ADMIN, AGENT, REQUESTER, Site, unique, until
from tests.browser.watching import DESK, PHONE, Complaints, Size, Watch
from tests.journeys.desks import TICKETS

CANARY = "kookaburra"
#: The titles of the requests that this browser keeps.
KEPT = """async () => {
  const found = [];
  for (const { name } of await indexedDB.databases()) {
    const asked = indexedDB.open(name);
    await new Promise((done) => Object.assign(asked, { onsuccess: done }));
    const all = asked.result.transaction('drafts').objectStore('drafts').getAll();
    await new Promise((done) => Object.assign(all, { onsuccess: done }));
    found.push(...all.result.map(({ values }) => values.title));
    asked.result.close();
  }
  return found;
}"""


def say(site: Site, ticket: dict, words: str, **more: str) -> None:
    """Say something on a ticket as the administrator."""
    answer = site.api.post(f"{TICKETS}/{ticket['id']}/comments", json={"body": words, **more})
    assert answer.is_success, answer.text


def move(site: Site, ticket: dict, *statuses: str) -> None:
    """Move a ticket as the administrator."""
    for status in statuses:
        answer = site.api.post(f"{TICKETS}/{ticket['id']}/transition", json={"to": status})
        assert answer.is_success, answer.text


def test_who_asks_lands_in_the_portal_and_deep_links_survive_signing_in(
    watch: Watch, site: Site, complaints: Complaints
):
    complaints.expect("status of 401")
    ticket = site.ticket("The door of the lift squeaks")
    page = watch(f"/app/tickets/{ticket['number']}")
    page.get_by_label("Email").fill(REQUESTER)
    page.get_by_label("Password", exact=True).fill("Lighthouse-2-North")
    page.get_by_role("button", name="Sign in").click()

    expect(page).to_have_url(re.compile(f"/portal/requests/{ticket['number']}$"))
    expect(page.get_by_role("heading", level=1)).to_have_text(ticket["title"])
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("What do you need, Tomasz?")


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("/app", "/portal"),
        ("/app/overview", "/portal"),
        ("/app/tickets?view=mine", "/portal"),
        ("/app/tickets/new", "/portal/new"),
        ("/app/settings/people", "/portal"),
        ("/app/settings/profile", "/portal/profile"),
    ],
)
def test_pages_of_the_desk_send_requesters_to_the_portal(watch: Watch, path: str, target: str):
    page = watch(path, who=REQUESTER)

    expect(page).to_have_url(re.compile(rf"{target}$"))
    expect(page.get_by_role("heading", level=1)).to_be_visible()


@pytest.mark.parametrize("size", [DESK, PHONE], ids=str)
def test_asking_from_a_card_with_a_picture(watch: Watch, site: Site, tmp_path: Path, size: Size):
    title = unique("My second screen stays black")
    note = tmp_path / "what-i-see.txt"
    note.write_text("Nothing at all.", encoding="utf-8")
    page = watch("/portal", who=REQUESTER, size=size)
    page.get_by_role("link", name=re.compile("Laptop or screen")).click()
    page.get_by_role("button", name="Send request").click()
    expect(page.get_by_label("In a few words")).to_have_accessible_description(re.compile("Fill this in"))
    page.get_by_label("In a few words").fill(title)
    page.get_by_label("What happened").fill("Since this morning.")
    page.get_by_label("Asset tag").fill("KQ-A20110")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Choose files").click()
    chooser.value.set_files(note)
    expect(page.get_by_role("list", name="Pictures and files")).to_contain_text("what-i-see.txt")
    page.get_by_role("button", name="Send request").click()

    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.get_by_role("heading", name="We have received it")).to_be_visible()
    expect(page.get_by_role("log")).to_contain_text("what-i-see.txt")
    known = site.get(f"{TICKETS}/{page.url.rpartition('/')[2]}")
    assert (known["source_type"], known["custom_fields"]) == ("PORTAL", {"asset_tag": "KQ-A20110"})
    assert known["category"]["path"] == "Workplace / Laptops and PCs"


def test_a_request_begun_is_there_after_a_reload(watch: Watch):
    page = watch("/portal/new?type=other", who=REQUESTER)
    field = page.get_by_label("In a few words")
    field.fill("Half a thought")
    until(lambda: page.evaluate(KEPT) == ["Half a thought"])
    page.reload()

    expect(field).to_have_value("Half a thought")


def test_the_words_of_the_first_page_become_the_request_unless_it_is_known(watch: Watch, site: Site):
    known = site.ticket("The tide table is a week old")
    page = watch("/portal", who=REQUESTER)
    page.get_by_label("Describe it in your words").fill(known["title"][:20])
    expect(page.get_by_role("list", name="Requests with these words")).to_contain_text(known["number"])
    page.get_by_label("Describe it in your words").fill("No tide table at all")
    page.get_by_role("button", name="Ask").click()
    page.get_by_role("link", name=re.compile("Something does not work")).click()

    expect(page.get_by_label("In a few words")).to_have_value("No tide table at all")


def test_answering_closing_and_opening_again(watch: Watch, site: Site):
    ticket = site.ticket("The scanner beeps")
    say(site, ticket, "Which scanner is it?")
    move(site, ticket, "pending")
    page = watch("/portal", who=REQUESTER)
    page.get_by_role("link", name=re.compile(re.escape(ticket["title"]))).click()
    expect(page.get_by_role("heading", name="We are waiting for you")).to_be_visible()
    page.get_by_role("textbox", name="Write your answer").fill("The one at gate 2.")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("article", name="You").last).to_contain_text("The one at gate 2.")
    expect(page.get_by_role("heading", name="We have received it")).to_be_visible()
    page.get_by_role("button", name="It works now, close it").click()
    expect(page.get_by_role("heading", name="Closed")).to_be_visible()
    until(lambda: site.now(ticket)["status"] == "closed")

    page.get_by_role("button", name="It does not work yet").click()
    page.get_by_label("What is still wrong?").fill("It beeps again.")
    page.get_by_role("button", name="Reopen request").click()
    expect(page.get_by_role("heading", name="We are working on it")).to_be_visible()
    until(lambda: site.now(ticket)["status"] == "in_progress")


def test_what_the_desk_says_appears_by_itself(watch: Watch, site: Site):
    ticket = site.ticket("The clock in hall 3 stands still")
    page = watch(f"/portal/requests/{ticket['number']}", who=REQUESTER)
    expect(page.get_by_role("heading", name="We have received it")).to_be_visible()
    say(site, ticket, "We bring a new battery.")
    move(site, ticket, "in_progress")

    expect(page.get_by_role("log")).to_contain_text("We bring a new battery.")
    expect(page.get_by_role("heading", name="We are working on it")).to_be_visible()


def test_a_colleague_follows(watch: Watch, site: Site, complaints: Complaints):
    complaints.expect("status of 422")
    ticket = site.ticket("The team calendar is empty")
    other = next(p for p in site.people.values() if p["role"] == "requester" and p["email"] != REQUESTER)
    page = watch(f"/portal/requests/{ticket['number']}", who=REQUESTER)
    page.get_by_role("button", name="Add a colleague").click()
    page.get_by_label("Their email address").fill("nobody@nowhere.example")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_text("nobody in your organisation")).to_be_visible()
    page.get_by_label("Their email address").fill(other["email"])
    page.get_by_role("button", name="Add", exact=True).click()

    expect(page.get_by_role("region", name="Also following")).to_contain_text(other["name"])
    page.get_by_role("button", name=f"Remove {other['name']}").click()
    expect(page.get_by_role("region", name="Also following")).not_to_contain_text(other["name"])


def test_saying_yes_where_asked(watch: Watch, site: Site):
    ticket = site.ticket("A new crane camera", type="request", requester_id=site.people[AGENT]["id"])
    question = {"approver_id": site.people[REQUESTER]["id"], "note": "It costs 900."}
    assert site.api.post(f"{TICKETS}/{ticket['id']}/approvals", json=question).is_success
    page = watch("/portal", who=REQUESTER)
    asked = page.get_by_role("region", name="Your decision is needed").get_by_role("listitem")
    asked = asked.filter(has_text=ticket["number"])
    expect(asked).to_contain_text("It costs 900.")
    asked.get_by_role("button", name="Approve").click()

    expect(page.get_by_text(f"{ticket['number']} is approved")).to_be_visible()

    def states() -> list[str]:
        return [asked["state"] for asked in site.get(f"{TICKETS}/{ticket['id']}/approvals")["data"]]

    until(lambda: states() == ["approved"])


def test_agents_look_at_the_portal_and_go_back(watch: Watch):
    page = watch("/portal", who=AGENT)
    expect(page.get_by_text("This is the portal as requesters see it")).to_be_visible()
    page.get_by_role("link", name="Back to the desk").click()

    expect(page).to_have_url(re.compile("/app/tickets"))


def test_a_request_of_somebody_else_is_not_there(watch: Watch, site: Site, complaints: Complaints):
    complaints.expect("status of 404")
    ticket = site.ticket("Private", requester_id=site.people[AGENT]["id"])
    page = watch(f"/portal/requests/{ticket['number']}", who=REQUESTER)

    expect(page.get_by_text("There is no such request")).to_be_visible()


def test_the_portal_speaks_german(watch: Watch, site: Site):
    with site.client(REQUESTER) as client:
        assert client.patch("/api/v1/me", json={"locale": "de"}).is_success
        try:
            page = watch("/portal", who=REQUESTER)
            expect(page.get_by_role("heading", level=1)).to_have_text("Was brauchen Sie, Tomasz?")
            expect(page.get_by_role("link", name=re.compile("Etwas geht nicht"))).to_be_visible()
        finally:
            assert client.patch("/api/v1/me", json={"locale": "en"}).is_success


def everything_shown(page: Page) -> str:
    """Text, attributes and all that scripts of the page hold as text."""
    return str(page.evaluate("document.documentElement.outerHTML + JSON.stringify({...localStorage})"))


def test_nothing_internal_is_on_any_page_of_the_portal(watch: Watch, site: Site):
    field = {"key": "canary_field", "label": "Canary", "kind": "text"}
    site.api.post("/api/v1/custom-fields", json=field)
    ticket = site.ticket(
        "A bird in the hall", custom_fields={"canary_field": CANARY}, tags=[CANARY], job_id=CANARY
    )
    say(site, ticket, f"Among us: {CANARY}", visibility="internal")
    note = {"minutes": 5, "note": CANARY}
    assert site.api.post(f"{TICKETS}/{ticket['id']}/time-tracking", json=note).is_success
    say(site, ticket, "We look for the bird.")
    page = watch("about:blank", who=REQUESTER)
    heard: list[str] = []
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer) if _is_data(answer) else None)
    for path in (
        "/portal",
        "/portal/requests",
        f"/portal/requests?q={ticket['number']}",
        f"/portal/requests/{ticket['number']}",
        "/portal/new",
        "/portal/profile",
    ):
        page.goto(path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        page.wait_for_timeout(300)
        watch.settled(page)
        assert CANARY not in everything_shown(page), path
        # What a page was told can only be read as long as it is there.
        heard += [answer.url for answer in answers if CANARY in answer.text()]
        page.goto("about:blank")
        answers.clear()
    page.goto(f"/portal/requests?q={CANARY}")
    expect(page.get_by_text("Nothing found")).to_be_visible()
    watch.settled(page)
    heard += [answer.url for answer in answers if CANARY in answer.text()]
    assert heard == []


def _is_data(answer: Response) -> bool:
    return "json" in answer.headers.get("content-type", "") and "/api/" in answer.url


def test_an_administrator_offers_something_new(watch: Watch, site: Site):
    name = unique("A badge")
    page = watch("/app/settings/request-types", who=ADMIN)
    page.get_by_role("button", name="Add request type").click()
    panel = page.get_by_role("complementary", name="Add request type")
    panel.get_by_role("button", name="Add request type").click()
    expect(panel.get_by_label("Name (required)")).to_have_accessible_description(re.compile("Fill this in"))
    panel.get_by_label("Name (required)").fill(name)
    panel.get_by_label("Expected time").first.fill("Usually 2 days")
    panel.get_by_role("radio", name="Person").click()
    panel.get_by_role("group", name="German").get_by_label("Name").fill(f"Ausweis {name}")
    panel.get_by_role("button", name="Add request type").click()
    expect(page.get_by_role("row").filter(has_text=name)).to_be_visible()

    page.get_by_role("button", name=f"Edit {name}").click()
    page.get_by_role("switch", name="Offered in the portal").press(" ")
    page.get_by_role("button", name="Save changes").click()
    expect(page.get_by_role("row").filter(has_text=name)).to_contain_text("Not offered")
    [kept] = [t for t in site.get("/api/v1/portal/request-types")["data"] if t["name"] == name]
    assert (kept["icon"], kept["is_active"], kept["translations"]["de"]["name"]) == (
        "person",
        False,
        f"Ausweis {name}",
    )
    site.api.delete(f"/api/v1/portal/request-types/{kept['id']}")
