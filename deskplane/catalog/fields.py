"""Custom fields: their definitions, and the one check that every value on a ticket passes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from deskplane.catalog.field_values import Definition, Known, RefusedError, accepted
from deskplane.catalog.shelves import FIELDS
from deskplane.catalog.vocabulary import CONDITION_KINDS, SPECIALS, FieldKind
from deskplane.kernel import rows
from deskplane.kernel.conditions.fields import RESERVED, Field
from deskplane.kernel.db import Record, Statements, Tx
from deskplane.kernel.errors import ConflictError, FieldError, InvalidError
from deskplane.kernel.ids import as_uuid
from deskplane.kernel.rows import By, Change, Row
from deskplane.kernel.text import suggestion

MAX_FIELDS = 200

# One query: the definitions, and which of the ids named are people and teams of ours.
FACTS = """
select d.key, d.label, d.kind, d.required, d.options, d.applies_to, d.default_value, d.visible_to_requester,
       d.is_active,
       (select array_agg(p.id) from people p where p.org_id = app_org() and p.id = any($1::uuid[])) as people,
       (select array_agg(t.id) from teams t where t.org_id = app_org() and t.id = any($1::uuid[])) as teams
from custom_field_defs d where d.org_id = app_org() order by d.position, d.key
"""
ACTIVE = "select * from custom_field_defs where org_id = app_org() and is_active order by position, key"


async def create(tx: Tx, values: Mapping[str, Any], *, by: By) -> Row:
    """Define a field.

    Raises:
        InvalidError: options are missing, doubled or out of place, or the default does not fit.
        ConflictError: the key is taken, or there are too many fields.
    """
    if values["key"] in RESERVED:
        raise InvalidError.field(
            "key", f"'{values['key']}' is a word of the condition language; choose another key"
        )
    await _check_definition(tx, values)
    count = await tx.fetchval("select count(*) from custom_field_defs where org_id = app_org()")
    if count >= MAX_FIELDS:
        raise ConflictError(
            f"An organisation can have {MAX_FIELDS} custom fields. Delete one that is not used."
        )
    return await rows.add(tx, FIELDS, values, by=by)


async def change(tx: Tx, id: UUID, change: Change, *, by: By) -> Row:
    """Change a definition; values on tickets stay as they are.

    Raises:
        InvalidError: options are missing, doubled or out of place, or the default does not fit.
    """
    before = await rows.found(tx, FIELDS, id, lock=True)
    await _check_definition(tx, {**before, **change.values})
    return await rows.change(tx, FIELDS, id, change, by=by)


async def _check_definition(tx: Tx, row: Mapping[str, Any]) -> None:
    kind = FieldKind(row["kind"])
    options = [option["value"] for option in row["options"]]
    if kind.has_options and not options:
        raise InvalidError.field("options", "a choice needs at least one option")
    if options and not kind.has_options:
        raise InvalidError.field("options", f"a field of kind {kind} has no options")
    if len(set(options)) != len(options):
        raise InvalidError.field("options", "two options have the same value")
    default = row["default_value"]
    if default is None:
        return
    known = await _known(tx, default)
    try:
        accepted(Definition(row["key"], kind, tuple(options)), default, known)
    except RefusedError as error:
        raise InvalidError.field("default_value", str(error)) from error


async def _known(tx: Tx, value: object) -> Known:
    named = _named_ids([value])
    people = await tx.fetch("select id from people where org_id = app_org() and id = any($1)", named)
    teams = await tx.fetch("select id from teams where org_id = app_org() and id = any($1)", named)
    return Known(frozenset(row["id"] for row in people), frozenset(row["id"] for row in teams))


@dataclass(frozen=True, slots=True)
class Rules:
    """How values are checked: for which ticket types, and for whom."""

    types: Sequence[str]
    by_requester: bool

    def concerns(self, row: Record) -> bool:
        """Say whether the field belongs on such a ticket, and whether this person may know it."""
        fits = not self.types or not row["applies_to"] or not set(row["applies_to"]).isdisjoint(self.types)
        return row["is_active"] and fits and (row["visible_to_requester"] or not self.by_requester)

    def completes(self, row: Record) -> bool:
        """Say whether a field that was not sent is filled in or missed."""
        return bool(self.types) or not row["applies_to"]


async def check_custom_fields(
    reads: Statements,
    values: Mapping[str, Any],
    *,
    types: Sequence[str],
    partial: bool,
    by_requester: bool = False,
) -> dict[str, Any]:
    """Return the values of custom fields as they are stored; one query.

    ``partial`` is a change: nothing is filled in, and None takes a value away. Otherwise it is a whole ticket: defaults
    are filled in and required fields must be there. ``types`` are the ticket types concerned; without them a field of
    any type may be set, and only those that are for all types are filled in and required.

    Raises:
        InvalidError: a field is unknown (with the nearest name), does not fit, or is missing.
    """
    if partial and not values:
        return {}
    facts = await reads.fetch(FACTS, _named_ids(values.values()))
    rules = Rules(types, by_requester)
    fields = {row["key"]: row for row in facts if rules.concerns(row)}
    known = _known_of(facts)
    errors: list[FieldError] = []
    checked: dict[str, Any] = {}
    for key, value in values.items():
        try:
            checked[key] = _checked(key, value, fields, known)
        except RefusedError as error:
            errors.append({"loc": ["body", "custom_fields", key], "msg": str(error)})
    if not partial:
        errors += _completed(checked, {key: row for key, row in fields.items() if rules.completes(row)})
    if errors:
        raise InvalidError(errors=errors)
    return checked if partial else {key: value for key, value in checked.items() if value is not None}


def _checked(key: str, value: object, fields: Mapping[str, Record], known: Known) -> object:
    row = fields.get(key)
    if row is None:
        raise RefusedError(f"unknown custom field '{key[:80]}'.{suggestion(key, fields)}")
    stored = None if value is None else accepted(definition_of(row), value, known)
    if row["required"] and stored in (None, "", []):
        raise RefusedError(f"{row['label']} is required")
    return stored


def _completed(checked: dict[str, Any], fields: Mapping[str, Record]) -> list[FieldError]:
    """Fill in defaults and name what is required and still missing."""
    errors: list[FieldError] = []
    for key, row in fields.items():
        if key in checked:
            continue
        if row["default_value"] is not None:
            checked[key] = row["default_value"]
        elif row["required"]:
            errors.append({"loc": ["body", "custom_fields", key], "msg": f"{row['label']} is required"})
    return errors


def _known_of(facts: Sequence[Record]) -> Known:
    if not facts:
        return Known()
    return Known(frozenset(facts[0]["people"] or ()), frozenset(facts[0]["teams"] or ()))


def _named_ids(values: Iterable[object]) -> list[UUID]:
    return [found for value in values if isinstance(value, str) and (found := as_uuid(value))]


def definition_of(row: Mapping[str, Any] | Record) -> Definition:
    """Return what a value has to fit."""
    options = cast("list[dict[str, str]]", row["options"])
    return Definition(row["key"], FieldKind(row["kind"]), tuple(option["value"] for option in options))


async def active(reads: Statements, *, for_requester: bool = False) -> list[Row]:
    """Return the definitions in use, in their order."""
    records = await reads.fetch(ACTIVE)
    return [rows.shown(row) for row in records if row["visible_to_requester"] or not for_requester]


def condition_fields(definitions: Iterable[Mapping[str, Any]]) -> list[Field]:
    """Return custom fields as fields of the condition language, ``custom.<key>``."""
    made: list[Field] = []
    for row in definitions:
        definition = definition_of(row)
        made.append(
            Field(
                f"custom.{definition.key}",
                CONDITION_KINDS[definition.kind],
                row["label"],
                options=definition.options,
                special=SPECIALS.get(definition.kind),
            )
        )
    return made
