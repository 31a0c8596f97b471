"""Which column becomes which field: the mapping language of the general importer.

On the command line: ``title=Summary`` (a column), ``type:=incident`` (always this value),
``status=State|Done:closed|*:open`` (a value map, ``*`` for all others), ``created_at=Opened@%d.%m.%Y`` (a date format).
A map file is JSON: ``{"key": "Id", "fields": {"status": {"column": "State", "values": {"Done": "closed"}}}}``.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Final, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from deskplane.kernel.errors import FieldError, InvalidError
from deskplane.kernel.text import suggestion

CUSTOM: Final = "custom."
TIMES: Final = ("created_at", "updated_at", "resolved_at", "closed_at", "due_at")
FIELDS: Final = (
    "title",
    "description",
    "type",
    "status",
    "sub_status",
    "priority",
    "impact",
    "urgency",
    "category",
    "requester",
    "requester_name",
    "assignee",
    "team",
    "department",
    "source_type",
    "tags",
    "resolution",
    "resolution_code",
    "comments",
    *TIMES,
)
"""Fields a mapping can fill, beside ``custom.<key>``."""

OTHERS: Final = "*"
CUSTOM_NAME: Final = re.compile(r"custom\.[a-z][a-z0-9_]{0,59}")


class RuleFile(BaseModel):
    """One field in a map file."""

    model_config = ConfigDict(extra="forbid")

    column: str | None = None
    literal: str | int | float | None = None
    values: dict[str, str] = Field(default_factory=dict)
    default: str | None = None
    format: str | None = None
    timezone: str = "UTC"
    separator: str | None = None


class MapFile(BaseModel):
    """A whole map file."""

    model_config = ConfigDict(extra="forbid")

    key: str | None = None
    fields: dict[str, str | RuleFile] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rule:
    """Where the value of one field comes from and how it is read."""

    column: str | None = None
    literal: str | None = None
    values: Mapping[str, str] = field(default_factory=dict[str, str])
    default: str | None = None
    format: str | None = None
    zone: str = "UTC"
    separator: str | None = None

    def translated(self, text: str) -> str:
        """Return what the value map says for ``text``, without regard to case."""
        if not text:
            return self.default or ""
        folded = text.casefold()
        for told, meant in self.values.items():
            if told.casefold() == folded:
                return meant
        return self.values.get(OTHERS, text)


@dataclass(frozen=True, slots=True)
class FieldMap:
    """The rule of each field, and the column that names a record for good (None: the whole row does)."""

    rules: Mapping[str, Rule]
    key: str | None = None

    @classmethod
    def of(cls, pairs: Iterable[str], *, file: Path | None = None, key: str | None = None) -> Self:
        """Read the mapping; pairs of the command line win over the file.

        Raises:
            InvalidError: a pair or the file cannot be read, a field is unknown, or none gives the title.
        """
        given = read_file(file) if file is not None else MapFile()
        rules = {name: rule_of(name, rule) for name, rule in given.fields.items()}
        rules.update(parse_pair(pair) for pair in pairs)
        if "title" not in rules:
            raise InvalidError("The mapping gives no title. Add, for example, --map title=Summary.")
        return cls(rules=rules, key=key or given.key)

    @property
    def columns(self) -> list[str]:
        """Columns the mapping reads."""
        named = [rule.column for rule in self.rules.values() if rule.column is not None]
        return list(dict.fromkeys(named if self.key is None else [self.key, *named]))

    def check(self, known: Iterable[str]) -> None:
        """Refuse a mapping that reads columns the file does not have.

        Raises:
            InvalidError: names each such column and the nearest one.
        """
        there = list(known)
        missing = [column for column in self.columns if column not in there]
        if missing:
            raise InvalidError(
                errors=[
                    _wrong(column, f"there is no column '{column}'.{suggestion(column, there)}")
                    for column in missing
                ]
            )


def read_file(path: Path) -> MapFile:
    """Read a map file.

    Raises:
        InvalidError: there is none, or it is not a map file; says where.
    """
    try:
        return MapFile.model_validate(json.loads(path.read_text(encoding="utf-8-sig")))
    except FileNotFoundError as error:
        raise InvalidError(f"There is no map file {path}.") from error
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise InvalidError(f"The map file {path.name} is not JSON: {error}.") from error
    except ValidationError as error:
        problems = [_wrong(".".join(str(part) for part in e["loc"]), e["msg"]) for e in error.errors()]
        raise InvalidError(f"The map file {path.name} is not a mapping.", errors=problems) from error


def rule_of(name: str, given: str | RuleFile) -> Rule:
    """Return the rule of one entry of a map file.

    Raises:
        InvalidError: the field or time zone is unknown, or it names neither column nor literal.
    """
    check_field(name)
    if isinstance(given, str):
        return Rule(column=given)
    if (given.column is None) == (given.literal is None):
        raise InvalidError(errors=[_wrong(name, "give either a column or a literal")])
    check_zone(name, given.timezone)
    return Rule(
        column=given.column,
        literal=None if given.literal is None else str(given.literal),
        values=given.values,
        default=given.default,
        format=given.format,
        zone=given.timezone,
        separator=given.separator,
    )


def parse_pair(pair: str) -> tuple[str, Rule]:
    """Read one ``field=column`` of the command line.

    Raises:
        InvalidError: it is not such a pair, or the field is unknown.
    """
    name, equals, rest = pair.partition("=")
    literal = name.endswith(":")
    name = name.removesuffix(":").strip()
    if not equals or not name or not rest.strip():
        raise InvalidError(f"'{pair}' is not a mapping. Write field=column, for example title=Summary.")
    check_field(name)
    if literal:
        return name, Rule(literal=rest)
    if name in TIMES and "@" in rest:
        column, _, pattern = rest.partition("@")
        return name, Rule(column=column.strip(), format=pattern)
    column, *values = rest.split("|")
    return name, Rule(column=column.strip(), values=dict(_value_pair(pair, value) for value in values))


def _value_pair(pair: str, text: str) -> tuple[str, str]:
    told, colon, meant = text.partition(":")
    if not colon or not told.strip():
        raise InvalidError(
            f"'{text}' in '{pair}' is not a value map. Write theirs:ours, for example Done:closed."
        )
    return told.strip(), meant.strip()


def check_field(name: str) -> None:
    """Refuse a field that a ticket does not have.

    Raises:
        InvalidError: names the nearest field.
    """
    if name not in FIELDS and not CUSTOM_NAME.fullmatch(name):
        hint = suggestion(name, FIELDS) or f" Possible are {', '.join(FIELDS)} and custom.<key>."
        raise InvalidError(errors=[_wrong(name, f"a ticket has no field '{name}'.{hint}")])


def check_zone(name: str, zone: str) -> None:
    """Refuse a time zone that does not exist.

    Raises:
        InvalidError: it does not exist.
    """
    try:
        zone_of(zone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise InvalidError(errors=[_wrong(name, f"there is no time zone '{zone}'")]) from error


@lru_cache(maxsize=64)
def zone_of(name: str) -> ZoneInfo:
    """Return a time zone by its name."""
    return ZoneInfo(name)


def _wrong(place: str, message: str) -> FieldError:
    return {"loc": ["mapping", place], "msg": message}
