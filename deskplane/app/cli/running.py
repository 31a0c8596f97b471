"""Commands that run the desk."""

import asyncio
from typing import Annotated

from cyclopts import Parameter

from deskplane.app.cli.options import DataDir, Host, Port, settings
from deskplane.app.launch import launch
from deskplane.kernel.settings import Settings

Demo = Annotated[
    bool, Parameter(name="--demo", negative="", help="Start with demo data if there is no organisation")
]


def _run(made: Settings, *, demo: bool = False, worker: bool) -> None:
    run = launch(made, worker=worker, demo=demo)
    try:
        import uvloop  # no wheels on Windows: the loop of the standard library serves there
    except ImportError:
        asyncio.run(run)
    else:
        uvloop.run(run)


def serve(*, port: Port = None, host: Host = None, data_dir: DataDir = None, demo: Demo = False) -> None:
    """Run everything: database, web and worker."""
    _run(settings(port=port, host=host, data_dir=data_dir), demo=demo, worker=True)


def web(*, port: Port = None, host: Host = None, data_dir: DataDir = None) -> None:
    """Run a web process; a worker runs elsewhere."""
    _run(settings(port=port, host=host, data_dir=data_dir), worker=False)
