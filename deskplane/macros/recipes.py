"""A macro's steps as one change and the words that go with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from pydantic import ValidationError

from deskplane.kernel import text
from deskplane.kernel.access import Caller, Permission
from deskplane.kernel.errors import FieldError, InvalidError
from deskplane.macros.schemas import (
    Action,
    AddTagsAction,
    NoteAction,
    RemoveTagsAction,
    ReplyAction,
    ResolveAction,
    SetAction,
)
from deskplane.macros.vocabulary import Settable
from deskplane.tickets import requests
from deskplane.tickets.planning import Wanted
from deskplane.tickets.schemas import BulkSet
from deskplane.vocabulary.visibility import Visibility

CUSTOM: Final = "custom."
NEEDED: Final = {
    Visibility.PUBLIC: Permission.TICKET_COMMENT,
    Visibility.INTERNAL: Permission.TICKET_COMMENT_INTERNAL,
}


@dataclass(frozen=True, slots=True)
class Saying:
    """Something to write, with variables."""

    visibility: Visibility
    html: str


@dataclass(frozen=True, slots=True)
class Recipe:
    """The fields a macro sets, by the names of a bulk change, and what it says."""

    fields: BulkSet
    says: tuple[Saying, ...]

    def wanted(self, caller: Caller) -> Wanted:
        """Return the change as the caller may make it.

        Raises:
            ForbiddenError: a step needs a permission that the caller's role does not have.
        """
        for saying in self.says:
            caller.need(NEEDED[saying.visibility])
        return requests.wanted_of(self.fields, caller)


class _Gathering:
    """Values by field, each from one step, so that a refusal can name it."""

    def __init__(self) -> None:
        self.values: dict[str, Any] = {}
        self.custom: dict[str, Any] = {}
        self.steps: dict[str, int] = {}
        self.errors: list[FieldError] = []

    def put(self, field: str, value: Any, step: int) -> None:
        if field in self.steps:
            self.refuse(step, f"step {self.steps[field] + 1} sets {field} already")
            return
        self.steps[field] = step
        if field.startswith(CUSTOM):
            self.custom[field.removeprefix(CUSTOM)] = value
        else:
            self.values[field] = value

    def tags(self, name: str, tags: Sequence[str], step: int) -> None:
        self.steps.setdefault(name, step)
        self.values[name] = [*self.values.get(name, []), *tags]

    def refuse(self, step: int, msg: str) -> None:
        self.errors.append({"loc": ["body", "actions", step], "msg": msg})


def recipe(actions: Sequence[Action], *, me: UUID) -> Recipe:
    """Return what steps come to when ``me`` runs them.

    Raises:
        InvalidError: a value does not fit its field, or two steps contradict each other; names the step.
    """
    gathered, says = _Gathering(), list[Saying]()
    for step, action in enumerate(actions):
        _gather(gathered, says, action, step, me)
    both = set(gathered.values.get("add_tags", ())) & set(gathered.values.get("remove_tags", ()))
    if both:
        gathered.refuse(gathered.steps["remove_tags"], f"another step adds the tag {min(both)}")
    fields = _checked(gathered)
    if gathered.errors or fields is None:
        raise InvalidError(errors=gathered.errors)
    return Recipe(fields, tuple(says))


def _gather(gathered: _Gathering, says: list[Saying], action: Action, step: int, me: UUID) -> None:
    match action:
        case SetAction():
            is_me = action.field == Settable.ASSIGNEE and action.value == "me"
            gathered.put(action.field, me if is_me else action.value, step)
        case AddTagsAction() | RemoveTagsAction():
            gathered.tags(action.do, action.tags, step)
        case ReplyAction():
            says.append(Saying(Visibility.PUBLIC, action.html))
        case NoteAction():
            says.append(Saying(Visibility.INTERNAL, action.html))
        case ResolveAction():
            _resolve(gathered, action, step)


def _resolve(gathered: _Gathering, action: ResolveAction, step: int) -> None:
    gathered.put("status", "resolved", step)
    for name, value in (("resolution_code", action.code), ("resolution_text", action.text)):
        if value is not None:
            gathered.put(name, value, step)


def _checked(gathered: _Gathering) -> BulkSet | None:
    values = dict(gathered.values)
    if gathered.custom:
        values["custom_fields"] = gathered.custom
    try:
        return BulkSet.model_validate(values)
    except ValidationError as error:
        for problem in error.errors(include_url=False, include_context=False):
            field = str(problem["loc"][0])
            gathered.refuse(gathered.steps.get(field, 0), f"{field}: {problem['msg']}")
        return None


def stored(actions: Sequence[Action]) -> list[dict[str, Any]]:
    """Return steps as they are kept: unsafe markup is gone."""
    return [_safe(action.model_dump(mode="json")) for action in actions]


def _safe(action: Mapping[str, Any]) -> dict[str, Any]:
    return {**action, "html": text.sanitise(action["html"])} if "html" in action else dict(action)
