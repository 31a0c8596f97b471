"""What the portal's API takes and gives: nothing in here is internal, and nothing internal fits in."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field, JsonValue, StringConstraints

from deskplane.catalog.field_schemas import Option
from deskplane.catalog.schemas import Key, Placed, Position, Version
from deskplane.catalog.vocabulary import FieldKind
from deskplane.kernel.http import Body
from deskplane.kernel.shape import Shape
from deskplane.portal.vocabulary import CardIcon, PortalState, SentFrom
from deskplane.tickets.part_schemas import Ids
from deskplane.tickets.schemas import PageInfo, Title
from deskplane.vocabulary.priority import Priority
from deskplane.vocabulary.ticket_type import TicketType

MAX_ASKED = 3
TypeName = Annotated[str, StringConstraints(min_length=1, max_length=80, strip_whitespace=True)]
TypeNote = Annotated[str, StringConstraints(max_length=300, strip_whitespace=True)]
Expected = Annotated[str, StringConstraints(max_length=80, strip_whitespace=True)]
Template = Annotated[str, StringConstraints(max_length=5000)]
Language = Annotated[str, StringConstraints(pattern="^[a-z]{2}$")]
Hours = Annotated[
    int | None, Field(ge=1, le=8760, description="Hours until it is usually done; null if open")
]
Words = Annotated[str, StringConstraints(max_length=20_000, strip_whitespace=True)]
Email = Annotated[str, StringConstraints(min_length=3, max_length=320, strip_whitespace=True)]


class Asked(Body):
    """A custom field that the form asks for."""

    key: Key
    required: bool = False


class TypeWords(Body):
    """The texts of a request type in another language; what is empty stays in the first one."""

    name: Annotated[str, StringConstraints(max_length=80, strip_whitespace=True)] = ""
    description: TypeNote = ""
    expected_text: Expected = ""
    template: Template = ""


AskedFields = Annotated[
    list[Asked],
    Field(max_length=MAX_ASKED, description="Custom fields beside summary and details, three at the most"),
]
Translations = Annotated[
    dict[Language, TypeWords], Field(max_length=20, description="By language, such as de")
]


class RequestTypeCreate(Body):
    """Something people ask for often, as a card of the portal."""

    name: TypeName = Field(description="In the words of those who ask")
    description: TypeNote = ""
    icon: CardIcon = CardIcon.HELP
    expected_text: Expected = Field("", description="How long it takes, such as 'Usually today'")
    expected_hours: Hours = None
    type: TicketType = Field(TicketType.REQUEST, description="incident or request")
    category_id: UUID | None = None
    priority: Priority | None = Field(None, description="Of the new ticket; medium if not given")
    template: Template = Field("", description="What the details start with")
    fields: AskedFields = Field(default_factory=list[Asked])
    translations: Translations = Field(default_factory=dict[str, TypeWords])
    position: Position = 0
    is_active: bool = True


class RequestTypePatch(Body):
    """Changes to a request type; ``fields`` and ``translations`` are replaced as a whole."""

    name: TypeName = ""
    description: TypeNote = ""
    icon: CardIcon = CardIcon.HELP
    expected_text: Expected = ""
    expected_hours: Hours = None
    type: TicketType = TicketType.REQUEST
    category_id: UUID | None = None
    priority: Priority | None = None
    template: Template = ""
    fields: AskedFields = Field(default_factory=list[Asked])
    translations: Translations = Field(default_factory=dict[str, TypeWords])
    position: Position = 0
    is_active: bool = True
    version: Version = None


class RequestTypeRead(Placed):
    """A request type with all its settings."""

    name: str
    description: str
    icon: CardIcon
    expected_text: str
    expected_hours: int | None
    type: TicketType
    category_id: UUID | None
    priority: Priority | None
    template: str
    fields: list[Asked]
    translations: dict[str, TypeWords]


class FormField(Shape):
    """A field of a form."""

    key: str
    label: str
    description: str
    kind: FieldKind
    required: bool
    options: list[Option]
    default_value: JsonValue


class Card(Shape):
    """A request type as people choose it; ``asks`` are the fields of its form beside summary and details."""

    id: UUID
    name: str
    description: str
    icon: CardIcon
    expected_text: str
    expected_hours: int | None
    template: str
    asks: list[FormField]
    translations: dict[str, TypeWords]


class CardList(Shape):
    """What can be asked for; ``asks`` are the fields of a request that fits no card."""

    data: list[Card]
    asks: list[FormField]


class RequestCreate(Body):
    """A new request."""

    request_type_id: UUID | None = Field(None, description="The card it was started from")
    title: Title
    description: Words = Field("", description="Plain text")
    custom_fields: dict[str, JsonValue] = Field(default_factory=dict, max_length=50)
    attachment_ids: Ids = Field(default_factory=list[UUID], description="Own uploads that hang nowhere yet")
    sent_from: SentFrom = Field(SentFrom.PORTAL, description="mobile: by the installed app")


class ReplyCreate(Body):
    """Words, files or both."""

    body: Words = ""
    attachment_ids: Ids = Field(default_factory=list[UUID])


class CloseBody(Body):
    """It works; a word of thanks may go with it."""

    body: Words = ""


class ReopenBody(Body):
    """It does not work after all."""

    body: Annotated[Words, StringConstraints(min_length=1)] = Field(description="What is still wrong")


class FollowerAdd(Body):
    """A colleague who shall see the request and may answer."""

    email: Email


class PortalDecision(Body):
    """The answer to a question for approval."""

    approved: bool
    comment: Annotated[str, StringConstraints(max_length=2000, strip_whitespace=True)] = ""


class LastWord(Shape):
    """Who wrote last, and when."""

    name: str
    is_me: bool
    at: datetime


class RequestRow(Shape):
    """A request in a list."""

    id: UUID
    number: str
    title: str
    state: PortalState
    state_text: str = Field(description="Key of the sentence, such as state.waiting_for_you")
    is_mine: bool = Field(description="Asked for by the caller, not by a colleague")
    created_at: datetime
    updated_at: datetime
    ended_at: datetime | None
    expected_at: datetime | None
    last_word: LastWord | None


class Counts(Shape):
    """How many requests of one's own there are."""

    open: int
    waiting_for_you: int
    done: int


