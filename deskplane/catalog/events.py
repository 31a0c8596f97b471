"""What the catalogue announces. Names are never removed."""

from dataclasses import dataclass
from typing import ClassVar

from deskplane.kernel.events import Event
from deskplane.vocabulary.visibility import Visibility

PLACE = frozenset({"position", "is_active"})


class CatalogSeeded(Event):
    """A new organisation got its defaults."""

    name: ClassVar[str] = "catalog.seeded"
    subject_type: ClassVar[str] = "organization"


class CategoryEvent(Event):
    """Something about one category."""

    subject_type: ClassVar[str] = "category"
    public_fields: ClassVar[frozenset[str]] = PLACE | {
        "name",
        "path",
        "parent_id",
        "description",
        "external_ref",
    }


class CategoryCreated(CategoryEvent):
    """A category is there."""

    name: ClassVar[str] = "category.created"


class CategoryChanged(CategoryEvent):
    """A category was renamed, moved or changed; what is below it goes along without events of its own."""

    name: ClassVar[str] = "category.changed"


class CategoryDeleted(CategoryEvent):
    """A category is gone."""

    name: ClassVar[str] = "category.deleted"


class PriorityChanged(Event):
    """A priority looks or reads differently; the subject is the organisation, ``data.key`` says which."""

    name: ClassVar[str] = "priority.changed"
    subject_type: ClassVar[str] = "organization"
    public_fields: ClassVar[frozenset[str]] = frozenset({"key", "label", "color", "description", "is_active"})


class PriorityMatrixChanged(Event):
    """Other priorities follow from impact and urgency; ``changes`` has keys such as ``1x2``."""

    name: ClassVar[str] = "priority_matrix.changed"
    subject_type: ClassVar[str] = "organization"
    public_fields: ClassVar[frozenset[str]] = frozenset(f"{i}x{u}" for i in (1, 2, 3) for u in (1, 2, 3))


class SubStatusEvent(Event):
    """Something about one sub-status."""

    subject_type: ClassVar[str] = "sub_status"
    public_fields: ClassVar[frozenset[str]] = PLACE | {"key", "label", "status"}


class SubStatusCreated(SubStatusEvent):
    """A sub-status is there."""

    name: ClassVar[str] = "sub_status.created"


class SubStatusChanged(SubStatusEvent):
    """A sub-status was changed."""

    name: ClassVar[str] = "sub_status.changed"


class SubStatusDeleted(SubStatusEvent):
    """A sub-status is gone."""

    name: ClassVar[str] = "sub_status.deleted"


class ResolutionCodeEvent(Event):
    """Something about one resolution code."""

    subject_type: ClassVar[str] = "resolution_code"
    public_fields: ClassVar[frozenset[str]] = PLACE | {"code", "label", "template", "applies_to"}


class ResolutionCodeCreated(ResolutionCodeEvent):
    """A resolution code is there."""

    name: ClassVar[str] = "resolution_code.created"


class ResolutionCodeChanged(ResolutionCodeEvent):
    """A resolution code was changed."""

    name: ClassVar[str] = "resolution_code.changed"


class ResolutionCodeDeleted(ResolutionCodeEvent):
    """A resolution code is gone."""

    name: ClassVar[str] = "resolution_code.deleted"


@dataclass(frozen=True, kw_only=True)
class DeskEvent(Event):
    """Something that only those who work on tickets may know."""

    visibility: Visibility = Visibility.INTERNAL


class CustomFieldEvent(DeskEvent):
    """Something about the definition of a custom field."""

    subject_type: ClassVar[str] = "custom_field"
    internal_fields: ClassVar[frozenset[str]] = PLACE | {
        "key",
        "label",
        "description",
        "required",
        "options",
        "applies_to",
        "default_value",
        "visible_to_requester",
    }


class CustomFieldCreated(CustomFieldEvent):
    """A custom field is there."""

    name: ClassVar[str] = "custom_field.created"


class CustomFieldChanged(CustomFieldEvent):
    """A custom field was changed."""

    name: ClassVar[str] = "custom_field.changed"


class CustomFieldDeleted(CustomFieldEvent):
    """A custom field is gone."""

    name: ClassVar[str] = "custom_field.deleted"


class TemplateEvent(DeskEvent):
    """Something about one ticket template."""

    subject_type: ClassVar[str] = "ticket_template"
    internal_fields: ClassVar[frozenset[str]] = PLACE | {
        "name",
        "description",
        "type",
        "fields",
        "for_requesters",
    }


class TemplateCreated(TemplateEvent):
    """A template is there."""

    name: ClassVar[str] = "ticket_template.created"


class TemplateChanged(TemplateEvent):
    """A template was changed."""

    name: ClassVar[str] = "ticket_template.changed"


class TemplateDeleted(TemplateEvent):
    """A template is gone."""

    name: ClassVar[str] = "ticket_template.deleted"


class ReplyEvent(DeskEvent):
    """Something about one canned reply."""

    subject_type: ClassVar[str] = "canned_reply"
    internal_fields: ClassVar[frozenset[str]] = PLACE | {
        "title",
        "body_html",
        "body_text",
        "team_id",
        "owner_id",
    }


class ReplyCreated(ReplyEvent):
    """A canned reply is there."""

    name: ClassVar[str] = "canned_reply.created"


class ReplyChanged(ReplyEvent):
    """A canned reply was changed."""

    name: ClassVar[str] = "canned_reply.changed"


class ReplyDeleted(ReplyEvent):
    """A canned reply is gone."""

    name: ClassVar[str] = "canned_reply.deleted"


class TagEvent(DeskEvent):
    """Something about one tag."""

    subject_type: ClassVar[str] = "tag"
    internal_fields: ClassVar[frozenset[str]] = frozenset({"name", "color", "description"})


class TagCreated(TagEvent):
    """A tag is there."""

    name: ClassVar[str] = "tag.created"


class TagChanged(TagEvent):
    """A tag was changed."""

    name: ClassVar[str] = "tag.changed"


class TagDeleted(TagEvent):
    """A tag left the list; tickets keep it."""

    name: ClassVar[str] = "tag.deleted"
