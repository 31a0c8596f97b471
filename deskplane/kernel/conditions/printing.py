"""A condition in its text form."""

import re
from collections.abc import Mapping
from typing import Final

from deskplane.kernel.conditions.document import plain_scalar
from deskplane.kernel.conditions.fields import MANY_VALUES, NO_VALUE, RESERVED, Op
from deskplane.kernel.conditions.query import PHRASES
from deskplane.kernel.conditions.tokens import SIGNS
from deskplane.kernel.conditions.tree import All, AnyOf, Check, Condition, Not, Scalar

_BARE: Final = re.compile(r"[A-Za-z0-9_.:+\-@/]+", re.ASCII)

# Of two signs for one test the first is printed.
_WRITTEN: Final[Mapping[Op, str]] = {
    **{op: " ".join(phrase) for phrase, op in PHRASES.items()},
    **{op: sign for sign, op in reversed(SIGNS.items())},
}


def print_query(condition: Condition) -> str:
    """The text form; ``parse`` gives the same condition back."""
    match condition:
        case All(()):
            return "always"
        case All(parts):
            return " and ".join(_inside(part) for part in parts)
        case AnyOf(parts):
            return " or ".join(_inside(part) for part in parts)
        case Not(part):
            return f"not {_inside(part)}"
        case Check():
            return _check(condition)


def _inside(part: Condition) -> str:
    text = print_query(part)
    return f"({text})" if isinstance(part, All | AnyOf) and part.parts else text


def _check(check: Check) -> str:
    start = f"{check.field.name} {_WRITTEN[check.op]}"
    value = check.value
    if check.op in NO_VALUE or value is None:
        return start
    if not isinstance(value, tuple):
        return f"{start} {_scalar(value)}"
    items = [_scalar(item) for item in value]
    return f"{start} ({', '.join(items)})" if check.op in MANY_VALUES else f"{start} {' and '.join(items)}"


def _scalar(value: Scalar) -> str:
    plain = plain_scalar(value)
    text = str(plain).lower() if isinstance(plain, bool) else str(plain)
    if _BARE.fullmatch(text) and text.lower() not in RESERVED:
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
