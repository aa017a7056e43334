"""The candidate's report as a page: made for a telephone first, without script, with everything inside it."""

from __future__ import annotations

from gateway.domain.candidate_report import CandidateReport
from gateway.domain.text import Locale
from gateway.reports.candidate.layout import lay_out
from gateway.reports.candidate.wording import TEXT
from gateway.reports.html import environment


def to_candidate_html(report: CandidateReport, locale: Locale, place: str = "") -> str:
    """Give the report as a page in `locale`. What came from a candidate or a model is escaped.

    `place` is the page's own address, for the links to the other language and to the files; without it there are none.
    """
    words = {key: text.to(locale) for key, text in TEXT.items()}
    return environment().get_template("candidate.html").render(report=lay_out(report, locale), say=words, place=place)
