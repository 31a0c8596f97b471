"""Grouping of texts by their words: spherical k-means over rarity-weighted terms, seeded where texts lie closest.

Deterministic: the same texts in the same order give the same groups. No randomness, no clock, no database; plain
Python on sparse vectors, as most pairs of a ticket and a group share no term at all. How many groups there are comes
from the texts.

Spherical k-means: I. Dhillon, D. Modha, "Concept decompositions for large sparse text data using clustering", Machine
Learning 42 (2001) 143-175. Seeds at dense places: as in M. Ester and others, "A density-based algorithm", KDD (1996),
taken greedily.
"""

import heapq
import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from deskplane.clustering.terms import Counted, surface_of, terms_of

MOST_GROUPS: Final = 150
SMALLEST: Final = 5
"""Tickets of the smallest group; with many tickets it takes one in two thousand."""

TERMS_OF_VECTOR: Final = 24
TERMS_OF_CENTRE: Final = 40
SEED_SAMPLE: Final = 4_000
LEARNING_SAMPLE: Final = 20_000
NEAR: Final = 0.3
"""Cosine from which two texts are neighbours when seeds are looked for."""

BELONGS: Final = 0.2
"""Cosine to the centre from which a text belongs to a group."""

SAME: Final = 0.6
"""Cosine from which two centres are one."""

ROUNDS: Final = 8
MERGING: Final = (2, 4)
OFTEN: Final = 0.1
"""A term in more texts than this share tells little about neighbours, unless it is a strong one of the text."""

STRONG: Final = 0.3
SHOWN_WORDS: Final = 8

