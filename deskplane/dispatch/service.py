"""Rules of dispatch: switches first, rows before calls, previews without any call."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from deskplane.connections.environment import NotConfiguredError
from deskplane.connectors.sdk.normal import Related
from deskplane.dispatch import creating, payloads, queries, refreshing, settings
from deskplane.dispatch.environment import Outside
from deskplane.dispatch.placing import place
from deskplane.dispatch.schemas import JobDispatch, TicketAsked
from deskplane.dispatch.vocabulary import OutsideState, Platform
from deskplane.kernel import clock
from deskplane.kernel.access import Caller
from deskplane.kernel.db import Database
from deskplane.kernel.errors import (
    ConflictError,
    FieldError,
    InvalidError,
    NotFoundError,
    RateLimitedError,
)
from deskplane.kernel.rows import By

NONE_ON: Final = "No platform is switched on. Switch one on at /api/v1/tickets/settings/state."
LATER: Final = frozenset({OutsideState.UNKNOWN, OutsideState.PENDING, OutsideState.CREATING})
Answer = dict[str, Any]
Wanted = dict[Platform, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Dispatcher:
    """Dispatch on behalf of one caller."""

    db: Database
    outside: Outside
    caller: Caller

    async def one(self, body: TicketAsked, *, later: bool = False) -> tuple[Answer, bool]:
        """One ticket on one platform; says whether it is there already or only asked for.

        Raises:
            ConflictError: the platform is switched off, not configured, or does not let us in.
            InvalidError: the payload does not fit, or the platform refused it.
        """
        payload = payloads.checked(body.platform, body.payload, "payload")
        switches = await self._switches()
        dual = switches["dual_mode"]
        if body.dry_run:
            twin = await self._twin(body.job_id, body.platform, dual=dual, both=False)
            return await self._preview(body.job_id, body.platform, payload, twin), True
        if not switches[f"{body.platform}_enabled"]:
            words = f"{body.platform} is switched off: {body.platform}_enabled is false."
            raise ConflictError(words, toggle=f"{body.platform}_enabled")
        self._spend(1)
        await self._place(body.job_id, {body.platform: payload}, dual=dual, later=later)
        if not later:
            only = None if dual else body.platform
            await creating.advance(self.db, self.outside, self.caller.tenant, body.job_id, only=only)
        row = next(one for one in await self._rows(body.job_id) if _is(one, body.platform))
        _complain(row)
        return row, row["state"] not in LATER

    async def all(self, body: JobDispatch, *, later: bool = False) -> Answer:
        """A ticket on every platform that is switched on; trouble on one is told in its row.

        Raises:
            InvalidError: a payload does not fit.
        """
        switches = await self._switches()
        wanted, skipped = _wanted(body, switches)
        if not wanted:
            return {"tickets": [], "skipped": skipped, "reason": _why_none(switches)}
        dual = switches["dual_mode"]
        if body.dry_run:
            shown: list[Answer] = []
            for platform, payload in wanted.items():
                twin = await self._twin(body.job_id, platform, dual=dual, both=len(wanted) > 1)
                shown.append(await self._preview(body.job_id, platform, payload, twin))
            return {"tickets": shown, "skipped": skipped, "reason": ""}
        self._spend(len(wanted))
        await self._place(body.job_id, wanted, dual=dual, later=later)
        if not later:
            await creating.advance(self.db, self.outside, self.caller.tenant, body.job_id)
        rows = [row for row in await self._rows(body.job_id) if any(_is(row, name) for name in wanted)]
        return {"tickets": rows, "skipped": skipped, "reason": ""}

    async def listed(self, job_id: str, *, refresh: bool = False) -> Answer:
        """All outside tickets of a job; a platform that cannot be read is named, the stored status is shown.

        Raises:
            NotFoundError: nothing was ever asked for this job.
        """
        if not await self._rows(job_id):
            raise NotFoundError("No outside ticket was asked for with this job id.")
        return await self.of_analysis(job_id, refresh=refresh)

    async def of_analysis(self, job_id: str, *, refresh: bool = False) -> Answer:
        """All outside tickets of a job that is known here; there may be none."""
        rows = await self._rows(job_id)
        if not refresh or not rows:
            return {"tickets": rows, "skipped": [], "reason": ""}
        troubles = await refreshing.of_job(self.db, self.outside, self.caller.tenant, job_id)
        told = [{"platform": platform, "reason": reason} for platform, reason in troubles]
        return {"tickets": await self._rows(job_id), "skipped": told, "reason": ""}

    async def _switches(self) -> dict[str, bool]:
        async with self.db.transaction(self.caller.tenant) as tx:
            return await settings.current(tx)

    async def _rows(self, job_id: str) -> list[Answer]:
        async with self.db.transaction(self.caller.tenant) as tx:
            return await queries.listed(tx, job_id)

    async def _twin(self, job_id: str, platform: Platform, *, dual: bool, both: bool) -> tuple[Related, ...]:
        """What an issue's preview refers to: the incident, or the place where its number will stand."""
        if not dual or platform is Platform.SERVICENOW:
            return ()
        rows = await self._rows(job_id)
        incident = next((row for row in rows if _is(row, Platform.SERVICENOW) and row["ticket_id"]), None)
        if incident is None and not both:
            return ()
        key = incident["ticket_id"] if incident else "{number of the incident}"
        url = incident["url"] if incident else "{address of the incident}"
        return (Related(platform=Platform.SERVICENOW, remote_id=key, key=key, url=url),)

    async def _preview(
        self, job_id: str, platform: Platform, payload: Mapping[str, Any], twin: tuple[Related, ...]
    ) -> Answer:
        draft = payloads.draft(platform, payload, payloads.mark(self.caller.org_id, job_id), twin)
        try:
            async with self.outside.open(platform, self.caller.org_id, preview=True) as (connector, filled):
                made = connector.preview(draft)
        except NotConfiguredError as error:
            raise ConflictError(str(error)) from None
        notices = [asdict(one) for one in made.notices]
        notices += [
            {"kind": "missing", "field": name, "message": f"{name} is not set in the environment."}
            for name in filled.lacks
        ]
        requests = [asdict(one) for one in made.requests]
        async with self.db.transaction(self.caller.tenant) as tx:
            return await queries.keep_preview(tx, job_id, platform, payload, requests, notices, clock.now())

    async def _place(self, job_id: str, wanted: Wanted, *, dual: bool, later: bool) -> None:
        async with self.db.transaction(self.caller.tenant) as tx:
            await place(tx, job_id, wanted, dual=dual, later=later, by=By.of(self.caller))

    def _spend(self, cost: int) -> None:
        bucket = self.outside.creates
        if bucket is None:
            return
        verdict = bucket.take(str(self.caller.org_id), min(cost, bucket.capacity))
        if not verdict.allowed:
            words = "Your organisation creates outside tickets faster than is allowed."
            raise RateLimitedError(words, retry_after=verdict.retry_after)


