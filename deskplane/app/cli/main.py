"""``deskplane``: the root command and how failures are told."""

import sys

from cyclopts import App
from pydantic import ValidationError
from rich.console import Console

from deskplane import __version__
from deskplane.app.cli import data, running, users
from deskplane.app.embedded_postgres import PostgresStartError
from deskplane.kernel.crypto import CryptoError
from deskplane.kernel.errors import DeskplaneError

FAILED = 1
app = App(name="deskplane", version=__version__, help="One control plane for every service desk.")
for part in (running.app, users.user, users.token, users.organization, data.imports, data.audit, data.keys):
    app.command(part)
for command in (
    running.serve,
    running.web,
    running.worker,
    running.migrate,
    running.doctor,
    running.openapi,
    data.demo,
):
    app.command(command)


def main() -> None:
    """Run the command line; an expected failure is one line on standard error and exit code 1."""
    console = Console(stderr=True, highlight=False)
    try:
        app(error_console=console)
    except ValidationError as error:
        for item in error.errors():
            where = ".".join(str(part) for part in item["loc"]) or "settings"
            console.print(f"[red]{where}[/]: {item['msg']}")
        sys.exit(FAILED)
    except (DeskplaneError, PostgresStartError, CryptoError, OSError) as error:
        console.print(f"[red]deskplane[/]: {error}", markup=True)
        sys.exit(FAILED)
