"""The candidate's report: what the person who was interviewed is told, as one value in both languages."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from gateway.domain.competency import Reading
from gateway.domain.moment import Moment
from gateway.domain.report import ModelUsed
from gateway.domain.text import LocalizedText


class Shows(StrEnum):
    """What candidates see of their result; the company settles it."""

    LEVELS = "levels"  # the level of each competency, and what people do at it
    SCORES = "scores"  # scores out of 100
    NONE = "none"  # no report at all: the page says whom to ask


class Region(StrEnum):
    """Whose law the candidate's rights are told by."""

    CN = "cn"  # the Personal Information Protection Law
    EU = "eu"  # the General Data Protection Regulation
    OTHER = "other"  # neither for certain: the same rights in general words


class Terms(Struct, frozen=True, kw_only=True):
    """What the company has settled about candidates' reports. `company` and `contact` may be empty."""

    shows: Shows = Shows.LEVELS
    region: Region = Region.CN
    company: str = ""
    contact: str = ""


class OwnWords(Struct, frozen=True, kw_only=True):
    """Something the candidate said, in the answer to the question with this number, counted from 1."""

    question: int
    text: str
    start_ms: int | None = None


class Result(Struct, frozen=True, kw_only=True):
    """A competency's result. There is a level with what belongs to it, or a score, as the company shows them.

    `assessed` is false where too little was said to judge by; that is no zero. `anchor` says what people do at the
    level, and is given from the middle level up: what stands at the lower ones describes shortcomings. `aim` says
    what people do at the level to aim for, the middle one or else the next; there is none above the highest.
    """

    dimension: LocalizedText
    assessed: bool
    level: int | None = None
    anchor: LocalizedText | None = None
    aim: LocalizedText | None = None
    score: float | None = None


class Strength(Struct, frozen=True, kw_only=True):
    """Something done well, with the candidate's own words."""

    dimension: LocalizedText
    text: LocalizedText
    own_words: tuple[OwnWords, ...]


class ToDo(Struct, frozen=True, kw_only=True):
    """One concrete thing to do, and what was noticed that leads to it."""

    action: LocalizedText
    noticed: LocalizedText
    own_words: tuple[OwnWords, ...] = ()


class Improvement(Struct, frozen=True, kw_only=True):
    """What to improve in a competency: what to do, and what to read."""

    dimension: LocalizedText
    to_do: tuple[ToDo, ...]
    reading: tuple[Reading, ...] = ()


class Step(StrEnum):
    """What happens next. Whatever is not in effect is `UNDER_REVIEW`: a proposal is nobody's decision."""

    UNDER_REVIEW = "under_review"
    SECOND_ROUND = "second_round"
    OFFER = "offer"
    DECLINED = "declined"
    TALENT_POOL = "talent_pool"


class DecidedBy(StrEnum):
    """Who decided on the next step."""

    NOBODY_YET = "nobody_yet"
    PERSON = "person"
    RULES = "rules"  # the company's rules, with no person taking part


class NextStep(Struct, frozen=True, kw_only=True):
    """A step that follows, in words."""

    step: Step
    text: LocalizedText


class Signal(Struct, frozen=True, kw_only=True):
    """Something that was measured, and whether it enters a score."""

    name: LocalizedText
    measures: LocalizedText
    scored: bool


class AiUse(Struct, frozen=True, kw_only=True):
    """How software took part: what it measured, by which models, what it did not do, and who decides."""

    signals: tuple[Signal, ...]
    statements: tuple[LocalizedText, ...]
    models: tuple[ModelUsed, ...]
    decided_by: DecidedBy
    decision: LocalizedText


class Right(Struct, frozen=True, kw_only=True):
    """A right of the candidate; `source` names the articles, and is empty where no law is named."""

    name: LocalizedText
    text: LocalizedText
    source: LocalizedText


class CandidateReport(Struct, frozen=True, kw_only=True):
    """What the candidate is told. It holds no comparison, no note of the company's, and no proposal.

    `overall`, out of 100, is there only where the company shows scores and the evidence suffices.
    """

    report_id: str
    interview_id: str
    candidate_name: str
    job_title: LocalizedText
    interview_language: str
    created_at: Moment
    terms: Terms
    overall: float | None
    results: tuple[Result, ...]
    strengths: tuple[Strength, ...]
    improvements: tuple[Improvement, ...]
    next_steps: tuple[NextStep, ...]
    ai: AiUse
    rights: tuple[Right, ...]
    rights_note: LocalizedText
    contact: LocalizedText
