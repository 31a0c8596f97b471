import pytest
from hypothesis import given, strategies as st

from deskplane.kernel.ratelimit import RateLimiter


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_caller_over_the_limit_is_told_when_to_come_back():
    clock = Clock()
    limiter = RateLimiter(2, 10, clock=clock)

    assert [limiter.take("ann").remaining for _ in range(2)] == [1, 0]
    refused = limiter.take("ann")
    assert not refused.allowed
    assert refused.retry_after == pytest.approx(5.0)

    clock.now += refused.retry_after
    assert limiter.take("ann").allowed


def test_callers_do_not_share_a_bucket():
    limiter = RateLimiter(1, 60, clock=Clock())

    assert limiter.take("ann").allowed
    assert limiter.take("ben").allowed
    assert not limiter.take("ann").allowed


def test_a_burst_may_be_smaller_than_the_limit():
    limiter = RateLimiter(60, 60, burst=3, clock=Clock())

    assert [limiter.take("ann").allowed for _ in range(4)] == [True, True, True, False]


def test_a_dear_request_costs_more():
    limiter = RateLimiter(10, 10, clock=Clock())

    assert limiter.take("ann", cost=8).allowed
    assert limiter.take("ann", cost=8).retry_after == pytest.approx(6.0)


def test_memory_is_bounded_and_the_longest_unused_is_forgotten():
    limiter = RateLimiter(1, 60, clock=Clock(), max_keys=2)
    limiter.take("ann")
    limiter.take("ben")
    limiter.take("ann")
    limiter.take("cyd")

    assert not limiter.take("ann").allowed
    assert limiter.take("ben").allowed


@given(st.lists(st.floats(0, 5), max_size=60))
def test_never_more_than_burst_plus_rate_times_time(pauses: list[float]):
    clock = Clock()
    limiter = RateLimiter(5, 10, clock=clock)
    allowed = 0
    for pause in pauses:
        clock.now += pause
        allowed += limiter.take("ann").allowed

    assert allowed <= 5 + sum(pauses) * 0.5 + 1e-6
