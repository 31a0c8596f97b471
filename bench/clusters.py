"""How long it takes to group many tickets: ``python -m bench.clusters [--tickets 100000]``.

Beside it: what the desk's own answers take meanwhile, as a ratio to what they take alone.
"""

import argparse
import asyncio
import shutil
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.process import Server, server
from bench.seed import seed
from bench.table import Row, printed
from deskplane.kernel import logging

RUNS = "/api/v1/clusters/runs"
TICKETS = "/api/v1/desk/tickets?limit=50"
PATIENCE = 900.0
ALONE = 200


def asked(running: Server) -> float:
    """Seconds of one list of tickets."""
    begun = time.perf_counter()
    running.get(TICKETS)
    return time.perf_counter() - begun


def grouping(running: Server) -> tuple[dict[str, Any], float, list[float]]:
    """Start a run and follow it; the run, its seconds, and what lists took meanwhile."""
    begun = time.perf_counter()
    path = f"{RUNS}/{running.post(RUNS, {})['id']}"
    lists: list[float] = []
    while (run := running.get(path))["state"] in {"queued", "running"}:
        if time.perf_counter() - begun > PATIENCE:
            raise RuntimeError(f"the run does not come to an end: {run}")
        lists.append(asked(running))
        time.sleep(0.05)
    return run, time.perf_counter() - begun, lists


def middle(values: list[float]) -> float:
    """The median."""
    return sorted(values)[len(values) // 2]


async def main() -> int:
    """Measure and print; exit code 1 if a must is missed."""
    logging.configure(level="WARNING")
    words = argparse.ArgumentParser(prog="bench.clusters")
    words.add_argument("--tickets", type=int, default=100_000)
    given = words.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="deskplane-clusters-"))
    try:
        async with server(folder) as running:
            await seed(running.owner_dsn, running.org, given.tickets)
            alone = middle([await asyncio.to_thread(asked, running) for _ in range(ALONE)])
            run, spent, lists = await asyncio.to_thread(grouping, running)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    size, during = f"{given.tickets:,}", middle(lists)
    found = f"{run['clusters']} clusters of {run['grouped']:,} tickets"
    rows = [
        Row("group tickets", size, f"{spent:.1f} s, {found}", None, "120 s", spent <= 120),
        Row(
            *("list of 50 meanwhile, p50", size, f"{during * 1000:.1f} ms (alone {alone * 1000:.1f} ms)"),
            *(during / alone, "4", during / alone <= 4),
        ),
    ]
    print(printed(rows))
    return 0 if run["state"] == "completed" and all(row.met for row in rows) else 1


if __name__ == "__main__":
    raise SystemExit(asyncio.run(main()))
