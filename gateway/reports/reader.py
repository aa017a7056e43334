"""Who reads: turns texts, citations and values of one report into the reader's language."""

from __future__ import annotations

from gateway.domain.report import Report
from gateway.domain.scoring import Evidence
from gateway.domain.text import Locale
from gateway.reports.view import Quote
from gateway.reports.wording import TEXT, clock, question_label


class Reader:
    """Says everything about one report in one language."""

    def __init__(self, report: Report, locale: Locale) -> None:
        self.locale: Locale = locale
        self._labels = {one.question_id: question_label(at, locale) for at, one in enumerate(report.answers)}
        self._places = {one.question_id: at for at, one in enumerate(report.answers)}
        self._sentences = {one.question_id: one.measured.sentences for one in report.answers}

    def say(self, key: str) -> str:
        """Give a text of the page."""
        return TEXT[key].to(self.locale)

    def question(self, question_id: str) -> str:
        """Give the short name of a question."""
        return self._labels.get(question_id, question_id)

    def questions(self, question_ids: tuple[str, ...]) -> str:
        """Give the short names of several questions as one text."""
        return ("、" if self.locale == "zh-CN" else ", ").join(map(self.question, question_ids))

    def anchor(self, question_id: str, start: int) -> str:
        """Give the place in the transcript of the sentence that holds the character `start`."""
        sentences = self._sentences.get(question_id, ())
        index = next((at for at, one in enumerate(sentences) if one.start <= start < one.end), 0)
        return f"a{self._places.get(question_id, 0)}s{index}"

    def quote(self, evidence: Evidence) -> Quote:
        """Give a citation."""
        times = f"{clock(evidence.start_ms)}–{clock(evidence.end_ms)}" if evidence.start_ms is not None else ""
        return Quote(
            text=evidence.quote,
            question=self.question(evidence.question_id),
            times=times,
            anchor=self.anchor(evidence.question_id, evidence.start),
        )
