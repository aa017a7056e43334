"""What every `Perception` must do, whatever stands behind it."""

from __future__ import annotations

import numpy as np
import pytest

from inference.errors import InvalidInputError, LanguageNotServedError
from inference.null import NullPerception
from inference.ports import Perception
from inference.types import SAMPLE_RATE, Samples, Span


@pytest.fixture(params=["null", "triton"])
def any_perception(request: pytest.FixtureRequest) -> Perception:
    if request.param == "null":
        return NullPerception()
    served: Perception = request.getfixturevalue("perception")
    return served


def silence(seconds: float) -> Samples:
    return np.zeros(round(seconds * SAMPLE_RATE), np.float32)


def noise(seconds: float) -> Samples:
    return (0.2 * np.random.default_rng(7).standard_normal(round(seconds * SAMPLE_RATE))).astype(np.float32)


def tone(seconds: float, hertz: float) -> Samples:
    time = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    return (0.3 * np.sign(np.sin(2 * np.pi * hertz * time))).astype(np.float32)


async def test_silence_holds_no_speech_and_no_pitch(any_perception: Perception) -> None:
    voice = await any_perception.voice_activity(silence(2.0))
    track = await any_perception.pitch(silence(2.0))

    assert voice.speech == ()
    assert voice.duration_ms == 2000
    assert set(track.hertz) == {0.0}


async def test_an_empty_recording_gives_empty_results(any_perception: Perception) -> None:
    voice = await any_perception.voice_activity(silence(0.0))
    track = await any_perception.pitch(silence(0.0))
    transcript = await any_perception.transcribe(silence(0.0), [Span(0, 1000)], "en")

    assert (voice.speech, voice.duration_ms) == ((), 0)
    assert track.hertz == ()
    assert transcript.words == ()


async def test_no_speech_means_no_words(any_perception: Perception) -> None:
    assert (await any_perception.transcribe(noise(2.0), [], "en")).words == ()


@pytest.mark.parametrize("samples", [1, 100, 511, 513, 8001])
async def test_recordings_of_any_length_are_taken(any_perception: Perception, samples: int) -> None:
    sound = noise(1.0)[:samples]

    voice = await any_perception.voice_activity(sound)
    track = await any_perception.pitch(sound)
    transcript = await any_perception.transcribe(sound, [Span(0, 1000)], "en")

    assert voice.duration_ms == samples * 1000 // SAMPLE_RATE
    assert len(track.hertz) == -(-samples // 256)
    assert all(word.end_ms <= 1000 for word in transcript.words)


async def test_words_are_ordered_and_lie_in_the_recording(any_perception: Perception) -> None:
    spans = [Span(-50, 1500), Span(1600, 3000), Span(4000, 99_000)]

    words = (await any_perception.transcribe(noise(5.0), spans, "en")).words

    times = [time for word in words for time in (word.start_ms, word.end_ms)]
    assert times == sorted(times)
    assert all(0 <= time <= 5000 for time in times)
    assert all(word.text == word.text.strip() != "" and 0.0 <= word.confidence <= 1.0 for word in words)


async def test_pitch_has_a_value_every_sixteen_milliseconds(any_perception: Perception) -> None:
    track = await any_perception.pitch(tone(2.0, 150.0))

    middle = np.array(track.hertz[20:100])
    assert track.step_ms == 16.0
    assert len(track.hertz) == 125
    assert np.allclose(middle, 150.0, rtol=0.03)


async def test_each_frame_gets_a_sample_and_black_frames_have_no_face(any_perception: Perception) -> None:
    track = await any_perception.faces(np.zeros((3, 120, 160, 3), np.uint8), [0, 100, 200])

    assert [sample.at_ms for sample in track.samples] == [0, 100, 200]
    assert all(sample.faces == 0 and sample.presence == 0.0 for sample in track.samples)


async def test_no_frames_give_no_samples(any_perception: Perception) -> None:
    assert (await any_perception.faces(np.zeros((0, 120, 160, 3), np.uint8), [])).samples == ()


async def test_embeddings_are_unit_vectors_and_similar_texts_are_close(any_perception: Perception) -> None:
    texts = ["We cut the price of the product.", "We cut the cost of the product.", "My dog sleeps all day."]

    vectors = await any_perception.embed(texts, "en")

    assert vectors.shape == (3, 384)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-4)
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2] + 0.2


async def test_an_embedding_does_not_depend_on_its_neighbours(any_perception: Perception) -> None:
    texts = ["Short.", "", "客户 naïve ☂", "word " * 2000]

    together = await any_perception.embed(texts, "en")
    alone = [await any_perception.embed([text], "en") for text in texts]

    assert np.allclose(together, np.concatenate(alone), atol=1e-4)


async def test_no_texts_give_no_vectors(any_perception: Perception) -> None:
    assert len(await any_perception.embed([], "en")) == 0


async def test_a_language_that_is_not_served_is_refused(any_perception: Perception) -> None:
    assert "en" in await any_perception.languages()
    with pytest.raises(LanguageNotServedError):
        await any_perception.transcribe(silence(1.0), [Span(0, 1000)], "fi")
    with pytest.raises(LanguageNotServedError):
        await any_perception.embed(["moi"], "fi")


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
    with pytest.raises(InvalidInputError):
        await any_perception.voice_activity(broken)
    with pytest.raises(InvalidInputError):
        await any_perception.pitch(broken)
    with pytest.raises(InvalidInputError):
        await any_perception.transcribe(broken, [Span(0, 1)], "en")


async def test_frames_that_break_the_contract_are_refused(any_perception: Perception) -> None:
    with pytest.raises(InvalidInputError, match="2 frames came with 1 times"):
        await any_perception.faces(np.zeros((2, 8, 8, 3), np.uint8), [0])
    with pytest.raises(InvalidInputError, match="uint8"):
        await any_perception.faces(np.zeros((1, 8, 8, 4), np.uint8), [0])
    with pytest.raises(InvalidInputError, match="pixels"):
        await any_perception.faces(np.zeros((1, 0, 8, 3), np.uint8), [0])


async def test_models_are_named_in_order_and_results_cite_one_of_them(any_perception: Perception) -> None:
    models = await any_perception.models()

    names = [model.name for model in models]
    assert names == sorted(names)
    assert all(model.version for model in models)
    assert (await any_perception.voice_activity(silence(0.1))).model in models
    assert (await any_perception.pitch(silence(0.1))).model in models
    assert (await any_perception.transcribe(silence(0.1), [], "en")).model in models


async def test_the_same_input_gives_the_same_result(any_perception: Perception) -> None:
    sound, spans = noise(3.0), [Span(0, 3000)]

    first = await any_perception.transcribe(sound, spans, "en")
    second = await any_perception.transcribe(sound, spans, "en")

    assert first == second


async def test_it_can_be_closed_twice(any_perception: Perception) -> None:
    await any_perception.close()
    await any_perception.close()
