"""Hears a recording while it comes in: where somebody speaks, which words, at which pitch.

One task takes what has been added, window by window: it evens out the loudness, asks for the probability of speech, and
hands closed stretches of speech to the recogniser and the pitch model. Every cut lies on a fixed grid or follows from
earlier sound alone, so the result is the same for a live recording and for a finished file.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import Self

import numpy as np

from inference.checked import check_samples
from inference.drafts import Drafts
from inference.errors import InvalidInputError, PerceptionError
from inference.figures import written
from inference.kernels import pitch, segments
from inference.kernels.loudness import BLOCK, BLOCK_MS, Leveller, decibels, power
from inference.kernels.segments import Segmenter, Stretch
from inference.senses import Ears, State, placed
from inference.sessions import Session
from inference.tape import Tape
from inference.types import (
    SAMPLE_RATE,
    Heard,
    LoudnessTrack,
    PitchTrack,
    Samples,
    Span,
    Transcript,
    Utterance,
    VoiceActivity,
    Word,
)

PIECE = 30 * SAMPLE_RATE // BLOCK * BLOCK
"""Samples that go to the voice-activity model at once, at most."""

UNHEARD = 2 * PIECE
"""Samples that may wait before `add` waits as well."""

PITCH_CHUNK = 10 * SAMPLE_RATE
WAITING = 6
"""Stretches and chunks that may wait for an answer before more is heard."""


class ListeningSession(Session):
    """`inference.ports.Listening` by `Ears`, which are opened when the session begins.

    `parallel` bounds the requests of words in flight.
    """

    def __init__(self, open_ears: Callable[[], Awaitable[Ears]], language: str, parallel: int = 2) -> None:
        super().__init__()
        self._open_ears = open_ears
        self._language = language
        self._gate = asyncio.Semaphore(parallel)
        self._pitch_gate = asyncio.Semaphore(1)
        self._inbox: deque[Samples] = deque()
        self._unheard = 0
        self._state: State | None = None
        self._leveller = Leveller()
        self._segmenter = Segmenter()
        self._sound, self._level = Tape(), Tape()
        self._words: list[tuple[Word, ...] | None] = []
        self._hertz: list[Samples | None] = []
        self._decibels: list[float] = []
        self._pitched = 0
        self._utterances: deque[Utterance] = deque()
        self._told = 0
        self._stretches: list[Stretch] = []
        self._drafts: Drafts | None = None
        self._waiting = 0
        self._all_heard = False

    async def __aenter__(self) -> Self:
        self._ears = await self._open_ears()
        self._run(self._hear())
        return self

    async def add(self, samples: Samples) -> None:
        """Take the next samples; waits while more than a minute is unheard."""
        self._check_open()
        try:
            check_samples(samples)
            for start in range(0, samples.size, PIECE):
                await self._until(lambda: self._unheard < UNHEARD)
                piece = samples[start : start + PIECE].copy()
                self._inbox.append(piece)
                self._unheard += piece.size
                self._wake.set()
        except (InvalidInputError, asyncio.CancelledError) as error:
            broken = isinstance(error, asyncio.CancelledError)
            self._fail(PerceptionError("samples were taken in part only") if broken else error)
            raise

    def utterances(self) -> AsyncIterator[Utterance]:
        """Give words soon after each pause, and the final ones of each stretch in order."""
        if self._drafts is None:
            self._drafts = Drafts(self._segmenter)
        return self._tell()

    async def finish(self) -> Heard:
        """Hear the rest and give everything."""
        self._check()
        self._over = True
        self._wake.set()
        await self._until(lambda: self._all_heard and not self._waiting)
        return self._heard()

    async def _tell(self) -> AsyncIterator[Utterance]:
        while True:
            try:
                await self._until(lambda: bool(self._utterances) or self._all_told())
            except PerceptionError:
                if self._error is None:  # the block has been left early
                    return
                raise
            if not self._utterances:
                return
            yield self._utterances.popleft()

    def _all_told(self) -> bool:
        return self._all_heard and self._told == len(self._words)

    async def _hear(self) -> None:
        """Hear what comes until it is over."""
        while True:
            await self._until(lambda: self._over or self._unheard >= BLOCK)
            piece = self._next_piece()
            if not piece.size:
                break
            self._sound.add(piece)
            level = self._leveller.add(piece)
            self._level.add(level)
            probability, self._state = await self._ears.voice(level, self._state)
            loudness = power(piece)
            self._decibels += decibels(loudness)
            for stretch in self._segmenter.add(probability.tolist(), loudness.tolist()):
                await self._begin_words(stretch)
            self._draft()
            await self._begin_pitch(whole=False)
            self._forget()
        for stretch in self._segmenter.finish(_milliseconds(self._sound.stop)):
            await self._begin_words(stretch)
        await self._begin_pitch(whole=True)
        self._all_heard = True

    def _next_piece(self) -> Samples:
        """Take whole windows of what waits, at most a piece; at the end all."""
        waiting = np.concatenate(self._inbox) if self._inbox else np.zeros(0, np.float32)
        size = min(waiting.size, PIECE)
        if not (self._over and size == waiting.size):
            size -= size % BLOCK
        self._inbox.clear()
        if size < waiting.size:
            self._inbox.append(waiting[size:])
        self._unheard = waiting.size - size
        self._wake.set()
        return waiting[:size]

    async def _begin_words(self, stretch: Stretch) -> None:
        if self._ears.models.words is None:
            return
        await self._until(lambda: self._waiting < WAITING)
        place = len(self._words)
        self._words.append(None)
        self._stretches.append(stretch)
        self._waiting += 1
        self._run(self._recognise(place, stretch, self._cut(stretch)))

    async def _recognise(self, place: int, stretch: Stretch, sound: Samples) -> None:
        async with self._gate:
            words = await self._ears.words(sound, urgent=False)
        self._words[place] = self._written(words, stretch)
        self._waiting -= 1
        while self._told < len(self._words) and (known := self._words[self._told]) is not None:
            one = self._stretches[self._told]
            self._utter(Utterance(start_ms=one.start, end_ms=one.stop, words=known, final=True))
            self._told += 1

    def _written(self, words: Sequence[Word], stretch: Stretch) -> tuple[Word, ...]:
        """Give the words of a stretch as they are read, at their place: the same for drafts, live words and files."""
        return placed(written(words, self._language), stretch.start, stretch.stop)

    def _utter(self, utterance: Utterance) -> None:
        if self._drafts is not None:
            self._utterances.append(utterance)
            self._wake.set()

    def _draft(self) -> None:
        """Begin to recognise what has been said before a pause, if nothing more important is behind."""
        if self._drafts is None or self._ears.models.words is None or self._unheard > SAMPLE_RATE:
            return
        stretch = self._drafts.next()
        if stretch is not None:
            self._run(self._try_draft(self._drafts, stretch, self._cut(stretch)))

    async def _try_draft(self, drafts: Drafts, stretch: Stretch, sound: Samples) -> None:
        try:
            words = await self._ears.words(sound, urgent=True)
        except PerceptionError as error:
            if not error.retry:
                raise
            drafts.drop()
            return
        told = self._stretches[self._told - 1].start if self._told else -1
        utterance = drafts.take(self._written(words, stretch))
        if utterance.start_ms > told:
            self._utter(utterance)

    async def _begin_pitch(self, whole: bool) -> None:
        while chunk := pitch.next_chunk(self._pitched, self._level.stop, PITCH_CHUNK, whole):
            await self._until(lambda: self._waiting < WAITING)
            self._pitched += chunk.keep
            self._hertz.append(None)
            self._waiting += 1
            sound = self._level.cut(chunk.start, chunk.stop)
            self._run(self._track(len(self._hertz) - 1, slice(chunk.skip, chunk.skip + chunk.keep), sound))

    async def _track(self, place: int, kept: slice, sound: Samples) -> None:
        async with self._pitch_gate:
            self._hertz[place] = (await self._ears.pitch(sound))[kept]
        self._waiting -= 1

    def _cut(self, stretch: Stretch) -> Samples:
        """Give the sound of a stretch, silenced where nobody speaks."""
        start = _samples(stretch.start)
        sound = self._sound.cut(start, _samples(stretch.stop))
        return segments.only(sound, [(_samples(a) - start, _samples(b) - start) for a, b in stretch.speech])

    def _forget(self) -> None:
        self._sound.forget(_samples(self._segmenter.needed))
        self._level.forget((self._pitched - pitch.LEFT_FRAMES) * pitch.HOP)

    def _heard(self) -> Heard:
        duration_ms = _milliseconds(self._sound.stop)
        model = self._ears.models.words
        words = tuple(word for found in self._words for word in found or ())
        hertz = [value for values in self._hertz if values is not None for value in values.tolist()]
        spans = tuple(Span(a, b) for a, b in self._segmenter.spans)
        return Heard(
            duration_ms=duration_ms,
            voice=VoiceActivity(speech=spans, duration_ms=duration_ms, model=self._ears.models.voice),
            pitch=PitchTrack(step_ms=pitch.STEP_MS, hertz=tuple(hertz), model=self._ears.models.pitch),
            transcript=None if model is None else Transcript(language=self._language, words=words, model=model),
            loudness=LoudnessTrack(BLOCK_MS, tuple(self._decibels)),
        )


def _milliseconds(samples: int) -> int:
    return samples * 1000 // SAMPLE_RATE


def _samples(milliseconds: int) -> int:
    return milliseconds * SAMPLE_RATE // 1000
