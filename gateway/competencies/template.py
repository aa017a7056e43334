"""What a competency template holds: a job's dimensions, indicators, anchors and questions, in Chinese and English.

The types are the published schema, `docs/competency-model.schema.json`: their descriptions are what its readers see.
"""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from msgspec import Meta, Struct

from gateway.domain.competency import LEVELS, IndicatorKind

Language: TypeAlias = Literal["zh", "en"]

Id: TypeAlias = Annotated[
    str,
    Meta(pattern=r"^[a-z][a-z0-9_-]{0,63}$(?!\n)", description="Lower-case letters, digits, hyphens and underscores."),
]
Version: TypeAlias = Annotated[
    str, Meta(pattern=r"^[0-9A-Za-z][0-9A-Za-z.]{0,31}$(?!\n)", description="In quotes, such as '1' or '2026.1'.")
]
Text: TypeAlias = Annotated[str, Meta(min_length=1, max_length=600, pattern=r"^\S(.*\S)?$(?!\n)")]
Weight: TypeAlias = Annotated[float, Meta(gt=0, le=1, description="All weights of a template add up to 1.")]
Points: TypeAlias = Annotated[
    float,
    Meta(gt=0, le=60, description="Out of 100. The positive indicators of a dimension add up to 20."),
]

LongText: TypeAlias = Annotated[str, Meta(min_length=1, max_length=6000, pattern=r"^\S(.*\S)?$(?!\n)")]


class Bilingual(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The same text in Chinese and English, each written as its readers would write it."""

    zh: Text
    en: Text


class Exemplars(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Sentences as candidates say them that show the indicator. A language need not translate the other."""

    zh: Annotated[tuple[Text, ...], Meta(min_length=1, max_length=12)]
    en: Annotated[tuple[Text, ...], Meta(min_length=1, max_length=12)]


class Cues(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words that show the indicator when they are said together, by language, such as `ask | call + @customer`.

    A `+` stands between groups of which each must be said, a `|` between words of which any will do, in any inflection.
    `@name` stands for the words of that name in `words` or in those that come with the box, `@number` for any number.
    """

    zh: Annotated[tuple[Text, ...], Meta(max_length=40)] = ()
    en: Annotated[tuple[Text, ...], Meta(max_length=40)] = ()


class TemplateConcept(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A term and other words for the same thing; whichever of them is said, it counts once."""

    term: Text
    synonyms: Annotated[tuple[Text, ...], Meta(min_length=1, max_length=20)]


class Keywords(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Terms of the trade, by language, with or without synonyms. All points are earned when half of them were said."""

    zh: Annotated[tuple[Text | TemplateConcept, ...], Meta(max_length=30)] = ()
    en: Annotated[tuple[Text | TemplateConcept, ...], Meta(max_length=30)] = ()


class Probe(Bilingual, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an interviewer asks in the next round where this was left open: a question to the candidate."""


class TemplateIndicator(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An observable statement: positive earns its points, negative costs them, expected costs them when absent."""

    id: Id
    kind: IndicatorKind
    points: Points
    label: Bilingual
    exemplars: Exemplars
    cues: Cues = Cues()
    advice: Bilingual
    probe: Probe | None = None


class TemplateReading(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A work that helps to get better. `where` says what and where it is: publisher and year, a standard's number."""

    title: Bilingual
    author: Bilingual
    where: Bilingual


class TemplateDimension(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A competency. `anchors` say what people do at each level, from 1, the lowest, to 5."""

    id: Id
    name: Bilingual
    weight: Weight
    questions: Annotated[tuple[Id, ...], Meta(min_length=1, description="Questions whose answers feed it.")]
    anchors: Annotated[tuple[Bilingual, ...], Meta(min_length=LEVELS, max_length=LEVELS)]
    indicators: Annotated[tuple[TemplateIndicator, ...], Meta(min_length=1, max_length=20)]
    keywords: Keywords = Keywords()
    reading: Annotated[
        tuple[TemplateReading, ...], Meta(max_length=5, description="What candidates are advised to read.")
    ] = ()


class TemplateWords(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words for the same thing under a name that cues use, by language, with a `|` between them."""

    name: Id
    zh: LongText | None = None
    en: LongText | None = None


class TemplateQuestion(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A question of the interview."""

    id: Id
    text: Bilingual


class Template(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A competency template. `culture` names the dimension that is also given as culture fit out of 5."""

    id: Id
    version: Version
    title: Bilingual
    culture: Id
    questions: Annotated[tuple[TemplateQuestion, ...], Meta(min_length=1, max_length=20)]
    dimensions: Annotated[tuple[TemplateDimension, ...], Meta(min_length=1, max_length=12)]
    words: Annotated[tuple[TemplateWords, ...], Meta(max_length=60)] = ()
