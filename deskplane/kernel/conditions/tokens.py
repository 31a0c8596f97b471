"""The pieces of the text form."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from deskplane.kernel.conditions.fields import Op
from deskplane.kernel.conditions.problems import ConditionError, Loc, fault

MAX_QUERY: Final = 8_000

SIGNS: Final = {
    "=": Op.EQ,
    "==": Op.EQ,
    "!=": Op.NE,
    "<>": Op.NE,
    ">": Op.GT,
    ">=": Op.GTE,
    "<": Op.LT,
    "<=": Op.LTE,
}

_TOKEN: Final = re.compile(
    r"""
    (?P<space>\s+)
  | (?P<mark>[(),])
  | (?P<sign>==|!=|<>|>=|<=|=|>|<)
  | "(?P<double>(?:[^"\\]|\\.)*)"
  | '(?P<single>(?:[^'\\]|\\.)*)'
  | (?P<word>[^\s(),"'=!<>]+)
    """,
    re.VERBOSE | re.DOTALL,
)


class Type(Enum):
    """What a piece is."""

    MARK = auto()
    SIGN = auto()
    TEXT = auto()
    WORD = auto()
    END = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """One piece and where it begins, counted from 0."""

    type: Type
    text: str
    at: int

    @property
    def keyword(self) -> str:
        """The piece as a keyword; quoted text is none."""
        return self.text.lower() if self.type in (Type.WORD, Type.MARK) else ""


def tokens(text: str, loc: Loc) -> list[Token]:
    """Cut a query into pieces, the last of them END.

    Raises:
        ConditionError: the query is too long, or holds something that cannot be read.
    """
    if len(text) > MAX_QUERY:
        raise ConditionError(errors=[fault(loc, f"A query has at most {MAX_QUERY} characters.")])
    return [*_cut(text, loc), Token(Type.END, "", len(text))]


def _cut(text: str, loc: Loc) -> Iterator[Token]:
    at = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            what = (
                "The quotation mark is never closed."
                if text[at] in "\"'"
                else f"'{text[at]}' is not understood here."
            )
            raise ConditionError(errors=[fault((*loc, at), what)])
        if (token := _token(found, at)) is not None:
            yield token
        at = found.end()


def _token(found: re.Match[str], at: int) -> Token | None:
    group = found.lastgroup or ""
    text = found[group]
    if group == "space":
        return None
    if group in ("double", "single"):
        return Token(Type.TEXT, re.sub(r"\\(.)", r"\1", text, flags=re.DOTALL), at)
    return Token({"mark": Type.MARK, "sign": Type.SIGN, "word": Type.WORD}[group], text, at)
