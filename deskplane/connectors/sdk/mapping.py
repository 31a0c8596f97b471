"""Values of theirs and ours: tables with declared narrowing, the rules of a lossless mapping, tenant overrides."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from deskplane.connectors.sdk.normal import Notice, NoticeKind


class Fit(StrEnum):
    """Exact: one to one. Narrowing: theirs says less (write only). Widening: theirs says more (read only)."""

    EXACT = "exact"
    NARROWING = "narrowing"
    WIDENING = "widening"


@dataclass(frozen=True, slots=True)
class Pair:
    """One of our values beside one of theirs; ``label`` is what people call theirs, where no option names it."""

    local: str
    remote: str
    fit: Fit = Fit.EXACT
    label: str = ""


@dataclass(frozen=True, slots=True)
class Remote:
    """A value at the vendor; ``meant`` is what we last wrote or read there, where the raw value says less."""

    raw: str
    meant: str | None = None


Word = Annotated[str, Field(min_length=1, max_length=200)]


class ValueOverrides(BaseModel):
    """An organisation's own rows: ``write`` leads from our value to theirs, ``read`` from theirs to ours."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    write: dict[Word, Word] = Field(default_factory=dict, title="We write")
    read: dict[Word, Word] = Field(default_factory=dict, title="We read")


class Overrides(BaseModel):
    """What an organisation changes of a connector's tables. ``fields``: our field to their field."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    status: ValueOverrides = ValueOverrides()
    priority: ValueOverrides = ValueOverrides()
    fields: dict[Word, Word] = Field(default_factory=dict, title="Fields")


class ValueMap:
    """A table of pairs; for each of our values the first pair is what is written.

    ``from_vendor(to_vendor(x, current), current) == x`` for every x and every current remote value.
    """

    def __init__(self, pairs: Iterable[Pair]) -> None:
        self.pairs = tuple(pairs)
        self._writes: dict[str, Pair] = {}
        self._reads: dict[str, str] = {}
        self._fitting: set[tuple[str, str]] = set()
        for pair in self.pairs:
            self._fitting.add((pair.local, pair.remote))
            if pair.fit is not Fit.WIDENING:
                self._writes.setdefault(pair.local, pair)
            if pair.fit is not Fit.NARROWING:
                self._reads.setdefault(pair.remote, pair.local)

    def overridden(self, overrides: ValueOverrides) -> "ValueMap":
        """The table with an organisation's rows before it."""
        read = overrides.read
        mine = [
            Pair(
                local,
                remote,
                Fit.EXACT if read.get(remote, self._reads.get(remote)) in (None, local) else Fit.NARROWING,
            )
            for local, remote in overrides.write.items()
        ]
        mine += [Pair(local, remote, Fit.WIDENING) for remote, local in read.items()]
        rest = [
            Pair(pair.local, pair.remote, Fit.NARROWING)
            if pair.fit is Fit.EXACT and read.get(pair.remote, pair.local) != pair.local
            else pair
            for pair in self.pairs
        ]
        return ValueMap([*mine, *rest])

    def to_vendor(self, value: str, current: Remote | None = None) -> Remote:
        """What to write for ``value``: the current raw value if it already says so.

        Raises:
            KeyError: no pair for this value.
        """
        if current is not None and self.says(current.raw, value):
            return Remote(current.raw, value)
        return Remote(self._writes[value].remote, value)

    def from_vendor(self, remote: Remote, current: Remote | None = None) -> str | None:
        """What a raw value means to us; a finer value of ours that it still says is kept. None if unknown."""
        for known in (remote, current):
            if known is not None and known.meant is not None and self.says(remote.raw, known.meant):
                return known.meant
        return self._reads.get(remote.raw)

    def says(self, raw: str, value: str) -> bool:
        """Whether the raw value is one of those that stand for ``value``."""
        return (value, raw) in self._fitting or self._reads.get(raw) == value

    def knows(self, value: str) -> bool:
        """Whether ``value`` can be written."""
        return value in self._writes

    def narrowing(self, field: str, value: str) -> list[Notice]:
        """A notice if writing ``value`` says less than we mean."""
        pair = self._writes.get(value)
        if pair is None or pair.fit is not Fit.NARROWING:
            return []
        said = self._reads.get(pair.remote, "")
        return [
            Notice(
                NoticeKind.NARROWING,
                field,
                f"'{value}' is written as '{pair.remote}' and would be read as '{said}'.",
            )
        ]


def meanings(pairs: Iterable[Pair]) -> dict[str, str]:
    """What each raw value of a table is read as; those that are only written are left out."""
    table = ValueMap(pairs)
    return {
        pair.remote: meant
        for pair in table.pairs
        if (meant := table.from_vendor(Remote(pair.remote))) is not None
    }


def renamed(custom: Mapping[str, Any], fields: Mapping[str, str]) -> tuple[dict[str, Any], list[Notice]]:
    """Custom fields under the vendor's names; those without one are named in notices, never dropped in silence."""
    found = {fields[name]: value for name, value in custom.items() if name in fields}
    lost = [
        Notice(NoticeKind.UNMAPPED, name, f"No field of the vendor is mapped to '{name}'.")
        for name in custom
        if name not in fields
    ]
    return found, lost


def picked(raw: Mapping[str, Any], fields: Mapping[str, str]) -> dict[str, Any]:
    """The mapped fields of a record, under our names."""
    return {local: raw[remote] for local, remote in fields.items() if remote in raw}
