"""What the use cases work with, as one value that the wiring makes once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from gateway.actions import Offered
from gateway.actions.remarking import Draft
from gateway.domain.beside import Beside
from gateway.domain.candidate_report import CandidateReport
from gateway.domain.remark import Remark
from gateway.domain.report import Report
from gateway.domain.rule import Decision
from gateway.domain.text import Locale
from gateway.identity import Access
from gateway.ports import (
    Clock,
    Decoder,
    Ids,
    LiveFeed,
    MediaStore,
    ProgressFeed,
    UnitOfWork,
    UnitOfWorkFactory,
    WorkQueue,
)
from gateway.reports.differences import Replay
from gateway.settings import Settings

Languages: TypeAlias = Callable[[], Awaitable[frozenset[str]]]
"""Gives the primary tags of the languages that can be transcribed now. May raise `PerceptionError`."""

ReportHtml: TypeAlias = Callable[[Report, Decision | None, Locale, Beside], str]
"""Renders a report, with what was decided last and what stands beside it, as a complete HTML page."""

ReportPage: TypeAlias = Callable[[Report, Decision | None, Locale, Beside, str, Mapping[str, str]], str]
"""Renders it as a page of the site: with the interview's address, and those of recordings by the answer's id."""

ReportPdf: TypeAlias = Callable[[Report, Decision | None, Locale, Beside], bytes]
"""Sets a report, with what was decided last and what stands beside it, in print.


Takes tenths of a second. May raise `ShouguanError`.
"""

ReportJson: TypeAlias = Callable[[Report, Decision | None, Beside], bytes]
"""Renders a report, with what was decided last and what stands beside it, as JSON."""

CandidatePdf: TypeAlias = Callable[[CandidateReport, Locale], bytes]
"""Sets a candidate's report in print. Takes tenths of a second. May raise `ShouguanError`."""

ReplayReport: TypeAlias = Callable[[UnitOfWork, Report], Replay]
"""Makes a report again from what is kept, and compares; it only reads. May raise `ConflictError`."""

Review: TypeAlias = Callable[[str, bool, str, str], Awaitable[Decision]]
"""`review(decision_id, confirm, name, reason)`: a named person confirms or rejects a proposed decision."""

OfferReRecording: TypeAlias = Callable[[str, str, str], Awaitable[Offered]]
"""`offer_rerecording(answer_id, name, reason)`: a named person offers to give an answer again."""

MakeRemark: TypeAlias = Callable[[str, Draft], Awaitable[Remark]]
"""`remark(interview_id, draft)`: keeps a named person's note or adjustment. May raise `ShouguanError`."""

SurveyReceived: TypeAlias = Callable[[str], Awaitable[None]]
"""`survey_received(interview_id)`: decides again, now that the survey's score is there."""

ModelMetrics: TypeAlias = Callable[[], Awaitable[str]]
"""Gives the model server's own Prometheus page; empty where it cannot be had."""

Check: TypeAlias = Callable[[], Awaitable[None]]
"""Raises, whatever it likes, when a part of the box does not work."""


@dataclass(frozen=True, kw_only=True)
class Services:
    """The world as the API and the pages see it. `read` begins transactions that only read."""

    settings: Settings
    access: Access
    work: UnitOfWorkFactory
    read: UnitOfWorkFactory
    media: MediaStore
    decoder: Decoder
    queue: WorkQueue
    progress: ProgressFeed
    live: LiveFeed
    clock: Clock
    ids: Ids
    languages: Languages
    report_html: ReportHtml
    report_page: ReportPage
    report_pdf: ReportPdf
    report_json: ReportJson
    candidate_pdf: CandidatePdf
    replay_report: ReplayReport
    review: Review
    offer_rerecording: OfferReRecording
    remark: MakeRemark
    survey_received: SurveyReceived
    checks: Mapping[str, Check]
    model_metrics: ModelMetrics
