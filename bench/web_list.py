"""Measures the ticket list in a browser on a large desk: ``python -m bench.web_list [--tickets 100000]``.

The browser draws on the machine it measures, so each time is the median of several tries with a warm cache; the ratio
is to a page of nothing in the same run, which is what the browser alone takes.
"""

import argparse
import asyncio
import shutil
import tempfile
from pathlib import Path
from statistics import median
from typing import Final

from playwright.async_api import Page, async_playwright

from bench.process import Server, server
from bench.seed import seed
from bench.table import Row, printed
from deskplane.kernel import logging
from scripts.screenshots import FLAGS, chromium

#: Keeps when rows were first there, and tells when the first of them is another.
WATCH: Final = """
window.firstRow = () => document.querySelector('[role=table] [role=row]:has([role=cell])')?.textContent ?? '';
window.changed = () => new Promise((done) => {
  const [start, before] = [performance.now(), window.firstRow()];
  const look = () => {
    const now = window.firstRow();
    if (now && now !== before) requestAnimationFrame(() => done(performance.now() - start));
    else requestAnimationFrame(look);
  };
  look();
});
window.usable = new Promise((done) => {
  const look = () => {
    if (window.firstRow()) requestAnimationFrame(() => done(performance.now()));
    else requestAnimationFrame(look);
  };
  look();
});
"""
ROWS: Final = "document.querySelectorAll('[role=table] [role=row]').length"
SCROLLER: Final = """
(() => {
  for (let it = document.querySelector('[role=table] [role=row]:has([role=cell])'); it; it = it.parentElement)
    if (it.scrollHeight > it.clientHeight + 1 && getComputedStyle(it).overflowY !== 'visible') return it;
})()
"""
PAGE_DOWN: Final = f"""async () => {{
  const box = {SCROLLER};
  const wait = window.changed();
  box.scrollTop += box.clientHeight;
  return wait;
}}"""
TRIES: Final = 7
PLACES: Final = ("Unassigned", "Tickets")


async def blank(page: Page, running: Server) -> float:
    """Seconds for a page of nothing."""
    await page.goto(f"http://127.0.0.1:{running.port}/favicon.svg")
    return await page.evaluate("performance.now()") / 1000


async def usable(page: Page, running: Server) -> float:
    """Seconds from the navigation to rows that can be read."""
    await page.goto(f"http://127.0.0.1:{running.port}/app/tickets")
    return await page.evaluate("window.usable") / 1000


async def filtered(page: Page, place: str) -> float:
    """Seconds from the click on a view to its rows."""
    link = page.get_by_role("navigation").get_by_role("link", name=place).first
    waiting = asyncio.create_task(page.evaluate("window.changed()"))
    await asyncio.sleep(0)
    await link.click()
    return await waiting / 1000


async def scrolled(page: Page, times: int) -> tuple[list[float], int]:
    """Seconds for each further screen of rows, and the most rows that were in the page at once."""
    seconds: list[float] = []
    most = 0
    for _ in range(times):
        seconds.append(await page.evaluate(PAGE_DOWN) / 1000)
        most = max(most, await page.evaluate(ROWS))
    return seconds, most


async def told(page: Page, running: Server) -> float:
    """Seconds from a change by somebody else, not yet sent, to its sight in the list."""
    desk = f"http://127.0.0.1:{running.port}/api/v1/desk/tickets"
    unfinished = "&".join(
        f"status={status}" for status in ("new", "open", "in_progress", "pending", "on_hold")
    )
    first = running.get(f"/api/v1/desk/tickets?{unfinished}&limit=1")["data"][0]
    waiting = asyncio.create_task(page.evaluate("window.changed()"))
    await asyncio.sleep(0)
    answer = await page.request.patch(f"{desk}/{first['id']}", data={"title": f"{first['title']} again"})
    if not answer.ok:
        raise RuntimeError(f"the change was refused: {await answer.text()}")
    return await waiting / 1000


def row(what: str, size: str, seconds: list[float], most: float, empty: float) -> Row:
    """One line of the table; the ratio is to a page of nothing."""
    middle = median(seconds)
    return Row(what, size, f"{middle:.3f} s", middle / empty, f"{most} s", middle <= most)


async def measured(running: Server, size: str) -> list[Row]:
    """Drive the browser through the list."""
    async with async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=chromium(), args=[*FLAGS, "--no-sandbox"])
        context = await browser.new_context(
            viewport={"width": 1440, "height": 900},
            extra_http_headers={"authorization": f"Bearer {running.token}"},
        )
        await context.add_init_script(WATCH)
        page = await context.new_page()
        await usable(page, running)  # fills the cache
        empty = median([await blank(page, running) for _ in range(TRIES)])
        opened = [await usable(page, running) for _ in range(TRIES)]
        views = [await filtered(page, PLACES[n % 2]) for n in range(TRIES + 1)]
        screens, rows = await scrolled(page, 40)
        await page.goto(f"http://127.0.0.1:{running.port}/app/tickets")
        await page.evaluate("window.usable")
        await page.wait_for_timeout(1000)
        changes = [await told(page, running) for _ in range(TRIES)]
        await browser.close()
    bounded = Row("rows in the page", size, f"{rows}", None, "100", rows <= 100)
    return [
        row("list usable", size, opened, 1.0, empty),
        row("list filtered", size, views, 0.4, empty),
        row("next screen of rows", size, screens, 0.15, empty),
        bounded,
        row("a change seen in another browser", size, changes, 2.0, empty),
    ]


async def main() -> int:
    """Measure; exit code 1 if a must is missed."""
    logging.configure(level="WARNING")
    words = argparse.ArgumentParser(prog="bench.web_list")
    words.add_argument("--tickets", type=int, default=100_000)
    words.add_argument("--data-dir", type=Path, help="keep the data here and use it again")
    given = words.parse_args()
    folder: Path = given.data_dir or Path(tempfile.mkdtemp(prefix="deskplane-bench-"))
    try:
        async with server(folder) as running:
            await seed(running.owner_dsn, running.org, given.tickets)
            rows = await measured(running, f"{given.tickets:,}")
    finally:
        if given.data_dir is None:
            shutil.rmtree(folder, ignore_errors=True)
    print(printed(rows))
    return 0 if all(each.met for each in rows) else 1


if __name__ == "__main__":
    raise SystemExit(asyncio.run(main()))
