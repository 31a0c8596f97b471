"""The filters of the ticket list as they come in the address."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Final, cast
from uuid import UUID

from fastapi import Depends, Query, Request
from pydantic import AwareDatetime, BaseModel, BeforeValidator, Field, JsonValue, ValidationError

from deskplane.kernel.errors import FieldError, InvalidError
from deskplane.kernel.text import suggestion
from deskplane.tickets.asking import CUSTOM
from deskplane.vocabulary.priority import Priority
from deskplane.vocabulary.source import SourceType
from deskplane.vocabulary.status import Status
from deskplane.vocabulary.ticket_type import TicketType

MANY: Final = 100
PAGING: Final = ("limit", "cursor", "page", "count")
OTHERS: Final = ("format", "fields")


class Word(StrEnum):
    """Words that stand for an id."""

    ME = "me"
    NONE = "none"


class SortBy(StrEnum):
    """What lists can be ordered by; priority and status in rank order, critical and new first."""

    CREATED = "created_at"
    UPDATED = "updated_at"
    PRIORITY = "priority"
    STATUS = "status"
    DUE = "due_date"
    NEXT_DUE = "next_due_at"
    NUMBER = "number"


class GroupField(StrEnum):
    """What a list can be gathered by."""

    STATUS = "status"
    PRIORITY = "priority"
    ASSIGNEE = "assignee"
    TEAM = "team"
    TYPE = "type"
    CATEGORY = "category"


class Direction(StrEnum):
    """Which end comes first."""

    ASC = "asc"
    DESC = "desc"


def _split(value: object) -> object:
    if not isinstance(value, list):
        return value
    return [
        part.strip() for text in cast("list[object]", value) for part in str(text).split(",") if part.strip()
    ]


Several = BeforeValidator(_split)
Statuses = Annotated[
    list[Status] | None, Several, Query(max_length=MANY, description="One or more, also comma-separated")
]
Priorities = Annotated[list[Priority] | None, Several, Query(max_length=MANY)]
Types = Annotated[list[TicketType] | None, Several, Query(max_length=MANY)]
Sources = Annotated[list[SourceType] | None, Several, Query(max_length=MANY)]
Categories = Annotated[
    list[UUID] | None, Several, Query(max_length=MANY, description="Includes the categories below")
]
People = Annotated[
    list[UUID | Word] | None, Several, Query(max_length=MANY, description="Ids, `me` or `none`")
]
Teams = Annotated[
    list[UUID | Word] | None, Several, Query(max_length=MANY, description="Ids, `me` (my teams) or `none`")
]
Tags = Annotated[list[str] | None, Several, Query(max_length=MANY, description="Tickets with any of these")]
Sets = Annotated[
    list[UUID] | None,
    Several,
    Query(max_length=20, description="Tickets in any of these sets; a cluster's id names one"),
]
Moment = Annotated[AwareDatetime | None, Query()]
Where = Annotated[
    str | None,
    Query(
        max_length=10_000,
        description="Condition, as JSON or as a query such as "
        "`priority in (high, urgent) and not team is empty`",
    ),
]


class ListParams(BaseModel):
    """Query parameters of the ticket list; ``custom.<key>`` filters by a custom field."""

    status: Statuses = None
    priority: Priorities = None
    type: Types = None
    category: Categories = None
    team: Teams = None
    assignee: People = None
    requester: People = None
    source_type: Sources = None
    tag: Tags = None
    set: Sets = None
    created_from: Moment = None
    created_to: Moment = None
    updated_from: Moment = None
    updated_to: Moment = None
    q: Annotated[
        str, Query(max_length=200, description="Number, or how the title begins; see /search for more")
    ] = ""
    is_deleted: Annotated[bool, Query(description="Deleted tickets instead of the others")] = False
    where: Where = None
    sort_by: SortBy = SortBy.CREATED
    sort_direction: Annotated[
        Direction | None, Query(description="Newest first by default; by rank, due date: ascending")
    ] = None


@dataclass(frozen=True, slots=True)
class TicketFilter:
    """Which tickets are wanted, in which order."""

    status: Sequence[Status] = ()
    priority: Sequence[Priority] = ()
    type: Sequence[TicketType] = ()
    category: Sequence[UUID] = ()
    team: Sequence[UUID | Word] = ()
    assignee: Sequence[UUID | Word] = ()
    requester: Sequence[UUID | Word] = ()
    source_type: Sequence[SourceType] = ()
    tag: Sequence[str] = ()
    set: Sequence[UUID] = ()
    created_from: datetime | None = None
    created_to: datetime | None = None
    updated_from: datetime | None = None
    updated_to: datetime | None = None
    q: str = ""
    is_deleted: bool = False
    where: str | JsonValue | None = None
    custom: Mapping[str, Sequence[str]] = field(default_factory=dict[str, Sequence[str]])
    sort_by: SortBy = SortBy.CREATED
    sort_direction: Direction | None = None


KNOWN: Final = frozenset(ListParams.model_fields)
BY: Final = "by"


async def ticket_filter(request: Request, params: Annotated[ListParams, Query()]) -> TicketFilter:
    """Read the filters.

    Raises:
        InvalidError: a parameter is unknown; the answer names the nearest known one.
    """
    return filter_of(request, params)


def filter_of(request: Request, params: ListParams, *, beside: Sequence[str] = ()) -> TicketFilter:
    """Read the filters of a route that also takes the parameters named ``beside``.

    Raises:
        InvalidError: a parameter is unknown; the answer names the nearest known one.
    """
    custom: dict[str, list[str]] = {}
    for name, value in request.query_params.multi_items():
        if name.startswith(CUSTOM):
            custom.setdefault(name, []).extend(part.strip() for part in value.split(",") if part.strip())
        elif name not in KNOWN and name not in (*PAGING, *OTHERS, *beside):
            known = (*KNOWN, *PAGING, *beside)
            message = f"unknown parameter '{name[:80]}'.{suggestion(name, known)}"
            raise InvalidError(errors=[{"loc": ["query", name[:80]], "msg": message}])
    given = {name: value for name in KNOWN if (value := getattr(params, name)) is not None}
    return TicketFilter(custom=custom, **given)


async def grouped_filter(request: Request, params: Annotated[ListParams, Query()]) -> TicketFilter:
    """Read the filters beside the field to gather by.

    Raises:
        InvalidError: a parameter is unknown; the answer names the nearest known one.
    """
    return filter_of(request, params, beside=(BY,))


Grouped = Annotated[TicketFilter, Depends(grouped_filter)]
Filtered = Annotated[TicketFilter, Depends(ticket_filter)]


StoredValue = Annotated[str, Field(max_length=10_000)] | Annotated[list[str], Field(max_length=MANY)]
StoredQuery = Annotated[
    dict[Annotated[str, Field(max_length=80)], StoredValue],
    Field(max_length=40, description="Filters of the ticket list by parameter, also `custom.<key>`"),
]
ORDER: Final = frozenset({"sort_by", "sort_direction"})


def stored_filter(query: Mapping[str, str | Sequence[str]], *, loc: Sequence[str]) -> TicketFilter:
    """Read filters that were kept or sent as an object, as those of an address.

    Raises:
        InvalidError: a filter is unknown or its value is none; ``loc`` is where the object stands.
    """
    own = {name: value for name, value in query.items() if name.startswith(CUSTOM)}
    plain = {name: value for name, value in query.items() if name not in own}
    usable = KNOWN - ORDER
    if unknown := next((name for name in plain if name not in usable), None):
        message = f"unknown filter '{unknown}'.{suggestion(unknown, tuple(usable))}"
        raise InvalidError(errors=[{"loc": [*loc, unknown], "msg": message}])
    singles = {"q", "where", "is_deleted", "created_from", "created_to", "updated_from", "updated_to"}
    listed = {
        name: [value] if isinstance(value, str) and name not in singles else value
        for name, value in plain.items()
    }
    try:
        params = ListParams.model_validate(listed)
    except ValidationError as error:
        errors: list[FieldError] = [
            {"loc": [*loc, *map(str, each["loc"])], "msg": each["msg"]} for each in error.errors()
        ]
        raise InvalidError(errors=errors) from error
    given = {name: value for name in KNOWN if (value := getattr(params, name)) is not None}
    custom = {
        name: [
            part.strip()
            for text in (value if not isinstance(value, str) else [value])
            for part in text.split(",")
            if part.strip()
        ]
        for name, value in own.items()
    }
    return TicketFilter(custom=custom, **given)
