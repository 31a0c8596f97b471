"""Running macros: what one would do to each ticket, and doing it, all in one transaction with a way back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from pydantic import JsonValue

from deskplane.catalog import fields as custom_fields
from deskplane.kernel import clock, events
from deskplane.kernel.access import Caller, Permission
from deskplane.kernel.conditions.query import read_any
from deskplane.kernel.conditions.sentence import describe
from deskplane.kernel.db import Record, Tx
from deskplane.kernel.errors import ConflictError, InvalidError
from deskplane.kernel.ids import as_uuid
from deskplane.kernel.rows import Row
from deskplane.kernel.versions import require_version
from deskplane.macros import queries, service
from deskplane.macros.events import MacroRan
from deskplane.macros.recipes import Recipe, Saying
from deskplane.macros.schemas import Action, Refusal, Targets
from deskplane.tickets import asking, bulk, templates
from deskplane.tickets.acting import By
from deskplane.tickets.bulk import Plans, Result
from deskplane.tickets.conversation import CommentDraft
from deskplane.tickets.filters import TicketFilter
from deskplane.tickets.selection import select

COUNT: Final = "update macros set runs = runs + $2, last_run_at = $3 where org_id = app_org() and id = $1"
MERGED: Final[tuple[Refusal, str]] = (
    Refusal.CONFLICT,
    "This ticket was merged into another one. Go on there.",
)
Filled = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be done, to which tickets, by whom."""

    actions: Sequence[Action]
    condition: JsonValue
    targets: Targets
    caller: Caller


@dataclass(slots=True)
class Prepared:
    """What would happen to each ticket meant: plans, words, and refusals beside those of the plans."""

    targets: Mapping[str, UUID | None]
    known: Mapping[UUID, Record]
    plans: Plans
    says: dict[UUID, list[tuple[Saying, Filled]]] = field(
        default_factory=dict[UUID, list[tuple[Saying, Filled]]]
    )
    refused: dict[str, Result] = field(default_factory=dict[str, Result])

    def results(self) -> list[Result]:
        """Return one result for each ticket, in the order asked."""
        planned = {result.id: result for result in self.plans.results} | self.refused
        keys = dict.fromkeys(str(id_) if str(id_) in planned else name for name, id_ in self.targets.items())
        return [planned[key] for key in keys if key in planned]


async def prepare(tx: Tx, order: Order) -> Prepared:
    """Lock the tickets and say what would happen to each; a handful of statements however many.

    Raises:
        InvalidError: neither or both of ids and condition were sent, or a step is refused.
        ForbiddenError: a step, or more than one ticket, needs a permission that the caller does not have.
    """
    caller = order.caller
    recipe = await service.check(tx, order.actions, caller=caller)
    targets = await bulk.targets_of(tx, order.targets.ids, order.targets.where, caller)
    if len(targets) > 1:
        caller.need(Permission.TICKET_BULK)
    known = await queries.tickets(tx, [found for found in targets.values() if found])
    refused = await _unmet(tx, order, known)
    says, missing = await _filled(
        tx, recipe, {id_: ticket for id_, ticket in known.items() if str(id_) not in refused}
    )
    refused |= missing
    left = {name: found for name, found in targets.items() if str(found) not in refused}
    plans = await bulk.plans_of(tx, left, recipe.wanted(caller), by=By.caller(caller))
    return Prepared(targets, known, plans, says, refused)


async def _unmet(tx: Tx, order: Order, known: Mapping[UUID, Record]) -> dict[str, Result]:
    """Refuse tickets that went into another one, and those that do not meet the macro's condition."""
    refused: dict[UUID, tuple[Refusal, str]] = {
        id_: MERGED for id_, ticket in known.items() if ticket["merged_into"] is not None
    }
    if order.condition is not None and known:
        chosen = await select(tx, TicketFilter(where=order.condition), order.caller)
        chosen.add("t.id = any({}::uuid[])", list(known))
        rows = await tx.fetch(f"select t.id from tickets t where {chosen.where}", *chosen.args)
        custom = custom_fields.condition_fields(await custom_fields.active(tx, for_requester=False))
        sentence = describe(read_any(order.condition, asking.schema(custom)))
        words = (Refusal.CONDITION, f"It does not meet the condition of this macro: {sentence}.")
        for id_ in set(known) - {row["id"] for row in rows}:
            refused.setdefault(id_, words)
    return {str(id_): _refused(known[id_], *why) for id_, why in refused.items()}


def _refused(ticket: Record, error: Refusal, detail: str) -> Result:
    return Result(str(ticket["id"]), ticket["number"], error=error, detail=detail)


