"""The box's figures for Prometheus: its own, and those of the model server. No label says anything about a person."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import timedelta

from litestar import Response, get
from prometheus_client import CollectorRegistry, Metric, ProcessCollector, generate_latest
from prometheus_client.core import GaugeMetricFamily, SummaryMetricFamily

from gateway.api.replies import World
from gateway.domain.interview import AnswerStatus, InterviewStatus
from gateway.intake.services import Services
from gateway.ports import UnitOfWork

TEXT = "text/plain; version=0.0.4; charset=utf-8"
LATEST = 100


@get("/metrics", tags=["health"], media_type=TEXT)
async def metrics(services: World) -> Response[bytes]:
    """Give figures as Prometheus reads them: the box's own (shouguan_*), this process's, the model server's (nv_*)."""
    own, models = await asyncio.gather(asyncio.to_thread(_own, services), services.model_metrics())
    return Response(own + models.encode(), media_type=TEXT)


def _own(services: Services) -> bytes:
    registry = CollectorRegistry(auto_describe=False)
    ProcessCollector(registry=registry)
    with services.read() as work:
        registry.register(_Box(tuple(_figures(work))))
    return generate_latest(registry)


class _Box:
    """Hands figures that were read once to a registry."""

    def __init__(self, figures: tuple[Metric, ...]) -> None:
        self._figures = figures

    def collect(self) -> Iterator[Metric]:
        return iter(self._figures)


def _figures(work: UnitOfWork) -> Iterator[Metric]:
    interviews = GaugeMetricFamily("shouguan_interviews", "Interviews by status.", labels=["status"])
    for status, count in {**dict.fromkeys(InterviewStatus, 0), **work.interviews.counts()}.items():
        interviews.add_metric([status], count)
    yield interviews
    answers = GaugeMetricFamily("shouguan_answers", "Answers by status.", labels=["status"])
    for state, count in {**dict.fromkeys(AnswerStatus, 0), **work.answers.counts()}.items():
        answers.add_metric([state], count)
    yield answers
    yield GaugeMetricFamily("shouguan_outbox_waiting", "Events without the cloud's receipt.", work.outbox.waiting())
    took = [i.completed_at - i.finished_at for i in work.interviews.recent(LATEST) if i.completed_at and i.finished_at]
    yield SummaryMetricFamily(
        "shouguan_report_seconds",
        f"From the finish to the report, of those among the latest {LATEST} interviews that are completed.",
        count_value=len(took),
        sum_value=sum(took, timedelta()).total_seconds(),
    )
