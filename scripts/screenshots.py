"""Takes pictures of every page in light and dark, wide and narrow: ``python -m scripts.screenshots``.

Without ``--url`` it starts a desk of its own with demo data. All pictures go to ``build/screenshots``; ``--readme``
also renews the few that the README shows.
"""

import argparse
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any, Final, Literal

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from deskplane.app.demo import DEMO_PASSWORD
from scripts.places import ADMIN, REQUESTER, SPOTS, Spot

FLAGS = (
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--mute-audio",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
)
SIZES = {"": (1440, 900), "-phone": (390, 844)}
SCHEMES: Final[tuple[Literal["light", "dark"], ...]] = ("light", "dark")
PICTURES = Path(__file__).parents[1] / "docs" / "pictures"
PATIENCE = 120.0
#: A skeleton in the place of what is still on its way.
COMING = "main [role=status][aria-label]"


@dataclass(frozen=True)
class Shot:
    """A picture: the page, who looks at it, buttons to press and keys to strike there."""

    spot: Spot
    presses: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()


def slug(name: str) -> str:
    """Return the name of a file."""
    return re.sub(r"\W+", "-", name).lower()


#: What stands on a page only after something was done.
STATES: Final = {
    "list with a ticket": Shot(Spot("/app/tickets?ticket={number}")),
    "list that finds nothing": Shot(Spot("/app/tickets?tag=unheard-of")),
    "list, more conditions": Shot(Spot("/app/tickets?priority=critical,urgent&sort=priority")),
    "ticket in the past": Shot(Spot("/app/tickets/{number}?at=2")),
    "internal note": Shot(Spot("/app/tickets/{number}"), keys=("n",)),
    "resolving": Shot(Spot("/app/tickets/{number}"), presses=("Resolve",)),
    "macros on a ticket": Shot(Spot("/app/tickets/{number}"), keys=("m",)),
    "palette": Shot(Spot("/app/tickets"), keys=("Control+k",)),
    "palette on a ticket": Shot(Spot("/app/tickets/{number}"), keys=("Control+k",)),
    "sheet of keys": Shot(Spot("/app/tickets"), keys=("?",)),
    "board with lanes": Shot(Spot("/app/board?columns=priority&lanes=assignee")),
    "new person": Shot(Spot("/app/settings/people"), presses=("Add person",)),
    "new field": Shot(Spot("/app/settings/fields"), presses=("Add field",)),
    "macro": Shot(Spot("/app/settings/macros"), presses=("Take it and say hello",)),
    "new macro": Shot(Spot("/app/settings/macros?edit=new"), presses=("Filter",)),
    "nothing there": Shot(Spot("/app/nowhere")),
    "portal: form": Shot(Spot("/portal/new?type=other", REQUESTER)),
}
SHOTS: Final = {
    slug(name): shot for name, shot in {**{n: Shot(s) for n, s in SPOTS.items()}, **STATES}.items()
}
#: What the README shows: name there, and the picture it is.
README: Final = {
    "ticket": "ticket-light",
    "tickets": "list-light",
    "overview-dark": "overview-dark",
    "board": "board-light",
    "portal": "portal-light",
    "project-dark": "project-dark",
}


