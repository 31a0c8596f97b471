"""At the door: who sent it, kept as it came, and what to read again. Nothing it says is taken as truth."""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import structlog

from deskplane.connections.kinds import manifest_of
from deskplane.connections.vocabulary import UPDATE
from deskplane.connectors.sdk.errors import CredentialsRejectedError, MappingError
from deskplane.connectors.sdk.normal import Arrival, WebhookHint
from deskplane.connectors.sdk.webhooks import fingerprint, is_signed, offered_secrets, too_old
from deskplane.inbound import queries
from deskplane.inbound.vocabulary import KEPT_HEADERS, LARGEST, OLD, PATIENCE, PURPOSE, ReadingState
from deskplane.kernel import clock
from deskplane.kernel.crypto import CryptoError, KeyRing, token_digest
from deskplane.kernel.db import Database, Record, Role, Tenant, Tx
from deskplane.kernel.errors import NotFoundError, TooLargeError, UnauthenticatedError
from deskplane.kernel.ids import uuid7
from deskplane.kernel.stream import whisper
from deskplane.outbound.redaction import MASK

SHORT: Final = 200
TRIED: Final = 20
"""Connections of one vendor whose secret is tried for a signature at the vendor's own address."""

NOWHERE: Final = "No connection takes webhooks at this address."
NO_RECORD: Final = "The body names no record of this vendor."
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Received:
    """What became of a delivery."""

    id: UUID
    state: ReadingState


@dataclass(frozen=True, slots=True)
class Door:
    """Takes deliveries."""

    db: Database
    keys: KeyRing

    async def at_connection(self, connection_id: UUID, arrival: Arrival) -> Received:
        """Take what was sent to a connection's own address.

        Raises:
            NotFoundError: no connection takes webhooks there.
            UnauthenticatedError: it is not signed with its secret; only a counter remembers it.
            TooLargeError: nobody's webhook is as large.
        """
        _require_small(arrival)
        places = await self._places(queries.BY_ID, str(connection_id), 1)
        if not places:
            raise NotFoundError(NOWHERE)
        return await self._take(*places[0], arrival)

    async def at_vendor(self, vendor: str, arrival: Arrival) -> Received:
        """Take what was sent to a vendor's address: its secret says which connection is meant.

        Raises:
            NotFoundError: no connection of this vendor takes webhooks.
            UnauthenticatedError, TooLargeError: as above.
        """
        _require_small(arrival)
        for offered in offered_secrets(arrival):
            for place in await self._places(queries.BY_SECRET, f"{vendor}:{digest(offered)}", 1):
                return await self._take(*place, arrival)
        places = await self._places(queries.BY_VENDOR, vendor, TRIED)
        if not places:
            raise NotFoundError(NOWHERE)
        for place in places[:-1]:
            if await self._fits(*place, arrival):
                return await self._take(*place, arrival)
        return await self._take(*places[-1], arrival)

    async def _places(self, kind: str, key: str, most: int) -> list[tuple[UUID, UUID]]:
        async with self.db.transaction(role=Role.APP) as tx:
            return [(row["org_id"], row["ref"]) for row in await tx.fetch(queries.FIND, kind, key, most)]

    async def _fits(self, org_id: UUID, connection_id: UUID, arrival: Arrival) -> bool:
        async with self.db.transaction(Tenant(org_id)) as tx:
            receiver = await queries.receiver(tx, connection_id)
        if receiver is None:
            return False
        try:
            read(receiver, arrival, self.keys)
        except CredentialsRejectedError:
            return False
        except MappingError:
            return True
        return True

    async def _take(self, org_id: UUID, connection_id: UUID, arrival: Arrival) -> Received:
        tenant = Tenant(org_id)
        async with self.db.transaction(tenant) as tx:
            receiver = await queries.receiver(tx, connection_id)
        if receiver is None:
            raise NotFoundError(NOWHERE)
        try:
            hint = read(receiver, arrival, self.keys)
        except CredentialsRejectedError as error:
            await self._count_refused(tenant, connection_id)
            raise UnauthenticatedError(f"{error.message} {error.fix}") from None
        except MappingError as error:
            log.info("inbound.unreadable", connection=str(connection_id), why=error.message)
            hint = None
        async with self.db.transaction(tenant) as tx:
            return await _kept(tx, receiver, arrival, hint, opened(receiver, self.keys))

    async def _count_refused(self, tenant: Tenant, connection_id: UUID) -> None:
        log.warning("inbound.refused", connection=str(connection_id))
        async with self.db.transaction(tenant) as tx:
            await tx.execute(queries.REFUSED, connection_id, clock.now())
            await whisper(tx, UPDATE, subject_type="connection", subject=connection_id)


