"""Which tickets an analysis looks at: chosen when it is asked for, as the one who asks may see them."""

from typing import Final
from uuid import UUID

from deskplane.kernel.access import Caller
from deskplane.kernel.db import Tx
from deskplane.kernel.errors import FieldError, InvalidError, NotFoundError
from deskplane.rca.schemas import AnalysisScope
from deskplane.rca.vocabulary import MOST_TICKETS
from deskplane.tickets.filters import stored_filter
from deskplane.tickets.queries import parse_ref
from deskplane.tickets.selection import Selection, select

PLACE: Final = ("body", "scope")
ON_ITEMS: Final = (
    "exists (select 1 from ticket_cis x where x.org_id = t.org_id and x.ticket_id = t.id "
    "and x.ci_id = any({}::uuid[]))"
)


async def chosen(tx: Tx, scope: AnalysisScope, caller: Caller) -> list[UUID]:
    """Return the ids of the tickets, oldest first.

    Raises:
        InvalidError: a filter or a reference is refused, no ticket is found, or too many are.
    """
    wanted = await select(tx, stored_filter(scope.filter, loc=(*PLACE, "filter")), caller)
    if scope.created_from:
        wanted.add("t.created_at >= {}", scope.created_from)
    if scope.created_to:
        wanted.add("t.created_at < {}", scope.created_to)
    if scope.item_ids:
        wanted.add(ON_ITEMS, scope.item_ids)
    if scope.tickets:
        _named(wanted, scope.tickets)
    elif not {"type", "where"} & scope.filter.keys():
        wanted.parts.append("t.type <> 'change'")
    most = wanted.arg(MOST_TICKETS + 1)
    order = "order by t.created_at, t.id"
    found = await tx.fetch(
        f"select t.id from tickets t where {wanted.where} {order} limit {most}", *wanted.args
    )
    if not found:
        raise InvalidError(errors=[_refusal("no ticket fits this")])
    if len(found) > MOST_TICKETS:
        raise InvalidError(errors=[_refusal(f"more than {MOST_TICKETS} tickets fit this: narrow it")])
    return [row["id"] for row in found]


def _named(wanted: Selection, refs: list[str]) -> None:
    ids: list[UUID] = []
    numbers: list[int] = []
    for place, text in enumerate(refs):
        try:
            ref = parse_ref(text)
        except NotFoundError as error:
            where = FieldError(loc=[*PLACE, "tickets", place], msg=error.detail)
            raise InvalidError(errors=[where]) from None
        if isinstance(ref, UUID):
            ids.append(ref)
        else:
            numbers.append(ref)
    wanted.add("(t.id = any({}::uuid[]) or t.number_int = any({}::bigint[]))", ids, numbers)


def _refusal(words: str) -> FieldError:
    return FieldError(loc=[*PLACE], msg=words)
