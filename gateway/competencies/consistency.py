"""Checks of a template that its types cannot express: whether its parts fit together and can be scored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import asdict

from gateway.competencies import wording
from gateway.competencies.cues import UnknownWordsError, cue, named_words
from gateway.competencies.document import Finding, join
from gateway.competencies.sentences import language_problem, sentence_problem
from gateway.competencies.template import Bilingual, Language, Probe, Template, TemplateConcept, TemplateDimension
from gateway.domain.competency import IndicatorKind
from gateway.domain.text import LocalizedText
from gateway.domain.words import words
from gateway.language.phrases import keys
from gateway.scoring.formula import POSITIVE_POINTS, START

Place: TypeAlias = tuple[str, LocalizedText]

LANGUAGES: tuple[Language, ...] = ("zh", "en")
ASKING = ("?", "？", ".", "。")
"""How a probe ends: it asks, or it tells the candidate what to talk about."""
ROUNDING = 1e-6


def fit_together(template: Template, lines: Mapping[str, int]) -> Iterator[Finding]:
    """Give what does not fit together. `lines` has the line of every field by its path."""
    for path, message in _parts(template):
        yield lines[path], path, message
    for keyed in _unique(template):
        yield from _repeated(keyed, lines)


def _parts(template: Template) -> Iterator[Place]:
    total = sum(one.weight for one in template.dimensions)
    if abs(total - 1.0) > ROUNDING:
        yield "dimensions", wording.weights(total)
    names = [one.id for one in template.dimensions]
    if template.culture not in names:
        yield "culture", wording.one_of(template.culture, names)
    yield from _questions(template)
    for index, dimension in enumerate(template.dimensions):
        yield from _points(dimension, f"dimensions[{index}].indicators")
        yield from _keywords(dimension, f"dimensions[{index}].keywords")
    yield from _languages(template)
    yield from _cues(template)
    for path, text, language in _exemplars(template):
        problem = sentence_problem(text, language)
        if problem:
            yield path, problem


def _questions(template: Template) -> Iterator[Place]:
    known = [one.id for one in template.questions]
    for number, dimension in enumerate(template.dimensions):
        for index, question in enumerate(dimension.questions):
            if question not in known:
                yield f"dimensions[{number}].questions[{index}]", wording.one_of(question, known)
    used = {question for dimension in template.dimensions for question in dimension.questions}
    for index, question in enumerate(known):
        if question not in used:
            yield f"questions[{index}].id", wording.UNUSED


def _points(dimension: TemplateDimension, path: str) -> Iterator[Place]:
    """Check the points of a dimension against `gateway.scoring.formula`."""
    points = {kind: sum(one.points for one in dimension.indicators if one.kind is kind) for kind in IndicatorKind}
    earned = points[IndicatorKind.POSITIVE]
    if abs(earned - POSITIVE_POINTS) > ROUNDING:
        yield path, wording.earned(earned, POSITIVE_POINTS)
    cost = points[IndicatorKind.NEGATIVE] + points[IndicatorKind.EXPECTED]
    if cost > START:
        yield path, wording.cost(cost, START)
    if not points[IndicatorKind.EXPECTED]:
        yield path, wording.NO_EXPECTED


def _keywords(dimension: TemplateDimension, path: str) -> Iterator[Place]:
    for place, word in _words(dimension.keywords.en, f"{path}.en"):
        problem = language_problem(word, "en")  # a Chinese list may hold Latin terms, such as SQL
        if problem:
            yield place, problem


def _words(keywords: Sequence[str | TemplateConcept], path: str) -> Iterator[tuple[str, str]]:
    """Give every term and every synonym with its path."""
    for index, one in enumerate(keywords):
        if isinstance(one, str):
            yield f"{path}[{index}]", one
            continue
        yield f"{path}[{index}].term", one.term
        yield from ((f"{path}[{index}].synonyms[{at}]", word) for at, word in enumerate(one.synonyms))


def _languages(part: object, path: str = "") -> Iterator[Place]:
    """Find texts for people that stand under the wrong language."""
    if isinstance(part, Bilingual):
        for language in LANGUAGES:
            problem = language_problem(getattr(part, language), language)
            if problem:
                yield join(path, language), problem
            elif isinstance(part, Probe) and not getattr(part, language).endswith(ASKING):
                yield join(path, language), wording.NO_QUESTION
    elif isinstance(part, Struct):
        for name, value in asdict(part).items():
            yield from _languages(value, join(path, name))
    elif isinstance(part, tuple):
        for index, value in enumerate(part):
            yield from _languages(value, join(path, index))


def _cues(template: Template) -> Iterator[Place]:
    """Find cues that cannot be read, and those in the wrong language."""
    for language in LANGUAGES:
        named = named_words(template, language)
        for number, dimension in enumerate(template.dimensions):
            for index, indicator in enumerate(dimension.indicators):
                for at, text in enumerate(getattr(indicator.cues, language)):
                    path = f"dimensions[{number}].indicators[{index}].cues.{language}[{at}]"
                    try:
                        cue(text, named)
                    except UnknownWordsError as error:
                        yield path, wording.unknown_words(error.name, list(named))


def _exemplars(template: Template) -> Iterator[tuple[str, str, str]]:
    """Give every exemplar with its path and language."""
    for number, dimension in enumerate(template.dimensions):
        for index, indicator in enumerate(dimension.indicators):
            for language in LANGUAGES:
                path = f"dimensions[{number}].indicators[{index}].exemplars.{language}"
                for at, text in enumerate(getattr(indicator.exemplars, language)):
                    yield f"{path}[{at}]", text, language


Keyed: TypeAlias = Iterable[tuple[str, object]]
"""Paths, each with what must not come a second time."""


def _unique(template: Template) -> Iterator[Keyed]:
    """Give the lists in which nothing may come twice."""
    yield [(f"questions[{i}].id", one.id) for i, one in enumerate(template.questions)]
    yield [(f"dimensions[{i}].id", one.id) for i, one in enumerate(template.dimensions)]
    yield [(path, words(text)) for path, text, _ in _exemplars(template)]
    for number, dimension in enumerate(template.dimensions):
        path = f"dimensions[{number}]"
        yield [(f"{path}.indicators[{i}].id", one.id) for i, one in enumerate(dimension.indicators)]
        yield [(f"{path}.questions[{i}]", one) for i, one in enumerate(dimension.questions)]
        yield [(f"{path}.anchors[{i}]", (one.zh, one.en)) for i, one in enumerate(dimension.anchors)]
        yield [(f"{path}.reading[{i}].title", (one.title.zh, one.title.en)) for i, one in enumerate(dimension.reading)]
        for language in LANGUAGES:
            found = _words(getattr(dimension.keywords, language), f"{path}.keywords.{language}")
            yield [(place, keys(word)) for place, word in found]


def _repeated(keyed: Keyed, lines: Mapping[str, int]) -> Iterator[Finding]:
    first: dict[object, int] = {}
    for path, key in keyed:
        if key in first:
            yield lines[path], path, wording.used_twice(first[key])
        else:
            first[key] = lines[path]
