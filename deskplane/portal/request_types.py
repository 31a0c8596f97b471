"""Request types: kept by administrators, shown as cards with the fields of their form."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from deskplane.catalog import fields as custom_fields
from deskplane.catalog.vocabulary import FieldKind
from deskplane.kernel import rows
from deskplane.kernel.constraints import Refusals
from deskplane.kernel.db import Statements, Tx
from deskplane.kernel.errors import ConflictError, FieldError, InvalidError
from deskplane.kernel.rows import By, Change, Row, Shelf
from deskplane.kernel.text import suggestion
from deskplane.portal import events
from deskplane.vocabulary.ticket_type import TicketType

ASKABLE_TYPES: Final = frozenset({TicketType.INCIDENT, TicketType.REQUEST})
NOT_ASKED: Final = frozenset({FieldKind.USER, FieldKind.TEAM})
"""Kinds that need a look at the directory, which requesters do not have."""

REFUSALS: Final[Refusals] = {
    "request_types_name": lambda: ConflictError("There is already a request type with this name."),
    "request_types_category_id_fkey": lambda: InvalidError.field(
        "category_id", "there is no category with this id"
    ),
}
SHELF: Final = Shelf(
    table="request_types",
    noun="request type",
    order="position, lower(name), id",
    added=events.RequestTypeCreated,
    changed=events.RequestTypeChanged,
    removed=events.RequestTypeDeleted,
    refusals=REFUSALS,
)
OFFERED: Final = """
select id, name, description, icon, expected_text, expected_hours, type, template, fields, translations
from request_types where org_id = app_org() and is_active order by position, lower(name), id limit 500
"""
ONE_OFFERED: Final = """
select id, name, type, category_id, priority, fields from request_types
where org_id = app_org() and id = $1 and is_active
"""
CARD: Final = (
    "id",
    "name",
    "description",
    "icon",
    "expected_text",
    "expected_hours",
    "template",
    "translations",
)


async def create(tx: Tx, values: Mapping[str, Any], *, by: By) -> Row:
    """Offer something new.

    Raises:
        InvalidError: the type is not for requesters, or a field cannot be asked.
        ConflictError: the name is taken.
    """
    await _check(tx, values)
    return await rows.add(tx, SHELF, values, by=by)


async def change(tx: Tx, id: UUID, change: Change, *, by: By) -> Row:
    """Change a request type.

    Raises:
        NotFoundError: there is no such request type.
        InvalidError, ConflictError, PreconditionFailedError: as for ``create``, or prepared on an older version.
    """
    before = await rows.found(tx, SHELF, id, lock=True)
    await _check(tx, {**before, **change.values})
    return await rows.change(tx, SHELF, id, change, by=by)


async def _check(tx: Tx, values: Mapping[str, Any]) -> None:
    if TicketType(values["type"]) not in ASKABLE_TYPES:
        raise InvalidError.field("type", "requesters ask for an incident or a request")
    asked = [field["key"] for field in values["fields"]]
    if not asked:
        return
    known = {row["key"]: row for row in await custom_fields.active(tx, for_requester=True)}
    errors: list[FieldError] = []
    for place, key in enumerate(asked):
        reason = _unaskable(key, known) or ("asked twice" if key in asked[:place] else "")
        if reason:
            errors.append({"loc": ["body", "fields", place, "key"], "msg": reason})
    if errors:
        raise InvalidError(errors=errors)


def _unaskable(key: str, known: Mapping[str, Row]) -> str:
    if key not in known:
        return f"no custom field '{key}' is visible to requesters.{suggestion(key, known)}"
    if known[key]["kind"] in NOT_ASKED:
        return "people and teams cannot be chosen in the portal"
    return ""


async def cards(reads: Statements) -> dict[str, Any]:
    """Return what can be asked for, and the fields of a request that fits no card; two statements."""
    offered = await reads.fetch(OFFERED)
    known = await custom_fields.active(reads, for_requester=True)
    return {
        "data": [
            {**{name: row[name] for name in CARD}, "asks": asks(known, row["fields"], row["type"])}
            for row in offered
        ],
        "asks": asks(known, [], TicketType.INCIDENT),
    }


async def offered(reads: Statements, id: UUID) -> Row:
    """Return a request type in use.

    Raises:
        InvalidError: there is none with this id.
    """
    row = await reads.fetchrow(ONE_OFFERED, id)
    if row is None:
        raise InvalidError.field("request_type_id", "there is no request type in use with this id")
    return dict(row)


def asks(
    known: Iterable[Mapping[str, Any]], asked: Sequence[Mapping[str, Any]], kind: str
) -> list[dict[str, Any]]:
    """Return the fields of a form: those asked for, in their order, and those that such a ticket must have."""
    fitting = {row["key"]: row for row in known if _fits(row, kind)}
    wanted = {field["key"]: bool(field.get("required")) for field in asked if field["key"] in fitting}
    for key, row in fitting.items():
        if row["required"]:
            wanted[key] = True
    return [_form_field(fitting[key], required=required) for key, required in wanted.items()]


def _fits(row: Mapping[str, Any], kind: str) -> bool:
    return row["kind"] not in NOT_ASKED and (not row["applies_to"] or kind in row["applies_to"])


def _form_field(row: Mapping[str, Any], *, required: bool) -> dict[str, Any]:
    names = ("key", "label", "description", "kind", "options", "default_value")
    return {**{name: row[name] for name in names}, "required": required}
