"""Reading JSON that somebody else wrote: whatever comes, the type is known afterwards."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from deskplane.connectors.sdk.errors import MappingError


def mapping(value: object) -> Mapping[str, Any]:
    """The object, or an empty one."""
    return cast("Mapping[str, Any]", value) if isinstance(value, Mapping) else {}


def items(value: object) -> Sequence[Any]:
    """The list, or an empty one."""
    return cast("Sequence[Any]", value) if isinstance(value, list | tuple) else ()


def objects(value: object) -> list[Mapping[str, Any]]:
    """The objects of a list; empty ones and anything else are left out."""
    return [found for item in items(value) if (found := mapping(item))]


def text(value: object) -> str:
    """Text as text, numbers as digits, truth as ``true``; nothing, lists and objects as ``""``."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | float) else ""


def at(value: object, *path: str) -> Any:
    """What stands at a path of names, or None."""
    for name in path:
        value = mapping(value).get(name)
    return value


def moment(value: object) -> datetime | None:
    """An ISO 8601 time as UTC; a time without a zone counts as UTC.

    Raises:
        MappingError: there is something, and it is no time.
    """
    written = text(value).strip()
    if not written:
        return None
    try:
        parsed = datetime.fromisoformat(written)
    except ValueError:
        raise MappingError(f"'{written[:40]}' is not a time.") from None
    return parsed.astimezone(UTC) if parsed.tzinfo else parsed.replace(tzinfo=UTC)


def needed(value: datetime | None, field: str) -> datetime:
    """A time that every record has.

    Raises:
        MappingError: it is not there.
    """
    if value is None:
        raise MappingError(f"The record has no {field}.")
    return value


def milliseconds(when: datetime) -> int:
    """Milliseconds since 1970, exactly."""
    return (when - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)


def whole_second(when: datetime) -> datetime:
    """The second this moment lies in."""
    return when.replace(microsecond=0)
