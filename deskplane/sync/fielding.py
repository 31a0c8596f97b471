"""Values of a vendor's fields as values of our custom fields: brought into form, or left out with the reason."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from deskplane.catalog.field_values import Known, RefusedError, accepted
from deskplane.catalog.fields import definition_of
from deskplane.catalog.vocabulary import FieldKind
from deskplane.connectors.sdk.errors import MappingError
from deskplane.connectors.sdk.shapes import items, moment
from deskplane.kernel.text import suggestion

MAPPABLE: Final = frozenset(set(FieldKind) - {FieldKind.USER, FieldKind.TEAM})
"""Kinds that a value from outside can fill: people and teams of theirs are not ours."""

_YES: Final = frozenset({"true", "1", "yes", "on"})
_NO: Final = frozenset({"false", "0", "no", "off"})
Field = Mapping[str, Any]


def taken(custom: Mapping[str, Any], fields: Mapping[str, Field]) -> tuple[dict[str, Any], dict[str, str]]:
    """Values by our field, None where theirs is empty; and why others cannot be taken."""
    values: dict[str, Any] = {}
    refused: dict[str, str] = {}
    for key, value in custom.items():
        field = fields.get(key)
        if field is None or field["kind"] not in MAPPABLE:
            refused[key] = "There is no such custom field here."
        elif _is_empty(value):
            values[key] = None
        else:
            try:
                values[key] = accepted(definition_of(field), _formed(field, value), Known())
            except RefusedError as error:
                refused[key] = f"The value for {field['label']} is left out: {error}."
    return values, refused


def filled(values: Mapping[str, Any]) -> dict[str, Any]:
    """What a ticket holds of them."""
    return {name: value for name, value in values.items() if value is not None}


def _is_empty(value: object) -> bool:
    return value is None or value == [] or (isinstance(value, str) and not value.strip())


def _formed(field: Field, value: Any) -> Any:
    former = _FORMERS.get(FieldKind(field["kind"]))
    return former(field, value) if former else _words(value)


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    several = items(value)
    return ", ".join(str(one) for one in several) if several else str(value).replace("\x00", "").strip()


def _number(_: Field, value: Any) -> Any:
    if isinstance(value, int | float):
        return value
    try:
        found = float(_words(value))
    except ValueError:
        raise RefusedError("must be a number") from None
    return int(found) if found.is_integer() else found


def _boolean(_: Field, value: Any) -> Any:
    word = _words(value).lower()
    return True if word in _YES else False if word in _NO else value


def _date(_: Field, value: Any) -> str:
    return _words(value)[:10]


def _datetime(_: Field, value: Any) -> str:
    try:
        found = moment(_words(value))
    except MappingError as error:
        raise RefusedError(str(error)) from None
    return found.isoformat() if found else ""


def _choice(field: Field, value: Any) -> str:
    """By an option's value or by its name, however it is written."""
    word = _words(value)
    options: list[dict[str, str]] = field["options"]
    known = {one.get("label", one["value"]).lower(): one["value"] for one in options}
    known |= {one["value"].lower(): one["value"] for one in options}
    found = known.get(word.lower())
    if found is None:
        raise RefusedError(f"'{word[:80]}' is not one of the choices.{suggestion(word, known)}")
    return found


def _choices(field: Field, value: Any) -> list[str]:
    several = items(value) or [part for part in _words(value).split(",") if part.strip()]
    return [_choice(field, one) for one in several]


_FORMERS: Final[Mapping[FieldKind, Callable[[Field, Any], Any]]] = {
    FieldKind.NUMBER: _number,
    FieldKind.INTEGER: _number,
    FieldKind.BOOLEAN: _boolean,
    FieldKind.DATE: _date,
    FieldKind.DATETIME: _datetime,
    FieldKind.SELECT: _choice,
    FieldKind.MULTI_SELECT: _choices,
}
