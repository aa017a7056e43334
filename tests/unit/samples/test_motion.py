from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest

from samples.motion import BLINK, FRAME_RATE, STYLES, Motion, Style, blinks, mouth, move, sentences
from samples.speech import RATE, Speech, SpokenWord


def speech(seconds: float = 20.0) -> Speech:
    """Two words a second, loud while a word lasts, with a pause of a second every five."""
    samples = np.zeros(int(seconds * RATE), np.float32)
    words = []
    for number in range(int(seconds * 2)):
        start = number / 2
        if start % 5 >= 4:
            continue
        words.append(SpokenWord(f"word{number}", start, start + 0.4))
        samples[int(start * RATE) : int((start + 0.4) * RATE)] = 0.2
    return Speech(samples, tuple(words))


def curves(motion: Motion) -> dict[str, np.ndarray[tuple[int], np.dtype[np.float32]]]:
    return {field.name: getattr(motion, field.name) for field in fields(motion) if field.name != "events"}


@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES.keys())
def test_every_joint_has_a_value_for_every_frame(style: Style) -> None:
    motion = move(speech(), style, np.random.default_rng(1))

    assert {len(curve) for curve in curves(motion).values()} == {20 * FRAME_RATE}
    assert all(np.isfinite(curve).all() for curve in curves(motion).values())


@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES.keys())
def test_nothing_but_the_lids_and_the_jaw_jumps(style: Style) -> None:
    motion = move(speech(), style, np.random.default_rng(1))

    assert np.abs(np.diff(motion.x)).max() < 3.0  # pixels a frame
    assert np.abs(np.diff(motion.roll)).max() < 1.0  # degrees a frame
    assert np.abs(np.diff(motion.yaw)).max() < 0.3


def test_the_same_seed_moves_the_same_way() -> None:
    first, second = (curves(move(speech(), STYLES["weak"], np.random.default_rng(7))) for _ in range(2))

    assert all(np.array_equal(first[name], second[name]) for name in first)


def test_the_mouth_opens_while_a_word_sounds_and_shuts_in_a_pause() -> None:
    opened = mouth(speech(), 20 * FRAME_RATE)

    assert opened[5] > 0.8  # 0.2 s: in the first word
    assert opened[int(4.7 * FRAME_RATE)] == 0.0


def test_a_pause_parts_sentences() -> None:
    assert [round(start) for start, _ in sentences(speech())] == [0, 5, 10, 15]


def test_the_weak_candidate_looks_away_more_than_the_strong_one() -> None:
    away = {
        level: sum(np.abs(move(speech(120.0), style, np.random.default_rng(2)).gaze) > 0.3)
        for level, style in STYLES.items()
    }

    assert away["weak"] > 2 * away["strong"]


def test_a_nod_goes_down_and_comes_back() -> None:
    style = STYLES["strong"]
    motion = move(speech(60.0), style, np.random.default_rng(3))
    nod = next(event for event in motion.events if event.kind == "nod")
    during = motion.pitch[int(nod.start * FRAME_RATE) : int(nod.end * FRAME_RATE) + 1]

    assert during.max() - during[0] > 0.5 * style.nod
    assert abs(during[-1] - during[0]) < 0.25


def test_the_eyes_are_shut_in_the_middle_of_each_blink_and_open_outside_all() -> None:
    lids = move(speech(60.0), STYLES["middling"], np.random.default_rng(4)).lids
    found = [(round(start * FRAME_RATE), round(end * FRAME_RATE)) for start, end in blinks(lids)]

    assert len(found) > 10
    assert {end - start for start, end in found} == {len(BLINK)}
    assert all(lids[start:end].max() == 1.0 for start, end in found)
    for start, end in found:
        lids[start:end] = 0.0
    assert not lids.any()
