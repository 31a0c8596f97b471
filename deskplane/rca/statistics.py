"""What is over-represented in a few against many, and how sure that is. Counts in, numbers out; no state."""

import math
from dataclasses import dataclass

SMOOTHING = 0.5


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of ``of`` have something, and how many of ``usual_of`` before them."""

    count: int
    of: int
    usual_count: float
    usual_of: int


def g2(counts: Counts) -> float:
    """Log-likelihood ratio of a two-by-two table: twice the sum of ``observed * ln(observed / expected)``.

    It stays sound for rare things, where chi-square is far off: T. Dunning, "Accurate methods for the statistics of
    surprise and coincidence", Computational Linguistics 19 (1993) 61-74; to compare two corpora: P. Rayson and
    R. Garside, "Comparing corpora using frequency profiling", ACL workshop (2000).
    """
    observed = (
        (counts.count, counts.of - counts.count),
        (counts.usual_count, counts.usual_of - counts.usual_count),
    )
    total = counts.of + counts.usual_of
    columns = [observed[0][n] + observed[1][n] for n in (0, 1)]
    rows = [counts.of, counts.usual_of]
    return 2 * math.fsum(_term(observed[i][j], rows[i] * columns[j] / total) for i in (0, 1) for j in (0, 1))


def _term(observed: float, expected: float) -> float:
    return observed * math.log(observed / expected) if observed > 0 and expected > 0 else 0.0


def tail(value: float) -> float:
    """Chance of a ``g2`` at least this large by accident: chi-square with one degree of freedom."""
    return math.erfc(math.sqrt(max(value, 0.0) / 2))


def poisson_tail(count: int, mean: float) -> float:
    """Chance of ``count`` or more events where ``mean`` are usual (Poisson); ``count`` of a few thousand at most."""
    if count <= 0:
        return 1.0
    if mean <= 0:
        return 0.0
    below = math.fsum(math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(count))
    return min(1.0, max(0.0, 1.0 - below))


def ratio(counts: Counts) -> float:
    """How much more frequent it is than before; half a ticket is added to each count, so that none is endless."""
    here = (counts.count + SMOOTHING) / (counts.of + 2 * SMOOTHING)
    usual = (counts.usual_count + SMOOTHING) / (counts.usual_of + 2 * SMOOTHING)
    return here / usual


def accounts_for(counts: Counts) -> float:
    """Share of the tickets that would be missing if this were as rare as before, 0 to 1.

    The attributable fraction ``share * (1 - 1 / ratio)``: O. Miettinen, "Proportion of disease caused or prevented by
    a given exposure, trait or intervention", American Journal of Epidemiology 99 (1974) 325-332.
    """
    return max(0.0, counts.count / counts.of * (1 - 1 / ratio(counts)))
