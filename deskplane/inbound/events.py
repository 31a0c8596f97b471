"""What the slice announces; only those who work on tickets see it."""

from dataclasses import dataclass
from typing import ClassVar

from deskplane.kernel.events import Event
from deskplane.vocabulary.visibility import Visibility


@dataclass(frozen=True, kw_only=True)
class WebhookEvent(Event):
    """Something about the webhooks of one connection; its subject is the connection."""

    subject_type: ClassVar[str] = "webhook"
    internal_fields: ClassVar[frozenset[str]] = frozenset({"connection_type", "take_new"})
    visibility: Visibility = Visibility.INTERNAL


class WebhookOpened(WebhookEvent):
    """A connection takes webhooks that are signed with a new secret; an earlier one is worth nothing any more."""

    name: ClassVar[str] = "webhook.opened"


class WebhookChanged(WebhookEvent):
    """What is done with the webhooks of a connection was set differently."""

    name: ClassVar[str] = "webhook.changed"


class WebhookClosed(WebhookEvent):
    """A connection takes no webhooks any more."""

    name: ClassVar[str] = "webhook.closed"
