"""One change for many tickets: one atomic call, a result for each ticket, and the way back."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from deskplane.kernel import clock
from deskplane.kernel.access import Caller
from deskplane.kernel.db import Record, Tx
from deskplane.kernel.errors import ConflictError, DeskplaneError, InvalidError, NotFoundError
from deskplane.kernel.ids import as_uuid
from deskplane.tickets import conversation, gates, queries, references, service
from deskplane.tickets.acting import By
from deskplane.tickets.conversation import CommentDraft
from deskplane.tickets.drafts import described
from deskplane.tickets.filters import TicketFilter, stored_filter
from deskplane.tickets.planning import Changes, Wanted, plan
from deskplane.tickets.schemas import MAX_BULK
from deskplane.tickets.selection import select
from deskplane.vocabulary.status import Status
from deskplane.vocabulary.ticket_type import TicketType

UNDO_FOR: Final = timedelta(minutes=30)
KEEP: Final = """
with gone as (delete from bulk_undo where org_id = app_org() and expires_at < $4)
insert into bulk_undo (org_id, token, person_id, items, expires_at)
select app_org(), $1, app_person(), $2::jsonb, $3
"""
TAKE: Final = """
delete from bulk_undo where org_id = app_org() and token = $1 and expires_at >= $2
    and (person_id is not distinct from app_person() or $3)
