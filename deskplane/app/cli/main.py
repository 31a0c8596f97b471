"""``deskplane``: the root command and how failures are told.

The parts are named, not imported: ``serve`` begins the database before it loads anything else.
"""

import sys

from cyclopts import App
from pydantic import ValidationError
from rich.console import Console

from deskplane import __version__
from deskplane.app.cli import running
from deskplane.app.embedded_postgres import PostgresStartError
from deskplane.kernel.crypto import CryptoError
from deskplane.kernel.errors import DeskplaneError

FAILED = 1
app = App(name="deskplane", version=__version__, help="One control plane for every service desk.")
app.command(running.serve)
app.command(running.web)
for name, (place, words) in {
    "worker": ("upkeep:worker", "Run a worker beside web processes."),
    "agent": ("agent:agent", "Run the agent that keeps credentials outside of the desk."),
    "migrate": ("upkeep:migrate", "Bring the database to the newest schema."),
    "doctor": ("upkeep:doctor", "Check the installation and say how to mend what is wrong."),
    "import": ("imports:imports", "Bring tickets in from elsewhere."),
    "demo": ("data:demo", "Make a believable organisation with six months of tickets."),
    "user": ("users:user", "People who can log in."),
    "token": ("users:token", "API tokens."),
    "organization": ("users:organization", "Organisations of this installation."),
    "audit": ("data:audit", "The audit log."),
    "simulate": ("simulating:simulate", "Run a stand-in for a vendor's API."),
    "connector": ("connectors:connector", "Connectors to other desks."),
    "keys": ("data:keys", "The key-encryption key."),
    "openapi": ("upkeep:openapi", "Write the OpenAPI document."),
}.items():
    app.command(f"deskplane.app.cli.{place}", name=name, help=words)


def main() -> None:
    """Run the command line; an expected failure is one line on standard error and exit code 1."""
    console = Console(stderr=True, highlight=False)
    try:
        app(error_console=console)
    except ValidationError as error:
        for item in error.errors():
            where = ".".join(str(part) for part in item["loc"]) or "settings"
            reason = str(item["msg"]).removeprefix("Value error, ")
            console.print(f"[red]{where}[/]: {reason}", soft_wrap=True)
        sys.exit(FAILED)
    except (DeskplaneError, PostgresStartError, CryptoError, OSError) as error:
        console.print(f"[red]deskplane[/]: {error}", soft_wrap=True)
        sys.exit(FAILED)
