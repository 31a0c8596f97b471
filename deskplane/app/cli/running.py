"""Commands that run the desk."""

import asyncio
import sys
from pathlib import Path
from typing import Annotated

import orjson
from cyclopts import App, Parameter
from rich.console import Console

from deskplane.app import diagnosis
from deskplane.app.cli.options import DataDir, Host, Port, settings
from deskplane.app.greeting import greet
from deskplane.app.runtime import Runtime, opened
from deskplane.app.serve import serve as run_server
from deskplane.app.web import described
from deskplane.app.worker import work
from deskplane.kernel.settings import Settings

app = App(name="run", show=False)
console = Console(highlight=False)
Demo = Annotated[
    bool, Parameter(name="--demo", negative="", help="Start with demo data if there is no organisation")
]


def _start(made: Settings, *, demo: bool, web: bool, worker: bool) -> None:
    async def before(runtime: Runtime, port: int) -> None:
        await greet(runtime, port, demo=demo, console=console)

    run = run_server(made, worker=worker, before=before if web else None)
    try:
        import uvloop  # no wheels on Windows: the loop of the standard library serves there

        uvloop.run(run)
    except ImportError:
        asyncio.run(run)


def serve(*, port: Port = None, host: Host = None, data_dir: DataDir = None, demo: Demo = False) -> None:
    """Run everything: database, web and worker."""
    _start(settings(port=port, host=host, data_dir=data_dir), demo=demo, web=True, worker=True)


def web(*, port: Port = None, host: Host = None, data_dir: DataDir = None) -> None:
    """Run a web process; a worker runs elsewhere."""
    _start(settings(port=port, host=host, data_dir=data_dir), demo=False, web=True, worker=False)


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
