"""A part of JQL: comparisons, AND, OR, parentheses, ORDER BY; dates in the user's zone and to the minute."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final, TypeAlias, cast
from zoneinfo import ZoneInfo

Field: TypeAlias = Callable[[Any, str], Any]
"""The value of a field of an issue: text, a list of texts, or a moment."""

Test: TypeAlias = Callable[[Any], bool]

_TOKEN: Final = re.compile(
    r"""\s*(?:(?P<quoted>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(?P<sign>>=|<=|!=|!~|=|~|>|<|\(|\)|,)"""
    r"""|(?P<word>[^\s"'()=<>!~,]+))"""
)
_DATES: Final = ("created", "updated")
_KNOWN: Final = frozenset(
    {
        *(
            "project",
            "issuetype",
            "type",
            "status",
            "statuscategory",
            "priority",
            "labels",
            "key",
            "issuekey",
        ),
        *("id", "issue", "summary", "description", "text", "assignee", "reporter", "resolution", *_DATES),
    }
)


class JqlError(Exception):
    """The query is wrong; the text says how, in the vendor's words."""


@dataclass(frozen=True, slots=True)
class Jql:
    """A parsed query; ``bounded`` if it restricts anything."""

    test: Test
    order: tuple[tuple[str, bool], ...]
    bounded: bool


class _Reader:
    def __init__(self, text: str, field: Field, zone: ZoneInfo, now: datetime) -> None:
        self._tokens = _tokens(text)
        self._at = 0
        self._field = field
        self._zone = zone
        self._now = now

    def query(self) -> Jql:
        start = self._word()
        bounded = bool(self._tokens) and start != "order"
        test = self._either() if bounded else _everything
        return Jql(test, tuple(self._order()), bounded)

    def _either(self) -> Test:
        tests = [self._both()]
        while self._word() == "or":
            self._at += 1
            tests.append(self._both())
        return lambda issue: any(test(issue) for test in tests)

    def _both(self) -> Test:
        tests = [self._one()]
        while self._word() == "and":
            self._at += 1
            tests.append(self._one())
        return lambda issue: all(test(issue) for test in tests)

    def _one(self) -> Test:
        if self._word() == "not":
            self._at += 1
            test = self._one()
            return lambda issue: not test(issue)
        if self._peek() == "(":
            self._at += 1
            test = self._either()
            self._expect(")")
            return test
        return self._comparison()

    def _comparison(self) -> Test:
        name = self._take().lower()
        if name not in _KNOWN:
            raise JqlError(f"Field '{name}' does not exist or you do not have permission to view it.")
        sign = self._take().lower()
        if sign == "not":
            self._expect("in")
            sign = "not in"
        if sign == "is":
            negative = self._word() == "not"
            self._at += 1 + negative
            return lambda issue: bool(self._field(issue, name)) is negative
        wanted = self._list() if sign in ("in", "not in") else [self._take()]
        if name in _DATES:
            return self._by_time(name, sign, self._moment(wanted[0]))
        return self._by_text(name, sign, wanted)

    def _by_text(self, name: str, sign: str, wanted: Sequence[str]) -> Test:
        low = [word.lower() for word in wanted]

        def found(issue: Any) -> bool:
            value = self._field(issue, name)
            have = [str(one).lower() for one in _several(value)]
            if sign in ("~", "!~"):
                return any(low[0].strip("*") in one for one in have)
            return any(one in low for one in have)

        if sign in ("!=", "not in", "!~"):
            return lambda issue: not found(issue)
        if sign in ("=", "in", "~"):
            return found
        raise JqlError(f"The operator '{sign}' is not supported by the '{name}' field.")

    def _by_time(self, name: str, sign: str, moment: datetime) -> Test:
        compare: dict[str, Callable[[datetime], bool]] = {
            ">=": lambda when: when >= moment,
            ">": lambda when: when > moment,
            "<=": lambda when: when <= moment,
            "<": lambda when: when < moment,
            "=": lambda when: when == moment,
        }
        if sign not in compare:
            raise JqlError(f"The operator '{sign}' is not supported by the '{name}' field.")
        return lambda issue: compare[sign](self._field(issue, name))

    def _moment(self, word: str) -> datetime:
        if word.isdigit():
            # The index keeps whole seconds.
            return datetime.fromtimestamp(int(word) // 1000, UTC)
        relative = re.fullmatch(r"-(\d+)([mhdw])", word)
        if relative:
            unit = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}[relative[2]]
            return self._now - timedelta(**{unit: int(relative[1])})
        for shape in ("%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M", "%Y-%m-%d", "%Y/%m/%d"):
            try:
                return datetime.strptime(word, shape).replace(tzinfo=self._zone).astimezone(UTC)
            except ValueError:
                continue
        raise JqlError(
            f"Date value '{word}' for field 'updated' is invalid. Valid formats include: 'yyyy/MM/dd HH:mm'"
        )

    def _list(self) -> list[str]:
        self._expect("(")
        found = [self._take()]
        while self._peek() == ",":
            self._at += 1
            found.append(self._take())
        self._expect(")")
        return found

    def _order(self) -> list[tuple[str, bool]]:
        if self._at >= len(self._tokens):
            return []
        self._expect("order")
        self._expect("by")
        found: list[tuple[str, bool]] = []
        while self._at < len(self._tokens):
            name = self._take().lower()
            descending = self._word() == "desc"
            self._at += self._word() in ("asc", "desc")
            found.append((name, descending))
            self._at += self._peek() == ","
        return found

    def _peek(self) -> str:
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def _word(self) -> str:
        return self._peek().lower()

    def _take(self) -> str:
        token = self._peek()
        if not token:
            raise JqlError("Error in the JQL Query: The query ended unexpectedly.")
        self._at += 1
        return token

    def _expect(self, wanted: str) -> None:
        if self._take().lower() != wanted:
            raise JqlError(f"Error in the JQL Query: Expecting '{wanted}' near token {self._at}.")


def read(text: str, field: Field, zone: ZoneInfo, now: datetime) -> Jql:
    """Read a query.

    Raises:
        JqlError: it is wrong.
    """
    return _Reader(text, field, zone, now).query()


def _several(value: Any) -> Sequence[Any]:
    return cast("Sequence[Any]", value) if isinstance(value, list | tuple) else (value,)


def _everything(_issue: Any) -> bool:
    return True


def _tokens(text: str) -> list[str]:
    found: list[str] = []
    at = 0
    while at < len(text.rstrip()):
        token = _TOKEN.match(text, at)
        if not token:
            raise JqlError(f"Error in the JQL Query: The character '{text[at]}' is not expected.")
        quoted = token["quoted"]
        found.append(re.sub(r"\\(.)", r"\1", quoted[1:-1]) if quoted else token["sign"] or token["word"])
        at = token.end()
    return found