returning items
"""
WORDS: Final[Mapping[type[DeskplaneError], str]] = {NotFoundError: "not_found", InvalidError: "invalid"}
VERSIONS: Final = "select id, version from tickets where org_id = app_org() and id = any($1::uuid[])"


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one ticket."""

    id: str
    number: str | None = None
    ok: bool = False
    changed: bool = False
    version: int | None = None
    error: str | None = None
    detail: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of all."""

    results: Sequence[Result]
    undo_token: UUID | None = None

    def document(self) -> dict[str, Any]:
        """Return the answer."""
        return {
            "results": [asdict(result) for result in self.results],
            "changed": sum(result.changed for result in self.results),
            "failed": sum(not result.ok for result in self.results),
            "undo_token": self.undo_token,
        }


@dataclass(slots=True)
class Plans:
    """What is to be written, and what is said about each ticket."""

    changed: list[tuple[Record, Changes]]
    results: list[Result]


async def targets_of(
    tx: Tx,
    ids: Sequence[UUID | str] | None,
    where: Any,
    caller: Caller,
    *,
    filters: Mapping[str, str | Sequence[str]] | None = None,
) -> dict[str, UUID | None]:
    """Return the tickets meant, by what they were called: ids and numbers, or those that meet a condition or filters.

    Raises:
        InvalidError: none or several of the three are given, or too many tickets are meant.
    """
    if sum(given is not None for given in (ids, where, filters)) != 1:
        raise InvalidError.field("ids", "send either ids, where or filter")
    if ids is not None:
        return await _named(tx, ids)
    named, wanted = "where", TicketFilter(where=where)
    if filters is not None:
        named, wanted = "filter", stored_filter(filters, loc=("body", "filter"))
    chosen = await select(tx, wanted, caller)
    rows = await tx.fetch(
        f"select t.id from tickets t where {chosen.where} order by t.id limit {MAX_BULK + 1}", *chosen.args
    )
    if len(rows) > MAX_BULK:
        raise InvalidError.field(named, f"more than {MAX_BULK} tickets meet this; narrow it")
    return {str(row["id"]): row["id"] for row in rows}


async def _named(tx: Tx, ids: Sequence[UUID | str]) -> dict[str, UUID | None]:
    named: dict[str, UUID | int | None] = {}
    for given in ids:
        text = str(given)
        named[text] = as_uuid(text) or queries.number_in(text)
    numbers = [value for value in named.values() if isinstance(value, int)]
    known = await queries.ids_of_numbers(tx, numbers) if numbers else {}
    return {text: known.get(value) if isinstance(value, int) else value for text, value in named.items()}


async def update(
    tx: Tx, targets: Mapping[str, UUID | None], wanted: Wanted, *, by: By, comment: str | None = None
) -> Outcome:
    """Change all tickets that can take the change; the same number of statements for one and for a thousand.

    Raises:
        InvalidError: the change is refused for every ticket; nothing is written.
    """
    plans = await plans_of(tx, targets, wanted, by=by)
    return await write(tx, plans, by=by, drafts=_same(comment, plans) if comment else ())


async def preview(tx: Tx, targets: Mapping[str, UUID | None], wanted: Wanted, *, by: By) -> Outcome:
    """Say what a change would do to each ticket, and write nothing.

    Raises:
        InvalidError: the change is refused for every ticket.
    """
    return Outcome((await plans_of(tx, targets, wanted, by=by)).results)


async def plans_of(tx: Tx, targets: Mapping[str, UUID | None], wanted: Wanted, *, by: By) -> Plans:
    """Lock the tickets and say what a change would do to each; nothing is written.

    Raises:
        InvalidError: the change is refused for every ticket.
    """
    locked = await queries.lock_many(tx, [found for found in targets.values() if found])
    types = sorted({row["type"] for row in locked.values()})
    [checked] = await references.resolve(tx, [wanted], types=types, partial=True, by=by)
    plans = _planned(targets, locked, checked, by)
    if checked.status is not None and not by.moves_freely:
        await _gate(tx, plans, checked.status)
    return plans


async def write(
    tx: Tx,
    plans: Plans,
    *,
    by: By,
    drafts: Sequence[CommentDraft] = (),
    data: Mapping[str, Any] | None = None,
) -> Outcome:
    """Write what was planned, and comments on tickets that take the change; remember the way back.

    Raises:
        InvalidError: a value refers to something that is not there.
    """
    if plans.changed:
        facts = {"bulk": len(plans.changed), **(data or {})}
        await service.write(tx, plans.changed, by=by, at=clock.now(), data=facts)
    if drafts:
        await _say(tx, drafts, plans, by)
    return Outcome(plans.results, await _keep(tx, plans))


async def _gate(tx: Tx, plans: Plans, to: Status) -> None:
    """Take out what an approval or an unfinished child holds back."""
    refused = await gates.refusals(
        tx, [(ticket, to) for ticket, changes in plans.changed if "status" in changes]
    )
    if not refused:
        return
    plans.changed = [(ticket, changes) for ticket, changes in plans.changed if ticket["id"] not in refused]
    held = {str(id_): error for id_, error in refused.items()}
    plans.results = [
        _refused(result.id, result.number, held[result.id]) if result.id in held else result
        for result in plans.results
    ]


def _same(comment: str, plans: Plans) -> list[CommentDraft]:
    """Return one comment on each ticket that takes the change."""
    text = described(comment, None)
    return [
        CommentDraft(
            ticket_id=UUID(result.id), body_html=text["description_html"], body_text=text["description_text"]
        )
        for result in plans.results
        if result.ok
    ]


async def _say(tx: Tx, drafts: Sequence[CommentDraft], plans: Plans, by: By) -> None:
    """Write the comments; a first response raises versions once more."""
    await conversation.add(tx, drafts, by=by)
    rows = await tx.fetch(VERSIONS, [draft.ticket_id for draft in drafts])
    versions = {str(row["id"]): row["version"] for row in rows}
    plans.results = [
        replace(result, version=versions.get(result.id, result.version)) for result in plans.results
    ]


def _planned(
    targets: Mapping[str, UUID | None], locked: Mapping[UUID, Record], wanted: Wanted, by: By
) -> Plans:
    now, plans, seen = clock.now(), Plans([], []), set[UUID]()
    for name, found in targets.items():
        ticket = locked.get(found) if found else None
        if ticket is None or ticket["deleted_at"] is not None:
            plans.results.append(_refused(name, None, NotFoundError(f"There is no ticket {name} here.")))
        elif ticket["id"] not in seen:
            seen.add(ticket["id"])
            _plan_one(plans, ticket, lambda row: plan(row, wanted, by, now))
    return plans


def _plan_one(plans: Plans, ticket: Record, planned: Callable[[Record], Changes]) -> None:
    number = TicketType(ticket["type"]).number(ticket["number_int"])
    try:
        changes = planned(ticket)
    except DeskplaneError as error:
        plans.results.append(_refused(str(ticket["id"]), number, error))
        return
    if changes:
        plans.changed.append((ticket, changes))
    number = TicketType(changes.get("type", ticket["type"])).number(ticket["number_int"])
    version = ticket["version"] + bool(changes)
    plans.results.append(Result(str(ticket["id"]), number, ok=True, changed=bool(changes), version=version))


def _refused(name: str, number: str | None, error: DeskplaneError) -> Result:
    word = WORDS.get(type(error), "conflict")
    if isinstance(error, ConflictError) and "legal" in error.extra:
        word = "illegal_transition"
    return Result(name, number, error=word, detail=error.detail or str(error))


async def _keep(tx: Tx, plans: Plans) -> UUID | None:
    """Remember the old values for a while."""
    if not plans.changed:
        return None
    token, now = uuid4(), clock.now()
    versions = {result.id: result.version for result in plans.results}
    items = [
        {
            "id": ticket["id"],
            "version": versions[str(ticket["id"])],
            "before": {name: ticket[name] for name in changes},
        }
        for ticket, changes in plans.changed
    ]
    await tx.execute(KEEP, token, items, now + UNDO_FOR, now)
    return token


async def undo(tx: Tx, token: UUID, *, by: By) -> Outcome:
    """Give tickets of a bulk update their old values back where nobody changed them since.

    Raises:
        NotFoundError: the token is unknown, used, expired or somebody else's.
    """
    items: Any = await tx.fetchval(TAKE, token, clock.now(), by.is_admin)
    if items is None:
        raise NotFoundError(
            "There is nothing to undo under this token: it was used, it expired, or it is not yours."
        )
    before = {UUID(item["id"]): item for item in items}
    locked = await queries.lock_many(tx, list(before))
    plans = Plans([], [])
    for id_, item in before.items():
        ticket = locked.get(id_)
        if ticket is None or ticket["deleted_at"] is not None:
            plans.results.append(_refused(str(id_), None, NotFoundError("This ticket is gone.")))
        else:
            _plan_one(plans, ticket, lambda row, item=item: _restored(row, item))
    if plans.changed:
        await service.write(tx, plans.changed, by=by, at=clock.now(), data={"reason": "undo"})
    return Outcome(plans.results)


def _restored(ticket: Record, item: Mapping[str, Any]) -> Changes:
    if ticket["version"] != item["version"]:
        raise ConflictError("Somebody changed this ticket after the bulk update; it was left as it is.")
    return dict(item["before"])
