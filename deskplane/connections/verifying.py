"""Proving a connection with the credentials that are at hand here, and what is kept of a proof, whoever made it."""

from dataclasses import asdict
from time import perf_counter
from typing import Any, Final

import structlog

from deskplane.connections import options
from deskplane.connections.environment import NotConfiguredError
from deskplane.connections.reach import Reach
from deskplane.connections.vocabulary import Health
from deskplane.connectors.sdk.proving import SETUP, Verdict, broke, proved, refused
from deskplane.kernel import clock
from deskplane.kernel.db import Record
from deskplane.kernel.errors import InvalidError

HEALTH: Final = {"ok": Health.OK, "warning": Health.DEGRADED, "failed": Health.FAILED}
"""What the end of a verification means for the connection."""

log = structlog.get_logger(__name__)


def kept(verdict: Verdict) -> dict[str, Any]:
    """What is stored and shown of a verification."""
    return {
        "steps": [asdict(step) for step in verdict.steps],
        "account": verdict.account,
        "milliseconds": verdict.milliseconds,
    }


def options_kept(verdict: Verdict) -> dict[str, Any] | None:
    """What the vendor offers, or None if that could not be read."""
    return None if verdict.options is None else options.kept(verdict.options)


async def verify(reach: Reach, row: Record) -> Verdict:
    """Try a connection out; nothing is written over there, and nothing raises."""
    started = perf_counter()
    try:
        verdict = await _tried(reach, row)
    except Exception as error:
        # A plug-in connector may raise anything: the connection must not stay in verification for ever.
        log.exception("connections.verification_broke", type=row["type"])
        verdict = broke(error)
    return verdict.masked(round((perf_counter() - started) * 1000))


async def _tried(reach: Reach, row: Record) -> Verdict:
    try:
        async with reach.open(row) as (connector, forms):
            return await proved(
                connector,
                forms.manifest.base_url(forms.config),
                policy=reach.policy,
                now=clock.now(),
                secrets=forms.secrets,
                line=forms.manifest.key not in reach.transports,
            )
    except (NotConfiguredError, InvalidError) as error:
        return refused(SETUP, str(error), "Fill in the form, or set the variables that are named.")
