"""Commands that keep an installation in order, and the worker alone."""

import asyncio
import sys
from pathlib import Path
from typing import Annotated, Final

import orjson
from cyclopts import Parameter
from rich.console import Console
from rich.text import Text

from deskplane.app.cli.options import DataDir, settings
from deskplane.app.diagnosis.check import Check, Result, is_well
from deskplane.app.diagnosis.examining import examine
from deskplane.app.runtime import opened
from deskplane.app.web import described
from deskplane.app.worker import work

console = Console(highlight=False)
STYLES: Final = {Result.PASS: "green", Result.WARN: "yellow", Result.FAIL: "red"}


def worker(*, data_dir: DataDir = None) -> None:
    """Run a worker beside web processes."""
    asyncio.run(work(settings(data_dir=data_dir)))


def migrate(*, data_dir: DataDir = None) -> None:
    """Bring the database to the newest schema."""

    async def go() -> None:
        async with opened(settings(data_dir=data_dir), pool=2):
            console.print("The database has the newest schema.")

    asyncio.run(go())


def doctor(
    *,
    json: Annotated[bool, Parameter(help="Print all findings as JSON", negative="")] = False,
    data_dir: DataDir = None,
) -> None:
    """Check the installation; each finding says its cause and how to mend it. Fails if something does not work."""
    checks = asyncio.run(examine(settings(data_dir=data_dir)))
    well = is_well(checks)
    if json:
        told = {"ok": well, "checks": [check.shown() for check in checks]}
        sys.stdout.buffer.write(orjson.dumps(told, option=orjson.OPT_INDENT_2) + b"\n")
    else:
        for check in checks:
            console.print(_line(check), soft_wrap=True)
    sys.exit(0 if well else 1)


def _line(check: Check) -> Text:
    line = Text.assemble((check.result.value, STYLES[check.result]), f"  {check.name}: {check.found}")
    for word, said in (("cause", check.cause), ("fix", check.fix), ("help", check.help)):
        if said:
            line.append(f"\n      {word}: {said}")
    return line


def openapi(
    *, out: Annotated[Path | None, Parameter(help="File to write; standard output if absent")] = None
) -> None:
    """Write the OpenAPI document."""
    text = orjson.dumps(described().openapi(), option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS) + b"\n"
    if out is None:
        sys.stdout.buffer.write(text)
    else:
        out.write_bytes(text)
