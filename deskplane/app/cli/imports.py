"""Commands that bring tickets in from elsewhere."""

import asyncio
import sys
from pathlib import Path
from typing import Annotated

import orjson
from cyclopts import App, Parameter
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn

from deskplane.app.cli.options import DataDir, Org, settings
from deskplane.app.organizations import find_organization, first_organization
from deskplane.app.runtime import opened
from deskplane.imports.mapping import FieldMap
from deskplane.imports.records import Form
from deskplane.imports.service import Report, Wanted, import_records
from deskplane.imports.servicenow.report import LogReport
from deskplane.imports.servicenow.run import import_log

imports = App(name="import", help="Bring tickets in from elsewhere.")
console = Console(highlight=False, soft_wrap=True)
File = Annotated[Path, Parameter(help="File to import; gzip is unpacked")]
Map = Annotated[
    list[str] | None,
    Parameter(
        name="--map", help="field=column; field:=value; status=State|Done:closed; created_at=Opened@%d.%m.%Y"
    ),
]
MapFile = Annotated[Path | None, Parameter(name="--map-file", help="The mapping as a JSON file")]
Key = Annotated[
    str | None, Parameter(name="--key", help="Column that names a record (the whole row if none)")
]
Source = Annotated[
    str, Parameter(name="--source", help="Name of where the file comes from; keys are unique within it")
]
DryRun = Annotated[
    bool, Parameter(name="--dry-run", negative="", help="Judge every record and store nothing")
]
Skip = Annotated[bool, Parameter(name="--skip-invalid", negative="", help="Leave out what cannot be read")]
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
            self._tasks[what] = self._shown.add_task(what, total=None)
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


@imports.command(name="csv")
def import_csv(
    file: File,
    *,
    map: Map = None,
    map_file: MapFile = None,
    key: Key = None,
    source: Source = "import",
    dry_run: DryRun = False,
    skip_invalid: Skip = False,
    org: Org = None,
    as_json: AsJson = False,
    data_dir: DataDir = None,
) -> None:
    """Import tickets from a CSV file whose first line names the columns."""
    mapping = FieldMap.of(map or [], file=map_file, key=key)
    wanted = Wanted(
        file=file, form=Form.CSV, mapping=mapping, source=source, dry_run=dry_run, skip_invalid=skip_invalid
    )
    _import(wanted, org, data_dir, as_json=as_json)


@imports.command(name="json")
def import_json(
    file: File,
    *,
    map: Map = None,
    map_file: MapFile = None,
    key: Key = None,
    source: Source = "import",
    dry_run: DryRun = False,
    skip_invalid: Skip = False,
    org: Org = None,
    as_json: AsJson = False,
    data_dir: DataDir = None,
) -> None:
    """Import tickets from a JSON array, or from JSON lines."""
    mapping = FieldMap.of(map or [], file=map_file, key=key)
    wanted = Wanted(
        file=file, form=Form.JSON, mapping=mapping, source=source, dry_run=dry_run, skip_invalid=skip_invalid
    )
    _import(wanted, org, data_dir, as_json=as_json)


def _import(wanted: Wanted, org: str | None, data_dir: Path | None, *, as_json: bool) -> None:
    """Import, print the report, and end with 1 if records were refused and nothing was stored."""

    async def go() -> Report:
        async with opened(settings(data_dir=data_dir), pool=4) as runtime:
            # A dry run makes nothing, not even the first organisation.
            find = find_organization if wanted.dry_run else first_organization
            org_id = await find(runtime.database, org)
            with progress(hidden=as_json) as shown:
                return await import_records(runtime.database, org_id, wanted, progress=Bar(shown))

    report = asyncio.run(go())
    if as_json:
        console.print_json(orjson.dumps(report).decode())
    else:
        _show(report)
    sys.exit(1 if report.stopped else 0)


def _show(report: Report) -> None:
    would = "would be " if report.dry_run or report.stopped else ""
    console.print(
        f"{report.records:,} records read from {report.file} in {report.seconds:.1f} s: {report.refused:,} refused, "
        f"{report.duplicates:,} doubled"
    )
    console.print(
        f"Tickets: {report.tickets_created:,} {would}created, {report.tickets_changed:,} {would}changed, "
        f"{report.tickets_unchanged:,} unchanged"
    )
    console.print(
        f"{'Would be added' if would else 'Added'}: people {report.people_created:,}, teams {report.teams_created:,}, "
        f"categories {report.categories_created:,}"
    )
    console.print(f"SHA-256 of the file     {report.sha256}\nSHA-256 of the records  {report.records_sha256}")
    if report.stored_sha256:
        same = "the same" if report.stored_sha256 == report.records_sha256 else "[red]different[/]"
        console.print(f"SHA-256 as stored       {report.stored_sha256} ({same})")
    if report.unmapped_columns:
        console.print(f"Columns that are not mapped: {', '.join(report.unmapped_columns)}")
    for error in report.errors:
        console.print(f"  line {error['line']}: {'; '.join(error['reasons'])}", markup=False)
    if report.stopped:
        console.print(
            "[red]Nothing was stored.[/] Correct these records, or leave them out with --skip-invalid."
        )
    elif report.dry_run:
        console.print("This was a dry run: nothing was stored.")
