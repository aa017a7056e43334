"""Listening over ears that are fast, slow, busy or broken; what it gives must only depend on the sound."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inference.errors import DeadlineExceededError, PerceptionError, ServerUnavailableError, SetupError
from inference.listening import UNHEARD, ListeningSession
from inference.null import NullEars, NullPerception
from inference.senses import State
from inference.types import SAMPLE_RATE, Heard, Samples, Utterance, Word
from tests.factories.sessions import heard

SCRIPT = ["I", "built", "it", "and", "it", "worked"]


def speech(*seconds: float) -> Samples:
    """Sound and silence in turn."""
    parts = [np.full(round(part * SAMPLE_RATE), 0.3 * (index % 2 == 0)) for index, part in enumerate(seconds)]
    return np.concatenate(parts).astype(np.float32)


class Ears(NullEars):
    """Ears whose calls can be held back, and broken by name: `voice`, `pitch`, `words`, `draft`."""

    def __init__(self, script: Sequence[str] = SCRIPT) -> None:
        super().__init__(script, 150.0, "en")
        self.open = asyncio.Event()
        self.open.set()
        self.broken: dict[str, PerceptionError] = {}
        self.calls: list[str] = []

    async def voice(self, samples: Samples, state: State | None) -> tuple[Samples, State]:
        await self._pass("voice")
        return await super().voice(samples, state)

    async def pitch(self, samples: Samples) -> Samples:
        await self._pass("pitch")
        return await super().pitch(samples)

    async def words(self, samples: Samples, urgent: bool) -> list[Word]:
        await self._pass("draft" if urgent else "words")
        return await super().words(samples, urgent)

    async def _pass(self, name: str) -> None:
        self.calls.append(name)
        await self.open.wait()
        if name in self.broken:
            raise self.broken[name]


def listening(ears: Ears) -> ListeningSession:
    async def open_ears() -> Ears:
        return ears

    return ListeningSession(open_ears, "en")


async def live(ears: Ears, sound: Samples, piece: int = 800) -> tuple[Heard, list[Utterance]]:
    """Hear `sound` piece by piece, with everything done that can be before the next piece comes."""
    utterances: list[Utterance] = []
    async with listening(ears) as session:

        async def collect() -> None:
            utterances.extend([one async for one in session.utterances()])

        told = asyncio.create_task(collect())
        for start in range(0, sound.size, piece):
            await session.add(sound[start : start + piece])
            for _ in range(20):
                await asyncio.sleep(0)
        result = await session.finish()
        await told
    return result, utterances


@settings(max_examples=40, deadline=None)
@given(
    seconds=st.lists(st.floats(0.05, 20.0), min_size=1, max_size=6),
    cuts=st.lists(st.integers(0, 60 * SAMPLE_RATE), max_size=8),
)
def test_any_cutting_gives_the_same_result(seconds: list[float], cuts: list[int]) -> None:
    sound = speech(*seconds)

    async def both() -> tuple[Heard, Heard]:
        inside = [cut for cut in cuts if cut < sound.size]
        return await heard(NullPerception(), sound), await heard(NullPerception(), sound, cuts=inside)

    whole, cut = asyncio.run(both())
    assert whole == cut


async def test_the_level_of_the_sound_is_kept_as_it_was_recorded() -> None:
    found = await heard(NullPerception(), speech(1.0, 1.0))

    assert found.loudness is not None
    levels = found.loudness.decibels
    assert found.loudness.step_ms == 32.0
    assert len(levels) == 63  # 2 s, the last step begun
    assert levels[0] == -10.5  # 20 log10 0.3
    assert levels[-1] == -100.0


async def test_words_come_before_their_stretch_closes_and_the_final_ones_stay() -> None:
    sound = speech(2.0, 0.5, 2.0, 2.0, 1.0, 0.3)

    found, utterances = await live(Ears(), sound)

    assert found == await heard(NullPerception(" ".join(SCRIPT)), sound)
    assert [one.final for one in utterances] == [False, False, True, False, True]
    assert utterances[0].start_ms == utterances[1].start_ms == utterances[2].start_ms
    assert utterances[0].end_ms < 2_400
    assert utterances[1].words[: len(utterances[0].words)] == utterances[0].words


async def test_speech_without_a_pause_gives_words_on_the_way() -> None:
    _, utterances = await live(Ears(), speech(12.0, 0.5))

    assert next(one.end_ms for one in utterances if not one.final) < 5_500


async def test_numbers_are_figures_in_drafts_in_final_words_and_in_a_file() -> None:
    said, sound = "We asked twenty five people and grew by ten percent.", speech(3.0, 0.5, 3.0, 2.0)

    found, utterances = await live(Ears(said.split()), sound)

    assert found == await heard(NullPerception(said), sound)
    draft, final = utterances[0], utterances[-1]
    assert not draft.final
    assert [word.text for word in draft.words[:8]] == ["We", "asked", "25", "people", "and", "grew", "by", "10%."]
    assert final.words[:8] == draft.words[:8]
    assert found.transcript is not None
    assert found.transcript.text.startswith("We asked 25 people and grew by 10%. We asked 25")
    start, end = found.transcript.places[2]
    assert found.transcript.text[start:end] == "25"
    assert draft.words[2].end_ms - draft.words[2].start_ms == 600


async def test_without_a_reader_nothing_is_recognised_twice() -> None:
    ears = Ears()

    async with listening(ears) as session:
        await session.add(speech(2.0, 0.5, 2.0, 2.0))
        await session.finish()

    assert ears.calls.count("words") == 1
    assert "draft" not in ears.calls


async def test_drafts_without_an_answer_are_left_out_and_the_result_is_whole() -> None:
    ears, sound = Ears(), speech(2.0, 0.5, 2.0, 2.0)
    ears.broken["draft"] = DeadlineExceededError()

    found, utterances = await live(ears, sound)

    assert found == await heard(NullPerception(" ".join(SCRIPT)), sound)
    assert [one.final for one in utterances] == [True]
    assert ears.calls.count("draft") == 2


@pytest.mark.parametrize("name", ["voice", "pitch", "words"])
async def test_an_error_stays_and_ends_everything(name: str) -> None:
    ears, before = Ears(), asyncio.all_tasks()
    ears.broken[name] = ServerUnavailableError("gone")

    async with listening(ears) as session:
        await session.add(speech(2.0, 2.0))
        with pytest.raises(ServerUnavailableError) as first:
            await session.finish()
        with pytest.raises(ServerUnavailableError) as second:
            await session.add(speech(1.0))
        assert first.value is second.value is ears.broken[name]
        assert asyncio.all_tasks() == before


async def test_a_draft_that_shows_a_broken_installation_fails_the_session() -> None:
    ears = Ears()
    ears.broken["draft"] = SetupError("no model")

    async with listening(ears) as session:
        told = session.utterances()
        await session.add(speech(2.0, 0.2))
        with pytest.raises(SetupError):
            await anext(told)
        with pytest.raises(SetupError):
            await session.finish()


async def test_more_is_taken_only_while_not_too_much_is_unheard() -> None:
    ears = Ears()
    ears.open.clear()

    async with listening(ears) as session:
        adding = asyncio.create_task(session.add(np.zeros(UNHEARD * 2, np.float32)))
        for _ in range(50):
            await asyncio.sleep(0)
        assert not adding.done()
        ears.open.set()
        await adding
        assert (await session.finish()).duration_ms == UNHEARD * 2 * 1000 // SAMPLE_RATE


async def test_what_the_caller_does_with_the_samples_afterwards_makes_no_difference() -> None:
    sound = speech(1.0)
    kept = sound.copy()

    async with listening(Ears()) as session:
        await session.add(sound)
        sound[:] = 0.0
        found = await session.finish()

    assert found == await heard(NullPerception(" ".join(SCRIPT)), kept)
