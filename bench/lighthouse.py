"""Measures pages with Lighthouse, signed in: ``python -m bench.lighthouse --url http://127.0.0.1:8000``.

Lighthouse is fetched by npx at the version below and is no part of the app. The desk must run with demo data; each
page is measured several times with the desktop preset, and the median run counts.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any, Final

import httpx2

import dev
from deskplane.app.demo import DEMO_PASSWORD
from scripts.screenshots import FLAGS, chromium

VERSION: Final = "13.5.0"
ADMIN: Final = "maren.holt@kestrelquay.example"
TRIES: Final = 3
MUST: Final = {"performance": 95, "accessibility": 100}
AUDITS: Final = {
    "first-contentful-paint": "first paint",
    "largest-contentful-paint": "largest paint",
    "total-blocking-time": "blocked",
    "cumulative-layout-shift": "shift",
}


@dataclass(frozen=True)
class Measured:
    """What Lighthouse says of one page: scores of 100, and times in milliseconds."""

    page: str
    scores: dict[str, int]
    times: dict[str, float]

    @property
    def met(self) -> bool:
        """Whether every must is reached."""
        return all(self.scores[name] >= least for name, least in MUST.items())


def session(url: str) -> tuple[str, dict[str, str]]:
    """Sign in; return the cookie header and the pages to measure."""
    with httpx2.Client(base_url=url) as client:
        login = {"email": ADMIN, "password": DEMO_PASSWORD}
        client.post("/api/v1/auth/login", json=login).raise_for_status()
        rows = client.get("/api/v1/desk/tickets", params={"status": "in_progress", "limit": 100}).json()[
            "data"
        ]
        talked = max(rows, key=lambda row: row["comment_count"])["number"]
        cookie = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
    pages = {"ticket list": "/app/tickets", "ticket": f"/app/tickets/{talked}", "overview": "/app/overview"}
    return cookie, pages


def run(address: str, cookie: str, out: Path) -> dict[str, Any]:
    """Let Lighthouse load a page once; return its report."""
    flags = [*FLAGS, "--headless=new", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    headers = json.dumps({"Cookie": cookie})
    words = ("--preset=desktop", "--quiet", "--output=json", f"--output-path={out}")
    only = "--only-categories=performance,accessibility,best-practices"
    npx = dev.npm("exec", "--yes", f"--package=lighthouse@{VERSION}", "--", "lighthouse", address)
    command = [*npx, *words, only, f"--extra-headers={headers}", f"--chrome-flags={' '.join(flags)}"]
    home = {"HOME": str(out.parent), "CHROME_PATH": chromium()}
    environment = {**os.environ, **dev.with_node(), **home}
    for left in reversed(range(TRIES)):  # now and then the browser records nothing
        done = subprocess.run([str(word) for word in command], check=not left, env=environment)
        if done.returncode == 0:
            break
    return json.loads(out.read_text())


def measured(name: str, reports: list[dict[str, Any]]) -> Measured:
    """Return the medians of several runs."""
    categories: list[str] = sorted(reports[0]["categories"])
    scores = {
        each: round(median(report["categories"][each]["score"] for report in reports) * 100)
        for each in categories
    }
    times = {audit: median(report["audits"][audit]["numericValue"] for report in reports) for audit in AUDITS}
    return Measured(name, scores, times)


def failed_audits(report: dict[str, Any]) -> list[str]:
    """Return what Lighthouse would have done better."""
    return [
        f"{audit['id']}: {audit.get('displayValue', '')}"
        for audit in report["audits"].values()
        if audit.get("score") is not None and audit["score"] < 0.9
    ]


def printed(rows: list[Measured]) -> str:
    """Return the table of the docs."""
    names = list(rows[0].scores)
    heads = ["page", *names, *AUDITS.values(), "met"]
    lines = [f"| {' | '.join(heads)} |", "|---" * len(heads) + "|"]
    for row in rows:
        times = [
            f"{value:.3f}" if audit.endswith("shift") else f"{value:.0f} ms"
            for audit, value in row.times.items()
        ]
        cells = [row.page, *(str(row.scores[name]) for name in names), *times, "yes" if row.met else "no"]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def main() -> int:
    """Measure; exit code 1 if a must is missed."""
    words = argparse.ArgumentParser(prog="bench.lighthouse")
    words.add_argument("--url", default="http://127.0.0.1:8000")
    words.add_argument("--runs", type=int, default=3)
    words.add_argument("--why", action="store_true", help="also say what could be better")
    given = words.parse_args()
    cookie, pages = session(given.url)
    rows: list[Measured] = []
    with tempfile.TemporaryDirectory(prefix="deskplane-lighthouse-") as folder:
        for name, path in pages.items():
            out = Path(folder) / "report.json"
            reports = [run(given.url + path, cookie, out) for _ in range(given.runs)]
            rows.append(measured(name, reports))
            if given.why:
                print(name, *failed_audits(reports[-1]), sep="\n  ", file=sys.stderr)
    print(printed(rows))
    return 0 if all(row.met for row in rows) else 1


if __name__ == "__main__":
    raise SystemExit(main())
