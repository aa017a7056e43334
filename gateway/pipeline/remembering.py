"""Perception that embeds no text twice, so that the sentences of a long answer are done when it ends."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from inference.ports import Listening, Perception, Watching
from inference.types import ModelRef, Vectors


class Remembering:
    """`Perception` over another. A text's embedding does not depend on what it is embedded with, so it can be kept."""

    def __init__(self, perception: Perception) -> None:
        self._perception = perception
        self._known: dict[str, Vectors] = {}

    async def embed(self, texts: Sequence[str], language: str) -> Vectors:
        """Give one unit-length vector a text."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if new:
            self._known.update(zip(new, await self._perception.embed(new, language), strict=True))
        return np.stack([self._known[text] for text in texts])

    def listen(self, language: str) -> Listening:
        """Hear with the other."""
        return self._perception.listen(language)

    def watch(self) -> Watching:
        """See with the other."""
        return self._perception.watch()

    async def embedder(self, language: str) -> ModelRef | None:
        """Name the other's model."""
        return await self._perception.embedder(language)

    async def models(self) -> tuple[ModelRef, ...]:
        """Name the other's models."""
        return await self._perception.models()

    async def languages(self) -> frozenset[str]:
        """Give the other's languages."""
        return await self._perception.languages()

    async def close(self) -> None:
        """Leave the other open; it is not ours."""
