"""How a refused condition says where and why."""

from collections.abc import Iterable
from typing import TypeAlias

from deskplane.kernel.errors import FieldError, InvalidError
from deskplane.kernel.text import nearest

Loc: TypeAlias = tuple[str | int, ...]


class ConditionError(InvalidError):
    """The condition was read and is refused; ``errors`` holds one entry for each fault."""


class RefusedError(Exception):
    """One fault, below ``loc`` of the node it was found in."""

    def __init__(self, msg: str, *below: str | int) -> None:
        """Keep the reason and the path inside the node."""
        super().__init__(msg)
        self.msg = msg
        self.below: Loc = below


def fault(loc: Loc, msg: str) -> FieldError:
    """One entry of ``errors``."""
    return {"loc": list(loc), "msg": msg}


def unknown(what: str, name: str, known: Iterable[str]) -> str:
    """Say that a name is not known, with the nearest one that is or, if few, all of them."""
    names = list(known)
    near = nearest(name, names)
    if near:
        return f"Unknown {what} '{name}'. Did you mean '{near[0]}'?"
    listed = f" Known: {', '.join(names)}." if len(names) <= 12 else ""
    return f"Unknown {what} '{name}'.{listed}"
