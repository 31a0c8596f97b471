"""The pages of the app: what every page must keep is tested on each of these."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, expect

from scripts.places import SPOTS
from tests.browser.site import ADMIN, Site
from tests.browser.watching import DESK, Scheme, Size, Watch
from tests.journeys.desks import TICKETS

Act = Callable[[Page], None]
ROUTES = Path(__file__).parents[2] / "web" / "src" / "app"
ROUTE = re.compile(r"const (\w+) = createRoute\(\{\s*getParentRoute: \(\) => (\w+),\s*path: '([^']*)'")
# They send on to another page, or need the link of a mail.
LEAD_ON = {"/", "/app", "/app/", "/portal", "/reset-password", "/invitation"}


def heading(page: Page) -> None:
    """Wait for the page."""
    expect(page.get_by_role("heading", level=1).first).to_be_visible()


def table(page: Page) -> None:
    """Wait for the rows."""
    expect(page.get_by_role("main").get_by_role("row").nth(1)).to_be_visible()


def figures(page: Page) -> None:
    """Wait for the charts."""
    expect(page.get_by_role("img", name="Opened and resolved").locator("svg").first).to_be_visible()


@dataclass(frozen=True)
class Place:
    """A page: where it is, when it is there, who may see it."""

    path: str
    ready: Act = heading
    who: str = ADMIN


#: Pages that are there only with their rows, charts or cards; others with their heading.
READY: dict[str, Act] = {
    "overview": figures,
    **dict.fromkeys(
        (
            *("list", "people", "teams", "roles", "tokens", "categories", "priorities", "custom fields"),
            *("ticket templates", "canned replies", "statuses", "resolutions", "tags", "audit", "clusters"),
        ),
        table,
    ),
}
PLACES = {name: Place(spot.path, READY.get(name, heading), spot.who) for name, spot in SPOTS.items()}


def talked_about(site: Site) -> str:
    """Create a ticket of the requester with a conversation; return its number."""
    ticket = site.ticket("The gate of the yard stays open", priority="high", tags=["yard"])
    for body, visibility in (
        ("We send somebody this afternoon.", "public"),
        ("The motor was changed in spring.", "internal"),
    ):
        answer = site.api.post(
            f"{TICKETS}/{ticket['id']}/comments", json={"body": body, "visibility": visibility}
        )
        assert answer.is_success, answer.text
    return str(ticket["number"])


def planned(site: Site) -> str:
    """Create a project with a task and a ticket; return its id."""
    project = site.api.post(
        "/api/v1/projects", json={"key": f"P{site.ticket('Cables')['number'][4:]}", "name": "Cables"}
    )
    assert project.is_success, project.text
    id = project.json()["id"]
    site.api.post("/api/v1/assignments", json={"title": "Order cables", "project_id": id})
    ticket = site.ticket("The cable of gate 2 is too short")
    site.api.post("/api/v1/ticket-project-links", json={"ticket_id": ticket["id"], "project_id": id})
    return str(id)


def connected(site: Site) -> str:
    """Return the id of the record of a desk outside."""
    return str(site.get("/api/v1/connections", kind="itsm")["data"][0]["id"])


def analysed(site: Site) -> str:
    """Return the name of an analysis with findings."""
    return str(site.get("/api/v1/rca/jobs", state="completed")["data"][-1]["job_id"])


def grouped(site: Site) -> str:
    """Return the id of a cluster."""
    return str(site.get("/api/v1/clusters")["data"][0]["id"])


def address(site: Site, place: Place) -> str:
    """Return where a page is, after what it shows was made."""
    made = {
        "number": talked_about,
        "project": planned,
        "connection": connected,
        "analysis": analysed,
        "cluster": grouped,
    }
    known = {name: make(site) for name, make in made.items() if f"{{{name}}}" in place.path}
    return place.path.format(**known)


def opened(watch: Watch, site: Site, name: str, *, size: Size = DESK, scheme: Scheme = "light") -> Page:
    """Open a page of the list."""
    place = PLACES[name]
    page = watch(address(site, place), who=place.who, size=size, scheme=scheme)
    place.ready(page)
    watch.settled(page)
    return page


def routes() -> set[str]:
    """Return the addresses of all pages of the app, as its lists of routes say."""
    found: set[str] = set()
    for files in (("routeTree.ts", "catalogRoutes.ts"), ("portalRoutes.ts",)):
        text = "".join((ROUTES / file).read_text() for file in files)
        parts = {name: (parent, path) for name, parent, path in ROUTE.findall(text)}
        found |= {re.sub(r"\$\w+", "$ref", _whole(name, parts)) for name in parts}
    return found


def _whole(name: str, parts: dict[str, tuple[str, str]]) -> str:
    parent, path = parts[name]
    before = _whole(parent, parts) if parent in parts else ""
    return f"{before.rstrip('/')}/{path.lstrip('/')}"
