"""What the gateway may ask of perception. The gateway never sees tensors of a model server."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from types import TracebackType
from typing import Protocol, Self

from inference.types import FaceSample, Frames, Heard, ModelRef, Samples, Utterance, Vectors, Watched


class Listening(Protocol):
    """Hears one recording from its first sample to its last, as it is recorded or from a finished file.

    The result is the same however the samples are cut into pieces and however fast they come. Used as
    `async with perception.listen("en") as listening`; leaving the block early gives back everything it holds. One that
    failed stays failed: every later call raises the same `PerceptionError`.
    """

    async def add(self, samples: Samples) -> None:
        """Take the next samples, any number of them. Waits while too much is unheard (backpressure)."""
        ...

    def utterances(self) -> AsyncIterator[Utterance]:
        """Give words soon after each pause of the speaker, until `finish`; call it once, before the first `add`."""
        ...

    async def finish(self) -> Heard:
        """Say that there are no more samples; give what was heard. Also raises what went wrong before."""
        ...

    async def __aenter__(self) -> Self: ...
    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


class Watching(Protocol):
    """Sees the pictures of one recording, in the order of their times; the counterpart of `Listening`."""

    async def add(self, frames: Frames, at_ms: Sequence[int]) -> tuple[FaceSample, ...]:
        """Take the next frames, of one size; give their main face. Another call may bring another size."""
        ...

    async def finish(self) -> Watched:
        """Say that there are no more frames; give what was seen."""
        ...

    async def __aenter__(self) -> Self: ...
    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


class Perception(Protocol):
    """Measures speech, faces and text. Every method may raise `PerceptionError` (see `inference.errors`)."""

    def listen(self, language: str) -> Listening:
        """Open a session that hears one recording, spoken in `language` (a BCP 47 primary tag such as `en`)."""
        ...

    def watch(self) -> Watching:
        """Open a session that sees the pictures of one recording."""
        ...

    async def embed(self, texts: Sequence[str], language: str) -> Vectors:
        """Give one unit-length vector a text; the dot product of two is their cosine similarity."""
        ...

    async def embedder(self, language: str) -> ModelRef | None:
        """Name the model that `embed` asks for this language; `None` where none serves it."""
        ...

    async def models(self) -> tuple[ModelRef, ...]:
        """Name the models that serve now, in the order of their names."""
        ...

    async def languages(self) -> frozenset[str]:
        """Give the BCP 47 primary tags of the languages that can be transcribed now, such as `en`."""
        ...

    async def close(self) -> None:
        """Give back what the connection holds."""
        ...
