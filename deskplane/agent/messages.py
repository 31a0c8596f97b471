"""What desk and agent say to each other; both sides read and write these models and nothing else.

The desk sends errands to the agent's door. The agent answers with statuses into the queue ``data_source_status``.
"""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Final, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, JsonValue, TypeAdapter

from deskplane.connectors.sdk.normal import Cursor, Failure, Options, RemoteStats, RemoteTicket, Step, Window

QUEUE: Final = "data_source_status"
Form = dict[str, JsonValue]
LATE: Final = ConfigDict(defer_build=True, hide_input_in_errors=True)
"""Validators are made at their first use: most desks have no agent."""


class Said(BaseModel):
    """Any message; a field of a newer version is let pass."""

    model_config = ConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True, defer_build=True)

    message_id: UUID
    tenant_id: UUID
    connection_id: UUID
    connection_type: str = Field(max_length=40)
    sent_at: datetime


class Event(StrEnum):
    """What the desk asks the agent for."""

    VERIFY = "verify_credentials"
    SYNC = "sync_tickets"
    CANCEL = "cancel_sync"
    FORGET = "forget_credentials"


class VerifyCredentials(Said):
    """Keep these credentials, if any are given, and prove the connection. Attempts only grow."""

    event: Literal[Event.VERIFY] = Event.VERIFY
    attempt: int
    settings: Form
    credentials: Form | None = Field(None, repr=False)
    overrides: Form = Field(default_factory=dict)


class SyncTickets(Said):
    """Read the tickets of a window, from the cursor on, with the credentials that were kept before."""

    event: Literal[Event.SYNC] = Event.SYNC
    run_id: UUID
    attempt: int
    settings: Form
    overrides: Form = Field(default_factory=dict)
    window: Window
    cursor: Cursor | None = None
    counted: bool = False
    options: Options = Options()


class CancelSync(Said):
    """Stop reading for a run."""

    event: Literal[Event.CANCEL] = Event.CANCEL
    run_id: UUID


class ForgetCredentials(Said):
    """The connection is gone, or its credentials are kept elsewhere now."""

    event: Literal[Event.FORGET] = Event.FORGET


Errand = VerifyCredentials | SyncTickets | CancelSync | ForgetCredentials
ERRAND: Final[TypeAdapter[Errand]] = TypeAdapter(Annotated[Errand, Field(discriminator="event")], config=LATE)


class VerificationStatus(Said):
    """How a verification ended; every secret in it is masked."""

    about: Literal["verification"] = "verification"
    attempt: int
    steps: tuple[Step, ...]
    account: str = ""
    options: Options | None = None
    milliseconds: int = 0


class Phase(StrEnum):
    """How far a sync is: still reading, some records, told to wait, at its end without success."""

    ALIVE = "alive"
    COUNTED = "counted"
    TICKETS = "tickets"
    WAITING = "waiting"
    FAILED = "failed"


class SyncStatus(Said):
    """One step of a sync; steps of one attempt are numbered from 1. Signs of life have the number 0."""

    about: Literal["sync"] = "sync"
    run_id: UUID
    attempt: int
    seq: int = Field(ge=0)
    phase: Phase
    stats: RemoteStats | None = None
    tickets: tuple[RemoteTicket, ...] = ()
    failures: tuple[Failure, ...] = ()
    cursor: Cursor | None = Field(None, description="Where the pull stands after these; null within a page")
    error: str = ""
    fix: str = ""
    retry_after: float = 0
    locked_out: bool = False


Status = VerificationStatus | SyncStatus
STATUS: Final[TypeAdapter[Status]] = TypeAdapter(Annotated[Status, Field(discriminator="about")], config=LATE)
