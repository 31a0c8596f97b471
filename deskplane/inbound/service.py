"""Opening a connection for webhooks, a new secret, and reading what a delivery named once more."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from deskplane.connections import queries as connections
from deskplane.connections.kinds import manifest_of, sources
from deskplane.connections.vocabulary import UPDATE
from deskplane.inbound import queries
from deskplane.inbound.events import WebhookChanged, WebhookClosed, WebhookEvent, WebhookOpened
from deskplane.inbound.receiving import digest
from deskplane.inbound.vocabulary import KEPT, PATIENCE, PURPOSE
from deskplane.kernel import clock, events
from deskplane.kernel.access import Caller
from deskplane.kernel.crypto import KeyRing, new_token
from deskplane.kernel.db import Record, Statements, Tx
from deskplane.kernel.errors import ConflictError, InvalidError
from deskplane.kernel.stream import whisper

Row = dict[str, Any]
NOBODY: Mapping[str, Any] = {
    "secret_set_at": None,
    "secret_set_by": "",
    "take_new": False,
    "accepted": 0,
    "last_accepted_at": None,
    "refused": 0,
    "last_refused_at": None,
    "version": 0,
}


async def described(reads: Statements, connection_id: UUID) -> Row:
    """How a connection takes webhooks; it may not yet.

    Raises:
        NotFoundError: there is no such connection.
        InvalidError: nothing opens its type.
    """
    connection = await connections.shown(reads, connection_id)
    manifest = manifest_of(connection["type"])
    found = await queries.receiver(reads, connection_id)
    row = found if found is not None else NOBODY
    return {
        "supported": manifest.webhook is not None,
        "open": found is not None,
        "vendor": manifest.key,
        "takes_new": connection["type"] in sources(),
        "kept_days": KEPT.days,
        **{name: row[name] for name in NOBODY},
    }


async def new_secret(tx: Tx, keys: KeyRing, connection_id: UUID, caller: Caller) -> str:
    """Make a secret; from now on only it is taken.

    Raises:
        NotFoundError: there is no such connection.
        InvalidError: its connector reads no webhooks.
    """
    connection = await connections.whole(tx, connection_id, lock=True)
    manifest = manifest_of(connection["type"])
    if manifest.webhook is None:
        raise InvalidError(f"The connector of {manifest.name} reads no webhooks.")
    secret = new_token("dpw")
    sealed = keys.seal_text(secret, org_id=tx.tenant.org_id, purpose=PURPOSE)
    args = (connection_id, sealed, caller.name, clock.now())
    version = await tx.fetchval(queries.OPEN, *args)
    await forget(tx, connection_id)
    for kind, key in (
        (queries.BY_ID, str(connection_id)),
        (queries.BY_SECRET, f"{manifest.key}:{digest(secret)}"),
        (queries.BY_VENDOR, manifest.key),
    ):
        await tx.fetch(queries.PUT, kind, key, connection_id)
    await _tell(tx, WebhookOpened, connection, version, caller)
    return secret


async def change(tx: Tx, connection_id: UUID, caller: Caller, *, take_new: bool) -> None:
    """Say whether records that were never imported become tickets.

    Raises:
        NotFoundError: there is no such connection, or it takes no webhooks.
        InvalidError: tickets cannot be imported from its type.
    """
    connection = await connections.whole(tx, connection_id)
    row = await queries.known(tx, connection_id)
    if take_new and connection["type"] not in sources():
        raise InvalidError.field("take_new", "tickets cannot be imported from a connection of this type")
    if row["take_new"] == take_new:
        return
    version = await tx.fetchval(queries.SET, connection_id, take_new, clock.now())
    await _tell(tx, WebhookChanged, connection, version, caller, {"take_new": [row["take_new"], take_new]})


async def close(tx: Tx, connection_id: UUID, caller: Caller) -> None:
    """Take no webhooks any more; what came stays in the list.

    Raises:
        NotFoundError: there is no such connection, or it takes no webhooks.
    """
    connection = await connections.whole(tx, connection_id)
    row = await queries.known(tx, connection_id)
    await tx.fetch(queries.CLOSE, connection_id)
    await forget(tx, connection_id)
    await _tell(tx, WebhookClosed, connection, row["version"] + 1, caller)


async def forget(tx: Tx, connection_id: UUID) -> None:
    """Let nothing lead to a connection any more."""
    for kind in (queries.BY_ID, queries.BY_SECRET, queries.BY_VENDOR):
        await tx.fetch(queries.DROP, kind, connection_id)


async def replay(tx: Tx, connection_id: UUID, id_: UUID) -> Row:
    """Read the record of a delivery once more.

    Raises:
        NotFoundError: there is no such delivery.
        ConflictError: its record is being read just now, or it names none.
    """
    await queries.shown(tx, connection_id, id_)
    now = clock.now()
    if await tx.fetchval(queries.REPLAY, id_, now, now + PATIENCE) is None:
        row = await queries.shown(tx, connection_id, id_)
        raise ConflictError(_why_not(row["state"]))
    await whisper(tx, UPDATE, subject_type="connection", subject=connection_id)
    return await whole(tx, connection_id, id_)


def _why_not(state: str) -> str:
    if state == "unreadable":
        return "This delivery names no record, so there is nothing to read again."
    return "The record of this delivery is being read just now."


async def whole(reads: Statements, connection_id: UUID, id_: UUID) -> Row:
    """A delivery as it came, with the numbers of the tickets that it changed.

    Raises:
        NotFoundError: the connection has no such delivery.
    """
    row = await queries.shown(reads, connection_id, id_)
    return (await numbered(reads, [row]))[0]


async def numbered(reads: Statements, rows: Sequence[Record]) -> list[Row]:
    """Deliveries whose changes name tickets by number."""
    ids = {change["ticket_id"] for row in rows for change in row["changes"] if change.get("ticket_id")}
    numbers = await queries.numbers(reads, sorted(ids)) if ids else {}
    return [
        {
            **{name: value for name, value in row.items() if name != "total_rows"},
            "changes": [{**one, "number": numbers.get(one.get("ticket_id", ""))} for one in row["changes"]],
        }
        for row in rows
    ]


async def _tell(
    tx: Tx,
    kind: type[WebhookEvent],
    connection: Record,
    version: int,
    caller: Caller,
    changes: Mapping[str, Sequence[Any]] | None = None,
) -> None:
    told = kind(
        subject=connection["id"],
        version=version,
        actor=caller.actor,
        origin=caller.origin,
        changes=changes or {},
        data={"connection_type": connection["type"]},
    )
    await events.append(tx, [told])
    await whisper(tx, UPDATE, subject_type="connection", subject=connection["id"])
