"""The report as it is laid out on a page: every value already in the reader's language."""

from __future__ import annotations

from msgspec import Struct

from gateway.reports.view_timeline import TimelineView


class Tone:
    """How something counts for the candidate; names a style, and every use of it comes with a sign or a word."""

    GOOD = "good"
    BAD = "bad"
    PLAIN = "plain"


class Quote(Struct, frozen=True, kw_only=True):
    """A citation: the words, the question's short name, the times, the place in the transcript on the same page.

    `play` is the address of the recording at that second; empty where it cannot be played.
    """

    text: str
    question: str
    times: str
    anchor: str
    play: str = ""
    ms: int | None = None


class Line(Struct, frozen=True, kw_only=True):
    """An indicator's part of a score."""

    label: str
    kind: str
    points: str
    out_of: str
    tone: str
    quotes: tuple[Quote, ...]
    note: str
    shown_by: str


class Part(Struct, frozen=True, kw_only=True):
    """A summand of a dimension's score."""

    label: str
    points: str


class IntervalView(Struct, frozen=True, kw_only=True):
    """An interval: as text, its place on a bar in per cent, and how far off each source alone may take the score."""

    text: str
    low: float
    width: float
    parts: tuple[Part, ...]


class DimensionView(Struct, frozen=True, kw_only=True):
    """A dimension. `score` is empty where the evidence does not suffice; `filled` is its share of the bar, 0..100.

    `described` says what the bar shows; `absent_keywords` names the keywords that did not come up.

    `level` and `anchor`, the level reached and what people do at it, are empty where the model has no anchors.
    """

    id: str
    name: str
    weight: str
    score: str
    filled: float
    described: str
    level: str
    anchor: str
    lines: tuple[Line, ...]
    parts: tuple[Part, ...]
    capped: bool
    keywords: tuple[Quote, ...]
    interval: IntervalView | None = None
    absent_keywords: str = ""


class FindingView(Struct, frozen=True, kw_only=True):
    """A strength or a weakness."""

    text: str
    dimension: str
    points: str
    quotes: tuple[Quote, ...]
    note: str
    advice: str


class Piece(Struct, frozen=True):
    """A stretch of a sentence; `keyword` marks it as one."""

    text: str
    keyword: bool


class Mark(Struct, frozen=True, kw_only=True):
    """What a sentence earned or cost."""

    label: str
    points: str
    tone: str


class SentenceView(Struct, frozen=True, kw_only=True):
    """A sentence of the transcript with everything that rests on it; `play` is where to hear it."""

    anchor: str
    time: str
    pieces: tuple[Piece, ...]
    marks: tuple[Mark, ...]
    tone: str
    echo: bool
    start_ms: int | None = None
    end_ms: int | None = None
    play: str = ""


class StructureCue(Struct, frozen=True, kw_only=True):
    """Words that show a part of the structure, where they stand and when they were said; `role` may be empty."""

    text: str
    role: str
    anchor: str
    time: str
    play: str = ""
    ms: int | None = None


class StructurePart(Struct, frozen=True, kw_only=True):
    """A part of an answer's structure: its points, the words that show it, how many more do, and what is missing."""

    label: str
    shown: bool
    points: str
    cues: tuple[StructureCue, ...]
    more: int = 0
    note: str = ""


class DetailsView(Struct, frozen=True, kw_only=True):
    """The details of one kind in an answer, and how many there are."""

    label: str
    count: str
    quotes: tuple[Quote, ...]


class ContentView(Struct, frozen=True, kw_only=True):
    """What the words of an answer show. `summary` is empty where it would be the whole, `relevance` where unknown.

    `rate` is empty where there are too few words for one, `unit` says what it counts; `notes` what is missing, and why.
    """

    summary: tuple[Quote, ...]
    rate: str
    unit: str
    notes: str
    details: tuple[DetailsView, ...]
    relevance: str
    method: str


class MomentView(Struct, frozen=True, kw_only=True):
    """What face or voice did while something that counts was said, and the measured value.

    `about` is what the sentence was cited for, empty for a keyword.
    """

    text: str
    about: str
    value: str
    time: str
    anchor: str
    play: str = ""
    ms: int | None = None


