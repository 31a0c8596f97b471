"""``deskplane simulate``: a stand-in for a vendor's API, to try the hub without an account."""

import asyncio
import tempfile
from pathlib import Path
from typing import Annotated, Final

from cyclopts import Parameter
from rich.console import Console

from deskplane.kernel.errors import InvalidError
from deskplane.simulators.clock import Clock
from deskplane.simulators.making import KINDS, PORTS, make
from deskplane.simulators.server import Server
from deskplane.simulators.simulator import CONTROL, Settings
from deskplane.simulators.tls import make_certificate, server_tls

_USUAL: Final = Settings()


def simulate(
    vendor: Annotated[str, Parameter(help="servicenow, jira-cloud, jira-dc or freshdesk")],
    *,
    port: Annotated[int | None, Parameter(help="Port to listen on")] = None,
    tls: Annotated[bool, Parameter(help="Speak TLS with a certificate of its own", negative="")] = False,
    skew: Annotated[float, Parameter(help="Seconds by which its clock is wrong")] = 0.0,
    settings: Annotated[Settings, Parameter(name="*")] = _USUAL,
) -> None:
    """Run a stand-in for a vendor's API until interrupted."""
    if vendor not in KINDS:
        raise InvalidError(f"There is no simulator '{vendor}'; there are {', '.join(KINDS)}.")
    try:
        simulator = make(vendor, settings, Clock(skew=skew))
    except (ValueError, KeyError) as error:
        raise InvalidError(f"The simulator does not start: {error}.") from error
    with tempfile.TemporaryDirectory() as folder:
        pem = make_certificate(Path(folder)) if tls else None
        server = Server(simulator, port=port or PORTS[vendor], tls=server_tls(pem) if pem else None)
        console = Console(highlight=False)
        console.print(f"[bold]{vendor}[/] at {server.url}", soft_wrap=True)
        console.print(f"Log in with: {simulator.credentials}", soft_wrap=True)
        console.print(
            f"Requests and faults: {server.url}{CONTROL}/requests, {CONTROL}/faults", soft_wrap=True
        )
        if pem:
            console.print(f"Certificate: {pem}", soft_wrap=True)
        try:
            asyncio.run(server.run())
        except KeyboardInterrupt:
            console.print("Stopped.")
