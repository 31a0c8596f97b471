"""Measures the budgets and prints them as a table: ``python -m bench [--tickets 20000] [--tickets 1000000] …``.

Rates are ratios to pgbench running the handler's own SQL in the same minute; times and memory are the best of five.
"""

import argparse
import asyncio
import shutil
import tempfile
from pathlib import Path

from bench import measures
from bench.table import Row, printed
from deskplane.kernel import logging


async def main() -> int:
    """Run what is asked for; exit code 1 if a must is missed."""
    logging.configure(level="WARNING")
    words = argparse.ArgumentParser(prog="bench")
    words.add_argument("--tickets", type=int, action="append", help="size of the desk; may be repeated")
    words.add_argument("--seconds", type=int, default=6, help="length of each load")
    words.add_argument("--data-dir", type=Path, help="keep the data here and use it again")
    words.add_argument("--skip-start", action="store_true", help="leave out start and memory")
    given = words.parse_args()
    folder = given.data_dir or Path(tempfile.mkdtemp(prefix="deskplane-bench-"))
    rows: list[Row] = []
    try:
        if not given.skip_start:
            rows += await measures.starts()
        for size in sorted(given.tickets or [20_000]):
            rows += await measures.desk(folder, size, seconds=given.seconds)
    finally:
        if given.data_dir is None:
            shutil.rmtree(folder, ignore_errors=True)
    print(printed(rows))
    return 0 if all(row.met for row in rows) else 1


if __name__ == "__main__":
    raise SystemExit(asyncio.run(main()))
