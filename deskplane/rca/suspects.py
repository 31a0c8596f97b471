"""Changes that were carried out shortly before tickets that share something with them."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from deskplane.rca.contrast import LEAST_COUNT, LEAST_SHARE, MOST_OF_A_KIND, SURE
from deskplane.rca.reading import BEFORE, Altered, Material, Seen, widened
from deskplane.rca.statistics import Counts, poisson_tail, ratio

PAST: Final = timedelta(days=28)
LEAST_RATIO: Final = 2.0


@dataclass(frozen=True, slots=True)
class Suspect:
    """A change after which more tickets came than usual, on what it touched."""

    change: Altered
    counts: Counts
    p: float
    score: float
    tickets: frozenset[UUID]


def suspects(material: Material) -> list[Suspect]:
    """Return changes after which tickets on the same items or category came more often, the strongest first.

    Tickets of the 72 hours after a change are compared with those of the 28 days before it at the same things; the
    chance of so many is Poisson's, corrected for the number of changes (Bonferroni). Half a ticket is added to what is
    usual, so that two or three alone prove nothing. Where people said that a change caused a ticket, that counts.
    """
    found = [one for change in material.altered if (one := _suspect(change, material)) is not None]
    found.sort(key=lambda one: (-one.score, one.change.at, one.change.key))
    return found[:MOST_OF_A_KIND]


def _suspect(change: Altered, material: Material) -> Suspect | None:
    after = [
        one
        for one in material.tickets
        if one.id in change.blamed_by
        or (change.at < one.at <= change.at + BEFORE and _shares(one, change, material.needs))
    ]
    if len(after) < LEAST_COUNT and not (change.blamed_by and len(after) >= LEAST_COUNT - 1):
        return None
    past = [one for one in (*material.tickets, *material.usual) if _shares(one, change, material.needs)]
    usual = _between(past, change.at - PAST, change.at)
    mean = (usual + 0.5) * (BEFORE / PAST)
    p = min(1.0, poisson_tail(len(after), mean) * len(material.altered))
    counts = Counts(len(after), len(material.tickets), usual * (BEFORE / PAST), len(material.tickets))
    score = len(after) / len(material.tickets) * (1 - min(1.0, mean / len(after)))
    sure = p <= SURE or len(change.blamed_by) >= LEAST_COUNT - 1
    if not sure or score < LEAST_SHARE or ratio(counts) < LEAST_RATIO:
        return None
    return Suspect(change, counts, p, score, frozenset(one.id for one in after))


def _shares(one: Seen, change: Altered, needs: Mapping[UUID, frozenset[UUID]]) -> bool:
    """On an item that the change touched, or one that needs it; only without items the category counts."""
    if change.items:
        return bool(change.items & widened(one.items, needs))
    return change.category is not None and change.category == one.category


def _between(past: Sequence[Seen], first: datetime, last: datetime) -> int:
    times = sorted(one.at for one in past)
    return bisect_right(times, last) - bisect_left(times, first)
