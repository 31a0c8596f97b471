"""Commands that keep an installation in order, and the worker alone."""

import asyncio
import sys
from pathlib import Path
from typing import Annotated

import orjson
from cyclopts import Parameter
from rich.console import Console

from deskplane.app import diagnosis
from deskplane.app.cli.options import DataDir, settings
from deskplane.app.runtime import opened
from deskplane.app.web import described
from deskplane.app.worker import work

console = Console(highlight=False)


def worker(*, data_dir: DataDir = None) -> None:
    """Run a worker beside web processes."""
    asyncio.run(work(settings(data_dir=data_dir)))


def migrate(*, data_dir: DataDir = None) -> None:
    """Bring the database to the newest schema."""

    async def go() -> None:
        async with opened(settings(data_dir=data_dir), pool=2):
            console.print("The database has the newest schema.")

    asyncio.run(go())


def doctor(*, data_dir: DataDir = None) -> None:
    """Check the installation and say how to mend what is wrong."""
    checks = asyncio.run(diagnosis.examine(settings(data_dir=data_dir)))
    for check in checks:
        mark = "[green]pass[/]" if check.ok else "[red]fail[/]"
        console.print(f"{mark}  {check.name}: {check.found}" + ("" if check.ok else f"\n      {check.fix}"))
    sys.exit(0 if all(check.ok for check in checks) else 1)


def openapi(
    *, out: Annotated[Path | None, Parameter(help="File to write; standard output if absent")] = None
) -> None:
    """Write the OpenAPI document."""
    text = orjson.dumps(described().openapi(), option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS) + b"\n"
    if out is None:
        sys.stdout.buffer.write(text)
    else:
        out.write_bytes(text)
