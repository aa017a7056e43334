"""Makes a template ready for interviews in one language."""

from __future__ import annotations

from msgspec import Struct

from gateway.competencies.cues import Words, cue, named_words
from gateway.competencies.errors import UnknownLanguageError
from gateway.competencies.template import (
    Bilingual,
    Language,
    Template,
    TemplateConcept,
    TemplateDimension,
    TemplateIndicator,
    TemplateReading,
)
from gateway.domain.competency import CompetencyModel, Concept, Dimension, Indicator, Keyword, Question, Reading
from gateway.domain.text import LocalizedText


class JobContent(Struct, frozen=True, kw_only=True):
    """What a job is made of, with the fields that the API takes a new job with."""

    title: LocalizedText
    questions: tuple[Question, ...]
    competency_model: CompetencyModel


def to_language(tag: str) -> Language:
    """Give the language of a BCP 47 tag such as `zh-CN`. Raises `UnknownLanguageError` for others than these two."""
    primary = tag.replace("_", "-").split("-", maxsplit=1)[0].lower()
    if primary == "zh":
        return "zh"
    if primary == "en":
        return "en"
    raise UnknownLanguageError(tag)


def instantiate(template: Template, language: Language) -> JobContent:
    """Give model and questions for interviews held in `language`: its exemplars and keywords, all texts in both.

    The model's version names the language, since exemplars decide what scores: version `1` in Chinese is `1-zh`.
    """
    named = named_words(template, language)
    return JobContent(
        title=_text(template.title),
        questions=tuple(Question(id=one.id, text=_text(one.text)) for one in template.questions),
        competency_model=CompetencyModel(
            id=template.id,
            version=f"{template.version}-{language}",
            title=_text(template.title),
            dimensions=tuple(_dimension(one, language, named) for one in template.dimensions),
            culture=template.culture,
        ),
    )


def _text(text: Bilingual) -> LocalizedText:
    return LocalizedText(text.zh, text.en)


def _dimension(dimension: TemplateDimension, language: Language, named: Words) -> Dimension:
    words = dimension.keywords
    return Dimension(
        id=dimension.id,
        name=_text(dimension.name),
        weight=dimension.weight,
        questions=dimension.questions,
        keywords=tuple(map(_keyword, words.zh if language == "zh" else words.en)),
        indicators=tuple(_indicator(one, language, named) for one in dimension.indicators),
        anchors=tuple(map(_text, dimension.anchors)),
        reading=tuple(map(_reading, dimension.reading)),
    )


def _keyword(keyword: str | TemplateConcept) -> Keyword:
    return keyword if isinstance(keyword, str) else Concept(term=keyword.term, synonyms=keyword.synonyms)


def _reading(work: TemplateReading) -> Reading:
    return Reading(title=_text(work.title), author=_text(work.author), where=_text(work.where))


def _indicator(indicator: TemplateIndicator, language: Language, named: Words) -> Indicator:
    spoken = indicator.exemplars
    return Indicator(
        id=indicator.id,
        kind=indicator.kind,
        label=_text(indicator.label),
        points=indicator.points,
        exemplars=spoken.zh if language == "zh" else spoken.en,
        cues=tuple(cue(one, named) for one in (indicator.cues.zh if language == "zh" else indicator.cues.en)),
        advice=_text(indicator.advice),
        probe=_text(indicator.probe) if indicator.probe else None,
    )
