"""Questions for the next round as they stand on the page."""

from __future__ import annotations

from gateway.domain.report import NextQuestion, QuestionReason, Report
from gateway.reports.reader import Reader
from gateway.reports.view import NextQuestionView
from gateway.reports.wording_next_round import REASONS


def lay_out_question(report: Report, question: NextQuestion, reader: Reader) -> NextQuestionView:
    """Lay out a question with the reason for asking it."""
    key = f"{question.dimension_id}/{question.indicator_id}"
    about = report.indicator_labels.get(key) if question.reason is not QuestionReason.INSUFFICIENT else None
    return NextQuestionView(
        text=question.text.to(reader.locale),
        dimension=report.dimension_names[question.dimension_id].to(reader.locale),
        reason=REASONS[question.reason].to(reader.locale),
        indicator=about.to(reader.locale) if about else "",
        quotes=tuple(map(reader.quote, question.evidence)),
    )
