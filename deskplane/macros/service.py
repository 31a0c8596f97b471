"""Macros: kept for everybody, for a team, or for one person alone."""

from collections.abc import Sequence
from typing import Any, Final, cast
from uuid import UUID

from pydantic import JsonValue, TypeAdapter

from deskplane.catalog import fields as custom_fields
from deskplane.kernel import rows
from deskplane.kernel.access import Caller, Permission
from deskplane.kernel.conditions.document import write
from deskplane.kernel.conditions.fields import Schema
from deskplane.kernel.conditions.printing import print_query
from deskplane.kernel.conditions.problems import ConditionError
from deskplane.kernel.conditions.query import read_any
from deskplane.kernel.db import Statements, Tx
from deskplane.kernel.errors import ConflictError, FieldError, InvalidError, NotFoundError
from deskplane.kernel.paging import Page
from deskplane.kernel.rows import By, Change, Row, Shelf
from deskplane.macros import queries, recipes
from deskplane.macros.events import MacroChanged, MacroCreated, MacroDeleted
from deskplane.macros.recipes import Recipe
from deskplane.macros.schemas import Action, MacroCreate, MacroPatch
from deskplane.tickets import acting, asking, references
from deskplane.tickets.planning import Wanted

MACROS: Final = Shelf(
    table="macros",
    noun="macro",
    order="lower(name), id",
    added=MacroCreated,
    changed=MacroChanged,
    removed=MacroDeleted,
    refusals={
        "macros_name": lambda: ConflictError("There is already a macro with this name."),
        "macros_own_name": lambda: ConflictError("You have a macro with this name already."),
        "macros_team_id_fkey": lambda: InvalidError.field("team_id", "there is no team with this id"),
    },
)
MINE: Final = (
    "(owner_id = app_person() or (owner_id is null and (team_id is null or exists (select 1 from memberships m "
    "where m.org_id = app_org() and m.team_id = macros.team_id and m.person_id = app_person()))))"
)
WANTED: Final = (
    "($1::text is null or position(lower($1) in lower(name || ' ' || description)) > 0) "
    "and ($2::boolean is null or is_active = $2)"
)
ACTIONS: Final[TypeAdapter[list[Action]]] = TypeAdapter(list[Action])
MOST: Final = 500


async def listed(
    reads: Statements, page: Page, *, caller: Caller, q: str | None, active: bool | None
) -> dict[str, Any]:
    """Return the macros the caller may use; those who set up macros see those of all teams."""
    shared = "owner_id is null" if caller.may(Permission.MACRO_WRITE) else "false"
    answer = await rows.listed(
        reads, MACROS, page, where=f"{WANTED} and ({MINE} or {shared})", args=[q, active]
    )
    answer["data"] = await _worded(reads, answer["data"])
    return answer


async def found(reads: Statements, id: UUID, *, caller: Caller) -> Row:
    """Return one macro that the caller may use or set up.

    Raises:
        NotFoundError: there is none, or it is for others.
    """
    shared = "owner_id is null" if caller.may(Permission.MACRO_WRITE) else "false"
    row = await reads.fetchrow(
        f"select * from macros where org_id = app_org() and id = $1 and ({MINE} or {shared})", id
    )
    if row is None:
        raise NotFoundError("There is no macro with this id.")
    return (await _worded(reads, [rows.shown(row)]))[0]


async def _worded(reads: Statements, macros: Sequence[Row]) -> list[Row]:
    """Return macros with their conditions as query text."""
    asked = any(macro["condition"] is not None for macro in macros)
    custom = await custom_fields.active(reads, for_requester=False) if asked else []
    schema = asking.schema(custom_fields.condition_fields(custom))
    return [{**macro, "condition_text": _text(macro["condition"], schema)} for macro in macros]


def _text(condition: JsonValue, schema: Schema) -> str | None:
    if condition is None:
        return None
    try:
        return print_query(read_any(condition, schema))
    except ConditionError:
        return None


