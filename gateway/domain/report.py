"""The report: everything a person needs to check a score, as one value that can be stored and replayed."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from gateway.domain.integrity import Hint
from gateway.domain.interview import AnswerKind
from gateway.domain.moment import Moment
from gateway.domain.scoring import Evidence, InterviewScore
from gateway.domain.signals import MeasuredAnswer, MovementKind
from gateway.domain.text import LocalizedText


class ModelCard(Struct, frozen=True):
    """What is known of a model: under which licence it is used, and in a sentence what it does."""

    licence: str
    does: LocalizedText


class ModelUsed(Struct, frozen=True):
    """A model that took part, by name and version, with its card as it was then; reports of old hold none."""

    name: str
    version: str
    card: ModelCard | None = None


class Versions(Struct, frozen=True, kw_only=True):
    """Everything that made this report, so that it can be made again."""

    software: str
    competency_model: str
    models: tuple[ModelUsed, ...]


class Finding(Struct, frozen=True, kw_only=True):
    """A strength or a weakness, with the sentences that show it and what to do about it."""

    dimension_id: str
    indicator_id: str
    text: LocalizedText
    points: float
    evidence: tuple[Evidence, ...] = ()
    advice: LocalizedText | None = None


class KeyMoment(Struct, frozen=True, kw_only=True):
    """What face or voice did while something was said that a score rests on. An observation, never scored.

    `evidence` quotes what was said, with the times of the movement. `indicator` is the "dimension_id/indicator_id" that
    the sentence was cited for, empty where it is a keyword. `value` and `usual` are those of the movement.
    """

    kind: MovementKind
    evidence: Evidence
    value: float
    usual: float
    indicator: str = ""


class ReportAnswer(Struct, frozen=True, kw_only=True):
    """An answer as the report shows it. `measured` is without its vectors (they stay in the step store) and hints.

    `moments` are in the order of their times; reports of old hold none.
    """

    question_id: str
    question: LocalizedText
    kind: AnswerKind | None
    measured: MeasuredAnswer
    moments: tuple[KeyMoment, ...] = ()


class Level(Struct, frozen=True, kw_only=True):
    """The level, 1..5, that a dimension's score reached, and what people do at it (the anchor's text)."""

    level: int
    anchor: LocalizedText


class QuestionReason(StrEnum):
    """Why a question belongs into the next round."""

    INSUFFICIENT = "insufficient"  # no answer about the competency could be judged
    CONTRADICTED = "contradicted"  # some of what was said speaks for the candidate here, some against
    AGAINST = "against"  # what was said speaks against the candidate
    ABSENT = "absent"  # what is expected was not mentioned
    PARTLY = "partly"  # it was shown in part
    NOT_SHOWN = "not_shown"  # what would earn points was not mentioned
    CONFIRM = "confirm"  # it was shown once, and is worth a second example


class NextQuestion(Struct, frozen=True, kw_only=True):
    """A question for the next round, why it is asked, and the sentences that led to it.

    `indicator_id` is empty where the competency as a whole could not be judged.
    """

    dimension_id: str
    indicator_id: str
    text: LocalizedText
    reason: QuestionReason
    evidence: tuple[Evidence, ...] = ()


class Report(Struct, frozen=True, kw_only=True):
    """The explained result of an interview.

    `levels`, by dimension id, holds the dimensions that have behavioural anchors and enough evidence. Reports of old
    hold neither levels nor `next_questions`. `supersedes` is the id of the interview's earlier report whose place
    this one has taken. `integrity` are hints that something is worth asking about; they are no part of the score.
    """

    id: str
    interview_id: str
    candidate_name: str
    job_title: LocalizedText
    language: str
    created_at: Moment
    score: InterviewScore
    dimension_names: dict[str, LocalizedText]
    indicator_labels: dict[str, LocalizedText]  # by "dimension_id/indicator_id"
    strengths: tuple[Finding, ...]
    weaknesses: tuple[Finding, ...]
    answers: tuple[ReportAnswer, ...]
    versions: Versions
    levels: dict[str, Level] = {}
    next_questions: tuple[NextQuestion, ...] = ()
    supersedes: str | None = None
    integrity: tuple[Hint, ...] = ()
