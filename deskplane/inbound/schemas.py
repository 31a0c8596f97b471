"""What the API of webhooks takes and gives."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, Field

from deskplane.inbound.vocabulary import ReadingState
from deskplane.kernel.http import Body


class WebhookTaken(BaseModel):
    """A delivery is kept; what follows from it happens in the background."""

    id: UUID
    state: ReadingState


class WebhookRead(BaseModel):
    """Where a connection takes webhooks, and how many came."""

    supported: bool = Field(description="Whether the connector reads webhooks")
    address: str = Field(description="Where the vendor sends to")
    vendor_address: str = Field(
        description="The same for all connections of the vendor: the secret tells which"
    )
    open: bool = Field(description="Whether there is a secret; without one nothing is taken")
    secret_set_at: datetime | None
    secret_set_by: str
    take_new: bool = Field(description="Whether records that were never imported become tickets")
    takes_new: bool = Field(description="Whether tickets can be imported from this type at all")
    accepted: int
    last_accepted_at: datetime | None
    refused: int = Field(description="Deliveries with a wrong secret; nothing else is kept of them")
    last_refused_at: datetime | None
    kept_days: int
    version: int


class WebhookOpen(WebhookRead):
    """The same, with the secret: it is shown only now."""

    secret: str


class WebhookPatch(Body):
    """What to do with webhooks."""

    take_new: bool


class DeliveryChange(BaseModel):
    """Something that says something else here since the record was read again."""

    ticket_id: UUID | None = None
    number: str | None = Field(None, description="The ticket's number")
    job_id: str | None = Field(None, description="The analysis whose outside ticket it is")
    field: str
    before: str
    after: str


class DeliveryRead(BaseModel):
    """A webhook that came in, and what reading its record again changed."""

    id: UUID
    connection_id: UUID
    received_at: datetime
    event: str
    remote_id: str
    remote_key: str
    occurred_at: datetime | None
    says: dict[str, str] = Field(description="What it claims; never taken as truth")
    size: int
    state: ReadingState
    attempts: int
    replays: int
    next_at: datetime | None
    changes: list[DeliveryChange]
    note: str
    error: str
    fix: str
    finished_at: datetime | None
    version: int


class DeliveryWhole(DeliveryRead):
    """The same as it came, without its secret."""

    headers: dict[str, str]
    body: str
