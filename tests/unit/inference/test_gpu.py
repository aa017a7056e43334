"""Finding the GPU by what the driver's own program says."""

from __future__ import annotations

from pathlib import Path

from inference import gpu
from inference.gpu import Gpu


def program(tmp_path: Path, script: str) -> str:
    path = tmp_path / "nvidia-smi"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return str(path)


def test_every_gpu_is_named(tmp_path: Path) -> None:
    said = "echo 'NVIDIA L4, 8.9, 23034, 580.159.04'; echo 'NVIDIA A2, 8.6, 15356, 580.159.04'"

    assert gpu.every(program(tmp_path, said)) == (
        Gpu(name="NVIDIA L4", compute="8.9", memory_mb=23034, driver="580.159.04"),
        Gpu(name="NVIDIA A2", compute="8.6", memory_mb=15356, driver="580.159.04"),
    )


def test_a_machine_without_a_gpu_or_with_a_broken_driver_has_none(tmp_path: Path) -> None:
    assert gpu.every("no-such-program") == ()
    assert gpu.every(program(tmp_path, "echo 'No devices were found'")) == ()
    assert gpu.every(program(tmp_path, "echo 'NVIDIA-SMI has failed' >&2; exit 9")) == ()
