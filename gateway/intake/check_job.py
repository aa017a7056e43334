"""Checks a job before it is taken: what a type cannot say."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence

from gateway.domain.competency import CompetencyModel, Dimension, Indicator
from gateway.domain.text import LocalizedText
from gateway.intake.commands import NewJob
from gateway.intake.errors import FieldsError

Problem = tuple[str, LocalizedText]

IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
MOST_QUESTIONS = 100

EMPTY = LocalizedText("不能为空", "must not be empty")
BOTH_LANGUAGES = LocalizedText("需要同时提供中文（zh）和英文（en）", "needs text in Chinese (zh) and English (en)")
NOT_POSITIVE = LocalizedText("必须大于 0", "must be greater than 0")
NO_IDENTIFIER = LocalizedText(
    "只能用字母、数字、点、横线和下划线，最长 64 个字符",
    "may have letters, digits, dots, hyphens and underscores, 64 at most",
)
TWICE = LocalizedText("编号重复", "is used twice")
TOO_MANY = LocalizedText(f"最多 {MOST_QUESTIONS} 道题", f"at most {MOST_QUESTIONS} questions")
NOT_STORABLE = LocalizedText("不能含有空字符（NUL）", "must not contain the character NUL")


def check_job(job: NewJob) -> None:
    """Raise `FieldsError`, which names every field that does not fit by its path."""
    problems = [*_text("title", job.title), *_questions(job), *_model("competency_model", job)]
    if problems:
        raise FieldsError(problems)


def _questions(job: NewJob) -> Iterator[Problem]:
    if not job.questions:
        yield "questions", EMPTY
    if len(job.questions) > MOST_QUESTIONS:
        yield "questions", TOO_MANY
    yield from _identifiers("questions", [question.id for question in job.questions])
    for number, question in enumerate(job.questions):
        yield from _text(f"questions[{number}].text", question.text)


def _model(path: str, job: NewJob) -> Iterator[Problem]:
    model = job.competency_model
    yield from _text(f"{path}.title", model.title)
    yield from _line(f"{path}.id", model.id)
    yield from _line(f"{path}.version", model.version)
    if not model.dimensions:
        yield f"{path}.dimensions", EMPTY
    yield from _identifiers(f"{path}.dimensions", [dimension.id for dimension in model.dimensions])
    known = [question.id for question in job.questions]
    for number, dimension in enumerate(model.dimensions):
        yield from _dimension(f"{path}.dimensions[{number}]", dimension, known)
    yield from _culture(path, model)


def _culture(path: str, model: CompetencyModel) -> Iterator[Problem]:
    names = [dimension.id for dimension in model.dimensions]
    if model.culture is not None and model.culture not in names:
        yield f"{path}.culture", _one_of(model.culture, names)


def _dimension(path: str, dimension: Dimension, known: Sequence[str]) -> Iterator[Problem]:
    yield from _text(f"{path}.name", dimension.name)
    yield from _positive(f"{path}.weight", dimension.weight)
    if not dimension.questions:
        yield f"{path}.questions", EMPTY
    for number, question in enumerate(dimension.questions):
        if question not in known:
            yield f"{path}.questions[{number}]", _one_of(question, known)
    for number, keyword in enumerate(dimension.keywords):
        yield from _line(f"{path}.keywords[{number}]", keyword)
    yield from _identifiers(f"{path}.indicators", [indicator.id for indicator in dimension.indicators])
    for number, indicator in enumerate(dimension.indicators):
        yield from _indicator(f"{path}.indicators[{number}]", indicator)


def _indicator(path: str, indicator: Indicator) -> Iterator[Problem]:
    yield from _text(f"{path}.label", indicator.label)
    yield from _text(f"{path}.advice", indicator.advice)
    yield from _positive(f"{path}.points", indicator.points)
    if not indicator.exemplars:
        yield f"{path}.exemplars", EMPTY
    for number, exemplar in enumerate(indicator.exemplars):
        yield from _line(f"{path}.exemplars[{number}]", exemplar)


def _identifiers(path: str, names: Sequence[str]) -> Iterator[Problem]:
    seen: set[str] = set()
    for number, name in enumerate(names):
        if not IDENTIFIER.fullmatch(name):
            yield f"{path}[{number}].id", NO_IDENTIFIER
        if name in seen:
            yield f"{path}[{number}].id", TWICE
        seen.add(name)


def _text(path: str, text: LocalizedText) -> Iterator[Problem]:
    if not (text.zh.strip() and text.en.strip()):
        yield path, BOTH_LANGUAGES
    if "\0" in text.zh + text.en:
        yield path, NOT_STORABLE


def _line(path: str, text: str) -> Iterator[Problem]:
    if not text.strip():
        yield path, EMPTY
    if "\0" in text:
        yield path, NOT_STORABLE


def _positive(path: str, value: float) -> Iterator[Problem]:
    if not (math.isfinite(value) and value > 0):
        yield path, NOT_POSITIVE


def _one_of(found: str, known: Iterable[str]) -> LocalizedText:
    names = ", ".join(known)
    return LocalizedText(f"“{found}”不存在，可用的有：{names}", f"there is no “{found}”; known are: {names}")
