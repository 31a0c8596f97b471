"""What a connector is: a manifest, and for each capability it declares the method that does it."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final, Protocol, runtime_checkable

import httpx2
from pydantic import BaseModel, SecretStr

from deskplane.connectors.sdk.http import Explain, Wire
from deskplane.connectors.sdk.limits import Rate
from deskplane.connectors.sdk.mapping import Overrides, Pair
from deskplane.connectors.sdk.normal import (
    Arrival,
    Changes,
    Cursor,
    Draft,
    NewComment,
    Options,
    Page,
    Preview,
    Receipt,
    Related,
    RemoteComment,
    RemoteStats,
    RemoteTicket,
    Verification,
    WebhookHint,
    Window,
)
from deskplane.vocabulary.status import Status


class Capability(StrEnum):
    """What a vendor's connector can do."""

    VERIFY = "verify"
    OPTIONS = "options"
    CREATE = "create"
    PREVIEW = "preview"
    UPDATE = "update"
    COMMENT = "comment"
    TRANSITION = "transition"
    ASSIGN = "assign"
    LINK = "link"
    GET = "get"
    PULL = "pull"
    PULL_COMMENTS = "pull_comments"
    WEBHOOK = "webhook"
    STATS = "stats"


@runtime_checkable
class Verifies(Protocol):
    async def verify(self) -> Verification:
        """Prove step by step that the connection can do its work; changes nothing over there."""
        ...


@runtime_checkable
class Offers(Protocol):
    async def options(self) -> Options:
        """What this instance offers: projects, types, states, groups, fields."""
        ...


@runtime_checkable
class Creates(Protocol):
    async def create(self, draft: Draft, *, earlier: datetime | None = None) -> Receipt:
        """Create once; see ``sdk.creating.create_once`` for ``earlier``."""
        ...


@runtime_checkable
class Previews(Protocol):
    def preview(self, draft: Draft) -> Preview:
        """The requests that ``create`` would send; calls nothing."""
        ...


@runtime_checkable
class Updates(Protocol):
    async def update(self, remote_id: str, changes: Changes) -> Receipt:
        """Change fields; those that already say so are not written."""
        ...


@runtime_checkable
class Comments(Protocol):
    async def comment(self, remote_id: str, comment: NewComment) -> RemoteComment:
        """Write a comment, for everybody or for the desk only."""
        ...


@runtime_checkable
class Transitions(Protocol):
    async def transition(self, remote_id: str, status: Status, *, note: str = "") -> Receipt:
        """Move the record to a status of ours; refused with what is offered if no way leads there."""
        ...


@runtime_checkable
class Assigns(Protocol):
    async def assign(
        self, remote_id: str, *, assignee: str | None = None, team: str | None = None
    ) -> Receipt:
        """Hand the record to somebody by e-mail address or name, to a team by name; ``""`` takes it away."""
        ...


@runtime_checkable
class Links(Protocol):
    async def link(self, remote_id: str, related: Related) -> None:
        """Point from the record to its twin; doing it twice leaves one pointer."""
        ...


@runtime_checkable
class Gets(Protocol):
    async def get(self, remote_id: str) -> RemoteTicket:
        """Read one record by id or key."""
        ...

    async def get_many(self, remote_ids: Sequence[str]) -> Sequence[RemoteTicket]:
        """Read many in few calls; those that are gone are left out."""
        ...


@runtime_checkable
class Pulls(Protocol):
    def pull(self, window: Window, cursor: Cursor | None = None) -> AsyncIterator[Page]:
        """All records of the window, changed since the cursor; each page's cursor resumes after it."""
        ...


@runtime_checkable
class PullsComments(Protocol):
    async def pull_comments(self, remote_id: str, since: datetime | None = None) -> Sequence[RemoteComment]:
        """The comments of one record, oldest first."""
        ...


@runtime_checkable
class HearsWebhooks(Protocol):
    def read_webhook(self, arrival: Arrival, secret: str) -> WebhookHint:
        """Check who sent it and name the record to read again."""
        ...


@runtime_checkable
class Counts(Protocol):
    async def stats(self, window: Window) -> RemoteStats:
        """How many records the window holds."""
        ...


