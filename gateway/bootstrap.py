"""The only place that names adapters: puts the real database, bus, model server and decoder behind the ports."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

from gateway import VERSION
from gateway.actions.desk import Desk, policy_profile
from gateway.actions.remarking import remark
from gateway.actions.rerecording import offer_rerecording
from gateway.actions.reviewing import review, survey_received
from gateway.bus.live import NatsLiveFeed
from gateway.bus.progress import NatsProgressFeed
from gateway.bus.relay import Relay
from gateway.bus.streams import connect
from gateway.bus.work import NatsWorkQueue
from gateway.domain.report import ModelCard
from gateway.domain.text import LocalizedText
from gateway.identity import Access, ensure_token
from gateway.intake.services import Check, Services
from gateway.media.decoder import ChildProcessDecoder
from gateway.pipeline.deps import Deps
from gateway.pipeline.replaying import replay
from gateway.reports.candidate.pdf import to_candidate_pdf
from gateway.reports.html import to_html, to_page
from gateway.reports.pdf import to_pdf
from gateway.reports.structured import to_json
from gateway.rules import DEFAULT_RULES
from gateway.settings import Settings, SettingsError, configured
from gateway.storage.database import Database
from gateway.storage.media import FileMediaStore
from gateway.system import SystemClock, Uuid7Ids
from inference import catalogue, metrics
from inference.client import TritonPerception
from inference.errors import ServerUnavailableError
from wire.link import Link

CHECK_TIMEOUT_S = 2.0
PRIVATE = 0o077  # recordings, databases and logs are for the service's own user only


@dataclass(frozen=True)
class Worker:
    """What the worker's duties need."""

    settings: Settings
    link: Link
    queue: NatsWorkQueue
    relay: Relay
    deps: Deps


def run(main: Callable[[Settings], Coroutine[Any, Any, None]]) -> int:
    """Run `main` with the settings that the environment names; give the exit status: 2 for settings of no use."""
    os.umask(PRIVATE)
    start_logging()
    try:
        settings = configured()
    except SettingsError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    asyncio.run(main(settings))
    return 0


def start_logging() -> None:
    """Log to standard error; never what candidates said or who they are."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s", stream=sys.stderr)
    for chatty in ("alembic", "httpx", "nats"):
        logging.getLogger(chatty).setLevel(logging.WARNING)


@asynccontextmanager
async def open_database(settings: Settings) -> AsyncIterator[Database]:
    """Open the database, bring its tables up to date and install the default rules where there are none."""
    database = Database(settings.database_url)
    try:
        await asyncio.to_thread(_prepare, database)
        yield database
    finally:
        database.close()


def _prepare(database: Database) -> None:
    database.upgrade()
    with database.unit_of_work() as uow:
        if uow.rule_sets.active() is None:
            uow.rule_sets.add(DEFAULT_RULES)
            uow.commit()


@asynccontextmanager
async def open_desk(settings: Settings) -> AsyncIterator[tuple[Database, Link, Desk]]:
    """Open what every process of the gateway works with: the database, the bus, and the desk over both."""
    async with open_database(settings) as database, connect(settings.nats) as link:
        desk = Desk(
            begin=database.unit_of_work,
            read=database.reading,
            progress=NatsProgressFeed(link),
            clock=SystemClock(),
            ids=Uuid7Ids(),
            policy=policy_profile(settings.policy),
        )
        yield database, link, desk


@asynccontextmanager
async def open_worker(settings: Settings) -> AsyncIterator[Worker]:
    """Open what the worker needs; close it at the end."""
    perception = TritonPerception(settings.triton.address, settings.triton.timeout_s)
    async with open_desk(settings) as (database, link, desk):
        try:
            deps = Deps(
                desk=desk,
                media=FileMediaStore(settings.media_dir, settings.limits.free_bytes),
                decoder=ChildProcessDecoder(settings.limits, settings.analysis.frame_batch),
                perception=perception,
                analysis=settings.analysis,
                software=VERSION,
                live=NatsLiveFeed(link),
                cards=model_cards(),
            )
            relay = Relay(link, database.unit_of_work, desk.clock, settings.box_id, read=database.reading)
            yield Worker(settings=settings, link=link, queue=NatsWorkQueue(link), relay=relay, deps=deps)
        finally:
            await perception.close()


def model_cards() -> dict[str, ModelCard]:
    """Give what the catalogue says of each model, as reports show it."""
    sentences = {model.name: model.card.first for model in catalogue.installed()}
    return {
        model.name: ModelCard(model.licence, LocalizedText(sentences[model.name].zh, sentences[model.name].en))
        for model in catalogue.installed()
    }


@asynccontextmanager
async def open_services(settings: Settings) -> AsyncIterator[Services]:
    """Open what the API and the pages need; close it at the end."""
    perception = TritonPerception(settings.triton.address, settings.triton.timeout_s)
    async with open_desk(settings) as (database, link, desk):
        try:
            yield Services(
                settings=settings,
                access=Access(ensure_token(settings.token_file), desk.clock, settings.web.session_hours),
                work=database.unit_of_work,
                read=database.reading,
                media=FileMediaStore(settings.media_dir, settings.limits.free_bytes),
                decoder=ChildProcessDecoder(settings.limits, settings.analysis.frame_batch),
                queue=NatsWorkQueue(link),
                progress=desk.progress,
                live=NatsLiveFeed(link),
                clock=desk.clock,
                ids=desk.ids,
                languages=perception.languages,
                report_html=to_html,
                report_page=to_page,
                report_pdf=to_pdf,
                report_json=to_json,
                candidate_pdf=to_candidate_pdf,
                replay_report=partial(replay, VERSION),
                review=partial(review, desk),
                offer_rerecording=partial(offer_rerecording, desk),
                remark=partial(remark, desk),
                survey_received=partial(survey_received, desk),
                checks=checks(database, link, perception),
                model_metrics=partial(metrics.page, settings.triton.metrics_url),
            )
        finally:
            await perception.close()


def checks(database: Database, link: Link, perception: TritonPerception) -> dict[str, Check]:
    """Give what tells, for each part of the box, whether it works."""

    async def triton() -> None:
        if not await perception.models():
            raise ServerUnavailableError("Triton answers, but serves no model")

    async def nats() -> None:
        await (await link.jetstream(CHECK_TIMEOUT_S)).account_info()

    return {"database": lambda: asyncio.to_thread(database.check), "nats": nats, "triton": triton}
