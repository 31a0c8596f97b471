"""Which tickets a caller reaches, and what is told about them when something that hangs on them changes."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar, cast
from uuid import UUID

from deskplane.kernel.access import Caller, Permission
from deskplane.kernel.db import Statements, Tx
from deskplane.kernel.errors import ConflictError, MalformedError
from deskplane.kernel.ids import as_uuid
from deskplane.kernel.paging import Page
from deskplane.tickets import queries
from deskplane.tickets.acting import By
from deskplane.tickets.events import TicketEvent
from deskplane.tickets.planning import Locked
from deskplane.tickets.queries import Ref
from deskplane.tickets.service import after
from deskplane.vocabulary.ticket_type import TicketType
from deskplane.vocabulary.visibility import Visibility

E = TypeVar("E", bound=TicketEvent)
BEGINNING = (datetime.fromisoformat("0001-01-01T00:00:00+00:00"), UUID(int=0))


def sees_internal(caller: Caller) -> bool:
    """Say whether the caller may know what is not meant for requesters."""
    return caller.may(Permission.TICKET_READ_INTERNAL)


async def seen(reads: Statements, ref: Ref, caller: Caller) -> UUID:
    """Return the id of a ticket that the caller may see.

    Raises:
        NotFoundError: there is none.
    """
    return await queries.find_id(cast("Tx", reads), ref, own_only=not caller.sees_everything)


async def held(tx: Tx, ref: Ref, caller: Caller) -> Locked:
    """Lock a ticket that the caller may see and return its state.

    Raises:
        NotFoundError: there is none.
    """
    return await queries.lock_one(tx, ref, own_only=not caller.sees_everything)


async def held_open(tx: Tx, ref: Ref, caller: Caller) -> Locked:
    """Lock a ticket that goes on by itself: it was not merged into another one.

    Raises:
        NotFoundError: there is none.
        ConflictError: it went into another one; the answer names it.
    """
    ticket = await held(tx, ref, caller)
    if ticket["merged_into"] is not None:
        raise ConflictError(
            "This ticket was merged into another one. Go on there.", merged_into=ticket["merged_into"]
        )
    return ticket


def number_of(ticket: Locked) -> str:
    """Return the number as people read it."""
    return TicketType(ticket["type"]).number(ticket["number_int"])


def told(
    kind: type[E],
    ticket: Locked,
    *,
    by: By,
    data: Mapping[str, Any],
    visibility: Visibility | None = None,
) -> E:
    """Return an event about something on a locked ticket, which keeps its version."""
    more: dict[str, Any] = {"visibility": visibility} if visibility else {}
    return kind(
        subject=ticket["id"],
        version=ticket["version"],
        actor=by.actor,
        origin=by.origin,
        occurred_at=after(ticket),
        data=data,
        **more,
    )


def after_moment(page: Page) -> tuple[datetime, UUID]:
    """Return the place in a list by time and id behind which a page begins.

    Raises:
        MalformedError: the cursor is of another list.
    """
    if page.after is None:
        return BEGINNING
    at, id_ = (str(value) for value in page.after) if len(page.after) == 2 else ("", "")
    found = as_uuid(id_)
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        moment = None
    if found is None or moment is None or moment.tzinfo is None:
        raise MalformedError("The cursor belongs to another list. Start again without it.")
    return moment, found