def digest(secret: str) -> str:
    """What a secret is looked up by; it has too many bits to be guessed from this."""
    return token_digest(secret).hex()


def opened(receiver: Record, keys: KeyRing) -> str:
    """The secret of a receiver; nothing if it cannot be opened any more, and then nothing fits."""
    try:
        return keys.open_text(receiver["sealed_secret"], org_id=receiver["org_id"], purpose=PURPOSE)
    except CryptoError:
        log.warning("inbound.secret_unreadable", connection=str(receiver["connection_id"]))
        return ""


def read(receiver: Record, arrival: Arrival, keys: KeyRing) -> WebhookHint:
    """Check who sent it and which record it names.

    What stands in a signed body is the sender's word: one that tells of a change of long ago is sent again by somebody
    else. A body without a time may be news however often it comes.

    Raises:
        CredentialsRejectedError: it is not signed with the secret, or of long ago.
        MappingError: it names no record.
    """
    webhook = manifest_of(receiver["type"]).webhook
    if webhook is None:
        raise MappingError(NO_RECORD)
    hint = webhook(arrival, opened(receiver, keys))
    if is_signed(arrival) and _is_old(hint):
        raise too_old()
    if not (hint.remote_id or hint.key):
        raise MappingError(NO_RECORD)
    return hint


def _is_old(hint: WebhookHint) -> bool:
    return hint.occurred_at is not None and clock.now() - hint.occurred_at > OLD


async def _kept(
    tx: Tx, receiver: Record, arrival: Arrival, hint: WebhookHint | None, secret: str
) -> Received:
    """Write the delivery, and note the reading that follows; a second copy is kept and not read again."""
    connection_id, id_, now = receiver["connection_id"], uuid7(), clock.now()
    event = {"received_at": now, **_said(hint), **_raw(arrival, secret)}
    event["dedupe_key"] = event["dedupe_key"] or fingerprint(arrival)
    state = await _first_state(tx, connection_id, arrival, hint)
    await queries.keep(tx, id_, connection_id, event)
    waits = state is ReadingState.WAITING
    await tx.execute(
        queries.BEGIN,
        id_,
        connection_id,
        event["remote_id"] or event["remote_key"],
        state,
        now if waits else None,
        now + PATIENCE,
        NO_RECORD if state is ReadingState.UNREADABLE else "",
        None if waits else now,
        now,
    )
    await tx.execute(queries.ACCEPTED, connection_id, now)
    await whisper(tx, UPDATE, subject_type="connection", subject=connection_id)
    return Received(id_, state)


async def _first_state(
    tx: Tx, connection_id: UUID, arrival: Arrival, hint: WebhookHint | None
) -> ReadingState:
    """A vendor that numbers its deliveries tells copies apart; the same words alone may be news again."""
    if hint is None:
        return ReadingState.UNREADABLE
    if hint.dedupe_key == fingerprint(arrival):
        return ReadingState.WAITING
    await tx.execute(queries.LOCK_KEY, str(connection_id), hint.dedupe_key)
    earlier = await tx.fetchval(queries.EARLIER, connection_id, hint.dedupe_key[:SHORT])
    return ReadingState.WAITING if earlier is None else ReadingState.COPY


def _said(hint: WebhookHint | None) -> dict[str, Any]:
    if hint is None:
        hint = WebhookHint(event="", dedupe_key="")
    return {
        "event": _clean(hint.event)[:SHORT],
        "remote_id": _clean(hint.remote_id)[:SHORT],
        "remote_key": _clean(hint.key)[:SHORT],
        "deleted": hint.deleted,
        "dedupe_key": _clean(hint.dedupe_key)[:SHORT],
        "occurred_at": hint.occurred_at,
        "says": {name: _clean(said)[:SHORT] for name, said in hint.says.items()},
    }


def _raw(arrival: Arrival, secret: str) -> dict[str, Any]:
    body = _clean(arrival.body.decode("utf-8", "replace"))
    headers = {name: _clean(arrival.headers[name])[:SHORT] for name in KEPT_HEADERS & set(arrival.headers)}
    return {
        "body": body.replace(secret, MASK) if secret else body,
        "headers": headers,
        "size": len(arrival.body),
    }


def _clean(text: str) -> str:
    return text.replace("\x00", "").encode("utf-8", "replace").decode()


def _require_small(arrival: Arrival) -> None:
    if len(arrival.body) > LARGEST:
        raise TooLargeError(f"The body may hold {LARGEST} bytes at most.", limit=LARGEST)
