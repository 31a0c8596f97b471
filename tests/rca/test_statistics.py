"""The numbers behind a finding, against worked examples and what must hold for all counts."""

import math

import pytest
from hypothesis import given, strategies as st

from deskplane.rca.statistics import Counts, accounts_for, g2, poisson_tail, ratio, tail
from deskplane.rca.words import words_of


def test_g2_of_a_worked_example() -> None:
    # 15 of 20 against 5 of 80: expected 4, 16, 16 and 64.
    value = 2 * (15 * math.log(15 / 4) + 5 * math.log(5 / 16) + 5 * math.log(5 / 16) + 75 * math.log(75 / 64))
    assert g2(Counts(15, 20, 5, 80)) == pytest.approx(value)


def test_what_is_as_frequent_says_nothing() -> None:
    same = Counts(10, 100, 100, 1000)
    assert g2(same) == pytest.approx(0, abs=1e-9)
    assert tail(g2(same)) == pytest.approx(1)


@pytest.mark.parametrize(("value", "p"), [(3.841, 0.05), (6.635, 0.01), (10.828, 0.001)])
def test_tail_is_that_of_chi_square(value: float, p: float) -> None:
    assert tail(value) == pytest.approx(p, rel=0.01)


@pytest.mark.parametrize(
    ("count", "mean", "p"), [(0, 3, 1), (1, 1, 0.6321), (3, 0.5, 0.01439), (10, 10, 0.5421)]
)
def test_poisson_tail(count: int, mean: float, p: float) -> None:
    assert poisson_tail(count, mean) == pytest.approx(p, rel=1e-3)


@given(st.integers(0, 50), st.integers(1, 50), st.integers(0, 500), st.integers(1, 500))
def test_scores_stay_in_bounds(count: int, more: int, usual: int, others: int) -> None:
    counts = Counts(count, count + more, usual, usual + others)
    assert g2(counts) >= -1e-9
    assert 0 <= accounts_for(counts) <= 1
    assert ratio(counts) > 0
    assert 0 <= tail(g2(counts)) <= 1


def test_words_that_say_something() -> None:
    text = "The VPN-Gateway gw-tll-02 drops every 1200 s since 2026-11-20! Büro: bitte prüfen, ORA-00060."
    assert words_of(text) == {"vpn-gateway", "gw-tll-02", "drops", "buro", "prufen", "ora-00060"}