class RequestList(Shape):
    """A part of a list of requests."""

    data: list[RequestRow]
    page: PageInfo
    counts: Counts


class PortalFile(Shape):
    """A file on a request."""

    id: UUID
    filename: str
    mime: str
    size: int
    has_preview: bool


class Writer(Shape):
    """Who wrote: the caller, somebody of the desk, or a colleague."""

    name: str
    is_me: bool
    is_desk: bool


class Said(Shape):
    """Something that was said on a request."""

    id: UUID
    by: Writer
    at: datetime
    body_html: str
    files: list[PortalFile]


class Moved(Shape):
    """The request came into another state."""

    at: datetime
    state: PortalState
    state_text: str


class Follower(Shape):
    """A colleague who follows the request."""

    id: UUID
    name: str


class Answered(Shape):
    """A field of the request with its value."""

    label: str
    kind: FieldKind
    value: JsonValue


class Can(Shape):
    """What the caller can do with the request now."""

    reply: bool
    close: bool
    reopen: bool
    add_colleague: bool


class RequestRead(RequestRow):
    """A request with its conversation, as the person who asked may see it."""

    asked_by: str
    description_html: str
    resolution: str | None
    request_type: str | None
    answers: list[Answered]
    files: list[PortalFile]
    said: list[Said]
    moves: list[Moved]
    followers: list[Follower]
    reopen_until: datetime | None
    continues_in: str | None = Field(description="Number of the request it was merged into, if visible")
    can: Can


class AskedApproval(Shape):
    """A question that waits for the caller's yes or no."""

    id: UUID
    number: str
    title: str
    description_html: str
    note: str
    asked_by: str | None = Field(description="Who wants to know")
    for_whom: str | None = Field(description="Who made the request")
    due_at: datetime | None
    created_at: datetime


class AskedApprovals(Shape):
    """What waits for the caller's yes or no, the earliest due first."""

    data: list[AskedApproval]


class Decided(Shape):
    """What was answered."""

    id: UUID
    state: str
