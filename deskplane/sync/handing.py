"""Asking the agent outside to read for a run: no credentials go along, it has them."""

from deskplane.agent.calling import CallFailedError
from deskplane.agent.messages import SyncTickets
from deskplane.connections import agents, options
from deskplane.connections.reach import Reach
from deskplane.connectors.sdk.errors import ConnectorError, VendorUnavailableError
from deskplane.connectors.sdk.normal import Cursor, Window
from deskplane.kernel.db import Record
from deskplane.sync.vocabulary import AGENT_RETRY


async def ask_agent(reach: Reach, connection: Record, run: Record, attempt: int, window: Window) -> None:
    """Send the errand.

    Raises:
        VendorUnavailableError: the agent is away, and the run is to wait.
        ConnectorError: it does not take it.
    """
    stored = run["cursor"]
    errand = SyncTickets(
        **agents.addressed(connection),
        run_id=run["id"],
        attempt=attempt,
        settings=connection["settings"],
        overrides=connection["overrides"],
        window=window,
        cursor=None if stored is None else Cursor(stored["at"], stored["id"], stored.get("finished", False)),
        counted=run["total"] is not None or run["only_changes"],
        options=options.known(connection["latest_options"]),
    )
    try:
        await agents.post(reach, errand)
    except CallFailedError as error:
        if error.again:
            raise VendorUnavailableError(error.message, retry_after=AGENT_RETRY, fix=error.fix) from None
        raise ConnectorError(error.message, fix=error.fix) from None
