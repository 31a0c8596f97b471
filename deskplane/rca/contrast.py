"""What stands out among some tickets against those before them."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from deskplane.rca.reading import Seen, widened
from deskplane.rca.statistics import Counts, accounts_for, g2, ratio, tail
from deskplane.rca.vocabulary import FindingKind
from deskplane.rca.words import words_of

LEAST_COUNT: Final = 3
LEAST_RATIO: Final = 2.0
LEAST_SHARE: Final = 0.1
SURE: Final = 0.01
"""How often chance alone may bring one finding of a kind of feature, after Bonferroni's correction."""

LEAST_USUAL: Final = 20
MOST_OF_A_KIND: Final = 3
SAME: Final = 0.6
"""How much of two features' tickets must be the same for them to be one finding (Jaccard index)."""


@dataclass(frozen=True, slots=True)
class Feature:
    """Something that some tickets have in common more often than usual."""

    kind: FindingKind
    key: Hashable
    counts: Counts
    p: float
    tickets: frozenset[UUID]
    others: list[Hashable] = field(default_factory=list[Hashable])

    @property
    def score(self) -> float:
        """Share of all tickets that it accounts for beyond what is usual."""
        return accounts_for(self.counts)


def standing_out(
    few: Sequence[Seen], usual: Sequence[Seen], needs: Mapping[UUID, frozenset[UUID]], known: frozenset[str]
) -> list[Feature]:
    """Return what stands out, the strongest first; ``known`` are kinds or items that the scope itself asked for."""
    if len(few) < LEAST_COUNT or len(usual) < LEAST_USUAL:
        return []
    features: list[Feature] = []
    for kind, read in _readers(needs).items():
        if kind in known:
            continue
        features += _of_kind(kind, few, usual, read, known)
    return sorted(features, key=_strongest)


def _readers(
    needs: Mapping[UUID, frozenset[UUID]],
) -> dict[FindingKind, Callable[[Seen], Iterable[Hashable]]]:
    return {
        FindingKind.ITEM: lambda one: widened(one.items, needs),
        FindingKind.CATEGORY: lambda one: (one.category,) if one.category else (),
        FindingKind.TEAM: lambda one: (one.team,) if one.team else (),
        FindingKind.DEPARTMENT: lambda one: (one.department,) if one.department else (),
        FindingKind.WORDS: lambda one: words_of(one.words),
    }


def _strongest(one: Feature) -> tuple[float, float, str]:
    return (-one.score, -g2(one.counts), str(one.key))


def _of_kind(
    kind: FindingKind,
    few: Sequence[Seen],
    usual: Sequence[Seen],
    read: Callable[[Seen], Iterable[Hashable]],
    known: frozenset[str],
) -> list[Feature]:
    having: defaultdict[Hashable, set[UUID]] = defaultdict(set)
    for one in few:
        for key in read(one):
            having[key].add(one.id)
    tried = {key: ids for key, ids in having.items() if len(ids) >= LEAST_COUNT and str(key) not in known}
    before = Counter(key for one in usual for key in read(one) if key in tried)
    found: list[Feature] = []
    for key, ids in tried.items():
        counts = Counts(len(ids), len(few), before[key], len(usual))
        p = min(1.0, tail(g2(counts)) * len(tried))
        if p <= SURE and ratio(counts) >= LEAST_RATIO and accounts_for(counts) >= LEAST_SHARE:
            found.append(Feature(kind, key, counts, p, frozenset(ids)))
    return _merged(sorted(found, key=_strongest))


def _merged(found: Sequence[Feature]) -> list[Feature]:
    """Features of one kind that sit on nearly the same tickets are one finding, named by the strongest."""
    kept: list[Feature] = []
    for one in found:
        same = next((other for other in kept if _overlap(one.tickets, other.tickets) >= SAME), None)
        if same is not None:
            same.others.append(one.key)
        else:
            kept.append(one)
    return kept[:MOST_OF_A_KIND]


def _overlap(one: frozenset[UUID], other: frozenset[UUID]) -> float:
    return len(one & other) / len(one | other)
