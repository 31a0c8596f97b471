"""The portal as an app: it opens without a network, and what is written then is sent once."""

import json
import re
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page, Route, expect

from deskplane.app.pages import DIST
from tests.browser.site import AGENT, REQUESTER, Site, unique
from tests.browser.watching import PHONE, Complaints, Watch, live

OFFLINE = (r"ERR_INTERNET_DISCONNECTED", r"ERR_FAILED", r"Failed to load resource", r"ERR_NETWORK_CHANGED")
ISLAND = "Object.defineProperty(Navigator.prototype, 'onLine', { get: () => false })"
STANDALONE = """
const asked = window.matchMedia.bind(window);
window.matchMedia = (query) => query.includes('standalone')
  ? Object.assign(asked('all'), {}) : asked(query);
"""


def ready(page: Page) -> None:
    """Wait until the service worker holds the page."""
    until(page, "navigator.serviceWorker.controller !== null")


def until(page: Page, expression: str) -> None:
    """Wait until something holds; the policy of the page forbids the browser driver to poll by itself."""
    deadline = time.monotonic() + 20
    while not page.evaluate(expression):
        assert time.monotonic() < deadline, expression
        page.wait_for_timeout(100)


def expects_silence(complaints: Complaints) -> None:
    """Without a network browsers say so for every request."""
    for pattern in OFFLINE:
        complaints.expect(pattern)


def titled(site: Site, title: str) -> list[dict[str, Any]]:
    """Tickets with this title."""
    return site.get("/api/v1/desk/tickets", q=title)["data"]


def fill(page: Page, title: str, picture: Path | None = None) -> None:
    """Write a request, with a photo if there is one."""
    page.get_by_label("In a few words").fill(title)
    if picture:
        page.get_by_label("Take a photo").set_input_files(picture)
        expect(page.get_by_role("list", name="Pictures and files")).to_contain_text(picture.name)


def photo(folder: Path) -> Path:
    """A small picture."""
    file = folder / "photo.png"
    file.write_bytes((DIST / "icons" / "icon-192.png").read_bytes())
    return file


def test_it_can_be_installed(watch: Watch, site: Site):
    page = watch("/portal", who=REQUESTER, worker=True)
    ready(page)
    manifest = json.loads((DIST / "manifest.webmanifest").read_text(encoding="utf-8"))
    purposes = {icon.get("purpose") for icon in manifest["icons"]}
    assert {"any", "maskable"} <= purposes
    for icon in manifest["icons"]:
        answer = page.request.get(icon["src"])
        assert (answer.status, answer.headers["content-type"]) == (200, icon["type"]), icon["src"]
    assert page.request.get("/sw.js").headers["cache-control"] == "no-cache"
    client = page.context.new_cdp_session(page)
    found = client.send("Page.getAppManifest")
    assert found["errors"] == []
    errors = client.send("Page.getInstallabilityErrors")["installabilityErrors"]
    # The windows of tests are private ones, where nothing can be installed.
    assert [error["errorId"] for error in errors if error["errorId"] != "in-incognito"] == []


def test_nothing_that_the_api_answers_is_kept(watch: Watch, site: Site):
    ticket = site.ticket("Kept by nobody")
    page = watch(f"/portal/requests/{ticket['number']}", who=REQUESTER, worker=True)
    ready(page)
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text(ticket["title"])
    kept = page.evaluate(
        "caches.keys().then((names) => Promise.all(names.map((name) => caches.open(name)"
        ".then((cache) => cache.keys()).then((all) => all.map((request) => request.url)))))"
    )
    addresses = [address for cache in kept for address in cache]

    assert len(addresses) > 10
    assert [address for address in addresses if "/api/" in address] == []


