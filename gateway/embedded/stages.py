"""The processes of a box, in the stages in which they are started."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from gateway.embedded import nats
from gateway.embedded.box import Box
from gateway.embedded.notify import NotifySocket
from gateway.embedded.paths import ROOT
from gateway.embedded.process import ChildSpec
from inference import runtime
from inference.errors import PerceptionError

KEPT_VARIABLES = ("HOME", "LANG", "LC_ALL", "PATH", "TMPDIR", "TZ")
PROBE_S = 1.0
TRITON_TIMEOUT_S = 120.0


def stages(box: Box) -> Sequence[Sequence[ChildSpec]]:
    """Give the processes of `box`: the buses and the model server first, then those that need them."""
    servers = [bus(box, "nats"), triton(box)]
    workers = [python(box, "worker", "gateway.worker", "box"), python(box, "web", "gateway.app", "box")]
    if not box.with_cloud:
        return [servers, workers]
    cloud = [
        python(box, "receiver", "sync_agent.reference_receiver", "receiver"),
        python(box, "agent", "sync_agent", "agent"),
    ]
    return [[*servers, bus(box, "hub")], [*workers, *cloud]]


def bus(box: Box, name: str) -> ChildSpec:
    """Give a NATS server: `nats`, the box's own, or `hub`, which plays the cloud's."""
    own = name == "nats"
    url = box.bus_url if own else box.hub_url
    seed = nats.seed_file(box.home, nats.GATEWAY if own else nats.RECEIVER)

    async def ready() -> bool:
        return await nats.is_ready(url, seed)

    async def wedged() -> bool:
        return await nats.is_wedged(box.ports.nats_health if own else box.ports.hub_health, box.home)

    config = box.home / "nats" / ("box.conf" if own else "hub.conf")
    return ChildSpec(
        name=name, argv=nats.nats_command(config), environment=kept(), log=log(box, name), ready=ready, wedged=wedged
    )


def triton(box: Box) -> ChildSpec:
    """Give the model server with every model of the repository."""
    argv, environment = runtime.triton_process(ROOT, box.triton_socket, box.ports.triton_metrics, box.home / "logs")

    async def ready() -> bool:
        try:
            await runtime.wait_ready(box.triton_address, runtime.model_names(ROOT), PROBE_S)
        except PerceptionError:
            return False
        return True

    return ChildSpec(
        name="triton", argv=argv, environment=environment, log=log(box, "triton.out"), ready=ready,
        ready_timeout_s=TRITON_TIMEOUT_S,
    )  # fmt: skip


def python(box: Box, name: str, module: str, config: str) -> ChildSpec:
    """Give a process of our own, which says by itself that it is ready."""
    notify = NotifySocket()
    own = {"SHOUGUAN_CONFIG": str(box.config(config)), "NOTIFY_SOCKET": notify.address}
    argv = [sys.executable, "-P", "-m", module]  # -P: files in the folder that a user stands in are no modules of ours
    environment = {**kept(), **runtime.THRIFTY, **own}
    return ChildSpec(name=name, argv=argv, environment=environment, log=log(box, name), ready=notify.ready)


def kept() -> dict[str, str]:
    """Give the part of this process's environment that the box's processes may see."""
    return {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}


def log(box: Box, name: str) -> Path:
    """Give the log file of a process."""
    return box.home / "logs" / f"{name}.log"
