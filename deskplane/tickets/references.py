"""What changes refer to: assignees, sub-statuses, resolution codes, impact × urgency; asked in one statement."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial as bound
from typing import Any, Final

from deskplane.catalog.fields import check_custom_fields
from deskplane.kernel.db import Tx
from deskplane.kernel.errors import FieldError, InvalidError
from deskplane.tickets.acting import By
from deskplane.tickets.planning import Matrix, Wanted
from deskplane.vocabulary.priority import PRIORITY_MATRIX, Impact, Priority, Urgency

FIND: Final = """
select (select coalesce(array_agg(p.id), '{}') from people p where p.org_id = app_org() and p.id = any($1::uuid[])
        and p.kind in ('agent', 'service') and p.is_active) as workers,
       (select json_object_agg(s.key, s.status) from sub_statuses s
        where s.org_id = app_org() and s.key = any($2::text[]) and s.is_active) as sub_statuses,
       (select json_object_agg(c.code, c.template) from resolution_codes c
        where c.org_id = app_org() and c.code = any($3::text[]) and c.is_active) as templates,
       (select json_agg(json_build_array(m.impact, m.urgency, m.priority)) from priority_matrix m
        where m.org_id = app_org() and $4) as matrix
"""
REFUSALS: Final[Mapping[str, Callable[[], InvalidError]]] = {
    "tickets_category_id_fkey": bound(InvalidError.field, "category_id", "there is no category with this id"),
    "tickets_requester_id_fkey": bound(InvalidError.field, "requester_id", "there is no person with this id"),
    "tickets_assignee_id_fkey": bound(InvalidError.field, "assignee_id", "there is no person with this id"),
    "tickets_team_id_fkey": bound(InvalidError.field, "team_id", "there is no team with this id"),
}
"""What a violated foreign key of ``tickets`` means to the caller."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is there of the things asked for."""

    workers: frozenset[Any] = frozenset()
    sub_statuses: Mapping[str, str] = field(default_factory=dict[str, str])
    templates: Mapping[str, str] = field(default_factory=dict[str, str])
    matrix: Matrix = field(default_factory=lambda: PRIORITY_MATRIX)


async def resolve(
    tx: Tx, many: Sequence[Wanted], *, types: Sequence[str], partial: bool, by: By
) -> list[Wanted]:
    """Check changes (``partial``) or new tickets and add what their plans need; constant statements however many.

    ``types`` are the ticket types concerned; they decide which custom fields there are.

    Raises:
        InvalidError: names each field that refers to something that is not there.
    """
    known = await _known(tx, many)
    custom: dict[str, dict[str, Any]] = {}
    for wanted in many:
        key = repr(wanted.custom_fields)
        if key not in custom:
            custom[key] = await check_custom_fields(
                tx, wanted.custom_fields, types=types, partial=partial, by_requester=not by.is_agent
            )
    return [
        replace(_checked(wanted, known), custom_fields=custom[repr(wanted.custom_fields)]) for wanted in many
    ]


def _ranks(wanted: Wanted) -> bool:
    """The matrix is needed: impact or urgency is set, and no priority beside it."""
    values = wanted.values
    return "priority" not in values and bool(values.get("impact") or values.get("urgency"))


async def _known(tx: Tx, many: Sequence[Wanted]) -> Known:
    asked = [
        list({wanted.values[name] for wanted in many if wanted.values.get(name)})
        for name in ("assignee_id", "sub_status", "resolution_code")
    ]
    ranks = any(map(_ranks, many))
    if not ranks and not any(asked):
        return Known()
    found = await tx.fetchrow(FIND, *asked, ranks)
    facts: Mapping[str, Any] = dict(found or {})
    edited = {(Impact(i), Urgency(u)): Priority(p) for i, u, p in facts["matrix"] or ()}
    return Known(
        workers=frozenset(facts["workers"]),
        sub_statuses=facts["sub_statuses"] or {},
        templates=facts["templates"] or {},
        matrix={**PRIORITY_MATRIX, **edited},
    )


def _checked(wanted: Wanted, known: Known) -> Wanted:
    values = wanted.values
    assignee, sub_status, code = (
        values.get(name) for name in ("assignee_id", "sub_status", "resolution_code")
    )
    errors: list[FieldError] = []
    if assignee and assignee not in known.workers:
        errors.append({"loc": ["body", "assignee_id"], "msg": "no active agent has this id"})
    if sub_status and sub_status not in known.sub_statuses:
        errors.append({"loc": ["body", "sub_status"], "msg": "there is no active sub-status of this name"})
    if code and code not in known.templates:
        errors.append(
            {"loc": ["body", "resolution_code"], "msg": "there is no active resolution code of this name"}
        )
    if errors:
        raise InvalidError(errors=errors)
    return replace(
        wanted,
        sub_status_of=known.sub_statuses.get(sub_status) if sub_status else None,
        resolution_template=known.templates.get(code, "") if code else "",
        matrix=known.matrix,
    )
