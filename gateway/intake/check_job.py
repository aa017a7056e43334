"""Checks a job before it is taken: what a type cannot say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gateway.domain.competency import LEVELS, CompetencyModel, Dimension, Indicator, Keyword
from gateway.domain.text import LocalizedText
from gateway.intake.commands import NewJob
from gateway.intake.errors import FieldsError
from gateway.intake.fields import EMPTY, Problem, identifiers, line, one_of, positive, text

MOST_QUESTIONS = 100

TOO_MANY = LocalizedText(f"最多 {MOST_QUESTIONS} 道题", f"at most {MOST_QUESTIONS} questions")

ANCHORS = LocalizedText(f"行为锚定要么不写，要么写满 {LEVELS} 级", f"has no anchors, or all {LEVELS} of them")

WORD_TWICE = LocalizedText("与前面的关键词或同义词重复", "stands there twice, as a keyword or a synonym")


def check_job(job: NewJob) -> None:
    """Raise `FieldsError`, which names every field that does not fit by its path."""
    problems = [*text("title", job.title), *_questions(job), *_model("competency_model", job)]
    if problems:
        raise FieldsError(problems)


def _questions(job: NewJob) -> Iterator[Problem]:
    if not job.questions:
        yield "questions", EMPTY
    if len(job.questions) > MOST_QUESTIONS:
        yield "questions", TOO_MANY
    yield from identifiers("questions", [question.id for question in job.questions])
    for number, question in enumerate(job.questions):
        yield from text(f"questions[{number}].text", question.text)


def _model(path: str, job: NewJob) -> Iterator[Problem]:
    model = job.competency_model
    yield from text(f"{path}.title", model.title)
    yield from line(f"{path}.id", model.id)
    yield from line(f"{path}.version", model.version)
    if not model.dimensions:
        yield f"{path}.dimensions", EMPTY
    yield from identifiers(f"{path}.dimensions", [dimension.id for dimension in model.dimensions])
    known = [question.id for question in job.questions]
    for number, dimension in enumerate(model.dimensions):
        yield from _dimension(f"{path}.dimensions[{number}]", dimension, known)
    yield from _culture(path, model)


def _culture(path: str, model: CompetencyModel) -> Iterator[Problem]:
    names = [dimension.id for dimension in model.dimensions]
    if model.culture is not None and model.culture not in names:
        yield f"{path}.culture", one_of(model.culture, names)


def _dimension(path: str, dimension: Dimension, known: Sequence[str]) -> Iterator[Problem]:
    yield from text(f"{path}.name", dimension.name)
    yield from positive(f"{path}.weight", dimension.weight)
    if not dimension.questions:
        yield f"{path}.questions", EMPTY
    for number, question in enumerate(dimension.questions):
        if question not in known:
            yield f"{path}.questions[{number}]", one_of(question, known)
    yield from _keywords(f"{path}.keywords", dimension.keywords)
    if len(dimension.anchors) not in {0, LEVELS}:
        yield f"{path}.anchors", ANCHORS
    for number, anchor in enumerate(dimension.anchors):
        yield from text(f"{path}.anchors[{number}]", anchor)
    for number, work in enumerate(dimension.reading):
        for name in ("title", "author", "where"):
            yield from text(f"{path}.reading[{number}].{name}", getattr(work, name))
    yield from identifiers(f"{path}.indicators", [indicator.id for indicator in dimension.indicators])
    for number, indicator in enumerate(dimension.indicators):
        yield from _indicator(f"{path}.indicators[{number}]", indicator)


def _keywords(path: str, keywords: Sequence[Keyword]) -> Iterator[Problem]:
    """Name words that are empty, and those that stand there twice: a concept would count twice."""
    seen: set[str] = set()
    for place, word in _words(path, keywords):
        yield from line(place, word)
        if word.lower() in seen:
            yield place, WORD_TWICE
        seen.add(word.lower())


def _words(path: str, keywords: Sequence[Keyword]) -> Iterator[tuple[str, str]]:
    for number, keyword in enumerate(keywords):
        if isinstance(keyword, str):
            yield f"{path}[{number}]", keyword
            continue
        yield f"{path}[{number}].term", keyword.term
        yield from ((f"{path}[{number}].synonyms[{at}]", word) for at, word in enumerate(keyword.synonyms))


def _indicator(path: str, indicator: Indicator) -> Iterator[Problem]:
    yield from text(f"{path}.label", indicator.label)
    yield from text(f"{path}.advice", indicator.advice)
    yield from positive(f"{path}.points", indicator.points)
    if not indicator.exemplars:
        yield f"{path}.exemplars", EMPTY
    for number, exemplar in enumerate(indicator.exemplars):
        yield from line(f"{path}.exemplars[{number}]", exemplar)
