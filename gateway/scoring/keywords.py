"""Which concepts of a dimension were said, in which words, and where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from gateway.domain.competency import Concept, Keyword, to_concept
from gateway.domain.scoring import ConceptCoverage, Evidence
from gateway.domain.signals import MeasuredAnswer
from gateway.language.phrases import Said, analyse, find
from gateway.scoring.formula import KEYWORDS_A_SENTENCE
from gateway.scoring.matching import quote, usable_sentences
from gateway.scoring.statements import is_denied

SIGNS = {"percent": "%", "per cent": "%", "dollar": "$", "euro": "€", "百分之": "%"}
"""Keywords that stand as a sign beside the digits of a transcript: what is said as "ten percent" is read as "10%"."""

Place: TypeAlias = tuple[str, int]
"""A sentence: the answer's id and the sentence's index."""


class _Sentence(Struct, frozen=True):
    """A sentence that may earn points, ready to be searched, with the quotation of the whole."""

    place: Place
    whole: Evidence
    said: Said


def _sentences(answers: Sequence[MeasuredAnswer]) -> tuple[_Sentence, ...]:
    return tuple(
        _Sentence((answer.answer_id, index), whole, analyse(whole.quote))
        for answer in answers
        for index in usable_sentences(answer)
        for whole in [quote(answer, index, index)]
    )


def _spellings(concept: Concept) -> Iterator[str]:
    """Give the words of a concept, and the signs that stand for them."""
    for word in concept.words:
        yield word
        if word.lower() in SIGNS:
            yield SIGNS[word.lower()]


def _occurrences(concept: Concept, sentences: Sequence[_Sentence]) -> Iterator[tuple[Place, Evidence]]:
    """Give every sentence that says a concept, with the first of its words there and the times of the sentence.

    What is denied is not said: "we never measured it" does not earn what measuring earns.
    """
    spellings = tuple(_spellings(concept))
    for one in sentences:
        whole = one.whole
        places = (place for spelling in spellings for place in find(spelling, one.said))
        said = [(start, end) for start, end in places if not is_denied(whole.quote, start)]
        if said:
            start, end = min(said)
            word = replace(whole, start=whole.start + start, end=whole.start + end, quote=whole.quote[start:end])
            yield one.place, word


def cover(keywords: Sequence[Keyword], answers: Sequence[MeasuredAnswer]) -> tuple[ConceptCoverage, ...]:
    """Give for every concept where it was said, in the order of the keywords.

    A concept counts once, whichever of its words was said; at most `KEYWORDS_A_SENTENCE` count in one sentence.
    """
    sentences = _sentences(answers)
    taken: Counter[Place] = Counter()
    return tuple(_cover(to_concept(one), sentences, taken) for one in dict.fromkeys(keywords))


def _cover(concept: Concept, sentences: Sequence[_Sentence], taken: Counter[Place]) -> ConceptCoverage:
    first: Evidence | None = None
    for place, evidence in _occurrences(concept, sentences):
        first = first or evidence
        if taken[place] < KEYWORDS_A_SENTENCE:
            taken[place] += 1
            return ConceptCoverage(term=concept.term, evidence=evidence, counted=True)
    return ConceptCoverage(term=concept.term, evidence=first)


def counted(coverage: Sequence[ConceptCoverage]) -> tuple[Evidence, ...]:
    """Give the quotations of the concepts that earn points."""
    return tuple(one.evidence for one in coverage if one.counted and one.evidence)
