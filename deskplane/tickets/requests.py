"""What people send, turned into drafts and wanted changes; what a role may not set is refused by name."""

from typing import Any, Final
from uuid import UUID

from deskplane.kernel.access import Caller, Permission, RoleName
from deskplane.kernel.errors import ForbiddenError
from deskplane.kernel.http import Body
from deskplane.tickets.drafts import TicketDraft, described
from deskplane.tickets.planning import Wanted
from deskplane.tickets.schemas import AssignBody, BulkSet, TicketCreate, TicketPatch, TransitionBody
from deskplane.vocabulary.source import SourceType
from deskplane.vocabulary.status import Status
from deskplane.vocabulary.ticket_type import TicketType

FOR_REQUESTERS: Final = frozenset(
    {
        "title",
        "description",
        "description_html",
        "type",
        "category_id",
        "custom_fields",
        "source_type",
        "attachment_ids",
    }
)
REQUESTER_TYPES: Final = frozenset({TicketType.INCIDENT, TicketType.REQUEST})
REQUESTER_SOURCES: Final = frozenset(
    {SourceType.WEB, SourceType.MOBILE, SourceType.PORTAL, SourceType.CHATBOT}
)
NEEDS: Final = {
    "status": Permission.TICKET_TRANSITION,
    "assignee_id": Permission.TICKET_ASSIGN,
    "team_id": Permission.TICKET_ASSIGN,
}
APART: Final = frozenset(
    {"description", "description_html", "custom_fields", "version", "add_tags", "remove_tags"}
)


def draft_of(body: TicketCreate, caller: Caller) -> TicketDraft:
    """Return the new ticket that a caller filled in.

    Raises:
        ForbiddenError: the caller's role may not set one of the fields; the answer names it.
    """
    sent = body.model_fields_set
    if caller.role is RoleName.REQUESTER:
        _refuse_for_requester(body, caller)
    elif body.status is not Status.NEW:
        caller.need(Permission.TICKET_TRANSITION)
    for name in sent & {"assignee_id", "team_id"}:
        if getattr(body, name) is not None:
            caller.need(NEEDS[name])
    given: dict[str, Any] = {
        name: getattr(body, name)
        for name in sent
        if name not in {"description", "description_html", "attachment_ids"}
    }
    given["requester_id"] = body.requester_id or caller.person_id
    given |= described(body.description, body.description_html)
    return TicketDraft(**given)


def _refuse_for_requester(body: TicketCreate, caller: Caller) -> None:
    allowed = set(FOR_REQUESTERS)
    if body.requester_id == caller.person_id:
        allowed.add("requester_id")
    strange = sorted(body.model_fields_set - allowed)
    if body.type not in REQUESTER_TYPES:
        strange.append("type")
    if body.source_type is not None and body.source_type not in REQUESTER_SOURCES:
        strange.append("source_type")
    if strange:
        raise ForbiddenError(
            f"Your role ({caller.role}) cannot set {', '.join(strange)} on a ticket.", fields=strange
        )


def wanted_of(body: TicketPatch | BulkSet, caller: Caller) -> Wanted:
    """Return the change that a caller asks for: what they did not send stays.

    Raises:
        ForbiddenError: a field needs a permission that the caller's role does not have.
    """
    sent = body.model_fields_set
    for name in sorted(sent & NEEDS.keys()):
        caller.need(NEEDS[name])
    values: dict[str, Any] = {name: getattr(body, name) for name in sent - APART}
    if isinstance(body, BulkSet):
        return Wanted(values, body.custom_fields, add_tags=body.add_tags, remove_tags=body.remove_tags)
    if sent & {"description", "description_html"}:
        values |= described(body.description, body.description_html)
    if "tags" in values:
        values["tags"] = list(dict.fromkeys(body.tags))
    return Wanted(values, body.custom_fields)


def moved(body: TransitionBody) -> Wanted:
    """Return the change that a transition asks for."""
    also = {
        "sub_status": body.sub_status,
        "resolution_code": body.resolution_code,
        "resolution_text": body.resolution,
    }
    return Wanted({"status": body.to, **{name: value for name, value in also.items() if value is not None}})


def assigned(body: AssignBody) -> Wanted:
    """Return the change that an assignment asks for."""
    values: dict[str, UUID | None] = {
        name: getattr(body, name) for name in ("assignee_id", "team_id") if _sent(body, name)
    }
    return Wanted(values)


def _sent(body: Body, name: str) -> bool:
    return name in body.model_fields_set
