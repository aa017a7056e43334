"""What listening and watching need of the models: one call each, with the memory handed in and out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from inference.types import BodySample, FaceSample, Frames, ModelRef, Samples, Word

State = npt.NDArray[np.float32]


class EarModels(NamedTuple):
    """Who hears: voices, pitch and words; `words` is `None` where no model knows the language."""

    voice: ModelRef
    pitch: ModelRef
    words: ModelRef | None


class Ears(Protocol):
    """The models that hear."""

    @property
    def models(self) -> EarModels:
        """Say who they are."""
        ...

    async def voice(self, samples: Samples, state: State | None) -> tuple[Samples, State]:
        """Give the probability of speech for each 512 samples, and what to hand in with the next piece."""
        ...

    async def pitch(self, samples: Samples) -> Samples:
        """Give the pitch in hertz for each 256 samples, 0.0 where it is not voiced."""
        ...

    async def words(self, samples: Samples, urgent: bool) -> list[Word]:
        """Recognise one stretch; times count from its beginning. An `urgent` one goes before others, or fails soon."""
        ...


class EyeModels(NamedTuple):
    """Who sees: faces and bodies; `body` is `None` where no such model serves."""

    face: ModelRef
    body: ModelRef | None


class Eyes(Protocol):
    """The models that see."""

    @property
    def models(self) -> EyeModels:
        """Say who they are."""
        ...

    async def faces(
        self, frames: Frames, at_ms: Sequence[int], state: State | None
    ) -> tuple[list[FaceSample], State | None]:
        """Measure the main face in each frame; give what to hand in with the next frames."""
        ...

    async def bodies(
        self, frames: Frames, at_ms: Sequence[int], state: State | None
    ) -> tuple[list[BodySample], State | None]:
        """Measure the main person's upper body in each frame; they are at least one, none two of a half second."""
        ...


def placed(words: Sequence[Word], start_ms: int, end_ms: int) -> tuple[Word, ...]:
    """Put words of a stretch at their place in the recording."""
    return tuple(
        Word(
            text=word.text,
            start_ms=min(start_ms + word.start_ms, end_ms),
            end_ms=min(start_ms + word.end_ms, end_ms),
            confidence=word.confidence,
        )
        for word in words
    )