Vector = tuple["array[int]", "array[float]"]
Centre = dict[int, float]


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a group: how many of its texts have it, and how telling that is (in bits, weighted by the share)."""

    word: str
    share: float
    score: float


@dataclass(frozen=True, slots=True)
class Group:
    """Texts that belong together: their places, the nearest to the centre first, each with its cosine."""

    words: Sequence[Word]
    members: Sequence[tuple[int, float]]

    @property
    def cohesion(self) -> float:
        """Mean cosine to the centre."""
        return math.fsum(near for _, near in self.members) / len(self.members)


class Corpus:
    """Texts to group, kept as numbers of terms: some hundred bytes for each."""

    def __init__(self) -> None:
        """Begin with no text."""
        self.surfaces: dict[str, Counted] = {}
        self._numbers: dict[str, int] = {}
        self._texts: list[tuple[array[int], array[int]]] = []

    def __len__(self) -> int:
        """How many texts there are."""
        return len(self._texts)

    def add(self, texts: Iterable[tuple[str, str]]) -> None:
        """Add texts, each a title and what follows."""
        for title, text in texts:
            found = terms_of(title, text, self.surfaces)
            terms = array("l", (self._numbers.setdefault(term, len(self._numbers)) for term in found))
            self._texts.append((terms, array("l", found.values())))

    def groups(self) -> list[Group]:
        """Group the texts, the largest group first; a text that is like no others is in none."""
        space = _Space(self._texts)
        smallest = max(SMALLEST, len(self) // 2000)
        sample = space.every(LEARNING_SAMPLE)
        centres = _seeds(space.every(SEED_SAMPLE), smallest * SEED_SAMPLE // max(len(self), SEED_SAMPLE))
        centres = _learned(sample, centres, max(2, smallest * len(sample) // max(len(self), 1)))
        chosen = _members(space.vectors, centres)
        kept = sorted((group for group in chosen if len(group) >= smallest), key=lambda one: (-len(one), one))
        names = list(self._numbers)
        return [Group(self._words(group, space, names), group) for group in kept]

    def _words(self, group: Sequence[tuple[int, float]], space: "_Space", names: Sequence[str]) -> list[Word]:
        having = Counter(term for place, _ in group for term in self._texts[place][0] if term in space.rarity)
        size, all_ = len(group), len(self)
        found: list[tuple[float, float, str]] = []
        for term, count in having.items():
            share, usual = count / size, space.having[term] / all_
            if count >= 2 and share >= usual:
                found.append((share * math.log2(1 + share / usual), share, names[term]))
        best = heapq.nsmallest(SHOWN_WORDS, found, key=lambda one: (-one[0], one[2]))
        return [
            Word(surface_of(term, self.surfaces), round(share, 4), round(score, 4))
            for score, share, term in best
        ]


class _Space:
    """The texts as vectors of length one; terms that are in one text only are left out."""

    def __init__(self, texts: Sequence[tuple["array[int]", "array[int]"]]) -> None:
        self.having = Counter(term for terms, _ in texts for term in terms)
        rarest = max(2, len(texts) // 10_000)
        self.rarity = {
            term: math.log(1 + len(texts) / count) for term, count in self.having.items() if count >= rarest
        }
        self._half = len(texts) / 2
        self.vectors = [self._vector(terms, counts) for terms, counts in texts]

    def _vector(self, terms: "array[int]", counts: "array[int]") -> Vector:
        weighed = [
            (math.log1p(count) * self.rarity[term], term)
            for term, count in zip(terms, counts, strict=True)
            if term in self.rarity
        ]
        best = heapq.nsmallest(TERMS_OF_VECTOR, weighed, key=lambda one: (-one[0], one[1]))
        if len(weighed) < len(terms) and all(self.having[term] > self._half for _, term in best):
            return array("l"), array(
                "d"
            )  # its own words, and words of everybody: like no others in particular
        length = math.sqrt(math.fsum(weight * weight for weight, _ in best)) or 1.0
        return array("l", (term for _, term in best)), array("d", (weight / length for weight, _ in best))

    def every(self, most: int) -> list[Vector]:
        """At most so many texts, evenly from all."""
        step = max(1, -(-len(self.vectors) // most))
        return self.vectors[::step]


def _seeds(vectors: Sequence[Vector], smallest: int) -> list[Centre]:
    """Centres where texts have most neighbours; the neighbours of one are no seeds of another."""
    near = _neighbours(vectors)
    least = max(3, smallest)
    heap = [(-len(others), place) for place, others in enumerate(near) if len(others) >= least]
    heapq.heapify(heap)
    taken: set[int] = set()
    centres: list[Centre] = []
    while heap and len(centres) < MOST_GROUPS:
        count, place = heapq.heappop(heap)
        free = [] if place in taken else [other for other in near[place] if other not in taken]
        if len(free) < least:
            continue
        if len(free) < -count:
            heapq.heappush(heap, (-len(free), place))
            continue
        taken.update(free)
        centres.append(_centre(vectors[other] for other in free))
    return centres


def _neighbours(vectors: Sequence[Vector]) -> list[list[int]]:
    holding: defaultdict[int, list[tuple[int, float]]] = defaultdict(list)
    for place, (terms, weights) in enumerate(vectors):
        for term, weight in zip(terms, weights, strict=True):
            holding[term].append((place, weight))
    often = len(vectors) * OFTEN
    found: list[list[int]] = []
    for terms, weights in vectors:
        cosines: defaultdict[int, float] = defaultdict(float)
        for term, weight in zip(terms, weights, strict=True):
            if len(holding[term]) <= often or weight >= STRONG:
                for place, other in holding[term]:
                    cosines[place] += weight * other
        found.append([place for place, cosine in cosines.items() if cosine >= NEAR])
    return found


def _learned(vectors: Sequence[Vector], centres: list[Centre], smallest: int) -> list[Centre]:
    """Move each centre to the middle of its texts, some rounds; too small ones go, nearly equal ones become one."""
    for round_ in range(ROUNDS):
        groups = [group for group in _members(vectors, centres) if len(group) >= smallest]
        moved = [_centre(vectors[place] for place, _ in sorted(group)) for group in groups]
        if round_ in MERGING:
            moved = _distinct(moved)
        if moved == centres:
            break
        centres = moved
    return centres


def _members(vectors: Sequence[Vector], centres: Sequence[Centre]) -> list[list[tuple[int, float]]]:
    """The texts of each centre with their cosines, the nearest first."""
    holding: defaultdict[int, list[tuple[int, float]]] = defaultdict(list)
    for number, centre in enumerate(centres):
        for term, weight in centre.items():
            holding[term].append((number, weight))
    groups: list[list[tuple[int, float]]] = [[] for _ in centres]
    for place, vector in enumerate(vectors):
        number, cosine = _nearest(vector, holding)
        if cosine >= BELONGS:
            groups[number].append((place, round(cosine, 4)))
    for group in groups:
        group.sort(key=lambda one: (-one[1], one[0]))
    return groups


def _nearest(vector: Vector, holding: Mapping[int, list[tuple[int, float]]]) -> tuple[int, float]:
    cosines: dict[int, float] = {}
    for term, weight in zip(*vector, strict=True):
        for number, other in holding.get(term, ()):
            cosines[number] = cosines.get(number, 0.0) + weight * other
    if not cosines:
        return -1, 0.0
    number = min(cosines, key=lambda one: (-cosines[one], one))
    return number, cosines[number]


def _centre(vectors: Iterable[Vector]) -> Centre:
    total: dict[int, float] = {}
    for terms, weights in vectors:
        for term, weight in zip(terms, weights, strict=True):
            total[term] = total.get(term, 0.0) + weight
    best = heapq.nsmallest(TERMS_OF_CENTRE, total.items(), key=lambda one: (-one[1], one[0]))
    length = math.sqrt(math.fsum(weight * weight for _, weight in best)) or 1.0
    return {term: weight / length for term, weight in best}


def _distinct(centres: Sequence[Centre]) -> list[Centre]:
    kept: list[Centre] = []
    for centre in centres:
        if not any(_cosine(centre, other) >= SAME for other in kept):
            kept.append(centre)
    return kept


def _cosine(one: Centre, other: Centre) -> float:
    return math.fsum(weight * other[term] for term, weight in one.items() if term in other)