class AnswerView(Struct, frozen=True, kw_only=True):
    """An answer with its question. `recording` and `captions` are addresses, empty where nothing can be played.

    `insufficient` says that the answer is not enough to judge by; it is empty where it is.
    """

    label: str
    question: str
    duration: str
    written: bool
    limits: tuple[str, ...]
    sentences: tuple[SentenceView, ...]
    structure: str
    structure_parts: tuple[StructurePart, ...]
    anchor: str = ""
    language: str = ""
    video: bool = False
    recording: str = ""
    captions: str = ""
    timeline: TimelineView | None = None
    content: ContentView | None = None
    moments: tuple[MomentView, ...] = ()
    insufficient: str = ""


class Row(Struct, frozen=True):
    """A line of a table: what is measured, and its value in each answer."""

    label: str
    values: tuple[str, ...]


class Value(Struct, frozen=True):
    """A name and a value."""

    label: str
    value: str


class DecisionView(Struct, frozen=True, kw_only=True):
    """The decision. `condition` is empty where no rule held.

    `close` has what would be decided otherwise within the intervals: the values, and the actions. `adjusted` names the
    scores that persons changed before.
    """

    actions: tuple[str, ...]
    status: str
    waits: bool
    rule: str
    condition: str
    values: tuple[Value, ...]
    facts: tuple[Value, ...]
    close: tuple[Value, ...] = ()
    adjusted: tuple[Value, ...] = ()


class ModelView(Struct, frozen=True, kw_only=True):
    """A model that took part; `licence` and `does` are empty in reports of old."""

    name: str
    version: str
    licence: str
    does: str


class NextQuestionView(Struct, frozen=True, kw_only=True):
    """A question for the next round. `indicator` is empty where it is about a whole dimension."""

    text: str
    dimension: str
    reason: str
    indicator: str
    quotes: tuple[Quote, ...]


class HintView(Struct, frozen=True, kw_only=True):
    """A hint that something is worth asking about; `times` are its places in the recording, `quotes` in the text."""

    text: str
    caution: str
    question: str
    times: tuple[Quote, ...]
    quotes: tuple[Quote, ...]


class RemarkView(Struct, frozen=True, kw_only=True):
    """A person's note or adjustment; `value` is empty for a note, `past` unless an adjustment counts no more."""

    kind: str
    about: str
    value: str
    text: str
    by: str
    at: str
    past: str


class AdjustedView(Struct, frozen=True, kw_only=True):
    """A score that is another with the adjustments: the machine's and the adjusted one, and who or what it is from."""

    label: str
    scores: str
    why: str


class StandingView(Struct, frozen=True, kw_only=True):
    """A score among those of others, all out of 100; with `few` not empty there is nothing else.

    `box` is lowest, first quartile, median, third quartile, highest.
    """

    label: str
    few: str
    facts: tuple[Value, ...] = ()
    own: float = 0.0
    box: tuple[float, ...] = ()
    dots: tuple[float, ...] = ()


class ComparisonView(Struct, frozen=True, kw_only=True):
    """The comparison, and a sentence that says with whom and as of when; `few` where there is nothing to compare."""

    as_of: str
    few: str
    rows: tuple[StandingView, ...]


class ReportView(Struct, frozen=True, kw_only=True):
    """Everything on the page. `measured` says whether any dimension could be judged."""

    locale: str
    candidate: str
    job: str
    made_at: str
    score: str
    filled: float
    culture_fit: str
    measured_share: str
    measured: bool
    decision: DecisionView | None
    dimensions: tuple[DimensionView, ...]
    strengths: tuple[FindingView, ...]
    weaknesses: tuple[FindingView, ...]
    answers: tuple[AnswerView, ...]
    observations: tuple[Row, ...]
    columns: tuple[str, ...]
    made_by: tuple[Value, ...]
    models: tuple[ModelView, ...]
    next_questions: tuple[NextQuestionView, ...] = ()
    bounds: tuple[float, ...] = ()
    interval: IntervalView | None = None
    culture_interval: IntervalView | None = None
    by_words: bool = False
    integrity: tuple[HintView, ...] = ()
    adjusted: tuple[AdjustedView, ...] = ()
    adjusted_score: str = ""
    adjusted_culture: str = ""
    remarks: tuple[RemarkView, ...] = ()
    comparison: ComparisonView | None = None
