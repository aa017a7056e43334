from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from inference.kernels import fbank, sensevoice_features
from inference.kernels.sensevoice_features import BUCKETS, FEATURES, FrontEnd, prepare, read, stack

FRONT_END = FrontEnd(
    shift=np.full(FEATURES, -10.0, np.float32),
    scale=np.full(FEATURES, 0.5, np.float32),
    languages={"zh": 3, "en": 4, "yue": 7},
    text_norm=14,
)
SECOND = fbank.SAMPLE_RATE


def noise(samples: int) -> np.ndarray:
    return np.random.default_rng(samples).standard_normal(samples).astype(np.float32) * np.float32(0.1)


@pytest.mark.parametrize("frames", [1, 2, 5, 6, 7, 8, 12, 13, 61, 2998])
def test_seven_frames_are_stacked_every_six_around_their_middle(frames: int) -> None:
    numbered = np.arange(frames, dtype=np.float32)[:, None]

    stacked = stack(numbered)

    assert stacked.shape == (-(-frames // 6), 7)
    for index, row in enumerate(stacked):
        around = range(6 * index - 3, 6 * index + 4)
        assert row.tolist() == [min(max(frame, 0), frames - 1) for frame in around]


def test_features_are_shifted_scaled_and_filled_up_to_a_bucket() -> None:
    sound = noise(4 * SECOND)

    made = prepare(sound, "zh", FRONT_END)

    expected = (stack(fbank.fbank(sound)) - 10.0) * 0.5
    assert made.length == len(expected) == 67
    assert made.features.shape == (100, FEATURES)
    assert np.allclose(made.features[:67], expected)
    assert not made.features[67:].any()
    assert (made.language, made.text_norm, made.duration_ms) == (3, 14, 4000)


def test_thirty_seconds_fit_the_largest_bucket() -> None:
    made = prepare(noise(30 * SECOND), "zh", FRONT_END)

    assert made.length == len(made.features) == BUCKETS[-1]


@pytest.mark.parametrize("samples", [1, 399, 400, 16_000])
def test_short_sounds_make_at_least_one_frame(samples: int) -> None:
    assert prepare(noise(samples), "zh", FRONT_END).length >= 1


@pytest.mark.parametrize("samples", [0, 400, 16_000])
def test_silence_has_no_length(samples: int) -> None:
    made = prepare(np.full(samples, 5e-5, np.float32), "zh", FRONT_END)

    assert made.length == 0
    assert made.features.shape == (BUCKETS[0], FEATURES)


def test_a_request_holds_one_stretch() -> None:
    assert sensevoice_features.only(np.zeros((1, 7), np.float32)).shape == (7,)
    with pytest.raises(ValueError, match="2 stretches in one request"):
        sensevoice_features.only(np.zeros((2, 7), np.float32))


def test_a_regional_tag_is_its_language() -> None:
    assert prepare(noise(SECOND), "en-GB", FRONT_END).language == 4


@pytest.mark.parametrize(
    ("samples", "language", "said"),
    [
        (noise(SECOND), "de", "'de' is not known to this recogniser; it knows: en, yue, zh"),
        (noise(SECOND), "", "not known"),
        (noise(30 * SECOND + 1), "zh", "at most 30 s: split it at pauses"),
        (np.array([0.1, np.nan], np.float32), "zh", "not finite"),
    ],
)
def test_what_cannot_be_recognised_is_refused_with_the_reason(samples: np.ndarray, language: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        prepare(samples, language, FRONT_END)


def test_another_front_end_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "front_end.json"
    written = {
        "window": 7,
        "shift": 6,
        "neg_mean": [0.0] * FEATURES,
        "inv_stddev": [1.0] * FEATURES,
        "languages": {"zh": 3},
        "text_norm": 14,
    }
    path.write_text(json.dumps(written))
    assert read(path).languages == {"zh": 3}
    path.write_text(json.dumps({**written, "window": 5}))
    with pytest.raises(ValueError, match="another front end"):
        read(path)


def test_the_longest_sound_is_what_the_buckets_hold() -> None:
    frames = fbank.frame_count(sensevoice_features.LONGEST_SECONDS * SECOND)

    assert -(-frames // sensevoice_features.STEP) == BUCKETS[-1]