def chromium() -> str:
    """Return the browser to drive.

    Raises:
        FileNotFoundError: there is none on this machine.
    """
    found = os.environ.get("DESKPLANE_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not found:
        raise FileNotFoundError("Chromium is not installed; set DESKPLANE_CHROMIUM to its path")
    return found


@contextmanager
def own_desk() -> Generator[str]:
    """Serve demo data from a folder that is gone afterwards; give the address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="deskplane-pictures-") as folder:
        command = (
            str(Path(sys.executable).with_name("deskplane")),
            "serve",
            "--demo",
            "--port",
            str(port),
            "--data-dir",
            folder,
        )
        desk = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        try:
            wait_for(port, desk)
            yield f"http://127.0.0.1:{port}"
        finally:
            desk.terminate()
            desk.wait(30)


def wait_for(port: int, desk: subprocess.Popen[bytes]) -> None:
    """Wait until the desk answers.

    Raises:
        TimeoutError: it ended or does not.
    """
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and desk.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=2):
            return
        time.sleep(0.5)
    raise TimeoutError("the desk did not start")


def sign_in(context: BrowserContext, url: str, email: str) -> None:
    """Give a browser the session of a person."""
    answer = context.request.post(
        f"{url}/api/v1/auth/login", data={"email": email, "password": DEMO_PASSWORD}
    )
    if not answer.ok:
        raise PermissionError(answer.text())


def settle(page: Page) -> None:
    """Wait until the page has what it asked for; the live stream stays open, so the network is never idle."""
    page.wait_for_load_state("load")
    page.locator("h1").first.wait_for()
    page.wait_for_timeout(1200)
    page.locator(COMING).first.wait_for(state="detached")
    page.wait_for_timeout(300)


def talked_about(context: BrowserContext, url: str) -> dict[str, dict[str, str]]:
    """Return what stands in addresses for things, for those who work on tickets and for the requester."""

    def rows(path: str) -> list[dict[str, Any]]:
        return context.request.get(f"{url}/api/v1/{path}").json()["data"]

    def most(found: list[dict[str, Any]]) -> str:
        return str(max(found, key=lambda row: (row["comment_count"], row["number"]))["number"])

    me = rows(f"people?q={REQUESTER}&limit=1")[0]["id"]
    own = rows(f"desk/tickets?requester={me}&limit=100")
    waiting = [row for row in own if row["status"] not in {"closed", "cancelled"} and row["comment_count"]]
    project = max(rows("projects?limit=50"), key=lambda row: row["tasks"])["id"]
    number = most(rows("desk/tickets?status=in_progress&limit=100"))
    connection = str(rows("connections?kind=itsm")[0]["id"])
    analysis = str(rows("rca/jobs?state=completed")[-1]["job_id"])
    cluster = str(rows("clusters")[0]["id"])
    made = {"connection": connection, "analysis": analysis, "cluster": cluster}
    return {
        ADMIN: {"number": number, "project": project, **made},
        REQUESTER: {"number": most(waiting or own)},
        "": {},
    }


def shoot(browser: Browser, url: str, out: Path, names: list[str]) -> None:
    """Take these pictures in both schemes and both sizes."""
    found: dict[str, dict[str, str]] = {}
    for scheme, (suffix, (width, height)) in product(SCHEMES, SIZES.items()):
        for who in dict.fromkeys(SHOTS[name].spot.who for name in names):
            context = browser.new_context(
                viewport={"width": width, "height": height},
                color_scheme=scheme,
                has_touch=bool(suffix),
                locale="en-GB",
                timezone_id="Europe/Berlin",
                reduced_motion="reduce",
                service_workers="block",
            )
            if not found:
                sign_in(context, url, ADMIN)
                found = talked_about(context, url)
                context.clear_cookies()
            if who:
                sign_in(context, url, who)
            for name in names:
                if SHOTS[name].spot.who == who:
                    page = take(context, SHOTS[name], url, found[who])
                    page.screenshot(path=str(out / f"{name}{suffix}-{scheme}.png"))
            context.close()


def take(context: BrowserContext, shot: Shot, url: str, known: dict[str, str]) -> Page:
    """Open the page of a picture in the one window of this browser."""
    page = context.pages[0] if context.pages else context.new_page()
    page.goto(url + shot.spot.path.format(**known))
    settle(page)
    for name in shot.presses:
        page.get_by_role("button", name=name).first.click()
        page.wait_for_timeout(700)
    for key in shot.keys:
        page.keyboard.press(key)
        page.wait_for_timeout(900)
    return page


def main() -> None:
    """Take the pictures."""
    words = argparse.ArgumentParser(prog="screenshots")
    words.add_argument("--url", help="a running desk with demo data; without it one is started")
    words.add_argument("--out", type=Path, default=Path("build/screenshots"))
    words.add_argument("--readme", action="store_true", help="also renew docs/pictures")
    words.add_argument("names", nargs="*", help=f"only these of: {', '.join(SHOTS)}")
    given = words.parse_args()
    names = given.names or list(SHOTS)
    given.out.mkdir(parents=True, exist_ok=True)
    flags = [*FLAGS, *(["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else [])]
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium(), args=flags)
        if given.url:
            shoot(browser, given.url, given.out, names)
        else:
            with own_desk() as url:
                shoot(browser, url, given.out, names)
        browser.close()
    if given.readme:
        for name, picture in README.items():
            with Image.open(given.out / f"{picture}.png") as whole:
                # 256 colours are enough for a page, at a third of the size.
                whole.convert("RGB").quantize(256).save(PICTURES / f"{name}.png", optimize=True)
    print(f"{len(list(given.out.glob('*.png')))} pictures in {given.out}")


if __name__ == "__main__":
    main()
