"""So many requests in so many seconds."""

from __future__ import annotations

import pytest

from gateway.web.pace import MOST_KEYS, Pace, network
from tests.fakes.clock import FakeClock


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


def test_each_key_has_its_own_count(clock: FakeClock) -> None:
    pace = Pace(clock, 2, 60.0)
    assert [pace.allows("a") for _ in range(3)] == [True, True, False]
    assert pace.allows("b")


def test_what_is_longer_ago_does_not_count(clock: FakeClock) -> None:
    pace = Pace(clock, 1, 60.0)
    assert pace.allows("a")
    clock.advance(59)
    assert not pace.allows("a")
    clock.advance(1)
    assert pace.allows("a")


def test_what_was_refused_does_not_count(clock: FakeClock) -> None:
    pace = Pace(clock, 1, 60.0)
    pace.allows("a")
    clock.advance(30)
    assert not pace.allows("a")
    clock.advance(30)
    assert pace.allows("a")


def test_asking_counts_nothing(clock: FakeClock) -> None:
    pace = Pace(clock, 1, 60.0)
    assert [pace.is_spent("a") for _ in range(3)] == [False] * 3
    pace.allows("a")
    assert pace.is_spent("a")


def test_keys_beyond_the_most_push_out_the_oldest(clock: FakeClock) -> None:
    pace = Pace(clock, 1, 60.0)
    for number in range(MOST_KEYS + 1):
        pace.allows(str(number))
    assert not pace.is_spent("0")
    assert pace.is_spent("1")
    assert pace.is_spent(str(MOST_KEYS))


@pytest.mark.parametrize(
    ("host", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("testclient", "testclient"),
    ],
)
def test_an_address_is_counted_with_those_of_its_subscriber(host: str, counted: str) -> None:
    assert network(host) == counted
