from __future__ import annotations

from prometheus_client.parser import text_string_to_metric_families

from tests.factories.people import a_candidate
from tests.fakes.world import World
from tests.unit.gateway.api.conftest import Client

MODELS = """# TYPE nv_inference_request_success counter
nv_inference_request_success{model="vad",version="1"} 4
"""


async def test_the_box_and_its_models_are_shown_in_prometheus_form(client: Client, world: World) -> None:
    world.model_page = MODELS

    reply = await client.get("/v1/metrics")

    assert reply.headers["content-type"].startswith("text/plain")
    samples = [s for family in text_string_to_metric_families(reply.text) for s in family.samples]
    found = {(s.name, s.labels.get("status") or s.labels.get("model")): s.value for s in samples}
    assert found["shouguan_interviews", "open"] == 1
    assert found["shouguan_interviews", "completed"] == 0
    assert found["shouguan_outbox_waiting", None] == 0
    assert found["shouguan_report_seconds_count", None] == 0
    assert found["nv_inference_request_success_total", "vad"] == 4
    assert found["process_resident_memory_bytes", None] > 1_000_000


async def test_figures_are_for_those_with_the_token_and_name_nobody(client: Client) -> None:
    text = (await client.get("/v1/metrics")).text
    assert a_candidate().name not in text
    assert a_candidate().id not in text

    del client.headers["Authorization"]

    assert (await client.get("/v1/metrics")).status_code == 401