async def create(tx: Tx, body: MacroCreate, *, caller: Caller) -> Row:
    """Store a macro; one that others can use needs the right to set up macros.

    Raises:
        InvalidError: a step or the condition is refused; names it.
        ConflictError: the name is taken, or there are too many macros.
    """
    if body.personal and body.team_id is not None:
        raise InvalidError.field("team_id", "a macro is for a team or personal, not both")
    if not body.personal:
        caller.need(Permission.MACRO_WRITE)
    if await tx.fetchval("select count(*) from macros where org_id = app_org()") >= MOST:
        raise ConflictError(f"An organisation can have {MOST} macros. Delete some that are not used.")
    await check(tx, body.actions, caller=caller)
    values = {
        "name": body.name,
        "description": body.description,
        "team_id": body.team_id,
        "owner_id": caller.person_id if body.personal else None,
        "condition": await condition(tx, body.condition),
        "actions": recipes.stored(body.actions),
        "is_active": body.is_active,
    }
    return (await _worded(tx, [await rows.add(tx, MACROS, values, by=By.of(caller))]))[0]


async def change(tx: Tx, id: UUID, body: MacroPatch, *, caller: Caller, if_match: int | None) -> Row:
    """Change a macro of one's own, or a shared one with the right to set up macros.

    Raises:
        NotFoundError: there is none, or it is for others.
        InvalidError: a step or the condition is refused; names it.
    """
    before = await _writable(tx, id, caller)
    values = body.model_dump(exclude_unset=True, exclude={"version", "actions"})
    if values.get("team_id") is not None and before["owner_id"] is not None:
        raise InvalidError.field("team_id", "a macro is for a team or personal, not both")
    if "actions" in body.model_fields_set:
        if not body.actions:
            raise InvalidError.field("actions", "a macro needs at least one step")
        await check(tx, body.actions, caller=caller)
        values["actions"] = recipes.stored(body.actions)
    if "condition" in values:
        values["condition"] = await condition(tx, body.condition)
    row = await rows.change(tx, MACROS, id, Change(values, if_match, body.version), by=By.of(caller))
    return (await _worded(tx, [row]))[0]


async def remove(tx: Tx, id: UUID, *, caller: Caller, if_match: int | None) -> None:
    """Delete a macro of one's own, or a shared one with the right to set up macros."""
    await _writable(tx, id, caller)
    await rows.remove(tx, MACROS, id, if_match=if_match, by=By.of(caller))


async def _writable(tx: Tx, id: UUID, caller: Caller) -> Row:
    row = await found(tx, id, caller=caller)
    if row["owner_id"] is None:
        caller.need(Permission.MACRO_WRITE)
    return row


async def check(tx: Tx, actions: Sequence[Action], *, caller: Caller) -> Recipe:
    """Return the recipe of steps whose values are all there.

    Raises:
        InvalidError: a value does not fit or refers to nothing; names the step.
        ForbiddenError: a step needs a permission that the caller's role does not have.
    """
    recipe = recipes.recipe(actions, me=caller.person_id)
    try:
        await there(tx, recipe.wanted(caller), caller)
    except InvalidError as error:
        raise InvalidError(errors=[_at_step(problem, actions) for problem in error.errors]) from error
    return recipe


async def there(tx: Tx, wanted: Wanted, caller: Caller) -> None:
    """Refuse a change that refers to something that is not there.

    Raises:
        InvalidError: names the field.
    """
    by = acting.By.caller(caller)
    await references.resolve(tx, [wanted], types=[], partial=True, by=by)
    gone = await queries.missing(
        tx, category_id=wanted.values.get("category_id"), team_id=wanted.values.get("team_id")
    )
    if gone:
        raise InvalidError(
            errors=[
                {"loc": ["body", name], "msg": f"there is no {name.removesuffix('_id')} with this id"}
                for name in gone
            ]
        )


def _at_step(problem: FieldError, actions: Sequence[Action]) -> FieldError:
    """Say at which step a refused field is set."""
    loc = list(cast("Sequence[str | int]", problem["loc"]))
    field = f"custom.{loc[-1]}" if "custom_fields" in loc else str(loc[-1])
    for step, action in enumerate(actions):
        if field in {getattr(action, "field", None), "resolution_code" if action.do == "resolve" else None}:
            return {"loc": ["body", "actions", step], "msg": problem["msg"]}
    return {"loc": ["body", "actions"], "msg": problem["msg"]}


async def condition(reads: Statements, asked: JsonValue) -> JsonValue:
    """Return a condition as it is kept.

    Raises:
        InvalidError: it is refused.
    """
    if asked is None or asked == "":
        return None
    custom = custom_fields.condition_fields(await custom_fields.active(reads, for_requester=False))
    return {**write(read_any(asked, asking.schema(custom), loc=("body", "condition")))}


def actions_of(row: Row) -> list[Action]:
    """Return the steps of a stored macro."""
    return ACTIONS.validate_python(row["actions"])
