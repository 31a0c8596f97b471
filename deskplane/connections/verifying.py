"""Proving a connection step by step, and what is kept of it; whatever the vendor says is masked first."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from time import perf_counter
from typing import Any, Final

import structlog

from deskplane.connections import options
from deskplane.connections.environment import NotConfiguredError
from deskplane.connections.reach import Reach
from deskplane.connections.vocabulary import Health
from deskplane.connectors.sdk.errors import ConnectorError
from deskplane.connectors.sdk.normal import Options, Step, StepResult, Verification
from deskplane.kernel import clock
from deskplane.kernel.db import Record
from deskplane.kernel.errors import InvalidError
from deskplane.outbound.probe import Look, Seen, look
from deskplane.outbound.redaction import redact

SETUP: Final = Step(key="setup", title="The connection is set up", result=StepResult.OK)
ADDRESS: Final = Step(key="address", title="The host name resolves and answers", result=StepResult.OK)
TLS: Final = Step(key="tls", title="The line is encrypted", result=StepResult.OK)
CHECKS: Final = Step(key="checks", title="The vendor can be asked", result=StepResult.OK)
log = structlog.get_logger(__name__)


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
    def health(self) -> Health:
        """What that means for the connection."""
        return {"ok": Health.OK, "warning": Health.DEGRADED, "failed": Health.FAILED}[self.status]

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

    def kept(self) -> dict[str, Any]:
        """What is stored and shown."""
        return {
            "steps": [asdict(step) for step in self.steps],
            "account": self.account,
            "milliseconds": self.milliseconds,
        }

    def options_kept(self) -> dict[str, Any] | None:
        """What the vendor offers, or None if that could not be read."""
        return None if self.options is None else options.kept(self.options)


async def verify(reach: Reach, row: Record) -> Verdict:
    """Try a connection out; nothing is written over there, and nothing raises."""
    started = perf_counter()
    try:
        verdict = await _tried(reach, row)
    except Exception as error:
        # A plug-in connector may raise anything: the connection must not stay in verification for ever.
        log.exception("connections.verification_broke", type=row["type"])
        said = f"The connector failed: {type(error).__name__}."
        verdict = Verdict(
            [_failed(CHECKS, said, "Look into the server's log, and tell the connector's maker.")]
        )
    took = round((perf_counter() - started) * 1000)
    return replace(verdict, steps=_masked(verdict.steps, verdict.secrets), milliseconds=took)


async def _tried(reach: Reach, row: Record) -> Verdict:
    try:
        async with reach.open(row) as (connector, forms):
            url = forms.manifest.base_url(forms.config)
            before = (
                []
                if forms.manifest.key in reach.transports
                else _seen(await look(reach.policy, url, clock.now()), url)
            )
            found = await _asked(connector)
            return Verdict([*before, *found.steps], found.account, found.options, secrets=forms.secrets)
    except (NotConfiguredError, InvalidError) as error:
        fix = "Fill in the form, or set the variables that are named."
        return Verdict([_failed(SETUP, str(error), fix)])


async def _asked(connector: Any) -> Verification:
    try:
        return await connector.verify()
    except ConnectorError as error:
        fix = error.fix or "Try again; if it stays so, check the account's rights."
        return Verification(steps=(_failed(CHECKS, error.message, fix),))


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
        return replace(_failed(step, seen.trouble, seen.fix), milliseconds=took)
    return replace(step, detail=seen.detail, milliseconds=took)


def _failed(step: Step, cause: str, fix: str) -> Step:
    return replace(step, result=StepResult.FAILED, cause=cause, fix=fix)


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
