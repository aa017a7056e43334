"""Speech by the real server, on real recordings."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import numpy as np
import pytest

from benchmarks.word_errors import wrong_words
from inference.channel import Channel
from inference.client import TritonPerception
from inference.errors import InvalidInputError
from inference.kernels import pitch
from inference.kernels.loudness import Leveller
from inference.types import SAMPLE_RATE, Samples
from tests.factories.sessions import heard
from tests.factories.sessions import transcript as spoken
from tests.factories.spoken import plain
from tests.fixtures import noises

Load = Callable[[str], Samples]

ENGLISH = np.array([[b"en"]], np.object_)

SAID = {
    "WDA_KatieHill_000.mp4": "Congressional District, and I'm currently in D.C. for my second week of new member "
    "orientation. In addition to learning where things are and how to use the tunnels",
    "jfk.flac": "And so, my fellow Americans, ask not what your country can do for you, ask what you can do for your "
    "country.",
}


@pytest.mark.parametrize("name", sorted(SAID))
async def test_real_speech_is_recognised_with_few_wrong_words(
    perception: TritonPerception, recording: Load, name: str
) -> None:
    sound = recording(name)

    transcript = await spoken(perception, sound)

    assert wrong_words(plain(transcript.text), plain(SAID[name])) <= 1, transcript.text
    assert transcript.model.version.startswith("moonshine-tiny-en-")


@pytest.mark.parametrize("gain", [0.01, 0.001])
async def test_very_quiet_speech_loses_no_words(perception: TritonPerception, recording: Load, gain: float) -> None:
    heard = np.round(recording("jfk.flac") * gain * 32_767).astype(np.int16)
    sound = heard.astype(np.float32) / np.float32(32_768)

    transcript = await spoken(perception, sound)

    assert wrong_words(plain(transcript.text), plain(SAID["jfk.flac"])) <= 2, transcript.text


async def test_words_carry_the_times_at_which_they_are_said(perception: TritonPerception, recording: Load) -> None:
    sound = recording("jfk.flac")

    words = (await spoken(perception, sound)).words

    first, last = words[0], words[-1]
    assert abs(first.start_ms - 320) < 250
    assert abs(last.end_ms - 10_500) < 400
    americans = next(word for word in words if word.text.startswith("Americans"))
    assert abs(americans.end_ms - 2_250) < 400


async def test_speech_is_found_where_it_is(perception: TritonPerception, recording: Load) -> None:
    spans = (await heard(perception, recording("jfk.flac"))).voice.speech

    assert len(spans) == 4
    assert abs(spans[0].start_ms - 320) < 100
    assert abs(spans[1].start_ms - 3_270) < 150


async def test_any_cutting_of_a_recording_gives_the_same_result(perception: TritonPerception, recording: Load) -> None:
    sound = np.tile(recording("jfk.flac"), 4)  # 44 s: two pieces, five chunks of pitch
    rng = np.random.default_rng(5)

    whole = await heard(perception, sound)

    assert whole.transcript is not None
    assert len(whole.transcript.words) > 60
    for count in (1, 40, 400):
        assert await heard(perception, sound, cuts=rng.integers(0, sound.size, count).tolist()) == whole


async def test_pitch_does_not_depend_on_chunks(
    perception: TritonPerception, recording: Load, triton_address: str
) -> None:
    sound = np.tile(recording("WDA_KatieHill_000.mp4"), 5)  # 40 s: four chunks
    channel = Channel(triton_address, 30.0)
    hertz, confidence = await channel.infer("pitch", {"SAMPLES": Leveller().add(sound)}, ["HERTZ", "CONFIDENCE"])
    await channel.close()

    track = (await heard(perception, sound)).pitch

    assert np.allclose(track.hertz, pitch.voiced(hertz, confidence), rtol=1e-3)
    voiced = [value for value in track.hertz if value]
    assert 140 < float(np.median(voiced)) < 260


async def test_a_stretch_that_is_too_long_for_the_recogniser_is_refused(triton_address: str) -> None:
    channel = Channel(triton_address, 30.0)

    with pytest.raises(InvalidInputError, match="split it at pauses"):
        await channel.infer(
            "asr_en", {"SAMPLES": np.zeros((1, 21 * SAMPLE_RATE), np.float32), "LANGUAGE": ENGLISH}, ["WORDS"]
        )

    await channel.close()


@pytest.mark.parametrize(
    "samples", [*range(300, 4_000, 431), *range(4_000, 160_001, 17_333), 153_600, 160_000, 320_000]
)
async def test_the_recogniser_takes_stretches_of_any_length(triton_address: str, recording: Load, samples: int) -> None:
    sound = np.resize(recording("WDA_KatieHill_000.mp4"), samples)
    channel = Channel(triton_address, 30.0)

    words, starts, ends, confidence = await channel.infer(
        "asr_en", {"SAMPLES": sound[None], "LANGUAGE": ENGLISH}, ["WORDS", "START_MS", "END_MS", "CONFIDENCE"]
    )
    await channel.close()

    assert words.shape[0] == 1
    assert words.shape == starts.shape == ends.shape == confidence.shape
    assert words.size <= 4 + samples / SAMPLE_RATE * 5
    assert (starts <= ends).all()
    assert (ends <= samples * 1000 // SAMPLE_RATE).all()


@pytest.mark.parametrize("level_db", [-15, -30, -45, -60])
@pytest.mark.parametrize("kind", sorted(noises.KINDS))
async def test_nothing_is_invented_where_nobody_speaks(
    perception: TritonPerception, triton_address: str, kind: str, level_db: int
) -> None:
    sound = noises.made(kind, level_db)
    channel = Channel(triton_address, 30.0)

    transcript = await spoken(perception, sound)
    (without_detector,) = await channel.infer("asr_en", english(sound[None]), ["WORDS"])
    await channel.close()

    assert transcript.words == ()
    assert without_detector.shape == (1, 0), without_detector


async def test_nothing_is_invented_in_silence(perception: TritonPerception) -> None:
    assert (await spoken(perception, np.zeros(6 * SAMPLE_RATE, np.float32))).words == ()


SHIFTS_MS = (10, 70, 130, 190, 250, 320)
CUTS_MS = [(start, end) for start in range(0, 321, 80) for end in (0, 240, 320)]
CUTS_MS += [(200, end) for end in (180, 200, 240, 320)] + [(80, 280), (40, 260), (160, 200)]
"""What is cut off the beginning and the end; the last are where the recogniser came nearest to believing itself."""


async def test_another_language_does_not_become_english_words_wherever_it_is_cut(
    perception: TritonPerception, recording: Load
) -> None:
    sound = recording("zh_prompt.wav")
    cuts = [sound[a * SAMPLE_RATE // 1000 : sound.size - b * SAMPLE_RATE // 1000] for a, b in CUTS_MS]

    found = await asyncio.gather(*(spoken(perception, one) for one in cuts))

    assert [one.text for one in found if one.words] == []


@pytest.mark.parametrize("name", sorted(SAID))
async def test_english_loses_no_words_wherever_it_begins(
    perception: TritonPerception, recording: Load, name: str
) -> None:
    sound = recording(name)
    later = [np.pad(sound, (ms * SAMPLE_RATE // 1000, 0)) for ms in SHIFTS_MS]

    found = await asyncio.gather(*(spoken(perception, one) for one in later))

    wrong = [wrong_words(plain(one.text), plain(SAID[name])) for one in found]
    assert max(wrong) <= 2, [one.text for one in found]


def english(samples: np.ndarray, language: bytes = b"en") -> dict[str, np.ndarray]:
    return {"SAMPLES": samples.astype(np.float32), "LANGUAGE": np.array([[language]], np.object_)}


REFUSED = {
    "NaN": (english(np.full((1, 8_000), np.nan)), "NaN or infinity"),
    "one infinity in speech": (english(np.where(np.arange(8_000) == 4_000, -np.inf, 0.1)[None]), "NaN or infinity"),
    "more than 20 s": (english(np.zeros((1, 20 * SAMPLE_RATE + 1))), "split it at pauses"),
    "two stretches": (
        {"SAMPLES": np.zeros((2, 8_000), np.float32), "LANGUAGE": np.array([[b"en"]] * 2, np.object_)},
        "request of its own",
    ),
    "no batch dimension": (english(np.zeros(8_000)), "batch size"),
    "an unknown language": (english(np.zeros((1, 8_000)), b"tlh"), "recognises English"),
    "no language": (english(np.zeros((1, 8_000)), b""), "recognises English"),
    "a language that is no text": (english(np.zeros((1, 8_000)), b"\xff\xfe"), "recognises English"),
}


@pytest.mark.parametrize("case", sorted(REFUSED))
async def test_the_recogniser_refuses_what_it_cannot_hear_and_goes_on(
    triton_address: str, recording: Load, case: str
) -> None:
    given, reason = REFUSED[case]
    channel = Channel(triton_address, 30.0)

    with pytest.raises(InvalidInputError, match=reason):
        await channel.infer("asr_en", given, ["WORDS"])
    (words,) = await channel.infer("asr_en", english(recording("jfk.flac")[None]), ["WORDS"])
    await channel.close()

    assert words.shape[1] == 22


ODD = {
    "no samples": np.zeros((1, 0)),
    "one sample": np.ones((1, 1)),
    "silence": np.zeros((1, 20 * SAMPLE_RATE)),
    "the loudest numbers": np.resize([3e38, -3e38], (1, 16_000)),
    "a constant": np.ones((1, 16_000)),
}


@pytest.mark.parametrize("case", sorted(ODD))
async def test_odd_sound_has_no_words(triton_address: str, case: str) -> None:
    channel = Channel(triton_address, 30.0)

    (words,) = await channel.infer("asr_en", english(ODD[case]), ["WORDS"])
    await channel.close()

    assert words.shape == (1, 0)


async def test_clipped_speech_is_still_understood(triton_address: str, recording: Load) -> None:
    channel = Channel(triton_address, 30.0)

    (words,) = await channel.infer("asr_en", english(np.clip(4 * recording("jfk.flac"), -1, 1)[None]), ["WORDS"])
    await channel.close()

    text = b" ".join(words[0]).decode()
    assert wrong_words(plain(text), plain(SAID["jfk.flac"])) <= 2, text
