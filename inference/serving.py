"""How a model is scheduled: its instances, queues and priorities, from what the machine has.

`scheduling` gives the part of a `config.pbtxt` that depends on the machine; the build appends it. What was tried with
Triton 2.51 stands in docs/decisions/0011-one-machine-shared-out.md.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from msgspec import Struct

from inference import gpu
from inference.catalogue import Model

CODE = Path(__file__)
CGROUP = Path("/sys/fs/cgroup")
SIDE_BY_SIDE = frozenset({"transcribe", "faces", "embed"})
"""Tasks that can keep every core busy; the others are quick, and one instance of them is enough."""

LATER = frozenset({"faces", "body"})
"""Tasks that give way to all others where cores are short: words are waited for, pictures are not."""

LATER_NICE = 10
MOST_INSTANCES = 8
MEMORY_SHARE = 8
"""One model's instances may take this part of the machine's memory: 1/8."""

QUEUE = 64
LATER_QUEUE = 16
LONGEST_WAIT_US = 10 * 60 * 1_000_000
GATHER_US = 2_000
GPU_INSTANCES = 2
PROFILES = re.compile(r'key: "profiles" value \{ string_value: "(\d+)"')
"""What a part run by TensorRT states in its configuration."""


class Machine(Struct, frozen=True):
    """What there is to share: cores, memory in MiB, and the memory of each GPU in MiB."""

    cores: int
    memory_mb: int
    gpus_mb: tuple[int, ...] = ()


def this_machine(cgroup: Path = CGROUP) -> Machine:
    """Look at what this process may use: the machine's, or less where a container (cgroup v2) is given less."""
    cores = len(os.sched_getaffinity(0))
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    quota, _, period = _read(cgroup / "cpu.max").partition(" ")
    if quota.isdigit() and period.isdigit():
        cores = max(1, min(cores, round(int(quota) / int(period))))
    limit = _read(cgroup / "memory.max")
    if limit.isdigit():
        memory = min(memory, int(limit))
    return Machine(cores, memory // 1024**2, tuple(one.memory_mb for one in gpu.every()))


def scheduling(model: Model, config: str, machine: Machine, target: str = "cpu") -> str:
    """Give what is appended to `config`, the static configuration of one part of `model`, for `target`.

    An ensemble gets nothing: its parts are scheduled, it is not.
    """
    if re.search(r'^\s*platform:\s*"ensemble"', config, re.MULTILINE):
        return ""
    on_gpu = target != "cpu" and not re.search(r'^\s*backend:\s*"python"', config, re.MULTILINE)
    batch = re.search(r"^\s*max_batch_size:\s*(\d+)", config, re.MULTILINE)
    group = _gpu_group(model, machine, _profiles(config)) if on_gpu else _cpu_group(model, machine)
    return f"{group}{_queues(model, int(batch[1]) if batch else 0, on_gpu=on_gpu)}"


def schedule(model: Model, folders: Sequence[str], repository: Path, machine: Machine, target: str = "cpu") -> None:
    """Append what `scheduling` says to the configuration of each of `folders`, the parts of `model` in `repository`."""
    for part in folders:
        path = repository / part / "config.pbtxt"
        static = path.read_text()
        path.write_text(f"{static}\n{scheduling(model, static, machine, target)}")


def background(models: Iterable[Model]) -> tuple[str, ...]:
    """Name the folders of the models whose processes give way to all others."""
    return tuple(part for model in models if model.task in LATER for part in model.folders)


def _cpu_group(model: Model, machine: Machine) -> str:
    count = _fitting(model, machine.memory_mb // MEMORY_SHARE, min(machine.cores, MOST_INSTANCES))
    return f"instance_group [ {{ kind: KIND_CPU count: {count if model.task in SIDE_BY_SIDE else 1} }} ]\n"


def _profiles(config: str) -> str:
    """Have every instance of an engine hold all its optimisation profiles; Triton takes the one that fits a batch."""
    count = int(match[1]) if (match := PROFILES.search(config)) else 0
    names = ", ".join(f'"{number}"' for number in range(count))
    return f"profile: [ {names} ] " if count else ""


def _gpu_group(model: Model, machine: Machine, profiles: str) -> str:
    """Put instances on every GPU, as many as the smallest has memory for; words before pictures inside the GPU too."""
    count = _fitting(model, min(machine.gpus_mb, default=0) // MEMORY_SHARE, GPU_INSTANCES)
    urgency = "PRIORITY_MIN" if model.task in LATER else "PRIORITY_MAX"
    return f"instance_group [ {{ kind: KIND_GPU {profiles}count: {count} }} ]\noptimization {{ priority: {urgency} }}\n"


def _fitting(model: Model, memory_mb: int, most: int) -> int:
    return max(1, min(most, memory_mb // max(model.memory_mb, 1)))


def _queues(model: Model, max_batch: int, *, on_gpu: bool) -> str:
    """Give the queues: one for live sessions, one for finished files, each of limited length.

    A GPU gains from requests that wait for each other; on a CPU they would only wait.
    """
    size = LATER_QUEUE if model.task in LATER else QUEUE
    gather = ""
    if on_gpu and max_batch > 1:
        gather = f"  preferred_batch_size: [ {max_batch} ]\n  max_queue_delay_microseconds: {GATHER_US}\n"
    return f"""dynamic_batching {{
{gather}  priority_levels: 2
  default_priority_level: 2
  default_queue_policy {{
    timeout_action: REJECT
    default_timeout_microseconds: {LONGEST_WAIT_US}
    allow_timeout_override: true
    max_queue_size: {size}
  }}
}}
"""


def _read(path: Path) -> str:
    try:
        return path.read_text().strip()
    except OSError:
        return ""
