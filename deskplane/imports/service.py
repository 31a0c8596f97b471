"""The general importer: judge the whole file first, then store it in batches, each a transaction."""

import asyncio
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, Final, TypeVar
from uuid import UUID

from deskplane.catalog import service as catalog
from deskplane.identity import service as identity
from deskplane.identity.service import PersonDraft, TeamDraft
from deskplane.identity.vocabulary import PersonKind
from deskplane.imports import queries
from deskplane.imports.drafting import CustomField, Draft, Drafter
from deskplane.imports.events import ImportFinished
from deskplane.imports.mapping import FieldMap
from deskplane.imports.opening import sha256_of
from deskplane.imports.plans import IMPORTED, Named, Planner, columns_of
from deskplane.imports.progress import Progress, quiet
from deskplane.imports.records import Form
from deskplane.imports.survey import Survey, digest_of, drafts, survey
from deskplane.kernel import clock, events
from deskplane.kernel.db import Database, Tenant, Tx
from deskplane.kernel.errors import UnavailableError
from deskplane.kernel.events import Actor
from deskplane.kernel.ids import uuid7
from deskplane.kernel.rows import By
from deskplane.tickets.history import store_history
from deskplane.tickets.surroundings import store_surroundings
from deskplane.vocabulary.origin import Origin
from deskplane.vocabulary.visibility import Visibility

