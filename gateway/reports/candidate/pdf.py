"""The candidate's report on paper: an A4 PDF from the same values as the page."""

from __future__ import annotations

import msgspec

from gateway.domain.candidate_report import CandidateReport
from gateway.domain.text import Locale
from gateway.reports.candidate.layout import lay_out
from gateway.reports.candidate.wording import TEXT
from gateway.reports.pdf import set_in_print


def to_candidate_pdf(report: CandidateReport, locale: Locale) -> bytes:
    """Give the report as a PDF in `locale`, the same bytes each time. Call it from a thread. Raises `PrintingError`."""
    words = {key: text.to(locale) for key, text in TEXT.items()}
    data = msgspec.json.encode({"report": lay_out(report, locale), "say": words})
    return set_in_print(data, report.created_at, "candidate")
