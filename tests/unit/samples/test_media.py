"""The committed videos are what they are said to be."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import numpy.typing as npt
import pytest

from samples.script import Take, takes

SAMPLES = Path(__file__).resolve().parents[3] / "samples" / "product_manager"
TRUTH: dict[str, dict[str, Any]] = json.loads((SAMPLES / "truth.json").read_text())
TAKES = {take.name: take for take in takes(SAMPLES / "answers.yaml")}
MEGABYTE = 1_000_000


def video_of(take: Take) -> Path:
    return SAMPLES / "media" / f"{take.name}.mp4"


def sound_of(path: Path) -> npt.NDArray[np.float32]:
    with av.open(str(path)) as container:
        frames = [frame.to_ndarray()[0] for frame in container.decode(audio=0)]
    return np.concatenate(frames).astype(np.float32)


@pytest.fixture(params=list(TAKES.values()), ids=list(TAKES))
def take(request: pytest.FixtureRequest) -> Take:
    chosen: Take = request.param
    return chosen


def test_all_videos_together_are_small() -> None:
    assert sum(video_of(take).stat().st_size for take in TAKES.values()) <= 6 * MEGABYTE


def test_there_is_a_video_for_every_answer_and_no_other() -> None:
    assert {path.stem for path in (SAMPLES / "media").iterdir()} == set(TAKES) == set(TRUTH)


def test_a_video_lasts_as_long_as_the_truth_says(take: Take) -> None:
    with av.open(str(video_of(take))) as container:
        video, audio = container.streams.video[0], container.streams.audio[0]
        assert (video.codec_context.name, video.width, video.height) == ("h264", 640, 480)
        assert video.average_rate == Fraction(25)
        assert (audio.codec_context.name, audio.rate, audio.channels) == ("aac", 16_000, 1)
        frames = sum(packet.size > 0 for packet in container.demux(video))
    said = TRUTH[take.name]["duration_ms"]
    assert 20_000 <= said <= 45_000
    assert abs(frames * 40 - said) <= 60
    assert abs(len(sound_of(video_of(take))) / 16 - said) <= 130  # AAC pads to whole frames


def test_the_words_of_the_truth_are_those_of_the_text(take: Take) -> None:
    text = " ".join(line.sentence for line in take.lines)

    assert [word for word, _, _ in TRUTH[take.name]["words"]] == [word.strip(".,?!") for word in text.split()]


def test_words_follow_one_another_in_time(take: Take) -> None:
    times = [time for _, start, end in TRUTH[take.name]["words"] for time in (start, end)]

    assert times == sorted(times)
    assert times[-1] < TRUTH[take.name]["duration_ms"]


def test_it_is_loud_where_words_are_and_quiet_but_not_silent_before_them(take: Take) -> None:
    sound = sound_of(video_of(take))
    first = TRUTH[take.name]["words"][0][1]
    spoken = np.concatenate([sound[start * 16 : end * 16] for _, start, end in TRUTH[take.name]["words"]])
    before = sound[1600 : (first - 50) * 16]

    assert -24 < 20 * np.log10(np.sqrt(np.mean(spoken**2))) < -16
    assert -65 < 20 * np.log10(np.sqrt(np.mean(before**2))) < -45
