"""A ticket as a person writes it: with the files they uploaded and the pictures in its description."""

from collections.abc import Sequence
from uuid import UUID

from deskplane.kernel.access import Caller, Permission
from deskplane.kernel.db import Record, Tx
from deskplane.tickets import files, queries, requests, service
from deskplane.tickets.acting import By
from deskplane.tickets.queries import Ref
from deskplane.tickets.schemas import TicketCreate, TicketPatch
from deskplane.tickets.service import Expected, Ticket


async def create(tx: Tx, body: TicketCreate, caller: Caller) -> Record:
    """Store a ticket with its files and return it rendered for its author.

    Raises:
        ForbiddenError: the caller's role may not set one of the fields.
        InvalidError: something it refers to is not there, a required field is missing, or a file is not theirs.
    """
    by, draft = By.caller(caller), requests.draft_of(body, caller)
    stored = await service.create_one(tx, by=by, draft=draft)
    wanted = [*body.attachment_ids, *await files.free_inline(tx, draft.description_html)]
    if not wanted:
        return stored
    await _hang(tx, stored["id"], wanted, by)
    found = await queries.read_one(tx, stored["id"], internal=caller.may(Permission.TICKET_READ_INTERNAL))
    return found or stored


async def change(tx: Tx, ref: Ref, body: TicketPatch, caller: Caller, expected: Expected) -> Ticket:
    """Change a ticket; pictures that a new description shows hang on it from now on.

    Raises:
        NotFoundError, ConflictError, PreconditionFailedError, InvalidError: as ``service.update``.
    """
    by, wanted = By.caller(caller), requests.wanted_of(body, caller)
    ticket = await service.update(tx, ref, wanted, by=by, expected=expected)
    pictures = await files.free_inline(tx, str(wanted.values.get("description_html", "")))
    if pictures:
        await _hang(tx, ticket.id, pictures, by)
    return ticket


async def _hang(tx: Tx, ticket_id: UUID, wanted: Sequence[UUID], by: By) -> None:
    ticket = await queries.lock_one(tx, ticket_id)
    await files.hang(tx, ticket, list(dict.fromkeys(wanted)), by=by)
