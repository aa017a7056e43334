"""Sentence embeddings of texts, blind to who the candidate is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from msgspec import Struct

from gateway.language.blinding import blinded
from gateway.pipeline.deps import Deps
from inference.types import ModelRef

Vector: TypeAlias = tuple[float, ...]


class Embedded(Struct, frozen=True):
    """One embedding of unit length a text, in order, and the model that gave them."""

    vectors: tuple[Vector, ...]
    model: ModelRef


async def embed(deps: Deps, texts: Sequence[str], language: str) -> Embedded | None:
    """Embed texts; `None` where no served model knows the language (BCP 47), so that words are compared instead.

    Names, sex, age and figures are taken out first, so that answers that differ in nothing else score the same. Raises
    `PerceptionError`.
    """
    primary = language.split("-", maxsplit=1)[0]
    model = await deps.perception.embedder(primary)
    if model is None:
        return None
    rows = await deps.perception.embed([blinded(text) for text in texts], primary)
    return Embedded(tuple(tuple(float(value) for value in row) for row in rows.tolist()), model)
