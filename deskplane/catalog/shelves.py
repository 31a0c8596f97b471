"""The plain tables of the catalogue and the words for what their constraints refuse."""

from collections.abc import Callable

from deskplane.catalog import events
from deskplane.kernel.errors import ConflictError, DeskplaneError, InvalidError
from deskplane.kernel.rows import Shelf


def taken(what: str) -> Callable[[], DeskplaneError]:
    """Return the refusal of a name that is there already."""
    return lambda: ConflictError(f"There is already {what}.")


def unknown(field: str, what: str) -> Callable[[], DeskplaneError]:
    """Return the refusal of a reference to something that does not exist."""
    return lambda: InvalidError.field(field, f"there is no {what} with this id")


CATEGORIES = Shelf(
    table="categories",
    noun="category",
    order="lower(path), id",
    added=events.CategoryCreated,
    changed=events.CategoryChanged,
    removed=events.CategoryDeleted,
    refusals={
        "categories_name": taken("a category with this name at this place"),
        "categories_external_ref": taken("a category with this external reference"),
        "categories_parent_id_fkey": lambda: ConflictError(
            "There are categories below this one. Move or delete them first."
        ),
        "tickets_category_id_fkey": lambda: ConflictError(
            "Tickets use this category. Set is_active to false to retire it, or give the tickets another one first."
        ),
        "categories_depth": lambda: InvalidError.field(
            "parent_id", "categories can be 8 levels deep at the most"
        ),
    },
)
SUB_STATUSES = Shelf(
    table="sub_statuses",
    noun="sub-status",
    order="status, position, lower(label), id",
    label="key",
    added=events.SubStatusCreated,
    changed=events.SubStatusChanged,
    removed=events.SubStatusDeleted,
    refusals={"sub_statuses_key": taken("a sub-status with this key")},
)
FIELDS = Shelf(
    table="custom_field_defs",
    noun="custom field",
    order="position, lower(label), id",
    label="key",
    added=events.CustomFieldCreated,
    changed=events.CustomFieldChanged,
    removed=events.CustomFieldDeleted,
    refusals={"custom_field_defs_key": taken("a custom field with this key")},
)
TEMPLATES = Shelf(
    table="ticket_templates",
    noun="template",
    order="position, lower(name), id",
    added=events.TemplateCreated,
    changed=events.TemplateChanged,
    removed=events.TemplateDeleted,
    refusals={"ticket_templates_name": taken("a template with this name")},
)
REPLIES = Shelf(
    table="canned_replies",
    noun="canned reply",
    order="position, lower(title), id",
    label="title",
    added=events.ReplyCreated,
    changed=events.ReplyChanged,
    removed=events.ReplyDeleted,
    refusals={
        "canned_replies_title": taken("a canned reply with this title for the same people"),
        "canned_replies_team_id_fkey": unknown("team_id", "team"),
    },
)
RESOLUTION_CODES = Shelf(
    table="resolution_codes",
    noun="resolution code",
    order="position, lower(label), id",
    label="code",
    added=events.ResolutionCodeCreated,
    changed=events.ResolutionCodeChanged,
    removed=events.ResolutionCodeDeleted,
    refusals={"resolution_codes_code": taken("a resolution code with this code")},
)
TAGS = Shelf(
    table="tags",
    noun="tag",
    order="name, id",
    added=events.TagCreated,
    changed=events.TagChanged,
    removed=events.TagDeleted,
    refusals={"tags_name": taken("a tag with this name")},
)
