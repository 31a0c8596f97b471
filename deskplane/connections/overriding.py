"""An organisation's own rows of a connector's maps: refused where they could never mean anything."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final

from deskplane.connectors.sdk.mapping import Overrides
from deskplane.kernel.errors import FieldError, InvalidError
from deskplane.kernel.text import suggestion
from deskplane.vocabulary.priority import Priority
from deskplane.vocabulary.status import Status

VALUES: Final[Mapping[str, type[StrEnum]]] = {"status": Status, "priority": Priority}
"""Maps of values, and which values of ours they lead to."""


def require_sound(overrides: Overrides) -> None:
    """Refuse values of ours that there are not, and one field of theirs for two of ours.

    Raises:
        InvalidError: one entry for each row.
    """
    errors: list[FieldError] = []
    for name, known in VALUES.items():
        rows = getattr(overrides, name)
        allowed = [str(value) for value in known]
        errors += _unknown(rows.read.items(), allowed, ["body", "overrides", name, "read"])
        written = ((value, value) for value in rows.write)
        errors += _unknown(written, allowed, ["body", "overrides", name, "write"])
    errors += doubled(overrides.fields, ["body", "overrides", "fields"])
    if errors:
        raise InvalidError(errors=errors)


def _unknown(rows: Iterable[tuple[str, str]], allowed: list[str], where: list[str | int]) -> list[FieldError]:
    return [
        {
            "loc": [*where, key],
            "msg": f"there is no '{value[:80]}' here.{suggestion(value, allowed)} Known: {', '.join(allowed)}.",
        }
        for key, value in rows
        if value not in allowed
    ]


def doubled(fields: Mapping[str, str], where: list[str | int]) -> list[FieldError]:
    """Fields of ours that another one has the same field of theirs before."""
    first: dict[str, str] = {}
    errors: list[FieldError] = []
    for ours, theirs in fields.items():
        other = first.setdefault(theirs, ours)
        if other != ours:
            errors.append(
                {"loc": [*where, ours], "msg": f"'{theirs[:80]}' is mapped to '{other[:80]}' already"}
            )
    return errors
