"""The tables behind the shared words are complete and agree with one another."""

import pytest

from deskplane.vocabulary.link import STORED_LINKS, LinkType
from deskplane.vocabulary.origin import Origin
from deskplane.vocabulary.priority import (
    PRIORITY_MATRIX,
    Impact,
    Priority,
    Urgency,
    priority_from,
)
from deskplane.vocabulary.source import SourceType
from deskplane.vocabulary.status import (
    ADMIN_TRANSITIONS,
    FINISHED,
    REOPENING,
    TRANSITIONS,
    UNFINISHED,
    Status,
    StatusCategory,
    legal_transitions,
)
from deskplane.vocabulary.ticket_type import TicketType


def test_every_status_has_a_category_a_rank_and_moves():
    assert [status.rank for status in Status] == list(range(1, 9))
    assert {status.category for status in Status} == set(StatusCategory)
    assert set(TRANSITIONS) == set(Status)
    assert set(UNFINISHED) | set(FINISHED) == set(Status)


def test_moves_are_listed_in_sort_order_and_never_lead_to_where_they_start():
    for status, targets in TRANSITIONS.items():
        assert list(targets) == sorted(targets, key=lambda target: target.rank)
        assert status not in targets


@pytest.mark.parametrize("status", [Status.OPEN, Status.IN_PROGRESS, Status.PENDING, Status.ON_HOLD])
def test_work_moves_freely_and_can_be_resolved_or_cancelled(status: Status):
    free = {Status.OPEN, Status.IN_PROGRESS, Status.PENDING, Status.ON_HOLD} - {status}
    assert set(TRANSITIONS[status]) == free | {Status.RESOLVED, Status.CANCELLED}


def test_only_an_administrator_revives_a_cancelled_ticket():
    assert legal_transitions(Status.CANCELLED) == ()
    assert legal_transitions(Status.CANCELLED, admin=True) == (Status.NEW,)


def test_special_moves_are_part_of_the_table():
    assert all(to in TRANSITIONS[start] for start, to in ADMIN_TRANSITIONS | REOPENING)


@pytest.mark.parametrize(
    ("impact", "urgency", "number"),
    [(1, 1, 1), (1, 2, 2), (2, 1, 2), (2, 2, 3), (2, 3, 4), (3, 2, 4), (3, 3, 4), (1, 3, 3), (3, 1, 3)],
)
def test_the_matrix_gives_what_is_found_in_practice(impact: int, urgency: int, number: int):
    expected = {1: Priority.CRITICAL, 2: Priority.HIGH, 3: Priority.MEDIUM, 4: Priority.LOW}
    assert priority_from(impact, urgency) is expected[number]


def test_the_matrix_covers_every_pair_and_refuses_other_levels():
    assert set(PRIORITY_MATRIX) == {(impact, urgency) for impact in Impact for urgency in Urgency}
    with pytest.raises(ValueError, match="4"):
        priority_from(4, 1)


def test_priorities_rank_from_the_most_pressing():
    assert [Priority.of_rank(rank) for rank in range(1, 7)] == list(Priority)
    assert Priority.CRITICAL.rank < Priority.URGENT.rank < Priority.HIGH.rank


def test_a_number_shows_the_type():
    assert [kind.number(7) for kind in TicketType] == ["INC-7", "REQ-7", "PRB-7", "CHG-7", "TSK-7"]


@pytest.mark.parametrize("link", LinkType)
def test_a_link_turned_twice_is_itself_and_one_end_is_stored(link: LinkType):
    assert link.inverse.inverse is link
    assert link.is_stored or link.inverse.is_stored
    assert link.is_symmetric == (link.inverse is link)


def test_blocked_by_is_derived():
    assert LinkType.BLOCKING.inverse is LinkType.BLOCKED_BY
    assert LinkType.BLOCKED_BY not in STORED_LINKS


def test_every_origin_gives_a_source_and_only_imports_are_history():
    assert all(origin.source_type in SourceType for origin in Origin)
    assert [origin for origin in Origin if origin.is_history] == [Origin.IMPORT]
