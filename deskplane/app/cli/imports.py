"""Commands that bring tickets in from elsewhere."""

import asyncio
from pathlib import Path
from typing import Annotated

import orjson
from cyclopts import App, Parameter
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn

from deskplane.app.cli.options import DataDir, Org, settings
from deskplane.app.organizations import first_organization
from deskplane.app.runtime import opened
from deskplane.imports.servicenow.report import LogReport
from deskplane.imports.servicenow.run import import_log

imports = App(name="import", help="Bring tickets in from elsewhere.")
console = Console(highlight=False)
File = Annotated[Path, Parameter(help="File to import; gzip is unpacked")]
AsJson = Annotated[bool, Parameter(name="--json", negative="", help="Print the report as JSON")]


class Bar:
    """A progress bar that gets a new line for each kind of work."""

    def __init__(self, shown: Progress) -> None:
        """Draw on ``shown``."""
        self._shown = shown
        self._tasks: dict[str, TaskID] = {}

    def __call__(self, what: str, done: int, whole: int) -> None:
        """Show how far the work is; 0 in all is an unknown end."""
        if what not in self._tasks:
            self._tasks[what] = self._shown.add_task(what)
        self._shown.update(self._tasks[what], completed=done, total=whole or None)


def progress(*, hidden: bool) -> Progress:
    """Return the bar of a long command; it is drawn on standard error."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    return Progress(*columns, console=Console(stderr=True), disable=hidden)


@imports.command(name="servicenow-log")
def servicenow_log(file: File, *, org: Org = None, as_json: AsJson = False, data_dir: DataDir = None) -> None:
    """Replay a ServiceNow audit log (one row for each update) into tickets with their history."""

    async def go() -> LogReport:
        async with opened(settings(data_dir=data_dir), pool=4) as runtime:
            org_id = await first_organization(runtime.database, org)
            with progress(hidden=as_json) as shown:
                return await import_log(runtime.database, org_id, file, progress=Bar(shown))

    report = asyncio.run(go())
    if as_json:
        console.print_json(orjson.dumps(report).decode())
        return
    for line in report.sentences():
        console.print(line)
    if report.lines:
        console.print("\nOdd in this log:")
    for line in report.lines:
        console.print(f"  {line}")
    for bad in report.bad_rows:
        console.print(f"  line {bad['line']}: {bad['reason']}")
