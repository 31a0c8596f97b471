"""Browsers that are watched: whatever goes wrong in a page fails the test, and is kept to be looked at."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
    Route,
    WebError,
    expect,
)

from tests.browser.site import Site

Scheme = Literal["light", "dark"]
# A page that is slow is late, not wrong: nothing is waited for in vain in a test that passes.
LATEST = 20_000
OWN = ("data:", "blob:", "about:")
# A breach of the policy is said to the console anyway; this also names what was kept out.
TELL_BREACHES = """
document.addEventListener('securitypolicyviolation', (event) =>
  console.error(`policy ${event.violatedDirective} keeps out ${event.blockedURI} ${event.sample}`));
"""


# Long enough for whatever the page was about to do; shorter when it has nothing to do.
AT_REST = """() => new Promise((done) =>
  requestAnimationFrame(() => requestIdleCallback(() => setTimeout(done), { timeout: 5000 })))"""


def at_rest(page: Page) -> None:
    """Wait until the page has drawn what it was told and listens to its keys: these come a moment later."""
    page.evaluate(AT_REST)


def press(page: Page, key: str) -> None:
    """Press a key once the page listens to it."""
    at_rest(page)
    page.keyboard.press(key)


def live(page: Page) -> None:
    """Wait until the page hears of changes as they happen."""
    state = page.get_by_role("status", include_hidden=True).filter(has_text=re.compile("^Live$"))
    expect(state).to_be_attached()
    at_rest(page)


#: Where a page hears of changes.
EVENTS = re.compile(r"/api/v1/events(\?|$)")


def deaf(page: Page) -> None:
    """Let a page that is opened from now on hear of no changes, as if the desk were silent."""

    def nothing(route: Route) -> None:
        route.fulfill(status=200, content_type="text/event-stream", body="retry: 3600000\n\n")

    page.route(EVENTS, nothing)


@dataclass(frozen=True)
class Size:
    """A window."""

    width: int
    height: int

    def __str__(self) -> str:
        return str(self.width)


DESK = Size(1440, 900)
PHONE = Size(390, 844)


@dataclass
class Complaints:
    """What went wrong in the pages of one test."""

    heard: list[str] = field(default_factory=list[str])
    _expected: list[str] = field(default_factory=list[str])

    def expect(self, pattern: str) -> None:
        """Take complaints like this for part of the test."""
        self._expected.append(pattern)

    @property
    def unexpected(self) -> list[str]:
        """What the test did not ask for."""
        return [said for said in self.heard if not any(re.search(known, said) for known in self._expected)]


@dataclass
class Watch:
    """Opens windows on the desk, each in a browser profile of its own."""

    browser: Browser
    site: Site
    complaints: Complaints
    artefacts: Path
    contexts: list[BrowserContext] = field(default_factory=list[BrowserContext])
    people: dict[str, dict[str, str]] = field(default_factory=dict[str, dict[str, str]])
    #: What pages asked the API for and were not answered yet; without the stream, which never ends.
    under_way: set[Request] = field(default_factory=set[Request])

    def __call__(
        self,
        path: str = "/app/tickets",
        *,
        who: str = "",
        size: Size = DESK,
        scheme: Scheme = "light",
        worker: bool = False,
    ) -> Page:
        """Open ``path`` as ``who``, signed in already; as a stranger without. ``worker`` lets a service worker in."""
        cookies = self.site.session(who) if who else {}
        if who:
            self.people[who] = cookies
        context = self.browser.new_context(
            base_url=self.site.url,
            viewport={"width": size.width, "height": size.height},
            color_scheme=scheme,
            has_touch=size == PHONE,
            locale="en-GB",
            timezone_id="UTC",
            reduced_motion="reduce",
            service_workers="allow" if worker else "block",
        )
        context.set_default_timeout(LATEST)
        context.add_init_script(TELL_BREACHES)
        for name, value in cookies.items():
            context.add_cookies([{"name": name, "value": value, "url": self.site.url}])
        context.on("console", self._console)
        context.on("weberror", self._crash)
        context.on("response", self._response)
        context.on("request", self._request)
        context.on("requestfinished", self._answered)
        context.on("requestfailed", self._answered)
        context.tracing.start(snapshots=True)
        self.contexts.append(context)
        page = context.new_page()
        page.goto(path)
        return page

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.heard.append(f"console: {message.text} ({message.location['url']})")

    def _crash(self, error: WebError) -> None:
        self.complaints.heard.append(f"page: {error.error}")

    def _response(self, response: Response) -> None:
        if response.status >= 500:
            self.complaints.heard.append(f"server: {response.status} {response.url}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((f"{self.site.url}/", *OWN)):
            self.complaints.heard.append(f"stranger asked: {request.url}")
        if "/api/" in request.url and request.resource_type != "eventsource":
            self.under_way.add(request)

    def _answered(self, request: Request) -> None:
        self.under_way.discard(request)

    def settled(self, page: Page) -> None:
        """Wait until the page has what it asked for, has drawn it, and asks for nothing more."""
        self._wait(page, lambda asked: asked.method == "GET")

    def _wait(self, page: Page, wanted: Callable[[Request], bool]) -> None:
        end = time.monotonic() + LATEST / 1000
        at_rest(page)
        while any(map(wanted, self.under_way)) and time.monotonic() < end:
            page.wait_for_timeout(50)
            at_rest(page)

    def _let_store(self) -> None:
        """Let what people chose last reach the desk: stored after ``tidy`` it would stay for other tests."""
        end = time.monotonic() + LATEST / 1000
        pages = [page for context in self.contexts for page in context.pages]
        while pages and time.monotonic() < end:
            if not any(asked.method == "PATCH" and asked.url.endswith("/me") for asked in self.under_way):
                return
            pages[0].wait_for_timeout(50)

    def close(self, *, keep: bool) -> None:
        """Close all windows, and let people like what they liked; keep pictures and traces to find out why."""
        self._let_store()
        for number, context in enumerate(self.contexts, 1):
            if keep:
                self.artefacts.mkdir(parents=True, exist_ok=True)
                for index, page in enumerate(context.pages, 1):
                    page.screenshot(path=self.artefacts / f"browser-{number}-page-{index}.png")
                context.tracing.stop(path=self.artefacts / f"browser-{number}.zip")
            context.close()
        for email, cookies in self.people.items():
            self.site.tidy(email, cookies)