# Within a window, tickets are stored in the order they were created; a file is seldom far from that order.
WINDOW: Final = 5_000
BATCH: Final = 500
PATH: Final = " / "
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What to import, and how."""

    file: Path
    form: Form
    mapping: FieldMap
    source: str = "import"
    dry_run: bool = False
    skip_invalid: bool = False


@dataclass(slots=True)
class Report:
    """What an import did, or would do; ``stored_sha256`` is recomputed from what is stored."""

    file: str
    sha256: str
    source: str
    dry_run: bool
    records: int = 0
    refused: int = 0
    duplicates: int = 0
    tickets_created: int = 0
    tickets_changed: int = 0
    tickets_unchanged: int = 0
    comments: int = 0
    people_created: int = 0
    teams_created: int = 0
    categories_created: int = 0
    records_sha256: str = ""
    stored_sha256: str = ""
    batches: int = 0
    unmapped_columns: list[str] = field(default_factory=list[str])
    errors: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    stopped: bool = False
    seconds: float = 0.0


async def import_records(
    db: Database, org_id: UUID, wanted: Wanted, *, actor: Actor = IMPORTED, progress: Progress = quiet
) -> Report:
    """Import a file; a record that was imported before and says the same is left alone.

    Nothing is stored by a dry run, nor if a record is refused (unless invalid ones are to be skipped).

    Raises:
        InvalidError: the file or the mapping cannot be read; nothing was stored.
    """
    started, tenant = time.monotonic(), Tenant(org_id)
    drafter = await _drafter(db, tenant, wanted.mapping)
    found = await asyncio.to_thread(survey, wanted.file, wanted.form, drafter, progress)
    report = _report(wanted, found, await asyncio.to_thread(sha256_of, wanted.file))
    before = await _compare(db, tenant, wanted, found, report)
    report.stopped = bool(found.refused) and not wanted.skip_invalid
    if not wanted.dry_run and not report.stopped:
        await _store(db, tenant, wanted, _changed(wanted, drafter, before), report, progress)
        await _finish(db, tenant, wanted, found, report, actor)
    report.seconds = time.monotonic() - started
    return report


async def _drafter(db: Database, tenant: Tenant, mapping: FieldMap) -> Drafter:
    async with db.transaction(tenant) as tx:
        fields = {
            row["key"]: CustomField(row["kind"], tuple(option["value"] for option in row["options"]))
            for row in await catalog.custom_fields(tx)
        }
        return Drafter(mapping, fields, await queries.codes(tx), await queries.sub_statuses(tx))


def _report(wanted: Wanted, found: Survey, sha256: str) -> Report:
    read = set(wanted.mapping.columns)
    return Report(
        file=wanted.file.name,
        sha256=sha256,
        source=wanted.source,
        dry_run=wanted.dry_run,
        records=found.records,
        refused=found.refused,
        duplicates=found.duplicates,
        comments=found.comments,
        records_sha256=found.sha256,
        unmapped_columns=[name for name in found.columns if name and name not in read],
        errors=found.errors,
    )


async def _compare(
    db: Database, tenant: Tenant, wanted: Wanted, found: Survey, report: Report
) -> dict[str, str]:
    """Count what is new and what differs; return what was imported before."""
    async with db.transaction(tenant) as tx:
        before = await queries.digests(tx, wanted.source)
        # A path is made with all that lies above it.
        parts = {path[: depth + 1] for path in found.categories for depth in range(len(path))}
        categories = {PATH.join(part).lower() for part in parts}
        teams = {name.lower() for name in found.teams}
        there = await queries.there(tx, list(found.emails), list(teams), list(categories))
    report.people_created = len(found.emails) - len(there["people"])
    report.teams_created = len(teams) - len(there["teams"])
    report.categories_created = len(categories) - len(there["categories"])
    report.tickets_created = sum(key not in before for key in found.digests)
    report.tickets_unchanged = sum(before.get(key) == digest for key, digest in found.digests.items())
    report.tickets_changed = len(found.digests) - report.tickets_created - report.tickets_unchanged
    return before


def _changed(wanted: Wanted, drafter: Drafter, before: dict[str, str]) -> Iterator[Draft]:
    whole = drafts(wanted.file, wanted.form, drafter)
    different = (draft for draft in whole if before.get(draft.key) != draft.digest)
    while window := list(islice(different, WINDOW)):
        yield from sorted(window, key=lambda draft: min(draft.times.values(), default=clock.now()))


async def _store(
    db: Database, tenant: Tenant, wanted: Wanted, changed: Iterator[Draft], report: Report, progress: Progress
) -> None:
    done, whole = 0, report.tickets_created + report.tickets_changed
    columns = columns_of(wanted.mapping.rules)
    while batch := await asyncio.to_thread(lambda: list(islice(changed, BATCH))):
        try:
            async with db.transaction(tenant) as tx:
                await _store_batch(tx, wanted.source, columns, batch)
        except UnavailableError as error:
            told = f"{done:,} of {whole:,} tickets were stored before. Run the import again to go on."
            raise UnavailableError(f"The database does not answer. {told}") from error
        report.batches += 1
        done += len(batch)
        progress("Storing tickets", done, whole)


async def _store_batch(tx: Tx, source: str, columns: frozenset[str], batch: Sequence[Draft]) -> None:
    present = await queries.known(tx, source, [draft.key for draft in batch])
    planner = Planner(source, await _named(tx, batch), columns, clock.now())
    plans = [planner.plan(draft, present.get(draft.key)) for draft in batch]
    await store_history(tx, [plan.ticket for plan in plans])
    await store_surroundings(tx, source, [plan.around for plan in plans if plan.around.items])


async def _named(tx: Tx, batch: Sequence[Draft]) -> Named:
    """Find or add everybody and everything that a batch names; people who are not there come in from outside."""
    names = {draft.requester: draft.requester_name for draft in batch if draft.requester_name}
    authors = (comment.author for draft in batch for comment in draft.comments)
    asked, working = (draft.requester for draft in batch), (draft.assignee for draft in batch)
    emails = dict.fromkeys([*asked, *working, *authors])
    people = [
        PersonDraft(name=names.get(email) or _readable(email), email=email, kind=PersonKind.EXTERNAL)
        for email in emails
        if "@" in email
    ]
    person_ids = await identity.ensure_people(tx, people, actor=IMPORTED, origin=Origin.IMPORT)
    teams = [TeamDraft(name=name) for name in dict.fromkeys(draft.team for draft in batch if draft.team)]
    team_ids = await identity.ensure_teams(tx, teams, actor=IMPORTED, origin=Origin.IMPORT)
    paths = list(dict.fromkeys(draft.category for draft in batch if draft.category))
    return Named(
        people={str(person.email).lower(): id_ for person, id_ in zip(people, person_ids, strict=True)},
        teams={team.name.lower(): id_ for team, id_ in zip(teams, team_ids, strict=True)},
        categories=await catalog.ensure_categories(tx, paths, by=By(IMPORTED, Origin.IMPORT))
        if paths
        else {},
    )


def _readable(email: str) -> str:
    """Return a name for somebody of whom only the address is known."""
    words = email.partition("@")[0].replace("_", ".").replace("-", ".").split(".")
    return " ".join(word.capitalize() for word in words if word) or email


async def _finish(
    db: Database, tenant: Tenant, wanted: Wanted, found: Survey, report: Report, actor: Actor
) -> None:
    """Hash what is stored now, and announce what was brought in."""
    async with db.transaction(tenant) as tx:
        stored = await queries.digests(tx, wanted.source)
        report.stored_sha256 = digest_of({key: stored.get(key, "") for key in found.digests})
        if report.tickets_created or report.tickets_changed:
            await events.append(tx, [_finished(report, actor)])


def _finished(report: Report, actor: Actor) -> ImportFinished:
    return ImportFinished(
        subject=uuid7(),
        actor=actor,
        origin=Origin.CLI,
        visibility=Visibility.INTERNAL,
        data={
            "file": report.file,
            "sha256": report.sha256,
            "source": report.source,
            "tickets_created": report.tickets_created,
            "tickets_changed": report.tickets_changed,
            "records_refused": report.refused,
        },
    )
