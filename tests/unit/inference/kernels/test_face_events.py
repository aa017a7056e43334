from __future__ import annotations

import numpy as np
import pytest

from inference.kernels.face_events import Series, Spans, Wholes, blinks, nods

STEP_MS = 100


def times(count: int) -> Wholes:
    return np.arange(count, dtype=np.int64) * STEP_MS


def one_face(count: int) -> Wholes:
    return np.ones(count, np.int64)


def lids(*shut: int, count: int = 60, level: float = 1.0) -> Series:
    """Eyes open at `level`, shut in the samples `shut`."""
    found = np.full(count, level)
    found[list(shut)] = 0.1 * level
    return found


def curve(*lowest: int, depth: float = 7.0, count: int = 100, width: float = 3.0) -> Series:
    """A head that nods by `depth` degrees, lowest at the samples `lowest`, with the jitter of a tracker."""
    at = np.arange(count)
    found = np.random.default_rng(7).normal(0, 0.2, count)
    for low in lowest:
        found -= depth * np.exp(-0.5 * ((at - low) / (width / 1.5)) ** 2)
    return found


def found_blinks(eye_open: Series) -> Spans:
    return blinks(times(len(eye_open)), one_face(len(eye_open)), eye_open)


def found_nods(pitch: Series, yaw: Series | None = None) -> Spans:
    still = np.zeros(len(pitch)) if yaw is None else yaw
    return nods(times(len(pitch)), one_face(len(pitch)), pitch, still)


@pytest.mark.parametrize("level", [1.0, 0.5])
def test_a_blink_is_lids_that_shut_and_open_again_whatever_the_persons_open_level(level: float) -> None:
    assert found_blinks(lids(10, 30, 31, level=level)) == [(1000, 1100), (3000, 3200)]


def test_a_half_shut_lid_in_one_sample_is_no_blink() -> None:
    eyes = lids()
    eyes[10] = 0.8

    assert found_blinks(eyes) == []


def test_closed_eyes_are_no_blink() -> None:
    assert found_blinks(lids(*range(10, 17))) == []


def test_eyes_that_are_hardly_seen_open_give_no_blinks() -> None:
    assert found_blinks(lids(10, 20, level=0.15)) == []


def test_lids_that_are_shut_at_the_begin_the_end_or_before_a_gap_are_no_blink() -> None:
    assert found_blinks(lids(0, 59)) == []
    at_ms = times(60)
    at_ms[31:] += 2000
    assert blinks(at_ms, one_face(60), lids(30)) == []


def test_another_face_has_an_open_level_of_its_own() -> None:
    track = np.repeat([1, 2], 60).astype(np.int64)
    eyes = np.concatenate([lids(20, level=1.0), lids(20, level=0.5)])

    assert blinks(times(120), track, eyes) == [(2000, 2100), (8000, 8100)]


def test_nods_are_found_where_the_head_comes_down_and_up_again() -> None:
    found = found_nods(curve(20, 60))

    assert len(found) == 2
    assert all(start < low < end for (start, end), low in zip(found, (2000, 6000), strict=True))


def test_two_nods_in_a_row_are_two() -> None:
    assert len(found_nods(curve(20, 28))) == 2


def test_a_head_that_rests_or_goes_down_and_stays_does_not_nod() -> None:
    posture = curve() - np.clip((np.arange(100) - 40) / 4, 0, 1) * 8

    assert found_nods(curve()) == found_nods(posture) == []


def test_a_long_look_down_is_no_nod() -> None:
    assert found_nods(curve(50, width=18)) == []


def test_a_turn_to_the_side_that_dips_is_no_nod() -> None:
    assert found_nods(curve(50), curve(50, depth=15)) == []


def test_without_a_face_nothing_is_found() -> None:
    nobody = np.zeros(60, np.int64)

    assert blinks(times(60), nobody, lids(10)) == nods(times(60), nobody, curve(30, count=60), np.zeros(60)) == []
    assert blinks(times(0), nobody[:0], np.zeros(0)) == nods(times(0), nobody[:0], np.zeros(0), np.zeros(0)) == []
