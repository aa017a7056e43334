"""The web application: the API, and the pages that the wiring adds."""

from __future__ import annotations

from collections.abc import Sequence

from litestar import Litestar, Router
from litestar.di import Provide
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Components, SecurityScheme
from litestar.types import ControllerRouterHandler, Guard

from gateway.api.answers import AnswerController
from gateway.api.candidate_reports import CandidateReportController
from gateway.api.guards import let_in
from gateway.api.headers import add_security_headers
from gateway.api.health import live, ready
from gateway.api.metrics import metrics
from gateway.api.problems import HANDLERS
from gateway.api.recordings import RecordingController
from gateway.api.registry import CandidateController, InterviewController, JobController
from gateway.api.rerecordings import ReRecordingController
from gateway.api.results import DecisionController, OutboxController, RemarkController, ResultController
from gateway.api.rule_sets import RuleSetController
from gateway.intake.services import Services

JSON_BYTES = 2 * 1024 * 1024  # of a request body that is not a recording
VERSION = "1.0.0"


def _openapi(guard: Guard) -> OpenAPIConfig:
    """Describe the API at /v1/openapi.json, behind the token; the framework would make it public."""
    return OpenAPIConfig(
        title="收官 Shouguan",
        version=VERSION,
        description="Takes interviews in and gives explained reports and decisions. Errors are RFC 9457 documents.",
        use_handler_docstrings=True,
        security=[{"token": []}],
        components=Components(security_schemes={"token": SecurityScheme(type="http", scheme="bearer")}),
        render_plugins=[JsonRenderPlugin(path="/openapi.json")],
        openapi_router=Router("/v1", route_handlers=[], guards=[guard], include_in_schema=False),
    )


def create_app(services: Services, pages: Sequence[ControllerRouterHandler] = ()) -> Litestar:
    """Make the application over `services`; `pages` are further routes, such as those of the HR pages."""
    guard = let_in(services.access)
    api = Router(
        "/v1",
        route_handlers=[
            CandidateController,
            JobController,
            InterviewController,
            AnswerController,
            ResultController,
            CandidateReportController,
            RecordingController,
            ReRecordingController,
            DecisionController,
            RemarkController,
            OutboxController,
            RuleSetController,
            ready,
            metrics,
        ],
        guards=[guard],
    )

    def provide_services() -> Services:
        return services

    return Litestar(
        route_handlers=[live, api, *pages],
        dependencies={"services": Provide(provide_services, sync_to_thread=False, use_cache=True)},
        exception_handlers=HANDLERS,
        before_send=[add_security_headers],
        openapi_config=_openapi(guard),
        request_max_body_size=JSON_BYTES,
        logging_config=None,
    )
