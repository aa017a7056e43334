from __future__ import annotations

import itertools

import numpy as np
import numpy.typing as npt
from hypothesis import given
from hypothesis import strategies as st

from inference.kernels import segments
from inference.kernels.segments import DEFAULT, Segmenter, Span, Stretch

MS = segments.WINDOW_MS


def windows(*runs: tuple[int, float]) -> npt.NDArray[np.float32]:
    return np.concatenate([np.full(count, value, np.float32) for count, value in runs])


def heard(
    probability: npt.NDArray[np.float32], power: npt.NDArray[np.float32] | None = None
) -> tuple[list[Span], list[Stretch]]:
    """Give the spans of speech and the stretches of a recording."""
    segmenter = Segmenter()
    loudness = np.ones(probability.size) if power is None else power
    found = segmenter.add(probability.tolist(), loudness.tolist())
    found += segmenter.finish(probability.size * MS)
    return segmenter.spans, found


def spans(*runs: tuple[int, float]) -> list[Span]:
    return heard(windows(*runs))[0]


def test_a_run_of_likely_windows_is_speech_with_a_little_air() -> None:
    assert spans((10, 0.0), (20, 0.9), (10, 0.0)) == [(272, 1008)]


def test_a_hesitating_window_does_not_cut_speech() -> None:
    assert len(spans((10, 0.9), (3, 0.4), (10, 0.9))) == 1


def test_a_short_silence_does_not_cut_speech_and_a_long_one_does() -> None:
    assert len(spans((10, 0.9), (7, 0.0), (10, 0.9))) == 1
    assert len(spans((10, 0.9), (8, 0.0), (10, 0.9))) == 2


def test_a_click_is_not_speech() -> None:
    assert spans((10, 0.0), (3, 1.0), (10, 0.0)) == []
    assert heard(windows((10, 0.0), (3, 1.0)))[1] == []


def test_speech_that_never_rises_above_the_entry_threshold_is_none() -> None:
    assert spans((40, 0.45)) == []


def test_speech_at_the_very_end_is_kept_inside_the_recording() -> None:
    found, stretches = heard(windows((10, 0.0), (20, 0.9)))

    assert found == [(272, 960)]
    assert stretches == [Stretch(72, 960, ((72, 960),))]


def test_close_spans_are_recognised_together_and_a_long_silence_ends_a_stretch() -> None:
    _, stretches = heard(windows((30, 0.9), (20, 0.0), (30, 0.9), (60, 0.0), (30, 0.9), (9, 0.0)))

    assert [len(stretch.speech) for stretch in stretches] == [2, 1]
    assert stretches[0] == Stretch(0, 80 * MS + 248, ((0, 30 * MS + 248), (50 * MS - 248, 80 * MS + 248)))


def test_a_stretch_closes_once_no_more_speech_can_belong_to_it() -> None:
    segmenter = Segmenter()
    speech, silence = [0.9] * 30, [0.0] * 35

    assert segmenter.add(speech + silence[:34], [1.0] * 64) == []
    assert len(segmenter.add(silence[34:], [1.0])) == 1


def test_the_air_of_close_spans_meets_halfway() -> None:
    _, (stretch,) = heard(windows((30, 0.9), (10, 0.0), (30, 0.9)))

    assert stretch.speech[0][1] == stretch.speech[1][0] == 35 * MS


