"""What is read from Triton's Prometheus page."""

from __future__ import annotations

import os

import pytest

from inference.metrics import ModelFigures, figures, page, processes, resident_bytes

PAGE = """# HELP nv_inference_request_success Number of successful inference requests, all batch sizes
# TYPE nv_inference_request_success counter
nv_inference_request_success{model="vad",version="1"} 4
nv_inference_request_success{model="face",version="1"} 0
# TYPE nv_inference_request_failure counter
nv_inference_request_failure{model="vad",reason="BACKEND",version="1"} 1
nv_inference_request_failure{model="vad",reason="REJECTED",version="1"} 2
# TYPE nv_inference_queue_duration_us counter
nv_inference_queue_duration_us{model="vad",version="1"} 8000
# TYPE nv_inference_compute_infer_duration_us counter
nv_inference_compute_infer_duration_us{model="vad",version="1"} 20000
# TYPE nv_inference_pending_request_count gauge
nv_inference_pending_request_count{model="vad",version="1"} 3
# TYPE nv_cpu_utilization gauge
nv_cpu_utilization 0.5
"""


def test_each_model_has_its_figures() -> None:
    found = figures(PAGE)

    assert found["vad"] == ModelFigures(answered=4, failed=3, broken=1, waiting=3, queue_us=8000, compute_us=20000)
    assert (found["vad"].mean_queue_ms, found["vad"].mean_compute_ms) == (2.0, 5.0)
    assert found["face"].mean_queue_ms == 0.0


def test_what_is_no_such_page_is_refused() -> None:
    with pytest.raises(ValueError, match="float"):
        figures("x{")


async def test_where_nobody_answers_the_page_is_empty() -> None:
    assert await page("") == ""
    assert await page("http://127.0.0.1:1/metrics") == ""


def test_a_process_that_is_gone_holds_nothing() -> None:
    assert resident_bytes(os.getpid()) > 1_000_000
    assert resident_bytes(2**22 + 1) == 0
    assert processes(2**22 + 1) == {}
