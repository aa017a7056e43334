"""What the model server tells about itself, read from its Prometheus page; and the memory its processes hold."""

from __future__ import annotations

import asyncio
import os
import urllib.request
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from msgspec import Struct
from prometheus_client import Metric
from prometheus_client.parser import text_string_to_metric_families

from inference import watch

PAGE_S = 2.0
_SUMS: Mapping[str, str] = {
    "nv_inference_request_success": "answered",
    "nv_inference_request_failure": "failed",
    "nv_inference_exec_count": "executions",
    "nv_inference_pending_request_count": "waiting",
    "nv_inference_queue_duration_us": "queue_us",
    "nv_inference_compute_infer_duration_us": "compute_us",
}


class ModelFigures(Struct, frozen=True, kw_only=True):
    """One model since its server started: requests, and microseconds in the queue and in the model.

    `failed` counts requests that were refused or given up, too; `broken` only those where the model failed. `waiting`
    is how many wait now.
    """

    answered: int = 0
    failed: int = 0
    broken: int = 0
    executions: int = 0
    waiting: int = 0
    queue_us: int = 0
    compute_us: int = 0

    @property
    def mean_queue_ms(self) -> float:
        """Milliseconds that an answered request waited, on the average; 0 when there was none."""
        return self.queue_us / 1000 / max(self.answered, 1)

    @property
    def mean_compute_ms(self) -> float:
        """Milliseconds that an answered request took in the model, on the average; 0 when there was none."""
        return self.compute_us / 1000 / max(self.answered, 1)


class ModelProcesses(Struct, frozen=True):
    """The processes that serve one model on this machine, and the memory they hold together (resident, bytes)."""

    count: int
    memory_bytes: int


async def page(url: str) -> str:
    """Get Triton's Prometheus page at `url`; empty where there is none, or nobody answers."""
    return await asyncio.to_thread(_page, url) if url else ""


def _page(url: str) -> str:
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(url, timeout=PAGE_S) as reply:
            return str(reply.read().decode())
    except (OSError, ValueError):
        return ""


def figures(text: str) -> dict[str, ModelFigures]:
    """Read each model's figures from Triton's Prometheus page. Raises `ValueError` on text that is no such page."""
    sums: dict[str, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    for family in text_string_to_metric_families(text):
        for name, model, value in _samples(family):
            sums[model][name] += value
    return {model: ModelFigures(**found) for model, found in sorted(sums.items())}


def _samples(family: Metric) -> Iterable[tuple[str, str, int]]:
    field = _SUMS.get(family.name)
    for sample in family.samples if field else ():
        if "model" in sample.labels:
            yield str(field), sample.labels["model"], int(sample.value)
            if sample.labels.get("reason") == "BACKEND":
                yield "broken", sample.labels["model"], int(sample.value)


def processes(server_pid: int) -> dict[str, ModelProcesses]:
    """Find the model processes below the process `server_pid`; empty where there is no such process."""
    found: dict[str, list[int]] = defaultdict(list)
    for pid in _descendants(server_pid):
        if name := watch.model_of(pid):
            found[name].append(resident_bytes(pid))
    return {name: ModelProcesses(len(sizes), sum(sizes)) for name, sizes in sorted(found.items())}


def resident_bytes(pid: int) -> int:
    """Give the memory that a process holds (resident, bytes); 0 where there is no such process."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


def _descendants(pid: int) -> Iterator[int]:
    for child in watch.children(pid):
        yield child
        yield from _descendants(child)
