"""Answers and observations as they stand on the page."""

from __future__ import annotations

from collections.abc import Iterator

from gateway.domain.competency import IndicatorKind
from gateway.domain.interview import AnswerKind
from gateway.domain.report import Report, ReportAnswer
from gateway.domain.scoring import Evidence, IndicatorScore
from gateway.domain.signals import LIMIT_TEXT, Limit, MeasuredAnswer, Sentence
from gateway.reports.compose import SHOWN
from gateway.reports.layout_content import lay_out_content
from gateway.reports.layout_moments import lay_out_moments, moment_marks
from gateway.reports.layout_scores import tone_of
from gateway.reports.layout_structure import lay_out_structure
from gateway.reports.layout_voice import VOICE_ROWS, Show, seconds, share
from gateway.reports.reader import Reader
from gateway.reports.timeline import evidence_marks, lay_out_timeline
from gateway.reports.view import AnswerView, Mark, Piece, Row, SentenceView, Tone
from gateway.reports.wording import clock, number, signed
from gateway.scoring.sufficiency import lacking


def _overlaps(evidence: Evidence, answer: MeasuredAnswer, sentence: Sentence) -> bool:
    return evidence.answer_id == answer.answer_id and evidence.start < sentence.end and sentence.start < evidence.end


def _mark(indicator: IndicatorScore, label: str, reader: Reader) -> Mark:
    """Give what a sentence did for an indicator; what is expected earns nothing, it is there or only in part."""
    if indicator.kind is not IndicatorKind.EXPECTED:
        return Mark(label=label, points=signed(indicator.points), tone=tone_of(indicator.points))
    if indicator.strength >= SHOWN:
        return Mark(label=label, points="✓", tone=Tone.GOOD)
    return Mark(label=reader.say("partly_shown") + label, points="", tone=Tone.PLAIN)


def _marks(report: Report, answer: MeasuredAnswer, sentence: Sentence, reader: Reader) -> Iterator[Mark]:
    """Give what rests on a sentence: points, and what is expected and was shown."""
    for dimension in report.score.dimensions:
        for indicator in dimension.indicators:
            if any(_overlaps(one, answer, sentence) for one in indicator.evidence):
                label = report.indicator_labels[f"{dimension.dimension_id}/{indicator.indicator_id}"]
                yield _mark(indicator, label.to(reader.locale), reader)


def _pieces(report: Report, answer: MeasuredAnswer, sentence: Sentence) -> Iterator[Piece]:
    """Cut a sentence at the keywords in it."""
    spans = sorted(
        {
            (one.start, one.end)
            for dimension in report.score.dimensions
            for one in dimension.keywords_found
            if _overlaps(one, answer, sentence)
        }
    )
    at = sentence.start
    for start, end in spans:
        if start >= at:
            yield Piece(answer.text[at:start], keyword=False)
            yield Piece(answer.text[start:end], keyword=True)
            at = end
    yield Piece(answer.text[at : sentence.end], keyword=False)


def _tone(marks: tuple[Mark, ...]) -> str:
    tones = {mark.tone for mark in marks}
    return next((tone for tone in (Tone.BAD, Tone.GOOD) if tone in tones), Tone.PLAIN)


def _sentence(report: Report, answer: MeasuredAnswer, index: int, reader: Reader) -> SentenceView:
    sentence = answer.sentences[index]
    marks = tuple(_marks(report, answer, sentence, reader))
    return SentenceView(
        anchor=reader.anchor(answer.question_id, sentence.start),
        time=clock(sentence.start_ms),
        pieces=tuple(piece for piece in _pieces(report, answer, sentence) if piece.text),
        marks=marks,
        tone=_tone(marks),
        echo=index in answer.echoes,
        start_ms=sentence.start_ms,
        end_ms=sentence.end_ms,
        play=reader.play(answer.answer_id, sentence.start_ms),
    )


def lay_out_answer(report: Report, answer: ReportAnswer, reader: Reader) -> AnswerView:
    """Lay out an answer: its sentences with what rests on each, and what could not be measured."""
    measured = answer.measured
    written = Limit.WRITTEN in measured.limits
    recording = reader.recording(measured.answer_id)
    marks = (*evidence_marks(report, measured, reader), *moment_marks(answer, reader))
    return AnswerView(
        label=reader.question(answer.question_id),
        question=answer.question.to(reader.locale),
        duration=clock(measured.duration_ms) if measured.duration_ms else "",
        written=written,
        insufficient=reader.say("answer_insufficient") if answer.kind and lacking(measured.limits) else "",
        limits=tuple(LIMIT_TEXT[one].to(reader.locale) for one in measured.limits if one is not Limit.WRITTEN),
        sentences=tuple(_sentence(report, measured, at, reader) for at in range(len(measured.sentences))),
        structure=number(measured.structure.score) if measured.structure else "",
        structure_parts=tuple(lay_out_structure(measured, reader)),
        anchor=reader.place(answer.question_id),
        language=measured.language,
        video=answer.kind is AnswerKind.VIDEO,
        recording=recording,
        captions=f"{recording.removesuffix('recording')}captions" if recording else "",
        timeline=lay_out_timeline(measured, marks, reader),
        content=lay_out_content(measured, reader),
        moments=tuple(lay_out_moments(report, answer, reader)),
    )


def _count(value: int | None) -> str:
    return "—" if value is None else str(value)


_ROWS: tuple[tuple[str, Show], ...] = (
    *VOICE_ROWS,
    ("face_share", lambda one: share(one.behaviour.face_share) if one.behaviour else "—"),
    ("absence", lambda one: seconds(one.behaviour.longest_absence_ms) if one.behaviour else "—"),
    ("gaze", lambda one: share(one.behaviour.gaze_to_camera) if one.behaviour else "—"),
    ("smile", lambda one: share(one.behaviour.smile_share) if one.behaviour else "—"),
    ("smiles", lambda one: _count(one.behaviour.smiles) if one.behaviour else "—"),
    ("expressions", lambda one: number(one.behaviour.expression_changes) if one.behaviour else "—"),
    ("head", lambda one: number(one.behaviour.head_movement) if one.behaviour else "—"),
    ("nods", lambda one: str(one.behaviour.nods) if one.behaviour else "—"),
    ("blinks", lambda one: number(one.behaviour.blink_rate, 0) if one.behaviour else "—"),
    ("upright", lambda one: share(one.posture.upright_share) if one.posture else "—"),
    ("forward", lambda one: share(one.posture.forward_share) if one.posture else "—"),
    ("hands", lambda one: share(one.posture.hands_share) if one.posture else "—"),
)
"""What the table of observations shows, with the value of an answer as text."""


def lay_out_observations(report: Report, reader: Reader) -> tuple[Row, ...]:
    """Lay out voice and behaviour, a column an answer; nothing where no answer has either."""
    answers = [one.measured for one in report.answers]
    if all(one.voice is None and one.behaviour is None for one in answers):
        return ()
    rows = (Row(reader.say(key), tuple(map(show, answers))) for key, show in _ROWS)
    return tuple(row for row in rows if any(value != "—" for value in row.values))
