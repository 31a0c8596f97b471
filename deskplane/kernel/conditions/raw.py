"""What both written forms are read into before the fields are known, and the limits that hold for both."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from deskplane.kernel.conditions.fields import NO_VALUE, Field, Op, Schema
from deskplane.kernel.conditions.problems import ConditionError, FieldError, Loc, RefusedError, fault, unknown
from deskplane.kernel.conditions.tree import All, AnyOf, Check, Condition, Not
from deskplane.kernel.conditions.values import typed

MAX_DEPTH: Final = 8
MAX_NODES: Final = 100

_SYNONYMS: Final = {Op.GT: Op.AFTER, Op.LT: Op.BEFORE}


@dataclass(frozen=True, slots=True)
class RawGroup:
    """``all``, ``any`` or ``not`` over parts that are not checked yet."""

    kind: str
    parts: "list[RawNode]"
    loc: Loc


@dataclass(frozen=True, slots=True)
class RawCheck:
    """A check as it was written."""

    field: str
    op: str
    value: object
    loc: Loc


RawNode: TypeAlias = RawGroup | RawCheck


@dataclass(slots=True)
class Limits:
    """Stops reading a hostile condition early; the exact limits hold for the checked one."""

    nodes: int = 0

    def enter(self, depth: int, loc: Loc) -> None:
        """Count one node at this depth.

        Raises:
            ConditionError: far too deep or too large, even if brackets and groups of one are forgiven.
        """
        self.nodes += 1
        _limit(depth, self.nodes, loc, forgiving=4)


def _limit(depth: int, nodes: int, loc: Loc, *, forgiving: int = 1) -> None:
    if depth > MAX_DEPTH * forgiving:
        raise ConditionError(errors=[fault(loc, f"A condition is nested at most {MAX_DEPTH} levels deep.")])
    if nodes > MAX_NODES * forgiving:
        raise ConditionError(errors=[fault(loc, f"A condition has at most {MAX_NODES} parts.")])


def _size(condition: Condition) -> tuple[int, int]:
    """How deep it is and how many nodes it has."""
    match condition:
        case Check():
            return 1, 1
        case Not(part):
            inner = [_size(part)]
        case All(parts) | AnyOf(parts):
            inner = [_size(part) for part in parts]
    return 1 + max((depth for depth, _ in inner), default=0), 1 + sum(nodes for _, nodes in inner)


@dataclass(slots=True)
class Binding:
    """Turns raw nodes into checked ones and collects every fault on the way."""

    schema: Schema
    lenient: bool
    faults: list[FieldError] = field(default_factory=list[FieldError])

    def bind(self, raw: RawNode) -> Condition:
        """The checked condition; a group of one is that one.

        Raises:
            ConditionError: with one entry for each fault found.
        """
        condition = self._node(raw)
        if condition is None or self.faults:
            raise ConditionError(errors=self.faults)
        _limit(*_size(condition), raw.loc)
        return condition

    def _node(self, raw: RawNode) -> Condition | None:
        if isinstance(raw, RawCheck):
            return self._check(raw)
        parts = tuple(part for child in raw.parts if (part := self._node(child)) is not None)
        if len(parts) < len(raw.parts):
            return None
        return _GROUPS[raw.kind](parts)

    def _check(self, raw: RawCheck) -> Check | None:
        found = self.schema.get(raw.field)
        if found is None:
            self._refuse(raw.loc, "field", unknown("field", raw.field, self.schema.names))
            return None
        op = self._op(found, raw)
        if op is None:
            return None
        try:
            return Check(found, op, typed(found, op, raw.value, lenient=self.lenient))
        except RefusedError as refused:
            self._refuse(raw.loc, *refused.below, refused.msg)
            return None

    def _op(self, found: Field, raw: RawCheck) -> Op | None:
        if raw.op not in set(Op):
            self._refuse(raw.loc, "op", unknown("test", raw.op, found.ops))
            return None
        op = Op(raw.op)
        op = _SYNONYMS.get(op, op) if op not in found.ops else op
        if op not in found.ops:
            self._refuse(
                raw.loc,
                "op",
                f"{found.title} cannot be tested with '{op}'. Possible: {', '.join(found.ops)}.",
            )
            return None
        return op

    def _refuse(self, loc: Loc, *rest: str | int) -> None:
        *below, msg = rest
        # Text has positions, not paths: there the place of the check is all there is to say.
        self.faults.append(fault(loc if self.lenient else (*loc, *below), str(msg)))


def _negated(parts: tuple[Condition, ...]) -> Condition:
    return Not(parts[0])


def _all(parts: tuple[Condition, ...]) -> Condition:
    return parts[0] if len(parts) == 1 else All(parts)


def _any(parts: tuple[Condition, ...]) -> Condition:
    return parts[0] if len(parts) == 1 else AnyOf(parts)


_GROUPS: Final[Mapping[str, Callable[[tuple[Condition, ...]], Condition]]] = {
    "all": _all,
    "any": _any,
    "not": _negated,
}

NEEDS_NO_VALUE: Final = frozenset(str(op) for op in NO_VALUE)
