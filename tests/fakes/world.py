"""Everything that the API and the pages need, made of fakes; tests look into its parts."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import msgspec

from gateway.actions import offer_rerecording
from gateway.actions.desk import Desk
from gateway.actions.remarking import Draft, remark
from gateway.domain.beside import Beside
from gateway.domain.candidate_report import CandidateReport
from gateway.domain.errors import ConflictError
from gateway.domain.remark import Remark
from gateway.domain.report import Report
from gateway.domain.rule import Decision, DecisionStatus, PolicyProfile
from gateway.domain.text import Locale, LocalizedText
from gateway.identity import Access
from gateway.intake.services import Services
from gateway.pipeline.replaying import replay
from gateway.reports.html import to_page
from gateway.reports.structured import to_json
from gateway.settings import CandidateReports, Limits, Settings
from inference.errors import ServerUnavailableError
from tests.fakes.clock import FakeClock
from tests.fakes.decoder import FakeDecoder
from tests.fakes.ids import CountingIds
from tests.fakes.live_feed import FakeLiveFeed
from tests.fakes.media_store import FakeMediaStore
from tests.fakes.progress_feed import FakeProgressFeed
from tests.fakes.unit_of_work import MemoryDatabase
from tests.fakes.work_queue import FakeWorkQueue

TOKEN = "the-token-of-the-tests"
MEGABYTE = 1024 * 1024


@dataclass
class World:
    """`languages` is what the models serve; `None` means that the model server is down. `fault` is a program error."""

    folder: Path
    database: MemoryDatabase = field(default_factory=MemoryDatabase)
    decoder: FakeDecoder = field(default_factory=FakeDecoder)
    queue: FakeWorkQueue = field(default_factory=FakeWorkQueue)
    progress: FakeProgressFeed = field(default_factory=FakeProgressFeed)
    live: FakeLiveFeed = field(default_factory=FakeLiveFeed)
    clock: FakeClock = field(default_factory=FakeClock)
    ids: CountingIds = field(default_factory=CountingIds)
    languages: frozenset[str] | None = frozenset({"en"})
    surveys: list[str] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)
    fault: Exception | None = None
    upload_bytes: int = 4 * MEGABYTE
    candidate: CandidateReports = field(default_factory=CandidateReports)
    model_page: str = ""

    def __post_init__(self) -> None:
        self.media = FakeMediaStore(self.folder / "media")
        self.services = self._services()

    @property
    def appended(self) -> int:
        return self.media.appended

    async def serve_languages(self) -> frozenset[str]:
        if self.fault is not None:
            raise self.fault
        if self.languages is None:
            raise ServerUnavailableError
        return self.languages

    async def review(self, decision_id: str, confirm: bool, name: str, reason: str) -> Decision:
        with self.database() as work:
            decision = work.decisions.get(decision_id)
            assert decision is not None
            if decision.status != DecisionStatus.PROPOSED:
                raise ConflictError(LocalizedText("该决定已处理。", "This decision is settled."))
            status = DecisionStatus.CONFIRMED if confirm else DecisionStatus.REJECTED
            reviewed = msgspec.structs.replace(decision, status=status, reviewed_by=name, review_reason=reason)
            work.decisions.save(reviewed)
            work.commit()
        return reviewed

    def _desk(self) -> Desk:
        return Desk(
            begin=self.database,
            read=self.database,
            progress=self.progress,
            clock=self.clock,
            ids=self.ids,
            policy=PolicyProfile(id="default", automatic=()),
        )

    async def remark(self, interview_id: str, draft: Draft) -> Remark:
        return await remark(self._desk(), interview_id, draft)

    async def survey_received(self, interview_id: str) -> None:
        self.surveys.append(interview_id)

    async def check(self, name: str) -> None:
        if name in self.broken:
            raise ConnectionError(name)

    async def model_metrics(self) -> str:
        return self.model_page

    def _services(self) -> Services:
        settings = Settings(
            home=self.folder,
            limits=Limits(upload_bytes=self.upload_bytes, text_characters=500),
            candidate=self.candidate,
        )
        return Services(
            settings=settings,
            access=Access(TOKEN, self.clock, settings.web.session_hours),
            work=self.database,
            read=self.database,
            media=self.media,
            decoder=self.decoder,
            queue=self.queue,
            progress=self.progress,
            live=self.live,
            clock=self.clock,
            ids=self.ids,
            languages=self.serve_languages,
            report_html=report_html,
            report_page=to_page,
            report_pdf=report_pdf,
            report_json=to_json,
            candidate_pdf=candidate_pdf,
            replay_report=partial(replay, "test"),
            review=self.review,
            offer_rerecording=partial(offer_rerecording, self._desk()),
            remark=self.remark,
            survey_received=self.survey_received,
            model_metrics=self.model_metrics,
            checks={name: partial(self.check, name) for name in ("database", "nats", "triton")},
        )


def report_html(report: Report, decision: Decision | None, locale: Locale, beside: Beside) -> str:
    return f"<!doctype html><html lang={locale}><h1>{report.job_title.to(locale)}</h1></html>"


def report_pdf(report: Report, decision: Decision | None, locale: Locale, beside: Beside) -> bytes:
    return f"%PDF {report.job_title.to(locale)} {decision.id if decision else None}".encode()


def candidate_pdf(report: CandidateReport, locale: Locale) -> bytes:
    return f"%PDF for the candidate {report.job_title.to(locale)}".encode()