def _is(row: Answer, platform: Platform) -> bool:
    return row["platform"] == platform and not row["dry_run"]


def _wanted(body: JobDispatch, switches: Mapping[str, bool]) -> tuple[Wanted, list[Answer]]:
    wanted: Wanted = {}
    skipped: list[Answer] = []
    for platform in Platform:
        sent, place = body.payload(platform), f"{platform}_payload"
        if not switches[f"{platform}_enabled"]:
            skipped.append({"platform": platform, "reason": f"{platform}_enabled is false"})
        elif sent is not None:
            wanted[platform] = payloads.checked(platform, sent, place)
        elif body.title:
            made = payloads.of_job(
                platform, title=body.title, description=body.description, severity=body.severity
            )
            wanted[platform] = payloads.checked(platform, made, place)
        else:
            skipped.append({"platform": platform, "reason": f"neither {place} nor a title was sent"})
    return wanted, skipped


def _why_none(switches: Mapping[str, bool]) -> str:
    on = any(switches[f"{platform}_enabled"] for platform in Platform)
    return "No payload was sent for a platform that is switched on." if on else NONE_ON


def _complain(row: Answer) -> None:
    """Turn the end of a single ticket into a problem; what is still tried or in question is no refusal."""
    error = row["error"]
    if error is None or row["state"] != OutsideState.FAILED:
        return
    if error["kind"] == "refused":
        errors = [FieldError(loc=["body", "payload", k], msg=v) for k, v in error["fields"].items()]
        raise InvalidError(error["message"], errors=errors, fix=error["fix"], ticket=str(row["id"]))
    raise ConflictError(error["message"], fix=error["fix"], kind=error["kind"], ticket=str(row["id"]))
