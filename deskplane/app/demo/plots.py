"""How tickets go: the shapes a conversation takes, from a quick answer to one that comes back."""

from collections.abc import Callable, Mapping
from typing import Final

from deskplane.app.demo.life import Life
from deskplane.vocabulary.status import Status

DESK: Final = "Service Desk"
Plot = Callable[[Life], None]


def quick(life: Life) -> None:
    """Solved at the first touch."""
    life.take(wait=0.7)
    life.wait(1.2)
    life.solve()
    life.close()


def asked(life: Life) -> None:
    """A question goes back, the answer leads to the solution."""
    life.take()
    _ask(life)
    if life.dice.random() < 0.6:
        life.wait(0.7)
        life.note(life.remark())
    life.wait(2.5)
    life.solve()
    life.close()


def passed_on(life: Life) -> None:
    """The service desk hands it to a specialist, who solves it."""
    _hand_over(life)
    life.take(wait=2)
    life.wait(1.5)
    life.note(life.remark())
    if life.dice.random() < 0.4:
        _ask(life)
    if life.dice.random() < 0.35:
        life.wait(2)
        life.answer(life.phrase("progress"))
    life.wait(3)
    life.solve()
    life.close()


def waited(life: Life) -> None:
    """Somebody outside has to help first."""
    life.take()
    life.wait(1.5)
    life.note(life.remark())
    life.wait(0.5)
    sub = life.dice.choice(("waiting_for_vendor", "waiting_for_parts", "waiting_for_change"))
    life.answer(life.phrase("waiting"), status=Status.ON_HOLD, sub_status=sub)
    life.wait(4)
    life.note(life.phrase("vendor_note"))
    if life.dice.random() < 0.4:
        life.wait(10)
        life.say(life.requester, life.phrase("nudge"))
    life.wait(14)
    life.change(life.agent, status=Status.IN_PROGRESS, sub_status=None)
    life.wait(3)
    life.solve()
    life.close()


def came_back(life: Life) -> None:
    """Resolved, and not for good."""
    life.take()
    life.wait(2)
    life.solve()
    life.wait(9)
    life.say(
        life.requester,
        life.phrase("again"),
        status=Status.IN_PROGRESS,
        reopened_count=1,
        resolved_at=None,
        resolved_by=None,
        resolution_code=None,
        resolution_text=None,
    )
    life.wait(1)
    life.answer(life.phrase("sorry"))
    life.wait(2)
    life.note(life.remark())
    life.wait(4)
    life.resolve(life.phrase("second_fix"), "Second cause found and removed.", code=life.topic.code)
    life.close()


def went_silent(life: Life) -> None:
    """The question is never answered."""
    life.take()
    life.wait(1)
    life.answer(life.question()[0], status=Status.PENDING, sub_status="waiting_for_answer")
    life.wait(16)
    life.answer(life.phrase("reminder"))
    life.wait(24)
    life.resolve(life.phrase("silent"), "No answer from the requester.", code="no_answer")
    life.close()


def withdrawn(life: Life) -> None:
    """The requester takes it back."""
    life.take()
    life.wait(1.5)
    life.say(
        life.requester,
        life.phrase("withdrawn"),
        status=Status.CANCELLED,
        closed_at=life.now,
        assignee_id=life.agent,
    )


def wandering(life: Life) -> None:
    """Two teams before it lies with the right one."""
    right = life.story.last["team_id"]
    wrong = life.dice.choice(
        [team for team in ("Workplace", "Network", "Servers and Databases") if team != right]
    )
    _hand_over(life, to=wrong)
    life.take(wait=2)
    life.wait(1.5)
    life.note(f"Not ours after all: points to {right}. {life.phrase('hand_over')}")
    life.change(life.agent, team_id=right, assignee_id=None, status=Status.OPEN)
    life.agent = life.somebody_of(right)
    life.take(wait=2)
    life.wait(2)
    life.note(life.remark())
    life.wait(3)
    life.solve()
    life.close()


def _hand_over(life: Life, *, to: str | None = None) -> None:
    right = to or life.story.last["team_id"]
    specialist = life.somebody_of(right)
    life.agent = life.somebody_of(DESK, but=specialist)
    life.wait(0.5)
    life.change(life.agent, team_id=DESK, assignee_id=life.agent, status=Status.OPEN)
    life.wait(0.5)
    if life.dice.random() < 0.6:
        life.answer(life.phrase("passed", team=right))
    life.note(life.phrase("hand_over"))
    life.change(life.agent, team_id=right, assignee_id=None)
    life.agent = specialist


def _ask(life: Life) -> None:
    life.wait(0.8)
    question, answer = life.question()
    life.answer(question, status=Status.PENDING, sub_status="waiting_for_answer")
    life.wait(3)
    life.say(life.requester, answer, status=Status.IN_PROGRESS, sub_status=None)


PLOTS: Final[Mapping[Plot, float]] = {
    quick: 34,
    asked: 22,
    passed_on: 20,
    waited: 8,
    came_back: 4,
    went_silent: 4,
    withdrawn: 3,
    wandering: 5,
}
"""Shapes by how often they occur in a hundred."""
