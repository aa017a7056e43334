"""Compares answers with exemplars by the words they share, where no embedding model serves the language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from gateway.domain.competency import CompetencyModel, IndicatorKind
from gateway.domain.signals import MeasuredAnswer
from gateway.language.blinding import blinded
from gateway.language.lexical import vectors

Vector = tuple[float, ...]


def judged_by_words(model: CompetencyModel) -> CompetencyModel:
    """Give the model without what words alone cannot judge: expected considerations that have no cues.

    To miss one costs points, and that nobody said a sentence in an exemplar's very words does not show that it is
    missing.
    """
    dimensions = tuple(
        replace(
            one,
            indicators=tuple(
                found for found in one.indicators if found.cues or found.kind is not IndicatorKind.EXPECTED
            ),
        )
        for one in model.dimensions
    )
    return replace(model, dimensions=dimensions)


def with_word_vectors(
    model: CompetencyModel, answers: Sequence[MeasuredAnswer]
) -> tuple[tuple[MeasuredAnswer, ...], Mapping[str, Vector]]:
    """Give the answers with a tf-idf vector of every sentence, and such a vector of every exemplar by its text."""
    spoken = tuple(
        dict.fromkeys(text for dimension in model.dimensions for one in dimension.indicators for text in one.exemplars)
    )
    said = [sentence.text for answer in answers for sentence in answer.sentences]
    rows = [tuple(map(float, row)) for row in vectors([blinded(text) for text in (*spoken, *said)])]
    left = iter(rows[len(spoken) :])
    compared = tuple(replace(one, vectors=tuple(next(left) for _ in one.sentences)) for one in answers)
    return compared, dict(zip(spoken, rows, strict=False))