PROTOCOLS: Final[Mapping[Capability, type]] = MappingProxyType(
    {
        Capability.VERIFY: Verifies,
        Capability.OPTIONS: Offers,
        Capability.CREATE: Creates,
        Capability.PREVIEW: Previews,
        Capability.UPDATE: Updates,
        Capability.COMMENT: Comments,
        Capability.TRANSITION: Transitions,
        Capability.ASSIGN: Assigns,
        Capability.LINK: Links,
        Capability.GET: Gets,
        Capability.PULL: Pulls,
        Capability.PULL_COMMENTS: PullsComments,
        Capability.WEBHOOK: HearsWebhooks,
        Capability.STATS: Counts,
    }
)


class Use(StrEnum):
    """What a connection of some type may be used for."""

    TICKET_TARGET = "ticket_target"
    TICKET_SOURCE = "ticket_source"
    KNOWLEDGE_SOURCE = "knowledge_source"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionType:
    """One literal connection type of a vendor; an invisible type goes on working but is not offered."""

    key: str
    name: str
    description: str
    uses: frozenset[Use]
    order: int = 100
    visible: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """What a connector is built from. ``known`` is what ``options`` answered last, if it is at hand.

    ``account`` is the login name; secrets stay with the wire.
    """

    wire: Wire
    config: Any
    overrides: Overrides
    known: Options = field(default_factory=Options)
    account: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """One way to prove who asks; the first of a vendor is the one to take. ``implied`` are settings that follow."""

    key: str
    title: str
    fields: tuple[str, ...]
    hint: str = ""
    implied: Mapping[str, str] = field(default_factory=dict[str, str])
    help_url: str = ""
    fallback: bool = False


def _nothing_implied(_: Mapping[str, str]) -> Mapping[str, str]:
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """All that the house knows of a vendor. ``env`` leads from environment variables to fields of the two forms.

    ``env_ways`` are the sets of variables each of which is enough; ``implied`` are fields that follow from others.
    ``narrowed_by`` names what of a window beside its time ``pull`` and ``stats`` obey: projects, scope.
    ``webhook`` reads what the vendor posts, without an account: it is there if WEBHOOK is declared.
    ``table`` gives the table of states where it depends on settings or on what the instance offers; ``by_name``: raw
    values are names, as options call them, instead of their ids; ``guesses``: a value that is not in the table may be
    read by what else a record says. ``sign_ins`` are the ways to sign in, the best first,
    where there is more than one; ``needs`` names what the account must be allowed to do.
    """

    key: str
    name: str
    types: tuple[ConnectionType, ...]
    config: type[BaseModel]
    credentials: type[BaseModel]
    capabilities: frozenset[Capability]
    statuses: tuple[Pair, ...]
    priorities: tuple[Pair, ...]
    rate: Rate
    base_url: Callable[[Any], str]
    auth: Callable[[Any, Any, Callable[[], datetime]], httpx2.Auth]
    explain: Explain
    connector: Callable[[Setup], object]
    env: Mapping[str, str] = field(default_factory=dict[str, str])
    env_ways: tuple[tuple[str, ...], ...] = ()
    implied: Callable[[Mapping[str, str]], Mapping[str, str]] = _nothing_implied
    help_url: str = ""
    narrowed_by: frozenset[str] = frozenset()
    table: Callable[[Mapping[str, Any], Options], Sequence[Pair]] | None = None
    by_name: bool = False
    guesses: bool = False
    sign_ins: tuple[SignIn, ...] = ()
    needs: str = ""
    webhook: Callable[[Arrival, str], WebhookHint] | None = None

    def states(self, settings: Mapping[str, Any], known: Options) -> Sequence[Pair]:
        """The table of states for a connection, before an organisation's own rows."""
        return self.statuses if self.table is None else self.table(settings, known)

    def forms(self) -> Mapping[str, Mapping[str, Any]]:
        """The JSON schemas that the settings form is drawn from."""
        return {
            "config": self.config.model_json_schema(),
            "credentials": self.credentials.model_json_schema(),
            "overrides": Overrides.model_json_schema(),
        }


def secrets_of(credentials: BaseModel) -> tuple[str, ...]:
    """The secret values of a form, to mask them wherever they appear."""
    values = (getattr(credentials, name) for name in type(credentials).model_fields)
    return tuple(value.get_secret_value() for value in values if isinstance(value, SecretStr) and value)
