"""What the CMDB announces; only those who work on tickets see it."""

from dataclasses import dataclass
from typing import ClassVar

from deskplane.kernel.events import Event
from deskplane.vocabulary.visibility import Visibility


@dataclass(frozen=True, kw_only=True)
class ItemEvent(Event):
    """Something about one configuration item."""

    subject_type: ClassVar[str] = "ci"
    internal_fields: ClassVar[frozenset[str]] = frozenset(
        {
            "key",
            "name",
            "class",
            "status",
            "environment",
            "description",
            "owner_id",
            "team_id",
            "attributes",
            "external_ref",
        }
    )
    visibility: Visibility = Visibility.INTERNAL


class ItemCreated(ItemEvent):
    """A configuration item is there."""

    name: ClassVar[str] = "ci.created"


class ItemChanged(ItemEvent):
    """A configuration item was changed."""

    name: ClassVar[str] = "ci.changed"


class ItemDeleted(ItemEvent):
    """A configuration item is gone, with its relations."""

    name: ClassVar[str] = "ci.deleted"


class RelationEvent(ItemEvent):
    """Something about a relation; told on the item it starts from."""

    internal_fields: ClassVar[frozenset[str]] = frozenset({"relation_id", "relation", "to_id"})


class ItemsRelated(RelationEvent):
    """Two items relate."""

    name: ClassVar[str] = "ci.related"


class ItemsUnrelated(RelationEvent):
    """Two items relate no more."""

    name: ClassVar[str] = "ci.unrelated"