def test_speech_without_a_pause_is_cut_at_its_quietest_place() -> None:
    power = np.ones(700, np.float32)
    power[300:304] = 0.001

    _, stretches = heard(windows((700, 0.9)), power)

    assert [stretch.start for stretch in stretches] == [0, 302 * MS + MS // 2]
    assert stretches[0].stop == stretches[1].start


def test_a_span_for_which_there_is_no_room_begins_a_stretch_of_its_own() -> None:
    _, stretches = heard(windows((250, 0.9), (12, 0.0), (240, 0.9), (40, 0.0)))

    assert [stretch.stop for stretch in stretches] == [256 * MS, 502 * MS + 248]
    assert stretches[1].start == 256 * MS


@st.composite
def recordings(draw: st.DrawFn) -> npt.NDArray[np.float32]:
    """Speech and silence in turn, for up to some minutes."""
    lengths = draw(st.lists(st.integers(1, 600), min_size=1, max_size=12))
    return np.concatenate([np.full(count, index % 2, np.float32) for index, count in enumerate(lengths)])


@given(probability=recordings(), seed=st.integers(0, 99), cuts=st.lists(st.integers(0, 3000), max_size=8))
def test_stretches_hold_all_speech_once_and_do_not_depend_on_how_it_comes(
    probability: npt.NDArray[np.float32], seed: int, cuts: list[int]
) -> None:
    power = np.random.default_rng(seed).random(probability.size).astype(np.float32)
    found, stretches = heard(probability, power)
    segmenter = Segmenter()
    again: list[Stretch] = []
    for start, stop in itertools.pairwise(
        [0, *sorted(cut for cut in cuts if cut < probability.size), probability.size]
    ):
        again += segmenter.add(probability[start:stop].tolist(), power[start:stop].tolist())
        assert all(stretch.start <= segmenter.needed for stretch in again)
    again += segmenter.finish(probability.size * MS)

    assert (segmenter.spans, again) == (found, stretches)
    edges = [edge for stretch in stretches for edge in (stretch.start, stretch.stop)]
    assert edges == sorted(edges)
    assert all(0 < stretch.stop - stretch.start <= DEFAULT.longest + 500 for stretch in stretches)
    inside = np.zeros(probability.size * MS, np.bool_)
    for stretch in stretches:
        for start, end in stretch.speech:
            assert stretch.start <= start < end <= stretch.stop
            assert not inside[start:end].any()
            inside[start:end] = True
    assert all(inside[start:end].all() for start, end in found)


@given(probability=recordings(), steps=st.integers(1, 40))
def test_what_is_still_needed_never_lies_behind_what_was_let_go(
    probability: npt.NDArray[np.float32], steps: int
) -> None:
    segmenter = Segmenter()
    needed = done = 0
    for start in range(0, probability.size, steps):
        part = probability[start : start + steps].tolist()
        for stretch in segmenter.add(part, [1.0] * len(part)):
            assert stretch.start >= needed
        assert segmenter.needed >= needed
        needed = segmenter.needed
        draft = segmenter.pausing(done, 96, 5_000)
        if draft is not None:
            assert needed <= draft.start < draft.stop <= (start + len(part)) * MS
            assert done <= draft.start
            done = draft.stop


def test_what_was_said_is_given_at_a_pause_and_once_only() -> None:
    segmenter = Segmenter()
    segmenter.add([0.0] * 20 + [0.9] * 40 + [0.0] * 2, [1.0] * 62)
    assert segmenter.pausing(0, 96, 5_000) is None

    segmenter.add([0.0], [1.0])
    draft = segmenter.pausing(0, 96, 5_000)

    assert draft == Stretch(20 * MS - 248, 63 * MS, ((20 * MS - 248, 63 * MS),))
    assert segmenter.pausing(draft.stop, 96, 5_000) is None


def test_speech_without_a_pause_is_given_in_parts() -> None:
    segmenter = Segmenter()
    segmenter.add([0.9] * 160, [1.0] * 120 + [0.0] * 10 + [1.0] * 30)

    draft = segmenter.pausing(0, 96, 5_000)

    assert draft is not None
    assert 121 * MS <= draft.stop <= 130 * MS


def test_widened_spans_meet_halfway() -> None:
    assert segments.widen([(300, 1000), (1200, 2000), (5000, 5900)], 200) == [(100, 1100), (1100, 2200), (4800, 6100)]


def test_only_speech_is_left_to_hear() -> None:
    kept = segments.only(np.ones(6, np.float32), [(1, 2), (4, 6)])

    assert kept.tolist() == [0, 1, 0, 0, 1, 1]
