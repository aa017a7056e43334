"""Chooses between a model's exact graph and its faster one in 8 bits, by what the CPU can do.

Without VNNI the sums of 8-bit products overflow 16 bits in ONNX Runtime's kernels, and are hardly faster: such a CPU,
and every GPU, runs the exact graph.
"""

from __future__ import annotations

import re
from pathlib import Path

from inference.catalogue import Model
from inference.disk import digest
from inference.layout import Layout
from inference.native import Made
from inference.weights import Progress

CPU = Path("/proc/cpuinfo")
INSTRUCTIONS = frozenset({"avx512_vnni", "avx_vnni"})
EXACT = "model.onnx"
EIGHT_BIT = "model_int8.onnx"
MARK = ".int8"
"""What the version of a model in 8 bits ends with: its results are others, and a report says which made it."""

_VERSION = re.compile(r'(key: "version" value \{ string_value: "[^"]*)"')


def is_fast(cpu: Path = CPU) -> bool:
    """Say whether this machine's CPU sums products of 8-bit numbers by one instruction (VNNI)."""
    try:
        flags = re.search(r"^flags\s*:(.*)$", cpu.read_text(), re.MULTILINE)
    except OSError:
        return False
    return flags is not None and not INSTRUCTIONS.isdisjoint(flags[1].split())


def key(_: Layout) -> str:
    """Say what the choice rests on."""
    return f"{digest(Path(__file__))} {is_fast()}"


def choose(_layout: Layout, model: Model, repository: Path, _progress: Progress) -> Made:
    """Leave one graph in each folder of `model`, under the exact one's name; mark the version where it is the other."""
    for part in model.folders:
        folder = repository / part
        other = folder / "1" / EIGHT_BIT
        if other.is_file() and is_fast():
            other.replace(folder / "1" / EXACT)
            config = folder / "config.pbtxt"
            config.write_text(_VERSION.sub(rf'\1{MARK}"', config.read_text()))
        other.unlink(missing_ok=True)
    return Made(model.folders)
