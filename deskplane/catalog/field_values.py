"""One value of a custom field: accepted and brought into its stored form, or refused with the reason."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Final, cast
from urllib.parse import urlsplit
from uuid import UUID

from deskplane.catalog.vocabulary import FieldKind
from deskplane.kernel.ids import as_uuid
from deskplane.kernel.text import suggestion

MAX_SHORT: Final = 1000
MAX_LONG: Final = 50_000
MAX_CHOICES: Final = 100
LARGEST: Final = 10**15
EMAIL: Final = re.compile(r"[^\s@<>\"]{1,64}@[^\s@<>\"]{1,189}\.[^\s@<>\".]{1,63}")


class RefusedError(Exception):
    """The value does not fit the field; the text says why."""


@dataclass(frozen=True, slots=True)
class Known:
    """The people and teams of the organisation among the ids that a request names."""

    people: frozenset[UUID] = frozenset()
    teams: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Definition:
    """What a value has to fit."""

    key: str
    kind: FieldKind
    options: tuple[str, ...] = ()


def accepted(definition: Definition, value: object, known: Known) -> object:
    """Return ``value`` as it is stored, ready for JSON.

    Raises:
        RefusedError: it does not fit.
    """
    return _READERS[definition.kind](value, definition, known)


def _text(value: object, limit: int = MAX_SHORT) -> str:
    if not isinstance(value, str):
        raise RefusedError("must be text")
    if len(value) > limit:
        raise RefusedError(f"may hold {limit} characters at the most")
    if "\x00" in value:
        raise RefusedError("must not contain a NUL character")
    return value.strip()


def _filled(value: object) -> str:
    text = _text(value)
    if not text:
        raise RefusedError("must not be empty; send null to clear it")
    return text


def _short(value: object, _: Definition, __: Known) -> str:
    return _text(value)


def _long(value: object, _: Definition, __: Known) -> str:
    return _text(value, MAX_LONG)


def _number(value: object, _: Definition, __: Known) -> int | float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise RefusedError("must be a number")
    # False for NaN too, which has no place in JSON.
    if not -LARGEST <= value <= LARGEST:
        raise RefusedError(f"must lie between -{LARGEST} and {LARGEST}")
    return value


def _integer(value: object, definition: Definition, known: Known) -> int:
    number = _number(value, definition, known)
    if number != int(number):
        raise RefusedError("must be a whole number")
    return int(number)


def _boolean(value: object, _: Definition, __: Known) -> bool:
    if not isinstance(value, bool):
        raise RefusedError("must be true or false")
    return value


def _date(value: object, _: Definition, __: Known) -> str:
    text = _filled(value)
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise RefusedError("must be a date such as 2026-03-31") from None


def _datetime(value: object, _: Definition, __: Known) -> str:
    text = _filled(value)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise RefusedError("must be a date and time such as 2026-03-31T14:00:00Z") from None
    if moment.tzinfo is None:
        raise RefusedError("needs a time zone, such as Z or +02:00 at the end")
    try:
        return moment.astimezone(UTC).isoformat()
    except OverflowError:
        raise RefusedError("lies outside of the calendar") from None


def _choice(value: object, definition: Definition, _: Known) -> str:
    text = _filled(value)
    if text not in definition.options:
        hint = suggestion(text, definition.options)
        raise RefusedError(f"'{text[:80]}' is not one of the choices.{hint}")
    return text


def _choices(value: object, definition: Definition, known: Known) -> list[str]:
    if not isinstance(value, list):
        raise RefusedError("must be a list of choices")
    items = cast("list[object]", value)
    if len(items) > MAX_CHOICES:
        raise RefusedError(f"may hold {MAX_CHOICES} choices at the most")
    return list(dict.fromkeys(_choice(item, definition, known) for item in items))


def _person(value: object, _: Definition, known: Known) -> str:
    return _reference(value, known.people, "person")


def _team(value: object, _: Definition, known: Known) -> str:
    return _reference(value, known.teams, "team")


def _reference(value: object, there: frozenset[UUID], what: str) -> str:
    found = as_uuid(value) if isinstance(value, str) else None
    if found is None or found not in there:
        raise RefusedError(f"must be the id of a {what} of the organisation")
    return str(found)


def _url(value: object, _: Definition, __: Known) -> str:
    text = _filled(value)
    try:
        parts = urlsplit(text)
    except ValueError:
        raise RefusedError("must be a web address such as https://example.com") from None
    if parts.scheme.lower() not in {"http", "https"} or not parts.netloc or any(c.isspace() for c in text):
        raise RefusedError("must be a web address such as https://example.com")
    return text


def _email(value: object, _: Definition, __: Known) -> str:
    text = _filled(value)
    if not EMAIL.fullmatch(text):
        raise RefusedError("must be an e-mail address such as name@example.com")
    return text.lower()


_READERS: Final[Mapping[FieldKind, Callable[[object, Definition, Known], object]]] = MappingProxyType(
    {
        FieldKind.TEXT: _short,
        FieldKind.LONG_TEXT: _long,
        FieldKind.NUMBER: _number,
        FieldKind.INTEGER: _integer,
        FieldKind.BOOLEAN: _boolean,
        FieldKind.DATE: _date,
        FieldKind.DATETIME: _datetime,
        FieldKind.SELECT: _choice,
        FieldKind.MULTI_SELECT: _choices,
        FieldKind.USER: _person,
        FieldKind.TEAM: _team,
        FieldKind.URL: _url,
        FieldKind.EMAIL: _email,
    }
)
