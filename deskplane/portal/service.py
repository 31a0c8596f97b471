"""What people do in the portal: ask, answer, say that it works or does not, bring a colleague in, approve."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final
from uuid import UUID

from deskplane.catalog import fields as custom_fields
from deskplane.kernel import events
from deskplane.kernel.access import Caller
from deskplane.kernel.db import Statements, Tx
from deskplane.kernel.errors import (
    ConflictError,
    FieldError,
    ForbiddenError,
    InvalidError,
    NotFoundError,
    RateLimitedError,
)
from deskplane.kernel.ratelimit import RateLimiter
from deskplane.portal import queries, request_types
from deskplane.portal.schemas import CloseBody, PortalDecision, ReopenBody, ReplyCreate, RequestCreate
from deskplane.portal.views import as_requester
from deskplane.tickets import approvals, comments, files, reach, service, watchers
from deskplane.tickets.acting import By
from deskplane.tickets.drafts import TicketDraft, described
from deskplane.tickets.events import WatcherChanged
from deskplane.tickets.part_schemas import CommentCreate, Decision
from deskplane.tickets.planning import Locked, Wanted
from deskplane.tickets.queries import Ref, lock_one
from deskplane.vocabulary.origin import Origin
from deskplane.vocabulary.priority import Priority
from deskplane.vocabulary.status import Status
from deskplane.vocabulary.ticket_type import TicketType
from deskplane.vocabulary.visibility import Visibility

NEW_PER_HOUR: Final = 60
NEW_AT_ONCE: Final = 30
REASON: Final = {"reason": "requester"}
NO_TYPE: Final[Mapping[str, Any]] = {"type": TicketType.INCIDENT, "fields": []}
limiter: Final = RateLimiter(NEW_PER_HOUR, 3600, burst=NEW_AT_ONCE)


def _by(caller: Caller) -> By:
    """Write as somebody who asks: no resolution code is wanted of them."""
    by = By.caller(as_requester(caller))
    return replace(by, origin=Origin.PORTAL, rules=replace(by.rules, resolution_required=False))


async def create(tx: Tx, body: RequestCreate, caller: Caller) -> UUID:
    """Store a new request and return its id.

    Raises:
        RateLimitedError: the person asked for too much within the hour.
        InvalidError: there is no such request type, a field is missing or not asked, or a file is not theirs.
    """
    verdict = limiter.take(f"{caller.org_id}:{caller.person_id}")
    if not verdict.allowed:
        raise RateLimitedError(
            "You have sent many requests within the hour. Please wait a little before the next one.",
            retry_after=verdict.retry_after,
        )
    chosen = await _chosen(tx, body.request_type_id)
    await _check_answers(tx, body.custom_fields, chosen)
    by, text = _by(caller), described(body.description, None)
    draft = TicketDraft(
        title=body.title,
        description_html=text["description_html"],
        description_text=text["description_text"],
        type=TicketType(chosen["type"]),
        category_id=chosen.get("category_id"),
        priority=Priority(chosen["priority"]) if chosen.get("priority") else None,
        requester_id=caller.person_id,
        source_type=body.sent_from.source_type,
        source_reference=_reference(chosen),
        custom_fields=body.custom_fields,
    )
    stored = await service.create_one(tx, by=by, draft=draft)
    if body.attachment_ids:
        ticket = await lock_one(tx, stored["id"])
        await files.hang(tx, ticket, list(dict.fromkeys(body.attachment_ids)), by=by)
    return stored["id"]


async def _chosen(tx: Statements, id: UUID | None) -> Mapping[str, Any]:
    return NO_TYPE if id is None else await request_types.offered(tx, id)


def _reference(chosen: Mapping[str, Any]) -> dict[str, str]:
    if "id" not in chosen:
        return {}
    return {"request_type_id": str(chosen["id"]), "request_type": chosen["name"]}


async def _check_answers(tx: Statements, given: Mapping[str, Any], chosen: Mapping[str, Any]) -> None:
    """Refuse answers that nobody asked for, and a form that is not filled in."""
    known = await custom_fields.active(tx, for_requester=True)
    asked = {field["key"]: field for field in request_types.asks(known, chosen["fields"], chosen["type"])}
    errors = [_refused(key, "this form does not ask for it") for key in given if key not in asked]
    errors += [
        _refused(key, f"{field['label']} is required")
        for key, field in asked.items()
        if field["required"] and field["default_value"] is None and given.get(key) in (None, "", [])
    ]
    if errors:
        raise InvalidError(errors=errors)


def _refused(key: str, msg: str) -> FieldError:
    return {"loc": ["body", "custom_fields", key], "msg": msg}


async def reply(tx: Tx, ref: Ref, body: ReplyCreate, caller: Caller) -> None:
    """Answer; a request that waits for it, or that was solved a short while ago, goes on.

    Raises:
        InvalidError: nothing is said, or a file is not theirs.
        ConflictError: the request was merged into another one.
    """
    said = CommentCreate(
        body=body.body or None,
        body_html=None,
        visibility=Visibility.PUBLIC,
        attachment_ids=body.attachment_ids,
    )
    await comments.create(tx, ref, said, as_requester(caller))


async def close(tx: Tx, ref: Ref, body: CloseBody, caller: Caller) -> None:
    """End a request because it works.

    Raises:
        ConflictError: it has ended already, or parts of it are still being worked on.
        ForbiddenError: it is the request of somebody else.
    """
    ticket = await _own(tx, ref, caller)
    by, status = _by(caller), Status(ticket["status"])
    if status in {Status.CLOSED, Status.CANCELLED}:
        raise ConflictError("This request has ended already.")
    if status is not Status.RESOLVED:
        await service.update(tx, ticket["id"], Wanted({"status": Status.RESOLVED}), by=by, data=REASON)
    await service.move(tx, ticket["id"], Wanted({"status": Status.CLOSED}), by=by, comment=body.body or None)


async def reopen(tx: Tx, ref: Ref, body: ReopenBody, caller: Caller) -> None:
    """Set a request going again because it does not work after all.

    Raises:
        ConflictError: it has not ended, or too long ago.
        ForbiddenError: it is the request of somebody else.
    """
    ticket = await _own(tx, ref, caller)
    if Status(ticket["status"]) not in {Status.RESOLVED, Status.CLOSED}:
        raise ConflictError("This request has not ended. Write an answer instead.")
    wanted = Wanted({"status": Status.IN_PROGRESS})
    await service.move(tx, ticket["id"], wanted, by=_by(caller), comment=body.body)


async def _own(tx: Tx, ref: Ref, caller: Caller) -> Locked:
    """Lock a request of the caller, or one that they follow."""
    ticket = await reach.held_open(tx, ref, as_requester(caller))
    if ticket["requester_id"] != caller.person_id and not await tx.fetchval(queries.FOLLOWS, ticket["id"]):
        raise ForbiddenError("Only who made the request, or follows it, can do this.")
    return ticket


async def add_follower(tx: Tx, ref: Ref, email: str, caller: Caller) -> None:
    """Let a colleague see the request and answer on it.

    Raises:
        InvalidError: nobody of the organisation has this address.
        ForbiddenError: it is the request of somebody else.
    """
    ticket = await _own(tx, ref, caller)
    found = await tx.fetchval(queries.COLLEAGUE, email)
    if found is None:
        raise InvalidError.field("email", "nobody in your organisation has this address")
    await watchers.add(tx, ticket, [found], by=_by(caller))


async def remove_follower(tx: Tx, ref: Ref, person_id: UUID, caller: Caller) -> None:
    """Let a colleague follow no more.

    Raises:
        NotFoundError: they do not follow, as far as the caller knows.
        ForbiddenError: it is the request of somebody else.
    """
    ticket = await _own(tx, ref, caller)
    if await tx.fetchval(queries.UNFOLLOW, ticket["id"], person_id) is None:
        raise NotFoundError("This person does not follow the request.")
    data = {"person_id": person_id, "watching": False}
    await events.append(tx, [reach.told(WatcherChanged, ticket, by=_by(caller), data=data)])


async def asked_me(reads: Statements) -> list[dict[str, Any]]:
    """Return what waits for the caller's yes or no."""
    return [dict(row) for row in await reads.fetch(queries.ASKED_ME)]


async def decide(tx: Tx, id: UUID, body: PortalDecision, caller: Caller) -> dict[str, Any]:
    """Say yes or no.

    Raises:
        NotFoundError: the caller was not asked.
        ConflictError: it was decided already.
    """
    ticket_id = await tx.fetchval(queries.APPROVAL_TICKET, id)
    if ticket_id is None:
        raise NotFoundError("There is no such question for you.")
    decision = Decision(approved=body.approved, comment=body.comment)
    done = await approvals.decide(tx, ticket_id, id, decision, as_requester(caller), if_match=None)
    return {"id": done["id"], "state": done["state"]}
