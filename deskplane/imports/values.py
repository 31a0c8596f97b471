"""Turning the text of a cell into a value of a field; each refuses with a reason that helps."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from enum import StrEnum
from math import isfinite
from types import MappingProxyType
from typing import Any, Final, TypeVar

from deskplane.catalog.vocabulary import FieldKind
from deskplane.imports.mapping import Rule, zone_of
from deskplane.kernel.text import suggestion
from deskplane.vocabulary.priority import Priority
from deskplane.vocabulary.source import SourceType
from deskplane.vocabulary.status import Status
from deskplane.vocabulary.ticket_type import TicketType

Word = TypeVar("Word", bound=StrEnum)
TITLE_LENGTH: Final = 500
TEXT_LENGTH: Final = 200_000
SHORT_LENGTH: Final = 200
TAG_LENGTH: Final = 60
MAX_TAGS: Final = 50
EMAIL: Final = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+")
LEVELS: Final[Mapping[str, int]] = MappingProxyType(
    {"1": 1, "2": 2, "3": 3, "high": 1, "medium": 2, "low": 3}
)
TRUE: Final = frozenset({"true", "yes", "y", "1", "ja", "x"})
FALSE: Final = frozenset({"false", "no", "n", "0", "nein"})


def word(kind: type[Word], text: str) -> Word:
    """Return the member that ``text`` spells, whatever its case, with spaces or hyphens.

    Raises:
        ValueError: there is none; names the nearest or all.
    """
    wanted = re.sub(r"[\s-]+", "_", text.strip()).casefold()
    for member in kind:
        if member.value.casefold() == wanted:
            return member
    names = [member.value for member in kind]
    raise ValueError(f"'{text}' is not one of {', '.join(names)}.{suggestion(text, names)}")


def level(text: str) -> int:
    """Return impact or urgency, 1 to 3.

    Raises:
        ValueError: it is none.
    """
    found = LEVELS.get(text.casefold()) or LEVELS.get(text[:1])
    if found is None:
        raise ValueError(f"'{text}' is not 1 (high), 2 (medium) or 3 (low)")
    return found


def limited(limit: int) -> Callable[[str], str]:
    """Return a reader of text that is no longer than ``limit``."""

    def read(text: str) -> str:
        if len(text) > limit:
            raise ValueError(f"is {len(text):,} characters long, {limit:,} at the most")
        return text

    return read


def moment(text: str, rule: Rule) -> datetime:
    """Return a time in UTC; without a zone of its own it is one of the rule's.

    Raises:
        ValueError: it cannot be read so, or lies outside the years 1970 to 2999.
    """
    try:
        found = _parsed(text, rule)
    except ValueError as error:
        wanted = (
            f"the format {rule.format}" if rule.format else "an ISO time such as 2026-03-01T09:30:00+01:00"
        )
        raise ValueError(f"'{text}' does not fit {wanted}") from error
    if not 1970 <= found.year < 3000:
        raise ValueError(f"'{text}' lies outside the years 1970 to 2999")
    return found.astimezone(UTC)


def _parsed(text: str, rule: Rule) -> datetime:
    zone = zone_of(rule.zone)
    if rule.format is None:
        found = datetime.fromisoformat(text)
        return found if found.tzinfo else found.replace(tzinfo=zone)
    if "%z" in rule.format:
        return datetime.strptime(text, rule.format).astimezone(UTC)
    return datetime.strptime(text, rule.format).replace(tzinfo=zone)


def email(text: str) -> str:
    """Return an e-mail address in lower case.

    Raises:
        ValueError: it is none.
    """
    if not EMAIL.fullmatch(text) or len(text) > SHORT_LENGTH:
        raise ValueError(f"'{text}' is not an e-mail address")
    return text.lower()


def parts(text: str, separators: str) -> list[str]:
    """Split a list or a path written in one cell."""
    pattern = "|".join(re.escape(separator) for separator in separators)
    return [part.strip() for part in re.split(pattern, text) if part.strip()]


def tags(text: str, rule: Rule) -> list[str]:
    """Return tags in lower case, each once.

    Raises:
        ValueError: too many, or one is too long.
    """
    found = list(dict.fromkeys(part.lower() for part in parts(text, rule.separator or ",;")))
    if len(found) > MAX_TAGS or any(len(tag) > TAG_LENGTH for tag in found):
        raise ValueError(f"more than {MAX_TAGS} tags, or one longer than {TAG_LENGTH} characters")
    return found


def category(text: str, rule: Rule) -> tuple[str, ...]:
    """Return the names from the root of the category tree down.

    Raises:
        ValueError: too deep, or a name is too long.
    """
    names = tuple(parts(text, rule.separator or "/>"))
    if len(names) > 8 or any(len(name) > 120 for name in names):
        raise ValueError("a category has at most 8 levels and names of 120 characters")
    return names


READERS: Final[Mapping[str, Callable[[str], Any]]] = MappingProxyType(
    {
        "title": limited(TITLE_LENGTH),
        "description": limited(TEXT_LENGTH),
        "resolution": limited(TEXT_LENGTH),
        "resolution_code": limited(SHORT_LENGTH),
        "sub_status": limited(SHORT_LENGTH),
        "department": limited(SHORT_LENGTH),
        "team": limited(120),
        "requester_name": limited(SHORT_LENGTH),
        "requester": email,
        "assignee": email,
        "type": lambda text: word(TicketType, text),
        "status": lambda text: word(Status, text),
        "priority": lambda text: word(Priority, text),
        "source_type": lambda text: word(SourceType, text),
        "impact": level,
        "urgency": level,
    }
)
"""How the text of each plain field is read; times, tags, categories and comments need their rule too."""


def custom(kind: str, options: Iterable[str], text: str, rule: Rule) -> Any:
    """Return the JSON value of a custom field.

    Raises:
        ValueError: the text does not fit the kind of the field.
    """
    if kind in {FieldKind.USER, FieldKind.TEAM}:
        raise ValueError("fields that hold a person or a team cannot be imported")
    if kind == FieldKind.SELECT:
        return _option(options, text)
    if kind == FieldKind.MULTI_SELECT:
        return [_option(options, part) for part in parts(text, rule.separator or ",;")]
    return CUSTOM_READERS.get(kind, _text)(text, rule)


def _text(text: str, _: Rule) -> str:
    return limited(TEXT_LENGTH)(text)


def _date(text: str, rule: Rule) -> str:
    return (moment(text, rule).date() if rule.format else date.fromisoformat(text[:10])).isoformat()


def _number(text: str, _: Rule) -> float | int:
    try:
        found = float(text.replace(",", "."))
    except ValueError as error:
        raise ValueError(f"'{text}' is not a number") from error
    if not isfinite(found):
        raise ValueError(f"'{text}' is not a finite number")
    return found


def _integer(text: str, _: Rule) -> int:
    try:
        return int(text)
    except ValueError as error:
        raise ValueError(f"'{text}' is not a whole number") from error


def _boolean(text: str, _: Rule) -> bool:
    folded = text.casefold()
    if folded not in TRUE | FALSE:
        raise ValueError(f"'{text}' is neither yes nor no")
    return folded in TRUE


def _option(options: Iterable[str], text: str) -> str:
    known = list(options)
    for option in known:
        if option.casefold() == text.casefold():
            return option
    raise ValueError(f"'{text}' is not one of {', '.join(known)}.{suggestion(text, known)}")


CUSTOM_READERS: Final[Mapping[str, Callable[[str, Rule], Any]]] = MappingProxyType(
    {
        FieldKind.NUMBER: _number,
        FieldKind.INTEGER: _integer,
        FieldKind.BOOLEAN: _boolean,
        FieldKind.DATE: _date,
        FieldKind.DATETIME: lambda text, rule: moment(text, rule).isoformat(),
        FieldKind.EMAIL: lambda text, _: email(text),
    }
)
