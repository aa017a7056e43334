"""What every `Perception` must do, whatever stands behind it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import numpy as np
import pytest

from inference.errors import InvalidInputError, LanguageNotServedError, PerceptionError
from inference.null import NullPerception
from inference.ports import Perception
from inference.types import SAMPLE_RATE, Frames, Samples, Utterance
from tests.factories.sessions import heard, watched

UNKNOWN = ["fi", "", "EN", "en\x00", "\ud83d", "x" * 100_000]


@pytest.fixture(params=["null", "triton"])
def any_perception(request: pytest.FixtureRequest) -> Perception:
    if request.param == "null":
        return NullPerception()
    served: Perception = request.getfixturevalue("perception")
    return served


async def every(utterances: AsyncIterator[Utterance]) -> list[Utterance]:
    return [utterance async for utterance in utterances]


def silence(seconds: float) -> Samples:
    return np.zeros(round(seconds * SAMPLE_RATE), np.float32)


def noise(seconds: float) -> Samples:
    return (0.2 * np.random.default_rng(7).standard_normal(round(seconds * SAMPLE_RATE))).astype(np.float32)


def tone(seconds: float, hertz: float) -> Samples:
    time = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    return (0.3 * np.sign(np.sin(2 * np.pi * hertz * time))).astype(np.float32)


async def test_silence_holds_no_speech_and_no_pitch(any_perception: Perception) -> None:
    found = await heard(any_perception, silence(2.0))

    assert found.voice.speech == ()
    assert found.duration_ms == found.voice.duration_ms == 2000
    assert set(found.pitch.hertz) == {0.0}
    assert found.transcript is not None
    assert found.transcript.words == ()


async def test_an_empty_recording_gives_empty_results(any_perception: Perception) -> None:
    found = await heard(any_perception, silence(0.0))

    assert (found.voice.speech, found.duration_ms, found.pitch.hertz) == ((), 0, ())
    assert found.transcript is not None
    assert found.transcript.words == ()


async def test_a_recording_of_which_nothing_came_gives_empty_results(any_perception: Perception) -> None:
    async with any_perception.listen("en") as listening, any_perception.watch() as watching:
        assert (await listening.finish()).duration_ms == 0
        assert (await watching.finish()).face.samples == ()


@pytest.mark.parametrize("samples", [1, 100, 511, 513, 8001])
async def test_recordings_of_any_length_are_taken(any_perception: Perception, samples: int) -> None:
    found = await heard(any_perception, noise(1.0)[:samples])

    assert found.duration_ms == samples * 1000 // SAMPLE_RATE
    assert len(found.pitch.hertz) == -(-samples // 256)
    assert all(span.end_ms <= found.duration_ms for span in found.voice.speech)
    assert found.transcript is not None
    assert all(word.end_ms <= found.duration_ms for word in found.transcript.words)


async def test_pitch_has_a_value_every_sixteen_milliseconds(any_perception: Perception) -> None:
    track = (await heard(any_perception, tone(2.0, 150.0))).pitch

    middle = np.array(track.hertz[20:100])
    assert track.step_ms == 16.0
    assert len(track.hertz) == 125
    assert np.allclose(middle, 150.0, rtol=0.03)


@pytest.mark.parametrize("cuts", [(1,), (511, 512, 513), tuple(range(640, 80_000, 640)), (40_000, 40_000, 79_999)])
async def test_the_cutting_of_the_sound_makes_no_difference(any_perception: Perception, cuts: tuple[int, ...]) -> None:
    sound = np.concatenate([tone(2.0, 120.0), silence(1.0), noise(2.0)])

    assert await heard(any_perception, sound, cuts=cuts) == await heard(any_perception, sound)


@pytest.mark.parametrize("language", UNKNOWN)
async def test_a_language_that_nobody_knows_leaves_voice_and_pitch(any_perception: Perception, language: str) -> None:
    known, unknown = [await heard(any_perception, tone(2.0, 150.0), one) for one in ("en", language)]

    assert unknown.transcript is None
    assert (unknown.voice, unknown.pitch, unknown.duration_ms) == (known.voice, known.pitch, known.duration_ms)


async def test_what_has_been_finished_takes_no_more(any_perception: Perception) -> None:
    async with any_perception.listen("en") as listening, any_perception.watch() as watching:
        first = await listening.finish(), await watching.finish()

        with pytest.raises(InvalidInputError, match="has been finished"):
            await listening.add(silence(0.1))
        with pytest.raises(InvalidInputError, match="has been finished"):
            await watching.add(np.zeros((1, 8, 8, 3), np.uint8), [0])
        assert (await listening.finish(), await watching.finish()) == first


async def test_leaving_early_leaves_nothing_running(any_perception: Perception) -> None:
    before = asyncio.all_tasks()

    async with any_perception.listen("en") as listening, any_perception.watch() as watching:
        told = asyncio.create_task(every(listening.utterances()))
        await listening.add(noise(3.0))
        await watching.add(np.zeros((1, 120, 160, 3), np.uint8), [0])

    await told
    assert asyncio.all_tasks() == before
    with pytest.raises(PerceptionError, match="has been left"):
        await listening.add(silence(0.1))


async def test_a_cancelled_caller_leaves_nothing_running(any_perception: Perception) -> None:
    before = asyncio.all_tasks()
    begun = asyncio.Event()

    async def work() -> None:
        async with any_perception.listen("en") as listening:
            begun.set()
            await listening.add(np.tile(noise(10.0), 30))
            await listening.finish()

    task = asyncio.create_task(work())
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    assert asyncio.all_tasks() == before


async def test_pictures_that_failed_stay_failed(any_perception: Perception) -> None:
    async with any_perception.watch() as watching:
        with pytest.raises(InvalidInputError) as first:
            await watching.add(np.zeros((1, 0, 8, 3), np.uint8), [0])
        with pytest.raises(InvalidInputError) as second:
            await watching.add(np.zeros((1, 8, 8, 3), np.uint8), [100])
        with pytest.raises(InvalidInputError) as third:
            await watching.finish()

    assert first.value is second.value is third.value


async def test_what_failed_stays_failed(any_perception: Perception) -> None:
    async with any_perception.listen("en") as listening:
        await listening.add(silence(0.5))
        with pytest.raises(InvalidInputError) as first:
            await listening.add(np.array([np.nan], np.float32))
        with pytest.raises(InvalidInputError) as second:
            await listening.add(silence(0.5))
        with pytest.raises(InvalidInputError) as third:
            await listening.finish()

    assert first.value is second.value is third.value


async def test_final_utterances_make_up_the_transcript(any_perception: Perception) -> None:
    sound = np.concatenate([tone(2.0, 120.0), silence(1.5), tone(2.0, 150.0), silence(1.5)])

    async with any_perception.listen("en") as listening:
        told = asyncio.create_task(every(listening.utterances()))
        for start in range(0, sound.size, 1600):
            await listening.add(sound[start : start + 1600])
        found = await listening.finish()
        utterances = await told

    assert found.transcript is not None
    finals = [one for one in utterances if one.final]
    assert [word for one in finals for word in one.words] == list(found.transcript.words)
    assert [one.start_ms for one in finals] == sorted({one.start_ms for one in finals})
    assert found == await heard(any_perception, sound)


async def test_each_frame_gets_a_sample_and_black_frames_have_no_face(any_perception: Perception) -> None:
    found = await watched(any_perception, np.zeros((3, 120, 160, 3), np.uint8), [0, 100, 200], size=2)

    assert [sample.at_ms for sample in found.face.samples] == [0, 100, 200]
    assert all(sample.faces == 0 and sample.presence == 0.0 for sample in found.face.samples)


@pytest.mark.parametrize("size", [1, 4])
async def test_the_cutting_of_the_pictures_makes_no_difference(any_perception: Perception, size: int) -> None:
    frames = np.random.default_rng(3).integers(0, 256, (11, 48, 64, 3)).astype(np.uint8)
    at_ms = [130 * number for number in range(11)]

    whole = await watched(any_perception, frames, at_ms)

    assert whole == await watched(any_perception, frames, at_ms, size)
    assert whole.body is not None
    assert [sample.at_ms for sample in whole.body.samples] == [0, 520, 1040]


async def test_frames_may_change_their_size_between_calls(any_perception: Perception) -> None:
    async with any_perception.watch() as watching:
        for number, (height, width) in enumerate([(120, 160), (48, 64), (2, 2), (480, 640)]):
            (sample,) = await watching.add(np.zeros((1, height, width, 3), np.uint8), [100 * number])
            assert sample.at_ms == 100 * number


async def test_no_frames_give_no_samples(any_perception: Perception) -> None:
    assert (await watched(any_perception, np.zeros((0, 120, 160, 3), np.uint8), [])).face.samples == ()


async def test_embeddings_are_unit_vectors_and_similar_texts_are_close(any_perception: Perception) -> None:
    texts = ["We cut the price of the product.", "We cut the cost of the product.", "My dog sleeps all day."]

    vectors = await any_perception.embed(texts, "en")

    assert vectors.shape == (3, 384)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-4)
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2] + 0.2


async def test_the_model_that_embeds_a_language_is_named(any_perception: Perception) -> None:
    embedder = await any_perception.embedder("en")
    assert embedder in await any_perception.models()
    assert await any_perception.embedder("fi") is None


async def test_an_embedding_does_not_depend_on_its_neighbours(any_perception: Perception) -> None:
    texts = ["Short.", "", "客户 naïve ☂", "word " * 20_000]

    together = await any_perception.embed(texts, "en")
    alone = [await any_perception.embed([text], "en") for text in texts]

    assert np.allclose(together, np.concatenate(alone), atol=1e-4)


async def test_no_texts_give_no_vectors(any_perception: Perception) -> None:
    assert len(await any_perception.embed([], "en")) == 0


@pytest.mark.parametrize("language", UNKNOWN)
async def test_a_language_that_is_not_served_is_refused(any_perception: Perception, language: str) -> None:
    assert "en" in await any_perception.languages()
    with pytest.raises(LanguageNotServedError) as caught:
        await any_perception.embed(["moi"], language)
    assert (caught.value.code, caught.value.retry) == ("perception.language_not_served", False)
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize(
    "broken",
    [
        np.array([0.0, np.nan], np.float32),
        np.array([0.0, np.inf], np.float32),
        np.zeros(10, np.float64),
        np.zeros((2, 10), np.float32),
    ],
    ids=["nan", "infinite", "double", "stereo"],
)
async def test_sound_that_breaks_the_contract_is_refused(any_perception: Perception, broken: Samples) -> None:
    with pytest.raises(InvalidInputError) as caught:
        await heard(any_perception, broken)
    assert (caught.value.code, caught.value.retry) == ("perception.invalid_input", False)


@pytest.mark.parametrize(
    ("frames", "at_ms", "said"),
    [
        (np.zeros((2, 8, 8, 3), np.uint8), [0], "2 frames came with 1 times"),
        (np.zeros((1, 8, 8, 4), np.uint8), [0], "uint8"),
        (np.zeros((1, 0, 8, 3), np.uint8), [0], "pixels"),
        (np.zeros((2, 8, 8, 3), np.uint8), [100, 50], "order of their times"),
    ],
    ids=["times", "colours", "pixels", "order"],
)
async def test_frames_that_break_the_contract_are_refused(
    any_perception: Perception, frames: Frames, at_ms: list[int], said: str
) -> None:
    async with any_perception.watch() as watching:
        with pytest.raises(InvalidInputError, match=said):
            await watching.add(frames, at_ms)


async def test_models_are_named_in_order_and_results_cite_one_of_them(any_perception: Perception) -> None:
    models = await any_perception.models()

    names = [model.name for model in models]
    assert names == sorted(names)
    assert all(model.version for model in models)
    found = await heard(any_perception, silence(0.1))
    assert found.transcript is not None
    assert {found.voice.model, found.pitch.model, found.transcript.model} <= set(models)


async def test_it_can_be_closed_twice(any_perception: Perception) -> None:
    await any_perception.close()
    await any_perception.close()
