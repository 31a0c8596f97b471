"""The text form: ``priority in (high, urgent) and not status = closed and title contains "vpn"``."""

import json
from dataclasses import dataclass
from typing import Final

from deskplane.kernel.conditions import document
from deskplane.kernel.conditions.fields import MANY_VALUES, NO_VALUE, Op, Schema
from deskplane.kernel.conditions.problems import ConditionError, Loc, fault, unknown
from deskplane.kernel.conditions.raw import Binding, Limits, RawCheck, RawGroup, RawNode
from deskplane.kernel.conditions.tokens import SIGNS, Token, Type, tokens
from deskplane.kernel.conditions.tree import Condition

PHRASES: Final[dict[tuple[str, ...], Op]] = {
    ("is", "not", "empty"): Op.IS_NOT_EMPTY,
    ("is", "empty"): Op.IS_EMPTY,
    ("not", "contains"): Op.NOT_CONTAINS,
    ("not", "in"): Op.NOT_IN,
    ("starts", "with"): Op.STARTS_WITH,
    ("has", "word"): Op.MATCHES_WORD,
    ("contains",): Op.CONTAINS,
    ("in",): Op.IN,
    ("between",): Op.BETWEEN,
    ("before",): Op.BEFORE,
    ("after",): Op.AFTER,
}
"""Longer phrases first."""

_SINGLE_WORDS: Final = {str(op): op for op in Op}


def parse(text: str, schema: Schema, *, loc: Loc = ("where",)) -> Condition:
    """Read a query and check it against the fields.

    Raises:
        ConditionError: with ``loc`` ending in the position of the fault.
    """
    parser = _Parser(tokens(text, loc), loc, Limits())
    raw = parser.either(1)
    parser.expect_end()
    return Binding(schema, lenient=True).bind(raw)


def read_any(value: object, schema: Schema, *, loc: Loc = ("where",)) -> Condition:
    """Read whichever form was given: an object, text that begins with a brace (JSON), or a query.

    Raises:
        ConditionError: the condition is refused.
    """
    if not isinstance(value, str):
        return document.read(value, schema, loc=loc)
    if not value.lstrip().startswith("{"):
        return parse(value, schema, loc=loc)
    try:
        return document.read(json.loads(value), schema, loc=loc)
    except (ValueError, RecursionError):
        raise ConditionError(errors=[fault(loc, "This looks like JSON and is not.")]) from None


@dataclass(slots=True)
class _Parser:
    """Recursive descent; ``or`` binds weaker than ``and``, ``and`` weaker than ``not``."""

    tokens: list[Token]
    loc: Loc
    limits: Limits
    at: int = 0

    def either(self, depth: int) -> RawNode:
        return self._joined("or", "any", depth)

    def expect_end(self) -> None:
        if self._next.type is not Type.END:
            raise self._refused(
                f"'{self._next.text}' is not expected here; join conditions with 'and' or 'or'."
            )

    def _joined(self, word: str, kind: str, depth: int) -> RawNode:
        start = self._next.at
        parts = [self._below(word, depth)]
        while self._take(word):
            parts.append(self._below(word, depth))
        if len(parts) == 1:
            return parts[0]
        self.limits.enter(depth, (*self.loc, start))
        return RawGroup(kind, parts, (*self.loc, start))

    def _below(self, word: str, depth: int) -> RawNode:
        return self._joined("and", "all", depth) if word == "or" else self._unary(depth)

    def _unary(self, depth: int) -> RawNode:
        start = self._next.at
        self.limits.enter(depth, (*self.loc, start))
        if self._take("not"):
            return RawGroup("not", [self._unary(depth + 1)], (*self.loc, start))
        if self._take("("):
            inner = self.either(depth + 1)
            self._expect(")")
            return inner
        if self._take("always"):
            return RawGroup("all", [], (*self.loc, start))
        return self._check()

    def _check(self) -> RawCheck:
        if self._next.type is not Type.WORD:
            raise self._refused("The name of a field is expected here.")
        name = self._advance()
        op = self._op()
        return RawCheck(name.text, op, self._value(op), (*self.loc, name.at))

    def _op(self) -> Op:
        token = self._next
        if token.type is Type.SIGN:
            return SIGNS[self._advance().text]
        for phrase, op in PHRASES.items():
            ahead = tuple(token.keyword for token in self.tokens[self.at : self.at + len(phrase)])
            if ahead == phrase:
                self.at += len(phrase)
                return op
        if token.keyword in _SINGLE_WORDS:
            return _SINGLE_WORDS[self._advance().keyword]
        raise self._refused(
            unknown("test", token.text, ("=", "!=", *(" ".join(phrase) for phrase in PHRASES)))
        )

    def _value(self, op: Op) -> object:
        if op in NO_VALUE:
            return None
        if op in MANY_VALUES:
            return self._list()
        if op is not Op.BETWEEN:
            return self._scalar()
        low = self._scalar()
        self._expect("and")
        return [low, self._scalar()]

    def _list(self) -> list[object]:
        if not self._take("("):
            return [self._scalar()]
        items: list[object] = [self._scalar()]
        while self._take(","):
            items.append(self._scalar())
        self._expect(")")
        return items

    def _scalar(self) -> str:
        if self._next.type not in (Type.WORD, Type.TEXT):
            raise self._refused("A value is expected here.")
        return self._advance().text

    @property
    def _next(self) -> Token:
        return self.tokens[self.at]

    def _advance(self) -> Token:
        token = self.tokens[self.at]
        self.at += 1
        return token

    def _take(self, word: str) -> bool:
        if self._next.keyword != word:
            return False
        self.at += 1
        return True

    def _expect(self, word: str) -> None:
        if not self._take(word):
            raise self._refused(f"'{word}' is expected here.")

    def _refused(self, msg: str) -> ConditionError:
        return ConditionError(errors=[fault((*self.loc, self._next.at), msg)])
