"""Finds out which NVIDIA GPUs this machine has."""

from __future__ import annotations

import shutil
import subprocess

from msgspec import Struct

FIELDS = ("name", "compute_cap", "memory.total", "driver_version")
ASK_S = 20.0


class Gpu(Struct, frozen=True, kw_only=True):
    """A GPU as the driver names it; `compute` is its compute capability, such as 9.0."""

    name: str
    compute: str
    memory_mb: int
    driver: str


def find() -> Gpu | None:
    """Give the machine's first GPU, or None."""
    return next(iter(every()), None)


def every(program: str = "nvidia-smi") -> tuple[Gpu, ...]:
    """Give the machine's GPUs; none when the driver's `program` is missing, hangs or sees none."""
    path = shutil.which(program)
    if path is None:
        return ()
    command = [path, f"--query-gpu={','.join(FIELDS)}", "--format=csv,noheader,nounits"]
    try:
        said = subprocess.run(command, check=True, capture_output=True, text=True, timeout=ASK_S).stdout
    except (subprocess.SubprocessError, OSError):
        return ()
    return tuple(found for line in said.splitlines() if (found := parse(line)) is not None)


def parse(line: str) -> Gpu | None:
    """Read a line of nvidia-smi's comma-separated answer; None when it is not one."""
    values = [value.strip() for value in line.split(",")]
    if len(values) != len(FIELDS) or not values[2].isdecimal():
        return None
    name, compute, memory, driver = values
    return Gpu(name=name, compute=compute, memory_mb=int(memory), driver=driver)
