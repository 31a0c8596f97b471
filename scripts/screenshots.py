"""Takes pictures of every page of a running desk with demo data: ``python -m scripts.screenshots --url … --out …``."""

import argparse
import os
import shutil
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

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
PAGES = {
    "overview": "/app/overview",
    "tickets": "/app/tickets",
    "new-ticket": "/app/tickets/new",
    "people": "/app/settings/people",
    "teams": "/app/settings/teams",
    "roles": "/app/settings/roles",
    "tokens": "/app/settings/tokens",
}
SIZES = {"": (1440, 900), "-phone": (390, 844)}


def chromium() -> str:
    """Return the browser to drive.

    Raises:
        FileNotFoundError: there is none on this machine.
    """
    found = os.environ.get("DESKPLANE_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not found:
        raise FileNotFoundError("Chromium is not installed; set DESKPLANE_CHROMIUM to its path")
    return found


def sign_in(page: Page, url: str, email: str) -> None:
    """Fill the log-in form."""
    page.goto(f"{url}/login")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password", exact=True).fill(DEMO_PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/app/**")


def shoot(browser: Browser, url: str, out: Path, email: str) -> None:
    """Take every page in both schemes and both sizes."""
    for scheme in ("light", "dark"):
        for suffix, (width, height) in SIZES.items():
            context = browser.new_context(
                viewport={"width": width, "height": height},
                color_scheme="dark" if scheme == "dark" else "light",
                locale="en-GB",
                reduced_motion="reduce",
            )
            page = context.new_page()
            page.goto(f"{url}/login")
            page.wait_for_load_state("networkidle")
            page.screenshot(path=str(out / f"login{suffix}-{scheme}.png"))
            sign_in(page, url, email)
            for name, path in PAGES.items():
                page.goto(url + path)
                settle(page)
                page.screenshot(path=str(out / f"{name}{suffix}-{scheme}.png"))
            ticket = first_ticket(page, url)
            page.goto(f"{url}/app/tickets/{ticket}")
            settle(page)
            page.screenshot(path=str(out / f"ticket{suffix}-{scheme}.png"))
            context.close()


def settle(page: Page) -> None:
    """Wait until the page has what it asked for; the live stream stays open, so the network is never idle."""
    page.wait_for_load_state("load")
    page.wait_for_timeout(1800)


def first_ticket(page: Page, url: str) -> str:
    """Return the number of an unfinished ticket that people talked about."""
    answer = page.request.get(f"{url}/api/v1/desk/tickets?status=in_progress&sort_by=updated_at&limit=100")
    rows = answer.json()["data"]
    return str(max(rows, key=lambda row: row["comment_count"])["number"])


def main() -> None:
    """Take the pictures."""
    words = argparse.ArgumentParser(prog="screenshots")
    words.add_argument("--url", default="http://127.0.0.1:8000")
    words.add_argument("--out", type=Path, default=Path("build/screenshots"))
    words.add_argument("--email", default="maren.holt@kestrelquay.example")
    given = words.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    flags = [*FLAGS, *(["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else [])]
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium(), args=flags)
        shoot(browser, given.url, given.out, given.email)
        browser.close()
    print(f"{len(list(given.out.glob('*.png')))} pictures in {given.out}")


if __name__ == "__main__":
    main()
