"""The JSON form: ``{"all": […]}``, ``{"any": […]}``, ``{"not": …}`` and ``{"field", "op", "value"}``."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Final, TypeAlias, cast
from uuid import UUID

from deskplane.kernel.conditions.fields import NO_VALUE, Schema
from deskplane.kernel.conditions.problems import ConditionError, Loc, fault, unknown
from deskplane.kernel.conditions.raw import NEEDS_NO_VALUE, Binding, Limits, RawCheck, RawGroup, RawNode
from deskplane.kernel.conditions.tree import All, AnyOf, Check, Condition, Not, Relative, Scalar, Value

Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"

_GROUP_KEYS: Final = ("all", "any", "not")
_CHECK_KEYS: Final = ("field", "op", "value")


def read(document: object, schema: Schema, *, loc: Loc = ("where",)) -> Condition:
    """Check a JSON value against the fields.

    Raises:
        ConditionError: with one entry for each fault, at its path below ``loc``.
    """
    return Binding(schema, lenient=False).bind(_node(document, loc, 1, Limits()))


def write(condition: Condition) -> dict[str, Json]:
    """The JSON form of a condition; ``read`` gives the same condition back."""
    match condition:
        case All(parts):
            return {"all": [write(part) for part in parts]}
        case AnyOf(parts):
            return {"any": [write(part) for part in parts]}
        case Not(part):
            return {"not": write(part)}
        case Check(field, op, value):
            plain: dict[str, Json] = {"field": field.name, "op": str(op)}
            return plain if op in NO_VALUE else {**plain, "value": plain_value(value)}


def plain_value(value: Value) -> Json:
    """A value as JSON can hold it."""
    if isinstance(value, tuple):
        return [plain_scalar(item) for item in value]
    return None if value is None else plain_scalar(value)


def plain_scalar(value: Scalar) -> str | int | float | bool:
    """One value as JSON can hold it; times in UTC."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID | Relative):
        return str(value)
    return str(value) if isinstance(value, str) else value


def _node(raw: object, loc: Loc, depth: int, limits: Limits) -> RawNode:
    limits.enter(depth, loc)
    if not isinstance(raw, Mapping):
        raise _refused(loc, "A condition is an object with 'all', 'any', 'not' or 'field'.")
    node = cast("Mapping[str, object]", raw)
    groups = [key for key in _GROUP_KEYS if key in node]
    if not groups and "field" in node:
        return _check(node, loc)
    if len(groups) == 1 and len(node) == 1:
        return _group(groups[0], node[groups[0]], (*loc, groups[0]), depth, limits)
    raise _refused(loc, _why_no_group(node, groups))


def _why_no_group(node: Mapping[str, object], groups: list[str]) -> str:
    strange = [key for key in node if key not in _GROUP_KEYS]
    if groups and strange:
        return f"'{groups[0]}' stands alone; '{strange[0]}' does not belong here."
    if len(groups) > 1:
        return f"Only one of {', '.join(groups)} can stand here."
    return (
        unknown("key", str(strange[0]), (*_GROUP_KEYS, *_CHECK_KEYS))
        if strange
        else "The condition is empty."
    )


def _group(kind: str, raw: object, loc: Loc, depth: int, limits: Limits) -> RawGroup:
    if kind == "not":
        return RawGroup(kind, [_node(raw, loc, depth + 1, limits)], loc)
    if not isinstance(raw, list):
        raise _refused(loc, f"'{kind}' holds a list of conditions.")
    parts = cast("list[object]", raw)
    if kind == "any" and not parts:
        raise _refused(loc, "'any' needs at least one condition.")
    return RawGroup(kind, [_node(part, (*loc, at), depth + 1, limits) for at, part in enumerate(parts)], loc)


def _check(node: Mapping[str, object], loc: Loc) -> RawCheck:
    strange = [key for key in node if key not in _CHECK_KEYS]
    if strange:
        raise _refused((*loc, strange[0]), unknown("key", strange[0], _CHECK_KEYS))
    name, op = node["field"], node.get("op")
    if not isinstance(name, str):
        raise _refused((*loc, "field"), "The name of a field is text.")
    if not isinstance(op, str):
        raise _refused((*loc, "op"), "Say what to test, such as 'eq' or 'in'.")
    if "value" not in node and op not in NEEDS_NO_VALUE:
        raise _refused(loc, "The value to compare with is missing.")
    return RawCheck(name, op, node.get("value"), loc)


def _refused(loc: Loc, msg: str) -> ConditionError:
    return ConditionError(errors=[fault(loc, msg)])
