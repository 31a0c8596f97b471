"""Faults on demand: by the header ``X-Simulator-Fault`` or by configuration."""

from dataclasses import asdict, dataclass, fields
from typing import Any, Final

from deskplane.simulators.web import Request, Response

HEADER: Final = "x-simulator-fault"
BEFORE: Final = frozenset({"429", "500", "502", "503", "drop", "html", "401"})
AFTER: Final = frozenset({"drop-after-write", "502-after-write", "html-after-write", "timeout", "slow"})
ELSEWHERE: Final = frozenset({"repeat-token", "double-webhooks", "reorder-webhooks"})
KINDS: Final = BEFORE | AFTER | ELSEWHERE


@dataclass(slots=True)
class Fault:
    """What goes wrong, where and how often. ``times`` below 0 means always; ``skip`` lets the first pass."""

    kind: str
    method: str = ""
    path: str = ""
    times: int = 1
    skip: int = 0
    seconds: float = 30.0
    retry_after: int = 3600
    reason: str = ""

    @classmethod
    def parse(cls, words: str) -> "Fault":
        """Read ``kind[;name=value…]``, such as ``429;retry_after=3600;path=/incident;times=2``.

        Raises:
            ValueError: an unknown kind or name.
        """
        kind, *rest = (word.strip() for word in words.split(";"))
        given: dict[str, Any] = {"kind": kind}
        for word in filter(None, rest):
            name, _, value = word.partition("=")
            given[name] = value
        return cls.of(given)

    @classmethod
    def of(cls, given: dict[str, Any]) -> "Fault":
        """Build one from names and values.

        Raises:
            ValueError: an unknown kind or name.
        """
        if given.get("kind") not in KINDS:
            raise ValueError(f"no fault '{given.get('kind')}'; there are {', '.join(sorted(KINDS))}")
        kinds: dict[str, Any] = {field.name: field.type for field in fields(cls)}
        unknown = set(given) - set(kinds)
        if unknown:
            raise ValueError(f"a fault has no {', '.join(sorted(unknown))}")
        return cls(**{name: kinds[name](value) for name, value in given.items()})

    def concerns(self, request: Request) -> bool:
        """Whether this request is meant; counts down."""
        if self.times == 0 or self.kind in ELSEWHERE:
            return False
        if self.method not in ("", request.method) or self.path not in request.path:
            return False
        if self.skip > 0:
            self.skip -= 1
            return False
        self.times -= 1 if self.times > 0 else 0
        return True


class Faults:
    """The faults that are set."""

    def __init__(self) -> None:
        self.set: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Set one more."""
        self.set.append(fault)

    def clear(self) -> None:
        """Work again as one should."""
        self.set.clear()

    def has(self, kind: str) -> bool:
        """Whether such a fault is on."""
        return any(fault.kind == kind and fault.times != 0 for fault in self.set)

    def spend(self, kind: str) -> bool:
        """Whether such a fault is on; it is used up by one."""
        for fault in self.set:
            if fault.kind == kind and fault.times != 0:
                fault.times -= 1 if fault.times > 0 else 0
                return True
        return False

    def concerning(self, request: Request) -> Fault | None:
        """The fault for this request."""
        words = request.headers.get(HEADER)
        if words:
            return Fault.parse(words)
        return next((fault for fault in self.set if fault.concerns(request)), None)

    def listed(self) -> list[dict[str, Any]]:
        """What is set, for the control page."""
        return [asdict(fault) for fault in self.set]


def after(fault: Fault, answer: Response) -> Response:
    """What the caller sees of an answer although the work was done."""
    if fault.kind == "drop-after-write":
        answer.drop = True
    elif fault.kind == "502-after-write":
        return Response(502, b"<html><body>Bad Gateway</body></html>")
    elif fault.kind == "html-after-write":
        return Response(200, b"<html><body>Sign in to go on</body></html>")
    elif fault.kind in ("timeout", "slow"):
        answer.delay = fault.seconds
    return answer
