"""What hangs on a ticket, as the API takes and gives it."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, Field, StringConstraints

from deskplane.attachments.schemas import AttachmentRead
from deskplane.kernel.http import Body
from deskplane.kernel.shape import Shape
from deskplane.tickets.schemas import Author, LongText, Named, PageInfo, Title, VersionSent
from deskplane.vocabulary.link import LinkType
from deskplane.vocabulary.priority import Priority
from deskplane.vocabulary.status import Status
from deskplane.vocabulary.ticket_type import TicketType
from deskplane.vocabulary.visibility import Visibility

Ids = Annotated[list[UUID], Field(max_length=20)]
RefSent = Annotated[str, StringConstraints(min_length=1, max_length=40, strip_whitespace=True)]
Note = Annotated[str, StringConstraints(max_length=2000)]


class CommentCreate(Body):
    """Something to say; send ``body`` as plain text or ``body_html`` as rich text."""

    body: LongText | None = None
    body_html: LongText | None = Field(
        None, description="Rich text; unsafe markup is removed. A link to /app/people/<id> mentions somebody"
    )
    visibility: Visibility = Field(
        Visibility.PUBLIC, description="internal: only for those who work on tickets"
    )
    attachment_ids: Ids = Field(default_factory=list[UUID], description="Own uploads that hang nowhere yet")


class CommentPatch(Body):
    """Another text for a comment."""

    body: LongText | None = None
    body_html: LongText | None = None
    version: VersionSent = None


class CommentRead(Shape):
    """A comment."""

    id: UUID
    author: Author
    body_html: str
    body_text: str
    visibility: Visibility
    channel: str
    created_at: datetime
    edited_at: datetime | None
    version: int
    attachments: list[AttachmentRead]
    mentions: list[Named]


class CommentList(Shape):
    """A part of the comments on a ticket."""

    data: list[CommentRead]
    page: PageInfo


class WatcherAdd(Body):
    """Who shall watch; the caller if nobody is named."""

    person_id: UUID | None = None


class WatcherRead(Shape):
    """Somebody who watches a ticket."""

    id: UUID
    name: str
    since: datetime


class WatcherList(Shape):
    """Who watches a ticket; requesters see only themselves."""

    data: list[WatcherRead]


class LinkCreate(Body):
    """A relation to another ticket: ``this <type> target``."""

    type: LinkType
    target: RefSent = Field(description="Id or number of the other ticket")


class LinkedTicket(Shape):
    """The ticket at the other end."""

    id: UUID
    number: str
    type: TicketType
    title: str
    status: Status
    priority: Priority


class LinkRead(Shape):
    """A relation, read from the ticket asked about."""

    id: UUID
    type: LinkType
    ticket: LinkedTicket
    created_at: datetime
    created_by: UUID | None


class LinkList(Shape):
    """The relations of a ticket."""

    data: list[LinkRead]


class MergeBody(Body):
    """The ticket that goes on; ``dry_run`` only tells what would happen."""

    into: RefSent = Field(description="Id or number of the ticket that goes on")
    dry_run: bool = False


class MergeRead(Shape):
    """What a merge moves, or moved, and what to look at before."""

    dry_run: bool
    source: LinkedTicket
    target: LinkedTicket
    comments: int
    attachments: int
    watchers: int
    links: int
    time_minutes: int
    cis: int
    approvals: int
    warnings: list[str]


class SplitBody(Body):
    """A comment that becomes a ticket of its own."""

    comment_id: UUID
    title: Title
    type: TicketType | None = Field(None, description="The type of the ticket it comes from if not given")


class ApprovalCreate(Body):
    """A question to one person or one team."""

    approver_id: UUID | None = None
    team_id: UUID | None = None
    note: Note = ""
    due_at: AwareDatetime | None = None


class Decision(Body):
    """The answer."""

    approved: bool
    comment: Note = ""


class ApprovalRead(Shape):
    """An approval; state is requested, approved, rejected or cancelled."""

    id: UUID
    approver: Named | None
    team: Named | None
    state: str
    note: str
    due_at: datetime | None
    requested_by: Named | None
    decided_by: Named | None
    decided_at: datetime | None
    comment: str
    version: int
    created_at: datetime


class ApprovalList(Shape):
    """Approvals of a ticket; ``blocking`` says that a change may not go on because of them."""

    data: list[ApprovalRead]
    blocking: bool


class WaitingApproval(ApprovalRead):
    """An approval that waits for the caller, with its ticket."""

    ticket: LinkedTicket


class WaitingList(Shape):
    """What waits for the caller's decision, the most pressing first."""

    data: list[WaitingApproval]


class TicketAttachmentRead(AttachmentRead):
    """A file on a ticket, or on one of its comments."""

    comment_id: UUID | None
    visibility: Visibility


class TicketAttachmentList(Shape):
    """Files on a ticket."""

    data: list[TicketAttachmentRead]
