"""Moving tickets between statuses."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, strategies as st

from deskplane.kernel.access import RoleName
from deskplane.kernel.errors import ConflictError, InvalidError
from deskplane.tickets.acting import By, Rules
from deskplane.tickets.planning import Wanted, plan
from deskplane.vocabulary.origin import Origin
from deskplane.vocabulary.status import TRANSITIONS, Status
from tests.tickets.conftest import TICKETS

NOW = datetime(2031, 1, 1, tzinfo=UTC)


def state(**given_: Any) -> dict[str, Any]:
    """A ticket's row as far as plans look at it."""
    empty = dict.fromkeys(
        (
            "sub_status",
            "impact",
            "urgency",
            "due_at",
            "resolved_at",
            "closed_at",
            "first_response_at",
            "resolution_code",
            "resolution_text",
            "resolved_by",
        )
    )
    return {
        **empty,
        "status": "new",
        "priority": "medium",
        "reopened_count": 0,
        "custom_fields": {},
        "tags": [],
        "due_overridden": False,
        **given_,
    }


def move(ticket: dict[str, Any], to: Status, by: By, at: datetime = NOW, **more: Any) -> dict[str, Any]:
    """The ticket after a move."""
    return {**ticket, **plan(ticket, Wanted({"status": to, **more}), by, at)}


async def test_a_move_is_announced_with_what_it_brings_along(client, desk, make):
    ticket = await make()

    answer = await client.post(
        f"{TICKETS}/{ticket['id']}/transition", json={"to": "resolved", "resolution_code": "solved"}
    )

    after = answer.json()
    assert (after["status"], after["version"], after["legal_transitions"]) == (
        "resolved",
        2,
        ["in_progress", "closed"],
    )
    [event] = await desk.announced("ticket.changed")
    assert set(event.changes) == {
        "status",
        "resolved_at",
        "resolved_by",
        "first_response_at",
        "resolution_code",
        "resolution_text",
    }
    assert event.changes["status"] == ["new", "resolved"]


async def test_an_illegal_move_names_the_legal_ones(client, make):
    ticket = await make()

    answer = await client.post(f"{TICKETS}/{ticket['id']}/transition", json={"to": "closed"})

    assert answer.status_code == 409
    assert answer.json()["legal"] == ["open", "in_progress", "pending", "on_hold", "resolved", "cancelled"]
    assert "from new to closed" in answer.json()["detail"]


async def test_a_move_can_carry_a_comment(client, desk, make):
    ticket = await make(requester_id=str(desk.people[RoleName.REQUESTER]))

    answer = await client.post(
        f"{TICKETS}/{ticket['id']}/transition", json={"to": "pending", "comment": "Which <site> are you at?"}
    )

    after = answer.json()
    assert (after["comment_count"], after["version"]) == (1, 3)
    assert after["first_response_at"] is not None
    [item] = (await client.get(f"{TICKETS}/{ticket['id']}/timeline")).json()["data"][-1:]
    assert item["comment"]["body_text"] == "Which <site> are you at?"


async def test_a_cancelled_ticket_comes_back_only_by_an_administrator(client, desk, make):
    ticket = await make()
    url = f"{TICKETS}/{ticket['id']}/transition"
    await client.post(url, json={"to": "cancelled"})
    async with desk.client(RoleName.AGENT) as agent:
        refused = await agent.post(url, json={"to": "new"})

    assert (refused.status_code, refused.json()["legal"]) == (409, [])
    assert (await client.post(url, json={"to": "new"})).json()["closed_at"] is None


async def test_a_status_in_a_patch_is_checked_in_the_same_way(client, make):
    ticket = await make()

    answer = await client.patch(f"{TICKETS}/{ticket['id']}", json={"status": "closed", "title": "x"})

    assert answer.status_code == 409
    assert (await client.get(f"{TICKETS}/{ticket['id']}")).json() == ticket


async def test_a_sub_status_belongs_to_its_status_and_goes_with_it(client, make):
    ticket = await make()
    url = f"{TICKETS}/{ticket['id']}/transition"

    held = await client.post(url, json={"to": "on_hold", "sub_status": "waiting_for_parts"})
    wrong = await client.post(url, json={"to": "pending", "sub_status": "waiting_for_parts"})
    alone = await client.patch(f"{TICKETS}/{ticket['id']}", json={"sub_status": "waiting_for_vendor"})
    moved = await client.post(url, json={"to": "open"})

    assert held.json()["sub_status"] == "waiting_for_parts"
    assert (wrong.status_code, wrong.json()["errors"][0]["loc"]) == (422, ["body", "sub_status"])
    assert (alone.json()["sub_status"], moved.json()["sub_status"]) == ("waiting_for_vendor", None)


@pytest.mark.parametrize(
    "body", [{}, {"to": "done"}, {"to": "open", "form": 1}, {"to": "open", "version": "x"}]
)
async def test_bad_moves_are_refused(client, make, body):
    ticket = await make()

    assert (await client.post(f"{TICKETS}/{ticket['id']}/transition", json=body)).status_code == 422


def test_reopening_is_counted_and_clears_the_resolution():
    by = By()
    ticket = move(state(), Status.RESOLVED, by, resolution_text="Done")
    again = move(ticket, Status.IN_PROGRESS, by)

    assert ticket["resolved_at"] == ticket["first_response_at"] == NOW
    assert (again["reopened_count"], again["resolved_at"], again["resolution_text"]) == (1, None, None)


def test_a_closed_ticket_is_reopened_only_within_the_window():
    by = By(rules=Rules(reopen_days=7))
    closed = state(status="closed", closed_at=NOW, resolved_at=NOW)

    assert move(closed, Status.IN_PROGRESS, by, NOW + timedelta(days=7))["status"] == "in_progress"
    with pytest.raises(ConflictError, match="follow-up ticket"):
        move(closed, Status.IN_PROGRESS, by, NOW + timedelta(days=7, seconds=1))


def test_a_resolution_code_is_needed_where_the_organisation_says_so():
    by = By(rules=Rules(resolution_required=True))

    with pytest.raises(InvalidError, match="resolution code"):
        move(state(), Status.RESOLVED, by)
    assert move(state(), Status.RESOLVED, by, resolution_code="solved")["resolution_code"] == "solved"


def test_a_sync_may_jump():
    jumped = move(state(), Status.CLOSED, By(origin=Origin.SYNC))

    assert (jumped["closed_at"], jumped["resolved_at"]) == (NOW, NOW)


@given(st.lists(st.sampled_from(Status), max_size=30), st.booleans())
def test_no_walk_leaves_the_table_and_times_always_fit_the_status(walk, is_admin):
    by, ticket, reopened = By(is_admin=is_admin, rules=Rules(reopen_days=10)), state(), 0
    for step, to in enumerate(walk):
        before = Status(ticket["status"])
        legal = by.legal(before, ticket["closed_at"], NOW + timedelta(days=step))
        if to not in legal and to is not before:
            with pytest.raises(ConflictError) as refused:
                move(ticket, to, by, NOW + timedelta(days=step))
            assert refused.value.extra["legal"] == [str(status) for status in legal]
            continue
        ticket = move(ticket, to, by, NOW + timedelta(days=step))
        assert to is before or to in TRANSITIONS[before]
        reopened += before in {Status.RESOLVED, Status.CLOSED} and to is Status.IN_PROGRESS
        status = Status(ticket["status"])
        assert (ticket["resolved_at"] is not None) == (status in {Status.RESOLVED, Status.CLOSED})
        assert (ticket["closed_at"] is not None) == (status in {Status.CLOSED, Status.CANCELLED})
        assert ticket["reopened_count"] == reopened
