"""Takes pictures of every page in light and dark, wide and narrow: ``python -m scripts.screenshots``.

Without ``--url`` it starts a desk of its own with demo data. All pictures go to ``build/screenshots``; ``--readme``
also renews the few that the README shows.
"""

import argparse
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from deskplane.app.demo import DEMO_PASSWORD

FLAGS = (
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--mute-audio",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
)
ADMIN = "maren.holt@kestrelquay.example"
REQUESTER = "tomasz.nowak@kestrelquay.example"
SIZES = {"": (1440, 900), "-phone": (390, 844)}
SCHEMES = ("light", "dark")
PICTURES = Path(__file__).parents[1] / "docs" / "pictures"
PATIENCE = 120.0


@dataclass(frozen=True)
class Shot:
    """A picture: the page, who looks at it, and keys to press there."""

    path: str
    who: str = ADMIN
    keys: tuple[str, ...] = ()


#: One line for each picture; ``{ticket}`` is one that people talked about, ``{own}`` one of the requester.
SHOTS = {
    "login": Shot("/login", who=""),
    "overview": Shot("/app/overview"),
    "tickets": Shot("/app/tickets"),
    "tickets-panel": Shot("/app/tickets?ticket={ticket}"),
    "tickets-nothing": Shot("/app/tickets?tag=unheard-of"),
    "ticket": Shot("/app/tickets/{ticket}"),
    "new-ticket": Shot("/app/tickets/new"),
    "board": Shot("/app/board"),
    "support": Shot("/app/support"),
    "projects": Shot("/app/projects"),
    "palette": Shot("/app/tickets/{ticket}", keys=("Control+k",)),
    "keys": Shot("/app/tickets", keys=("?",)),
    "settings": Shot("/app/settings"),
    "profile": Shot("/app/settings/profile"),
    "keyboard": Shot("/app/settings/keyboard"),
    "organization": Shot("/app/settings/organization"),
    "people": Shot("/app/settings/people"),
    "teams": Shot("/app/settings/teams"),
    "roles": Shot("/app/settings/roles"),
    "request-types": Shot("/app/settings/request-types"),
    "tokens": Shot("/app/settings/tokens"),
    "nothing-there": Shot("/app/nowhere"),
    "portal": Shot("/portal", who=REQUESTER),
    "portal-requests": Shot("/portal/requests", who=REQUESTER),
    "portal-request": Shot("/portal/requests/{own}", who=REQUESTER),
    "portal-new": Shot("/portal/new", who=REQUESTER),
    "portal-profile": Shot("/portal/profile", who=REQUESTER),
}
#: What the README shows: name there, and the picture it is.
README = {"ticket": "ticket-light", "tickets": "tickets-light", "overview-dark": "overview-dark"}


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
    page.wait_for_timeout(1800)


def talked_about(context: BrowserContext, url: str) -> dict[str, str]:
    """Return an unfinished ticket that people talked about, and one of the requester."""
    rows = context.request.get(f"{url}/api/v1/desk/tickets?status=in_progress&limit=100").json()["data"]
    me = context.request.get(f"{url}/api/v1/people?q={REQUESTER}&limit=1").json()["data"][0]["id"]
    own = context.request.get(f"{url}/api/v1/desk/tickets?requester={me}&limit=50").json()["data"]
    most = max(rows, key=lambda row: row["comment_count"])["number"]
    return {"ticket": most, "own": max(own or rows, key=lambda row: row["comment_count"])["number"]}


def shoot(browser: Browser, url: str, out: Path, names: list[str]) -> None:
    """Take these pictures in both schemes and both sizes."""
    for scheme in SCHEMES:
        for suffix, (width, height) in SIZES.items():
            for who in dict.fromkeys(SHOTS[name].who for name in names):
                context = browser.new_context(
                    viewport={"width": width, "height": height},
                    color_scheme="dark" if scheme == "dark" else "light",
                    locale="en-GB",
                    reduced_motion="reduce",
                )
                sign_in(context, url, ADMIN)
                tickets = talked_about(context, url)
                context.clear_cookies()
                if who:
                    sign_in(context, url, who)
                for name in names:
                    if SHOTS[name].who == who:
                        take(context, SHOTS[name], url, tickets).screenshot(
                            path=str(out / f"{name}{suffix}-{scheme}.png")
                        )
                context.close()


def take(context: BrowserContext, shot: Shot, url: str, tickets: dict[str, str]) -> Page:
    """Open the page of a picture in the one window of this browser."""
    page = context.pages[0] if context.pages else context.new_page()
    page.goto(url + shot.path.format(**tickets))
    settle(page)
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
