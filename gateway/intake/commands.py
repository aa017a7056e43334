"""What clients ask for. The limits stand in the types, so they are in the OpenAPI description as well."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, TypeAlias

from msgspec import Meta, Struct

from gateway.domain.competency import CompetencyModel, Question
from gateway.domain.rule import ActionKind, Rule
from gateway.domain.text import LocalizedText

_UNSEEN = r"\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069"
_LINE = rf"^[^{_UNSEEN}]*[^\s{_UNSEEN}][^{_UNSEEN}]*$(?!\n)"
_PROSE = r"^[^\x00]*[^\s\x00][^\x00]*$"

# No control characters: a database refuses NUL, a person cannot see the others, and those of writing direction would
# turn a name around where it is shown.
Line: TypeAlias = Annotated[str, Meta(min_length=1, max_length=200, pattern=_LINE)]
Prose: TypeAlias = Annotated[str, Meta(min_length=1, max_length=2000, pattern=_PROSE)]
LanguageTag: TypeAlias = Annotated[str, Meta(max_length=35, pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$")]
Count: TypeAlias = Annotated[int, Meta(ge=0, le=2**31)]
Identifier: TypeAlias = Annotated[str, Meta(min_length=1, max_length=64)]


class NewCandidate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A person to be interviewed."""

    name: Line
    email: Line | None = None
    phone: Line | None = None
    external_id: Line | None = None


class NewJob(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A position, its questions, and the competency model that answers are scored against."""

    title: LocalizedText
    questions: tuple[Question, ...]
    competency_model: CompetencyModel
    external_id: Line | None = None


class NewRuleSet(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Rules that decide from now on, in their order; `otherwise` follows when none of them holds."""

    id: Line
    version: Line
    rules: tuple[Rule, ...]
    otherwise: tuple[ActionKind, ...] = (ActionKind.HUMAN_REVIEW,)


class ConsentGiven(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the candidate agreed to. Without `given_at`, the moment of the request counts."""

    recording: bool
    face_analysis: bool
    notice_version: Line
    given_at: Annotated[datetime, Meta(tz=True)] | None = None


class NewInterview(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One candidate's interview for one job, in the language that will be spoken."""

    candidate_id: Identifier
    job_id: Identifier
    language: LanguageTag
    consent: ConsentGiven


class WritingCounted(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How an answer was written, as the form counted it; see `gateway.domain.interview.Writing`."""

    typed_ms: Count | None = None
    keystrokes: Count | None = None
    pasted_characters: Count | None = None


class WrittenAnswer(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An answer in writing, and how it was written where the form counted."""

    text: Annotated[str, Meta(min_length=1, pattern=_PROSE)]
    writing: WritingCounted | None = None


class Finish(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The end of an interview."""

    allow_missing: bool = False


class SurveyScore(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a survey about the candidate gave."""

    score: Annotated[float, Meta(ge=1, le=5)]


class DecisionReview(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A named person's word on a proposed decision."""

    confirm: bool
    name: Line
    reason: Prose


class ReRecordingOffer(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A named person's offer to give an answer again, with the reason."""

    answer_id: Identifier
    name: Line
    reason: Prose


class Recording(Struct, frozen=True, kw_only=True):
    """A recording that is being sent. `sha256` is what the sender says its digest is; `length` its size."""

    interview_id: str
    question_id: str
    media_type: str
    sha256: str | None = None
    length: int | None = None
