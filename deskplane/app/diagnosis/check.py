"""One thing that was looked at: what was found, why it matters, what mends it."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class Result(StrEnum):
    """How a look ended; only what failed makes the command fail."""

    PASS = "pass"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at; ``cause`` and ``fix`` are empty where all is well."""

    name: str
    result: Result
    found: str
    cause: str = ""
    fix: str = ""
    help: str = ""

    def shown(self) -> dict[str, Any]:
        """The check as JSON."""
        return asdict(self)


def passed(name: str, found: str) -> Check:
    """All is well."""
    return Check(name, Result.PASS, found)


def warned(name: str, found: str, cause: str, fix: str, help_: str = "") -> Check:
    """Somebody should look."""
    return Check(name, Result.WARN, found, cause, fix, help_)


def failed(name: str, found: str, cause: str, fix: str, help_: str = "") -> Check:
    """Something does not work."""
    return Check(name, Result.FAIL, found, cause, fix, help_)


def is_well(checks: Iterable[Check]) -> bool:
    """Nothing failed."""
    return all(check.result is not Result.FAIL for check in checks)
