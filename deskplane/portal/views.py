"""Requests as the people who asked for them read them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from deskplane.kernel import clock
from deskplane.kernel.access import ROLE_GRANTS, Caller, RoleName
from deskplane.kernel.db import Record, Statements
from deskplane.kernel.errors import MalformedError, NotFoundError
from deskplane.kernel.paging import Page, encode_cursor
from deskplane.portal import queries
from deskplane.portal.vocabulary import ENDED, STATE_OF, Group, PortalState, Scope
from deskplane.tickets import reach
from deskplane.tickets.acting import Rules
from deskplane.tickets.queries import Ref, number_in
from deskplane.vocabulary.status import Status

ROW: Final = ("id", "number", "title", "is_mine", "created_at", "updated_at", "expected_at", "last_word")


def as_requester(caller: Caller) -> Caller:
    """Return the same person with the rights of somebody who asks, whatever else they may do elsewhere."""
    return replace(
        caller,
        role=RoleName.REQUESTER,
        permissions=caller.permissions & ROLE_GRANTS[RoleName.REQUESTER],
    )


def state_of(status: str) -> dict[str, str]:
    """Return where a request stands and the key of the sentence that says so."""
    state = STATE_OF[Status(status)]
    return {"state": state, "state_text": state.text_key}


def _row(record: Record) -> dict[str, Any]:
    ended = Status(record["status"]) in ENDED or STATE_OF[Status(record["status"])] is PortalState.SOLVED
    return {
        **{name: record[name] for name in ROW},
        **state_of(record["status"]),
        "ended_at": record["ended_at"] if ended else None,
    }


async def listed(
    reads: Statements, page: Page, caller: Caller, *, group: Group, scope: Scope, q: str
) -> dict[str, Any]:
    """Return a part of the requests that the caller may see, those that wait for them first."""
    everything = scope is Scope.ALL and as_requester(caller).sees_everything
    words = q.strip().lower()
    wanted = (everything, group, words, number_in(q.strip()))
    found = await reads.fetch(queries.LIST, *wanted, *_place(page.after), page.limit + 1, page.offset)
    rows, last = found[: page.limit], None
    if len(found) > page.limit:
        end = rows[-1]
        last = encode_cursor((end["pressing"], end["updated_at"].isoformat(), end["id"]))
    total = await reads.fetchval(queries.TOTAL, *wanted) if page.count else None
    [counts] = await reads.fetch(queries.COUNTS)
    info = {"next": last, "limit": page.limit, "total": total, "total_exact": True, "page": page.number}
    return {"data": [_row(row) for row in rows], "page": info, "counts": dict(counts)}


def _place(after: Sequence[Any] | None) -> tuple[int | None, datetime | None, UUID | None]:
    if after is None:
        return None, None, None
    pressing, *rest = after or (None,)
    if type(pressing) is not int or pressing not in {0, 1}:
        raise MalformedError("The cursor belongs to another list. Start again without it.")
    at, id_ = reach.after_moment(Page(after=tuple(rest)))
    return pressing, at, id_


async def one(reads: Statements, ref: Ref, caller: Caller) -> dict[str, Any]:
    """Return a request with its conversation.

    Raises:
        NotFoundError: the caller may see no such request.
    """
    asking = as_requester(caller)
    ticket_id = await reach.seen(reads, ref, asking)
    record = await reads.fetchrow(queries.ONE, ticket_id, asking.sees_everything)
    if record is None:
        raise NotFoundError(f"There is no request {ref} here.")
    rules = Rules.of(caller.settings)
    return {
        **_row(record),
        **{name: record[name] for name in ("asked_by", "description_html", "resolution", "answers")},
        "request_type": record["request_type"],
        "continues_in": record["continues_in"],
        "files": await reads.fetchval(queries.FILES, ticket_id),
        "said": [dict(row) for row in await reads.fetch(queries.SAID, ticket_id)],
        "moves": _moves(await reads.fetch(queries.MOVES, ticket_id)),
        "followers": [dict(row) for row in await reads.fetch(queries.FOLLOWERS, ticket_id, caller.person_id)],
        "reopen_until": _until(record, rules),
        "can": _can(record, rules),
    }


def _moves(rows: Sequence[Record]) -> list[dict[str, Any]]:
    """Return the steps that differ in plain words: from new to open is none."""
    steps: list[dict[str, Any]] = []
    last: str = PortalState.RECEIVED
    for row in rows:
        step = {"at": row["at"], **state_of(row["status"])}
        if step["state"] != last:
            steps.append(step)
        last = step["state"]
    return steps


def _until(record: Record, rules: Rules) -> datetime | None:
    if Status(record["status"]) is not Status.CLOSED or record["closed_at"] is None:
        return None
    return record["closed_at"] + timedelta(days=rules.reopen_days)


def _can(record: Record, rules: Rules) -> dict[str, bool]:
    status, holds = Status(record["status"]), bool(record["holds"])
    goes_on = record["merged_id"] is None and record["continues_in"] is None
    again = status is Status.RESOLVED or (
        status is Status.CLOSED and rules.reopenable(record["closed_at"], clock.now())
    )
    ended = status in ENDED
    return {
        "reply": goes_on and (not ended or again),
        "close": goes_on and holds and not ended,
        "reopen": goes_on and holds and again,
        "add_colleague": goes_on and holds and not ended,
    }
