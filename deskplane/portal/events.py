"""What the portal announces; requests themselves are tickets and tell their own story."""

from typing import ClassVar

from deskplane.kernel.events import Event


class PortalSeeded(Event):
    """A new organisation got its first request types."""

    name: ClassVar[str] = "portal.seeded"
    subject_type: ClassVar[str] = "organization"


class RequestTypeEvent(Event):
    """Something about one request type."""

    subject_type: ClassVar[str] = "request_type"
    public_fields: ClassVar[frozenset[str]] = frozenset(
        {
            "name",
            "description",
            "icon",
            "expected_text",
            "expected_hours",
            "template",
            "translations",
            "fields",
            "position",
            "is_active",
        }
    )
    internal_fields: ClassVar[frozenset[str]] = frozenset({"type", "category_id", "priority"})


class RequestTypeCreated(RequestTypeEvent):
    """A request type is offered."""

    name: ClassVar[str] = "request_type.created"


class RequestTypeChanged(RequestTypeEvent):
    """A request type reads or works differently."""

    name: ClassVar[str] = "request_type.changed"


class RequestTypeDeleted(RequestTypeEvent):
    """A request type is gone."""

    name: ClassVar[str] = "request_type.deleted"
