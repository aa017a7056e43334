"""Recordings that are unusual or hold next to nothing, through the real decoder and on to the real models."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import numpy as np
import pytest

from benchmarks.word_errors import wrong_words
from gateway.domain.errors import InvalidError
from gateway.media.decoder import ChildProcessDecoder
from gateway.settings import Limits
from inference.client import TritonPerception
from inference.types import SAMPLE_RATE, FaceTrack, Frames, Heard, Samples
from tests.factories.spoken import plain
from tests.fixtures.films import SAMPLES
from tests.fixtures.films import film as frames_of
from tests.fixtures.media import whole
from tests.fixtures.odd_media import at_rate, frameless, picture_file, resized_film, sound_file, soundless
from tests.fixtures.recordings import decoded

DECODER = ChildProcessDecoder(Limits())
MOST_WRONG = 2
"""Measured on six recordings of 21 to 30 words: 8 kHz costs up to two words, clipping by 12 dB up to one."""

Make = Callable[[Path, Samples], Path]
Load = Callable[[str], Samples]


def with_odd_numbers(sound: Samples) -> Samples:
    """One sample in 500 is NaN or infinite, and so is a tenth of a second."""
    spoilt = sound.copy()
    spoilt[::500] = np.resize(np.array([np.nan, np.inf, -np.inf], np.float32), spoilt[::500].size)
    spoilt[SAMPLE_RATE : SAMPLE_RATE * 11 // 10] = np.nan
    return spoilt


def clipped(sound: Samples) -> Samples:
    """Four times as loud as full scale allows: 12 dB are cut off."""
    loud: Samples = np.clip(sound * np.float32(4 / np.abs(sound).max()), -1, 1)
    return loud


def two(left: Samples, right: Samples) -> Samples:
    return np.stack([left, right])


SPEECH: dict[str, Make] = {
    "8 kHz WAV": lambda folder, sound: sound_file(folder / "a.wav", at_rate(sound, 8_000), 8_000),
    "8 kHz FLAC": lambda folder, sound: sound_file(folder / "a.flac", at_rate(sound, 8_000), 8_000, "flac"),
    "8 kHz of a telephone": lambda folder, sound: sound_file(
        folder / "a.wav", at_rate(sound, 8_000), 8_000, "pcm_mulaw"
    ),
    "96 kHz WAV": lambda folder, sound: sound_file(folder / "a.wav", at_rate(sound, 96_000), 96_000, "pcm_s24le"),
    "96 kHz FLAC": lambda folder, sound: sound_file(folder / "a.flac", at_rate(sound, 96_000), 96_000, "flac"),
    "stereo": lambda folder, sound: sound_file(folder / "a.wav", two(sound, 0.5 * sound), SAMPLE_RATE),
    "one microphone of two": lambda folder, sound: sound_file(
        folder / "a.flac", two(0 * sound, sound), SAMPLE_RATE, "flac"
    ),
    "clipped": lambda folder, sound: sound_file(folder / "a.wav", clipped(sound), SAMPLE_RATE),
    "beyond full scale": lambda folder, sound: sound_file(folder / "a.wav", 4 * sound, SAMPLE_RATE, "pcm_f32le"),
    "NaN and infinity": lambda folder, sound: sound_file(
        folder / "a.wav", with_odd_numbers(sound), SAMPLE_RATE, "pcm_f32le"
    ),
    "NaN and infinity at 48 kHz": lambda folder, sound: sound_file(
        folder / "a.wav", with_odd_numbers(at_rate(sound, 48_000)), 48_000, "pcm_f32le"
    ),
}


async def hear(perception: TritonPerception, path: Path) -> Heard:
    async with perception.listen("en") as listening:
        async for block in DECODER.audio(path):
            await listening.add(block.samples)
        return await listening.finish()


async def see(perception: TritonPerception, path: Path) -> FaceTrack:
    async with perception.watch() as watching:
        async for batch in DECODER.frames(path, 10.0):
            await watching.add(batch.frames, batch.at_ms)
        return (await watching.finish()).face


def words(heard: Heard) -> list[str]:
    assert heard.transcript is not None
    return plain(heard.transcript.text)


@pytest.fixture(scope="module")
async def spoken(perception: TritonPerception) -> AsyncIterator[tuple[Samples, list[str]]]:
    """Ten seconds of a sample interview, and what is heard in them as they are."""
    sound = decoded(SAMPLES / "strong-discovery.mp4")[: 10 * SAMPLE_RATE]
    async with perception.listen("en") as listening:
        await listening.add(sound)
        yield sound, words(await listening.finish())


@pytest.fixture(scope="module")
def person() -> Frames:
    """A second of a sample interview."""
    return frames_of(SAMPLES / "strong-discovery.mp4", 1, 25)


@pytest.fixture(autouse=True)
async def still_up(perception: TritonPerception) -> AsyncIterator[None]:
    """After every recording the server answers the next one."""
    yield
    async with perception.listen("en") as listening:
        await listening.add(np.zeros(SAMPLE_RATE, np.float32))
        assert (await listening.finish()).duration_ms == 1000


@pytest.mark.parametrize("kind", SPEECH)
async def test_speech_is_understood_however_it_was_recorded(
    perception: TritonPerception, spoken: tuple[Samples, list[str]], tmp_path: Path, kind: str
) -> None:
    sound, said = spoken

    heard = await hear(perception, SPEECH[kind](tmp_path, sound))

    assert len(said) > 25
    assert wrong_words(words(heard), said) <= MOST_WRONG, heard.transcript
    assert abs(heard.duration_ms - 10_000) <= 1


@pytest.mark.parametrize("name", ["jfk.flac", "RD_Radio31_000.wav", "WDA_KatieHill_000.mp4"])
@pytest.mark.parametrize("kind", ["8 kHz WAV", "clipped"])
async def test_real_speech_of_a_telephone_or_clipped_is_understood(
    perception: TritonPerception, recording: Load, tmp_path: Path, name: str, kind: str
) -> None:
    sound = recording(name)[: 10 * SAMPLE_RATE]
    plainly = await hear(perception, sound_file(tmp_path / "plain.wav", sound, SAMPLE_RATE, "pcm_f32le"))

    heard = await hear(perception, SPEECH[kind](tmp_path, sound))

    assert len(words(plainly)) > 20
    assert wrong_words(words(heard), words(plainly)) <= MOST_WRONG, heard.transcript


async def test_what_is_no_number_is_silence(tmp_path: Path) -> None:
    tone = np.full(3 * SAMPLE_RATE, 0.25, np.float32)
    spoilt = sound_file(tmp_path / "a.wav", with_odd_numbers(tone), SAMPLE_RATE, "pcm_f32le")

    found = (await whole(DECODER.audio(spoilt))).samples

    assert np.array_equal(found, np.where(np.isfinite(with_odd_numbers(tone)), np.float32(0.25), 0))


async def test_a_recording_of_nothing_but_nan_is_silence(perception: TritonPerception, tmp_path: Path) -> None:
    nothing = np.full(2 * SAMPLE_RATE, np.nan, np.float32)

    heard = await hear(perception, sound_file(tmp_path / "a.wav", nothing, SAMPLE_RATE, "pcm_f32le"))

    assert (words(heard), heard.voice.speech, set(heard.pitch.hertz), heard.duration_ms) == ([], (), {0.0}, 2000)


@pytest.mark.parametrize("codec", ["pcm_s16le", "flac"])
async def test_a_recording_of_one_sample_holds_nothing(
    perception: TritonPerception, tmp_path: Path, codec: str
) -> None:
    one = sound_file(tmp_path / f"a.{'flac' if codec == 'flac' else 'wav'}", np.ones(1, np.float32), SAMPLE_RATE, codec)

    heard = await hear(perception, one)

    assert (words(heard), heard.voice.speech, heard.duration_ms) == ([], (), 0)


NO_SOUND: dict[str, Callable[[Path], Path]] = {
    "WAV of 0 samples": lambda folder: sound_file(folder / "a.wav", np.zeros(0, np.float32), SAMPLE_RATE),
    "FLAC of 0 samples": lambda folder: sound_file(folder / "a.flac", np.zeros(0, np.float32), SAMPLE_RATE, "flac"),
    "less than a sample at 16 kHz": lambda folder: sound_file(folder / "a.wav", np.ones(1, np.float32), 96_000),
    "a film of a dead microphone": lambda folder: soundless(folder / "a.mp4", np.full((25, 240, 320, 3), 90, np.uint8)),
}


@pytest.mark.parametrize("kind", NO_SOUND)
async def test_a_recording_without_a_sample_says_to_check_the_microphone(
    perception: TritonPerception, tmp_path: Path, kind: str
) -> None:
    with pytest.raises(InvalidError) as caught:
        await hear(perception, NO_SOUND[kind](tmp_path))

    assert caught.value.code == "media.no_streams"
    assert "Check microphone and camera" in caught.value.message.en
    assert "麦克风" in caught.value.message.zh


NO_FRAMES: dict[str, Callable[[Path], Path]] = {
    "an MP4 header": lambda folder: frameless(folder / "a.mp4", options={"movflags": "empty_moov+frag_keyframe"}),
    "an MP4 without an index": lambda folder: frameless(folder / "a.mp4"),
    "sound with an empty picture": lambda folder: frameless(folder / "a.mkv", SAMPLES / "weak-learning.mp4"),
}


@pytest.mark.parametrize("kind", NO_FRAMES)
async def test_a_video_of_no_frames_says_to_check_the_camera(
    perception: TritonPerception, tmp_path: Path, kind: str
) -> None:
    with pytest.raises(InvalidError) as caught:
        await see(perception, NO_FRAMES[kind](tmp_path))

    assert caught.value.code == "media.no_streams"
    assert "Check microphone and camera" in caught.value.message.en
    assert "摄像头" in caught.value.message.zh


async def test_a_video_of_no_frames_and_nothing_else_says_to_record_again(tmp_path: Path) -> None:
    with pytest.raises(InvalidError) as caught:
        await DECODER.probe(frameless(tmp_path / "a.mkv"))

    assert caught.value.code == "media.undecodable"
    assert "Record it again" in caught.value.message.en


async def test_a_face_is_followed_when_the_size_of_the_picture_changes_within_the_film(
    perception: TritonPerception, person: Frames, tmp_path: Path
) -> None:
    upright = person[:, :, 140:500]
    path = resized_film(tmp_path / "turned.webm", [person, person[:, ::2, ::2], upright])

    sizes = [batch.frames.shape[1:3] async for batch in DECODER.frames(path, 10.0)]
    samples = (await see(perception, path)).samples

    assert list(dict.fromkeys(sizes)) == [(480, 640), (240, 320), (480, 360)]
    assert [one.at_ms for one in samples] == pytest.approx([100 * number for number in range(30)], abs=40)
    assert {(one.faces, one.track) for one in samples} == {(1, 1)}
    x, y, width, height = samples[2].box
    assert samples[12].box == pytest.approx((x, y, width, height), abs=0.03)
    assert samples[25].box == pytest.approx(((x * 640 - 140) / 360, y, width * 640 / 360, height), abs=0.06)


async def test_a_person_in_a_film_of_4k_is_seen_where_they_are(
    perception: TritonPerception, person: Frames, tmp_path: Path
) -> None:
    large = np.full((1, 2160, 3840, 3), 90, np.uint8)
    large[0, 240:, 1280:] = person[0].repeat(4, axis=0).repeat(4, axis=1)

    (sample,) = (await see(perception, picture_file(tmp_path / "4k.mp4", large))).samples
    (small,) = (await see(perception, picture_file(tmp_path / "vga.mp4", person[:1]))).samples

    x, y, width, height = small.box
    expected = (1 / 3 + x * 2 / 3, 1 / 9 + y * 8 / 9, width * 2 / 3, height * 8 / 9)
    assert (sample.faces, sample.presence > 0.9) == (1, True)
    assert sample.box == pytest.approx(expected, abs=0.02)
