from __future__ import annotations

from wire.consumer import growing_delay


def test_delays_double_up_to_the_longest() -> None:
    assert [growing_delay(attempt, 0.5, 3.0) for attempt in (1, 2, 3, 4, 1000)] == [0.5, 1.0, 2.0, 3.0, 3.0]
