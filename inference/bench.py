"""Times each served model: its warm-up input, one request after the other, through a server of one's own."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from google.protobuf import text_format
from msgspec import Struct
from tritonclient.grpc.model_config_pb2 import DataType, ModelConfig, ModelWarmup
from tritonclient.utils import deserialize_bytes_tensor, triton_to_np_dtype

from inference import build
from inference.catalogue import Model
from inference.channel import Channel, Tensor
from inference.layout import Layout
from inference.runtime import TritonServer

ROUNDS = 50
TIMEOUT_S = 60.0
KIB = 1024
_SEED = 20


class Timing(Struct, frozen=True, kw_only=True):
    """How long one model took, in milliseconds, and what its processes hold, in MiB."""

    model: str
    p50_ms: float
    p95_ms: float
    memory_mib: float


async def measure(root: Path, log_dir: Path, rounds: int = ROUNDS) -> list[Timing]:
    """Start a server below `root`, ask each model `rounds` times, one request at a time. Raises `PerceptionError`."""
    layout = Layout(root)
    server = TritonServer(root, log_dir=log_dir)
    async with server as address:
        channel = Channel(address, TIMEOUT_S)
        try:
            return [await _timing(layout, server.pid, channel, model, rounds) for model in build.served(layout)]
        finally:
            await channel.close()


def warmup_inputs(config: ModelConfig, files: Path) -> dict[str, Tensor]:
    """Make the tensors of a model's first warm-up request; noise is the same at every call.

    A model that batches gets a batch of one. `files` is the folder of the values that the request takes from files.
    """
    if not config.model_warmup:
        return {}
    batch = (1,) if config.max_batch_size else ()
    return {name: _tensor(one, batch, files) for name, one in config.model_warmup[0].inputs.items()}


async def _timing(layout: Layout, server: int, channel: Channel, model: Model, rounds: int) -> Timing:
    folder = layout.repository / model.name
    config = text_format.Parse((folder / "config.pbtxt").read_text(), ModelConfig())
    inputs, outputs = warmup_inputs(config, folder / "warmup"), [one.name for one in config.output]
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        await channel.infer(model.name, inputs, outputs)
        times.append(1000 * (time.perf_counter() - start))
    p50, p95 = np.percentile(times, [50, 95])
    held = sum(memory_kib(server, layout, part) for part in model.folders)
    return Timing(model=model.name, p50_ms=float(p50), p95_ms=float(p95), memory_mib=held / KIB)


def _tensor(one: ModelWarmup.Input, batch: tuple[int, ...], files: Path) -> npt.NDArray[Any]:
    shape = (*batch, *one.dims)
    kind = DataType.Name(one.data_type).removeprefix("TYPE_")
    data = (files / one.input_data_file).read_bytes() if one.input_data_file else b""
    if kind == "STRING":
        return (deserialize_bytes_tensor(data) if data else np.full(shape, b"", np.object_)).reshape(shape)
    dtype = np.dtype(triton_to_np_dtype(kind))
    if data:
        return np.frombuffer(data, dtype).reshape(shape)
    if one.random_data:
        return np.random.default_rng(_SEED).uniform(-0.1, 0.1, shape).astype(dtype)
    return np.zeros(shape, dtype)


def memory_kib(server: int, layout: Layout, part: str, *, peak: bool = False) -> int:
    """Add up the resident memory, or the most there was, of the part's processes under the process `server`."""
    code = str(layout.repository / part / "1" / "model.py").encode()
    parents = _parents()
    found = [
        pid for pid, (_, command) in parents.items() if code in command.split(b"\0") and _under(pid, server, parents)
    ]
    return sum(_resident_kib(pid, "VmHWM" if peak else "VmRSS") for pid in found)


def _parents() -> Mapping[int, tuple[int, bytes]]:
    """Give the parent and the command line of every process."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            found[int(folder.name)] = (parent, (folder / "cmdline").read_bytes())
        except OSError:  # it has ended
            continue
    return found


def _under(pid: int, server: int, parents: Mapping[int, tuple[int, bytes]]) -> bool:
    while pid in parents and pid != server:
        pid = parents[pid][0]
    return pid == server


def _resident_kib(pid: int, field: str) -> int:
    try:
        found = re.search(rf"^{field}:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text(), re.MULTILINE)
    except OSError:
        return 0
    return int(found.group(1)) if found else 0
