"""Proving a connection step by step: the line first, then what the connector finds; what is said is masked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from deskplane.connectors.sdk.errors import ConnectorError
from deskplane.connectors.sdk.normal import Options, Step, StepResult, Verification
from deskplane.outbound.policy import OutboundPolicy
from deskplane.outbound.probe import Look, Seen, look
from deskplane.outbound.redaction import redact

SETUP: Final = Step(key="setup", title="The connection is set up", result=StepResult.OK)
ADDRESS: Final = Step(key="address", title="The host name resolves and answers", result=StepResult.OK)
TLS: Final = Step(key="tls", title="The line is encrypted", result=StepResult.OK)
CHECKS: Final = Step(key="checks", title="The vendor can be asked", result=StepResult.OK)


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a verification ended."""

    steps: Sequence[Step]
    account: str = ""
    options: Options | None = None
    milliseconds: int = 0
    secrets: Sequence[str] = field(default=(), repr=False)

    @property
    def status(self) -> str:
        """The worst that a step says: ok, warning or failed."""
        results = {step.result for step in self.steps}
        if StepResult.FAILED in results:
            return "failed"
        return "warning" if StepResult.WARNING in results else "ok"

    @property
    def failed(self) -> Step | None:
        """The first step that did not pass."""
        return next((step for step in self.steps if step.result is StepResult.FAILED), None)

    @property
    def error(self) -> str:
        """Why the first failed step failed."""
        return self.failed.cause if self.failed else ""

    @property
    def passed(self) -> int:
        """Steps that passed."""
        return sum(step.result is StepResult.OK for step in self.steps)

    def masked(self, milliseconds: int) -> "Verdict":
        """As it may be shown, with the time it took."""
        return replace(self, steps=_masked(self.steps, self.secrets), milliseconds=milliseconds)


def refused(step: Step, cause: str, fix: str) -> Verdict:
    """A verification that came no further than this step."""
    return Verdict([failed(step, cause, fix)])


def failed(step: Step, cause: str, fix: str) -> Step:
    """A step that did not pass."""
    return replace(step, result=StepResult.FAILED, cause=cause, fix=fix)


def broke(error: Exception) -> Verdict:
    """A connector raised what it should not have."""
    said = f"The connector failed: {type(error).__name__}."
    return refused(CHECKS, said, "Look into the server's log, and tell the connector's maker.")


async def proved(
    connector: Any, url: str, *, policy: OutboundPolicy, now: datetime, secrets: Sequence[str], line: bool
) -> Verdict:
    """Try a connector out; nothing is written over there. ``line``: look at host and certificate first."""
    before = _seen(await look(policy, url, now), url) if line else []
    found = await _asked(connector)
    return Verdict([*before, *found.steps], found.account, found.options, secrets=secrets)


async def _asked(connector: Any) -> Verification:
    try:
        return await connector.verify()
    except ConnectorError as error:
        fix = error.fix or "Try again; if it stays so, check the account's rights."
        return Verification(steps=(failed(CHECKS, error.message, fix),))


def _seen(found: Look, url: str) -> list[Step]:
    steps = [_of(ADDRESS, found.host)]
    if found.tls is not None:
        return [*steps, _of(TLS, found.tls)]
    if url.startswith("http:") and not found.host.trouble:
        cause = "The address begins with http: whoever listens can read the credentials."
        return [*steps, replace(TLS, result=StepResult.WARNING, cause=cause, fix="Use https.")]
    return [*steps, replace(TLS, result=StepResult.SKIPPED)]


def _of(step: Step, seen: Seen) -> Step:
    took = seen.milliseconds
    if seen.trouble:
        return replace(failed(step, seen.trouble, seen.fix), milliseconds=took)
    return replace(step, detail=seen.detail, milliseconds=took)


def _masked(steps: Iterable[Step], secrets: Sequence[str]) -> list[Step]:
    return [
        replace(
            step,
            detail=redact(step.detail, secrets),
            cause=redact(step.cause, secrets),
            fix=redact(step.fix, secrets),
        )
        for step in steps
    ]
