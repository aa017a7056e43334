"""Who reads: turns texts, citations and values of one report into the reader's language."""

from __future__ import annotations

from collections.abc import Mapping

from gateway.domain.report import Report
from gateway.domain.scoring import Evidence
from gateway.domain.text import Locale
from gateway.reports.view import Quote
from gateway.reports.wording import TEXT, clock, question_label


class Reader:
    """Says everything about one report in one language.

    `recordings` gives the addresses of the recordings that can be played, by the answer's id.
    """

    def __init__(self, report: Report, locale: Locale, recordings: Mapping[str, str] | None = None) -> None:
        self.locale: Locale = locale
        self._recordings = recordings or {}
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
        return self.listed(tuple(map(self.question, question_ids)))

    def listed(self, names: tuple[str, ...]) -> str:
        """Give several names as one text."""
        return ("、" if self.locale == "zh-CN" else ", ").join(names)

    def place(self, question_id: str) -> str:
        """Give the place of an answer on the page."""
        return f"a{self._places.get(question_id, 0)}"

    def anchor(self, question_id: str, start: int) -> str:
        """Give the place in the transcript of the sentence that holds the character `start`."""
        sentences = self._sentences.get(question_id, ())
        index = next((at for at, one in enumerate(sentences) if one.start <= start < one.end), 0)
        return f"a{self._places.get(question_id, 0)}s{index}"

    def anchor_at(self, question_id: str, ms: int) -> str:
        """Give the place in the transcript of the sentence that is spoken at `ms`, or was last before."""
        sentences = self._sentences.get(question_id, ())
        begun = [at for at, one in enumerate(sentences) if one.start_ms is not None and one.start_ms <= ms]
        return f"a{self._places.get(question_id, 0)}s{begun[-1] if begun else 0}"

    def recording(self, answer_id: str) -> str:
        """Give the address of an answer's recording; empty where it cannot be played."""
        return self._recordings.get(answer_id, "")

    def play(self, answer_id: str, ms: int | None) -> str:
        """Give the address of a moment of a recording, as a media fragment (W3C, Media Fragments URI 1.0)."""
        address = self.recording(answer_id)
        return "" if ms is None or not address else f"{address}#t={ms / 1000:.1f}"

    def quote(self, evidence: Evidence) -> Quote:
        """Give a citation."""
        times = f"{clock(evidence.start_ms)}–{clock(evidence.end_ms)}" if evidence.start_ms is not None else ""
        return Quote(
            text=evidence.quote,
            question=self.question(evidence.question_id),
            times=times,
            anchor=self.anchor(evidence.question_id, evidence.start),
            play=self.play(evidence.answer_id, evidence.start_ms),
            ms=evidence.start_ms,
        )
