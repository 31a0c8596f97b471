"""Use cases of root-cause analysis: ask for one, tell one from outside, end it, keep its findings."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from deskplane.kernel import clock, events, jobs, rows
from deskplane.kernel.access import Caller
from deskplane.kernel.db import Record, Statements, Tx
from deskplane.kernel.errors import ConflictError, NotFoundError
from deskplane.kernel.ids import as_uuid, uuid7
from deskplane.kernel.paging import Page, envelope
from deskplane.kernel.rows import By, Change, Row, Shelf
from deskplane.rca import queries
from deskplane.rca.events import (
    RcaFindingAdded,
    RcaFindingChanged,
    RcaFindingDeleted,
    RcaJobCancelled,
    RcaJobChanged,
    RcaJobCompleted,
    RcaJobCreated,
    RcaJobDeleted,
    RcaJobEvent,
    RcaJobFailed,
    RcaJobStarted,
)
from deskplane.rca.schemas import JobCreate, JobResult
from deskplane.rca.scope import chosen
from deskplane.rca.vocabulary import MOST_FINDINGS, SUBSCRIBER, UNFINISHED, JobSource, JobState, Severity
from deskplane.tickets import reach

NUMBERED: Final = re.compile(r"rca-(\d{1,9})")
JOBS: Final = Shelf(
    table="rca_jobs",
    noun="root-cause analysis",
    order="created_at desc, id desc",
    added=RcaJobCreated,
    changed=RcaJobChanged,
    removed=RcaJobDeleted,
    label="title",
)
FINDINGS: Final = Shelf(
    table="rca_findings",
    noun="finding",
    order="id",
    added=RcaFindingAdded,
    changed=RcaFindingChanged,
    removed=RcaFindingDeleted,
    label="title",
)
TOLD: Final[Mapping[JobState, type[RcaJobEvent]]] = {
    JobState.COMPLETED: RcaJobCompleted,
    JobState.FAILED: RcaJobFailed,
    JobState.CANCELLED: RcaJobCancelled,
}
WORST_FIRST: Final = tuple(Severity)


async def listed(reads: Statements, page: Page, wanted: list[Any]) -> dict[str, Any]:
    """Return a part of the jobs, the newest first."""
    at, id_ = reach.after_moment(page) if page.after is not None else (None, None)
    found = await reads.fetch(queries.LISTED, *wanted, at, id_, page.limit + 1, page.offset)
    shown = [dict(row) for row in found[: page.limit]]
    after = (shown[-1]["created_at"].isoformat(), shown[-1]["id"]) if len(found) > page.limit else None
    total = await reads.fetchval(queries.COUNTED, *wanted) if page.count else None
    return envelope(shown, page, after=after, total=total)


async def found(reads: Statements, ref: str) -> Row:
    """Return a job with its findings, by its id or by its own name.

    Raises:
        NotFoundError: there is none.
    """
    row = await reads.fetchrow(queries.FOUND, ref, as_uuid(ref))
    if row is None:
        raise NotFoundError("There is no root-cause analysis with this id.")
    findings = await queries.findings_of(reads, row["id"])
    return {**row, "findings": [dict(one) for one in findings]}


async def create(tx: Tx, body: JobCreate, caller: Caller) -> tuple[Row, bool]:
    """Begin an analysis here, or keep one from outside; the same name again answers with the one that is there.

    Raises:
        InvalidError: the scope finds no ticket, or too many.
        ConflictError: the name belongs to another analysis.
    """
    now, tickets = clock.now(), list[UUID]()
    source = JobSource.OUTSIDE if body.scope is None else JobSource.ANALYSIS
    if body.scope is not None:
        tickets = await chosen(tx, body.scope, caller)
    await tx.execute(queries.ONE_AT_A_TIME)
    number, name = await _name(tx, body.job_id)
    state = JobState.QUEUED if body.scope is not None else JobState.RUNNING
    scope = body.scope.model_dump(mode="json", exclude_defaults=True) if body.scope else None
    started = None if body.scope is not None else body.started_at or now
    row = await tx.fetchrow(
        queries.ADD,
        uuid7(),
        number,
        name,
        body.title,
        source,
        state,
        scope,
        tickets,
        caller.person_id,
        now,
        started,
    )
    if row is None:
        return await _again(tx, name, body, caller), False
    facts = {"job_id": name, "source": source, "title": body.title, "tickets": len(tickets)}
    told = RcaJobCreated(
        subject=row["id"], version=row["version"], actor=caller.actor, origin=caller.origin, data=facts
    )
    await events.append(tx, [told])
    if body.scope is not None:
        await jobs.put(tx, subscriber=SUBSCRIBER, targets=[(told.id, str(row["id"]))])
    else:
        await _told_at_once(tx, row, body, caller)
    return await found(tx, name), True


async def _name(tx: Tx, wanted: str | None) -> tuple[int | None, str]:
    """The number and the name of a new job; a name that looks like one of ours takes its number with it."""
    if wanted is None:
        number = await tx.fetchval(queries.NEXT)
        return number, f"rca-{number}"
    ours = NUMBERED.fullmatch(wanted)
    return int(ours[1]) if ours else None, wanted


async def _again(tx: Tx, name: str, body: JobCreate, caller: Caller) -> Row:
    """A name that is there already: an analysis from outside may be completed this way, all else stays as it is."""
    row = await _locked(tx, name)
    if row["source"] != JobSource.OUTSIDE or body.scope is not None:
        raise ConflictError("There is already a root-cause analysis with this job_id.", job_id=name)
    if row["state"] in UNFINISHED:
        await _told_at_once(tx, row, body, caller)
    return await found(tx, name)


async def _told_at_once(tx: Tx, row: Record, body: JobCreate, caller: Caller) -> None:
    """End an analysis from outside in the call that tells of it, if that call says how it ended."""
    state = JobState(body.state or (JobState.COMPLETED if body.findings else JobState.RUNNING))
    if state in TOLD:
        await _end(tx, row["id"], state, _result(body), By.of(caller), error=body.error)


async def complete(tx: Tx, ref: str, body: JobResult, caller: Caller) -> Row:
    """End an analysis from outside with what it found; told again, nothing happens.

    Raises:
        NotFoundError: there is none.
        ConflictError: it is made here, or it ended in another way.
    """
    row = await _from_outside(tx, ref)
    if row["state"] == JobState.COMPLETED:
        return await found(tx, ref)
    _need_unfinished(row)
    await _end(tx, row["id"], JobState.COMPLETED, _result(body), By.of(caller))
    return await found(tx, ref)


async def fail(tx: Tx, ref: str, error: str, caller: Caller) -> Row:
    """End an analysis from outside without a result.

    Raises:
        NotFoundError: there is none.
        ConflictError: it is made here, or it has ended.
    """
    row = await _from_outside(tx, ref)
    _need_unfinished(row)
    await _end(tx, row["id"], JobState.FAILED, {}, By.of(caller), error=error)
    return await found(tx, ref)


async def cancel(tx: Tx, ref: str, caller: Caller) -> Row:
    """Call an analysis off; the analyser stops at its next step.

    Raises:
        NotFoundError: there is none.
        ConflictError: it has ended.
    """
    row = await _locked(tx, ref)
    _need_unfinished(row)
    await _end(tx, row["id"], JobState.CANCELLED, {}, By.of(caller))
    return await found(tx, ref)


async def change(tx: Tx, ref: str, change: Change, caller: Caller) -> Row:
    """Put title, summary or root cause in other words.

    Raises:
        NotFoundError: there is none.
        ConflictError, PreconditionFailedError: the change was prepared on an older version.
    """
    row = await _locked(tx, ref)
    await rows.change(tx, JOBS, row["id"], change, by=By.of(caller))
    return await found(tx, ref)


async def delete(tx: Tx, ref: str, if_match: int | None, caller: Caller) -> None:
    """Delete an analysis that has ended, with its findings; its tickets outside stay.

    Raises:
        NotFoundError: there is none.
        ConflictError: it goes on.
    """
    row = await _locked(tx, ref)
    if row["state"] in UNFINISHED:
        raise ConflictError("This analysis goes on. Cancel it first.")
    await tx.execute(queries.DROP_FINDINGS, row["id"])
    await rows.remove(tx, JOBS, row["id"], if_match=if_match, by=By.of(caller))


async def add_finding(tx: Tx, ref: str, values: Mapping[str, Any], caller: Caller) -> Row:
    """Add a finding by hand.

    Raises:
        NotFoundError: there is no such job.
        ConflictError: it holds as many as it may.
    """
    row = await _locked(tx, ref)
    if len(await queries.findings_of(tx, row["id"])) >= MOST_FINDINGS:
        raise ConflictError(f"An analysis holds at most {MOST_FINDINGS} findings.")
    return await rows.add(tx, FINDINGS, {**values, "rca_job_id": row["id"]}, by=By.of(caller))


async def change_finding(tx: Tx, ref: str, id: UUID, change: Change, caller: Caller) -> Row:
    """Confirm or dismiss a finding, or put it in other words.

    Raises:
        NotFoundError: the job has none of that id.
        ConflictError, PreconditionFailedError: the change was prepared on an older version.
    """
    await _finding(tx, ref, id)
    return await rows.change(tx, FINDINGS, id, change, by=By.of(caller))


async def remove_finding(tx: Tx, ref: str, id: UUID, if_match: int | None, caller: Caller) -> None:
    """Take a finding away.

    Raises:
        NotFoundError: the job has none of that id.
    """
    await _finding(tx, ref, id)
    await rows.remove(tx, FINDINGS, id, if_match=if_match, by=By.of(caller))


async def start(tx: Tx, id_: UUID) -> Record | None:
    """Begin with an analysis, or go on after a crash. None: it was called off or is done."""
    row = await tx.fetchrow(queries.START, id_, clock.now())
    if row is not None:
        facts = {"job_id": row["job_id"], "tickets": len(row["ticket_ids"])}
        await events.append(tx, [RcaJobStarted(subject=id_, version=row["version"], data=facts)])
    return row


async def goes_on(reads: Statements, id_: UUID) -> bool:
    """Say whether nobody called the analysis off."""
    return await reads.fetchval(queries.STATE, id_) == JobState.RUNNING


async def finish(tx: Tx, id_: UUID, result: Mapping[str, Any], *, error: str = "") -> None:
    """End an analysis made here; nothing happens if it was called off."""
    await _end(tx, id_, JobState.FAILED if error else JobState.COMPLETED, result, None, error=error)


def worst(severities: list[str]) -> Severity | None:
    """Return the worst of some severities; None of none."""
    return min((Severity(one) for one in severities), key=WORST_FIRST.index, default=None)


def _result(body: JobResult) -> dict[str, Any]:
    return body.model_dump(
        mode="json", include={"summary", "root_cause", "confidence", "affected_users", "findings"}
    ) | {"finished_at": body.finished_at}


async def _end(
    tx: Tx, id_: UUID, state: JobState, result: Mapping[str, Any], by: By | None, *, error: str = ""
) -> None:
    now = clock.now()
    finished: datetime = result.get("finished_at") or now
    row = await tx.fetchrow(
        queries.END,
        id_,
        state,
        result.get("summary", ""),
        result.get("root_cause", ""),
        result.get("confidence"),
        result.get("affected_users"),
        result.get("measures", {}),
        error,
        finished,
        now,
    )
    if row is None:
        return
    findings = list(result.get("findings", ()))
    await queries.add_findings(tx, id_, findings, now)
    facts: dict[str, Any] = {"job_id": row["job_id"]}
    if state is JobState.COMPLETED:
        severity = worst([one["severity"] for one in findings])
        facts |= {"findings": len(findings), "severity": severity}
    if error:
        facts["error"] = error[:500]
    who: dict[str, Any] = {"actor": by.actor, "origin": by.origin} if by else {}
    await events.append(tx, [TOLD[state](subject=id_, version=row["version"], data=facts, **who)])


async def _locked(tx: Tx, ref: str) -> Record:
    row = await tx.fetchrow(queries.LOCKED, ref, as_uuid(ref))
    if row is None:
        raise NotFoundError("There is no root-cause analysis with this id.")
    return row


async def _from_outside(tx: Tx, ref: str) -> Record:
    row = await _locked(tx, ref)
    if row["source"] != JobSource.OUTSIDE:
        raise ConflictError("This analysis is made here; it ends by itself.")
    return row


def _need_unfinished(row: Record) -> None:
    if row["state"] not in UNFINISHED:
        raise ConflictError(f"This analysis has ended: it is {row['state']}.", state=row["state"])


async def _finding(tx: Tx, ref: str, id: UUID) -> None:
    job = await _locked(tx, ref)
    row = await rows.found(tx, FINDINGS, id)
    if row["rca_job_id"] != job["id"]:
        raise NotFoundError("There is no finding with this id.")