def test_a_page_that_is_opened_while_the_desk_is_away_comes_when_it_is_back(
    watch: Watch, complaints: Complaints
):
    expects_silence(complaints)
    complaints.expect("dynamically imported module")
    page = watch(who=AGENT)
    live(page)
    page.context.set_offline(True)
    expect(page.get_by_text("You are offline")).to_be_visible()
    page.get_by_role("link", name="Projects").click()
    expect(page).to_have_url(re.compile("/app/projects"))
    expect(page.get_by_role("heading", name="This page stopped working")).to_have_count(0)
    page.context.set_offline(False)
    expect(page.get_by_role("heading", level=1, name="Projects")).to_be_visible(timeout=40_000)


def test_a_request_written_without_a_network_is_sent_once_when_there_is_one(
    watch: Watch, site: Site, complaints: Complaints, tmp_path: Path
):
    expects_silence(complaints)
    title = unique("Written in the lift")
    page = watch("/portal", who=REQUESTER, size=PHONE, worker=True)
    ready(page)
    expect(page.get_by_role("link", name=re.compile("Laptop or screen"))).to_be_visible()
    page.context.set_offline(True)
    page.goto("/portal")
    expect(page.get_by_text("You are offline")).to_be_visible()
    page.get_by_role("link", name=re.compile("Laptop or screen")).click()
    fill(page, title, photo(tmp_path))
    page.get_by_role("button", name="Send request").click()
    waiting = page.get_by_role("region", name="Waiting to be sent")
    expect(waiting).to_contain_text(title)
    expect(waiting).to_contain_text("1 file")
    page.reload()
    expect(waiting).to_contain_text(title)
    assert titled(site, title) == []

    page.context.set_offline(False)
    expect(waiting).not_to_be_visible(timeout=40_000)
    [ticket] = titled(site, title)
    files = site.get(f"/api/v1/desk/tickets/{ticket['number']}/attachments")["data"]
    assert [file["filename"] for file in files] == ["photo.png"]
    expect(page.get_by_role("list", name="My requests")).to_contain_text(title)


def test_a_lost_answer_makes_no_second_request(watch: Watch, site: Site, complaints: Complaints):
    expects_silence(complaints)
    title = unique("The answer got lost")
    page = watch("/portal/new?type=other", who=REQUESTER)
    lost: list[str] = []

    def lose_the_first(route: Route) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(route.request.headers["idempotency-key"])
            route.fetch()
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route("**/api/v1/portal/tickets", lose_the_first)
    fill(page, title)
    page.get_by_role("button", name="Send request").click()
    expect(page).to_have_url(re.compile("/portal$"))
    expect(page.get_by_role("list", name="My requests")).to_contain_text(title)
    expect(page.get_by_role("region", name="Waiting to be sent")).not_to_be_visible(timeout=40_000)

    assert len(lost) == 1
    assert len(titled(site, title)) == 1


def test_two_tabs_send_it_once(watch: Watch, site: Site, complaints: Complaints):
    expects_silence(complaints)
    title = unique("Two tabs, one request")
    page = watch("/portal/new?type=other", who=REQUESTER, worker=True)
    ready(page)
    expect(page.get_by_label("In a few words")).to_be_visible()
    other = second(page.context, "/portal")
    page.context.set_offline(True)
    fill(page, title)
    page.get_by_role("button", name="Send request").click()
    expect(page.get_by_role("region", name="Waiting to be sent")).to_contain_text(title)
    page.context.set_offline(False)
    other.reload()

    for tab in (page, other):
        expect(tab.get_by_role("list", name="My requests")).to_contain_text(title, timeout=40_000)
    assert len(titled(site, title)) == 1


def second(context: BrowserContext, path: str) -> Page:
    """Another tab of the same browser."""
    page = context.new_page()
    page.goto(path)
    return page


def test_the_installed_app_says_where_it_was_written(watch: Watch, site: Site):
    title = unique("From the home screen")
    page = watch("/portal/new?type=other", who=REQUESTER, size=PHONE)
    page.context.add_init_script(STANDALONE)
    page.reload()
    fill(page, title)
    page.get_by_role("button", name="Send request").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)

    assert [ticket["source_type"] for ticket in titled(site, title)] == ["MOBILE"]


