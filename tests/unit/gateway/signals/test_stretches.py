from __future__ import annotations

from gateway.domain.integrity import Stretch
from gateway.signals.stretches import stretches


def found(marks: str, *, bridge_ms: int = 0, least_ms: int = 0) -> list[tuple[int, int]]:
    """Give the stretches of a picture every 100 ms; `x` is marked."""
    marked = ((100 * at, mark == "x") for at, mark in enumerate(marks))
    return [(one.start_ms, one.end_ms) for one in stretches(marked, bridge_ms=bridge_ms, least_ms=least_ms)]


def test_a_stretch_lasts_to_the_frame_after_it() -> None:
    assert found("..xxx...") == [(200, 500)]


def test_a_stretch_may_last_to_the_end() -> None:
    assert found("..xxx") == [(200, 400)]


def test_short_gaps_are_taken_in() -> None:
    assert found("xx.xx...x.", bridge_ms=100) == [(0, 500), (800, 900)]


def test_short_stretches_are_left_out() -> None:
    assert found("x..xxxx.", least_ms=400) == [(300, 700)]


def test_nothing_marked_is_nothing() -> None:
    assert found("....") == found("") == []


def test_a_stretch_knows_its_length() -> None:
    assert Stretch(200, 500).length_ms == 300