async def _filled(
    tx: Tx, recipe: Recipe, known: Mapping[UUID, Record]
) -> tuple[dict[UUID, list[tuple[Saying, Filled]]], dict[str, Result]]:
    """Fill in what is said on each ticket; one on which a variable has no value is refused."""
    says: dict[UUID, list[tuple[Saying, Filled]]] = {}
    refused: dict[str, Result] = {}
    if not recipe.says:
        return says, refused
    for id_, words in (await templates.words_on(tx, list(known))).items():
        done = [(saying, templates.filled(saying.html, words)) for saying in recipe.says]
        missing = [name for _, text in done for name in text["missing"]]
        if missing:
            detail = f"The text has no value for {', '.join(dict.fromkeys(missing))} on this ticket."
            refused[str(id_)] = _refused(known[id_], Refusal.MISSING_VALUE, detail)
        else:
            says[id_] = done
    return says, refused


async def preview(tx: Tx, order: Order) -> dict[str, Any]:
    """Return what would happen to each ticket; nothing is written."""
    prepared = await prepare(tx, order)
    changes = {
        str(ticket["id"]): [
            {"field": name, "before": ticket[name], "after": value} for name, value in new.items()
        ]
        for ticket, new in prepared.plans.changed
    }
    results = prepared.results()
    titles = {str(id_): ticket["title"] for id_, ticket in prepared.known.items()}
    shown = [
        {
            "id": result.id,
            "number": result.number,
            "title": titles.get(result.id),
            "ok": result.ok,
            "changes": changes.get(result.id, []),
            "says": _said(prepared, result) if result.ok else [],
            "error": result.error,
            "detail": result.detail,
        }
        for result in results
    ]
    fitting = sum(result.ok for result in results)
    return {
        "results": shown,
        "fitting": fitting,
        "failed": len(results) - fitting,
        "names": await queries.names(tx, _ids(changes.values())),
    }


def _said(prepared: Prepared, result: Result) -> list[dict[str, Any]]:
    return [
        {"visibility": saying.visibility, "html": text["html"], "text": text["text"]}
        for saying, text in prepared.says.get(UUID(result.id), ())
    ]


def _ids(changes: Iterable[Sequence[Mapping[str, Any]]]) -> Iterable[UUID]:
    for several in changes:
        for change in several:
            if change["field"].endswith("_id"):
                yield from (
                    id_ for value in (change["before"], change["after"]) if (id_ := as_uuid(str(value)))
                )


async def run(tx: Tx, macro: Row, targets: Targets, version: int | None, caller: Caller) -> dict[str, Any]:
    """Run a macro on all tickets that can take it; the others say why not.

    Raises:
        ConflictError: the macro was changed since it was looked at, is switched off, or no longer fits the desk.
    """
    require_version(macro["version"], sent=version)
    if not macro["is_active"]:
        raise ConflictError("This macro is switched off.")
    prepared = await _usable(tx, macro, targets, caller)
    by, drafts = By.caller(caller), _drafts(prepared)
    outcome = await bulk.write(tx, prepared.plans, by=by, drafts=drafts, data={"macro": macro["name"]})
    outcome = bulk.Outcome(prepared.results(), outcome.undo_token)
    answer = outcome.document()
    fitting = len(answer["results"]) - answer["failed"]
    await tx.execute(COUNT, macro["id"], 1, clock.now())
    told = MacroRan(
        subject=macro["id"],
        version=macro["version"],
        actor=by.actor,
        origin=by.origin,
        data={"name": macro["name"], "tickets": fitting, "failed": answer["failed"]},
    )
    await events.append(tx, [told])
    return {**answer, "said": len(drafts)}


async def _usable(tx: Tx, macro: Row, targets: Targets, caller: Caller) -> Prepared:
    if (targets.ids is None) == (targets.where is None):
        raise InvalidError.field("ids", "send either ids or where")
    order = Order(service.actions_of(macro), macro["condition"], targets, caller)
    try:
        return await prepare(tx, order)
    except InvalidError as error:
        if any("actions" in problem["loc"] for problem in error.errors):
            raise ConflictError(f"This macro no longer fits the desk: {error.detail}") from error
        raise


def _drafts(prepared: Prepared) -> list[CommentDraft]:
    return [
        CommentDraft(
            ticket_id=UUID(result.id),
            body_html=text["html"],
            body_text=text["text"],
            visibility=saying.visibility,
        )
        for result in prepared.plans.results
        if result.ok
        for saying, text in prepared.says.get(UUID(result.id), ())
    ]