def test_what_the_desk_refuses_later_is_said_and_kept(watch: Watch, site: Site, complaints: Complaints):
    expects_silence(complaints)
    title = unique("Of a kind that is gone")
    body = {"name": unique("Short-lived")}
    made = site.api.post("/api/v1/portal/request-types", json=body).json()
    page = watch(f"/portal/new?type={made['id']}", who=REQUESTER, worker=True)
    ready(page)
    expect(page.get_by_label("In a few words")).to_be_visible()
    page.context.set_offline(True)
    fill(page, title)
    page.get_by_role("button", name="Send request").click()
    waiting = page.get_by_role("region", name="Waiting to be sent")
    expect(waiting).to_contain_text(title)
    site.api.delete(f"/api/v1/portal/request-types/{made['id']}")
    page.context.set_offline(False)

    expect(waiting.get_by_role("alert")).to_contain_text("could not take it", timeout=40_000)
    waiting.get_by_role("button", name="Discard").click()
    page.get_by_role("dialog").get_by_role("button", name="Discard").click()
    expect(waiting).not_to_be_visible()


def test_a_new_version_waits_for_the_person(watch: Watch):
    page = watch("/portal", who=REQUESTER, worker=True)
    ready(page)
    worker = (DIST / "sw.js").read_text(encoding="utf-8")
    try:
        newer = re.sub(r'"version":"\w+"', '"version":"newer"', worker, count=1)
        (DIST / "sw.js").write_text(newer, encoding="utf-8")
        page.evaluate("navigator.serviceWorker.getRegistration().then((known) => known.update())")
        expect(page.get_by_text("A new version is ready")).to_be_visible(timeout=20_000)
        with page.expect_navigation():
            page.get_by_role("button", name="Reload").click()
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        until(page, "caches.keys().then((names) => names.join() === 'deskplane-shell-newer')")
    finally:
        (DIST / "sw.js").write_text(worker, encoding="utf-8")


def test_a_desk_that_answers_needs_no_network(watch: Watch, site: Site):
    """On a machine without any network the desk still answers; its word counts, not the browser's."""
    ticket = site.ticket("Written on an island")
    page = watch("/app/overview", who=AGENT)
    page.context.add_init_script(ISLAND)
    page.goto(f"/app/tickets/{ticket['number']}")
    expect(page.get_by_role("heading", level=1)).to_contain_text(ticket["title"])
    page.evaluate("window.dispatchEvent(new Event('offline'))")
    page.get_by_role("link", name="Tickets", exact=False).first.click()
    expect(page.get_by_role("table", name="Tickets")).to_be_visible()
    expect(page.get_by_text("You are offline")).to_have_count(0)

    page = watch("/portal", who=REQUESTER)
    page.context.add_init_script(ISLAND)
    page.goto("/portal/new?type=other")
    page.evaluate("window.dispatchEvent(new Event('offline'))")
    title = unique("From the island")
    fill(page, title)
    expect(page.get_by_text("You are offline")).to_have_count(0)
    page.get_by_role("button", name="Send request").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    assert len(titled(site, title)) == 1


def test_the_desk_is_never_an_old_one(watch: Watch, complaints: Complaints):
    """The page comes from the network as long as there is one; without it an agent is told."""
    expects_silence(complaints)
    complaints.expect("Deskplane does not answer")
    page = watch("/app/tickets", who=AGENT, worker=True)
    ready(page)
    with page.expect_response(lambda answer: answer.url.endswith("/app/tickets")) as answered:
        page.reload()
    # A page of the worker's own store would keep its nonce.
    first = answered.value.headers["content-security-policy"]
    with page.expect_response(lambda answer: answer.url.endswith("/app/tickets")) as answered:
        page.reload()
    assert answered.value.headers["content-security-policy"] != first

    page.context.set_offline(True)
    page.reload()
    expect(page.get_by_text("Check your connection")).to_be_visible()
