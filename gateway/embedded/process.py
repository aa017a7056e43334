"""One child process of the box: how it is started, watched and stopped."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

STOP_TIMEOUT_S = 12.0
LOG_LIMIT_BYTES = 20 * 1024**2
PRIVATE = 0o077  # what the processes write is for their own user only


class ChildError(Exception):
    """A process of the box did not come up; the message carries the end of its log."""


class ChildSpec(Struct, frozen=True, kw_only=True):
    """How to run a process, and how to tell that it is ready."""

    name: str
    argv: Sequence[str]
    environment: Mapping[str, str]
    log: Path
    ready: Callable[[], Awaitable[bool]]
    ready_timeout_s: float = 60.0
    wedged: Callable[[], Awaitable[bool]] | None = None  # whether it runs, but only a new start can help


class Child:
    """A running process made from a `ChildSpec`."""

    def __init__(self, spec: ChildSpec) -> None:
        self.spec = spec
        self._process: asyncio.subprocess.Process | None = None

    @property
    def pid(self) -> int | None:
        """The process id while it runs."""
        return self._process.pid if self._process and self._process.returncode is None else None

    async def start(self) -> None:
        """Start the process. It gets SIGTERM when the supervisor dies, so nothing is left behind."""
        self.spec.log.parent.mkdir(parents=True, exist_ok=True)
        _rotate(self.spec.log)
        with self.spec.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                "setpriv", "--pdeathsig", "TERM", "--", *self.spec.argv,
                stdin=asyncio.subprocess.DEVNULL, stdout=log, stderr=log,
                env=dict(self.spec.environment), start_new_session=True, umask=PRIVATE,
            )  # fmt: skip

    async def wait_ready(self) -> None:
        """Wait until the process answers. Raises `ChildError` when it ends or takes too long."""
        deadline = asyncio.get_running_loop().time() + self.spec.ready_timeout_s
        while not await self.spec.ready():
            if self.pid is None:
                raise ChildError(f"{self.spec.name} ended while starting. The end of {self.spec.log}:\n{self.tail()}")
            if asyncio.get_running_loop().time() > deadline:
                limit = self.spec.ready_timeout_s
                raise ChildError(f"{self.spec.name} is not ready after {limit:.0f} s. {self.spec.log}:\n{self.tail()}")
            await asyncio.sleep(0.1)

    async def wait(self) -> int:
        """Wait for the process's end and give its status."""
        if self._process is None:
            return 0
        return await self._process.wait()

    async def stop(self) -> None:
        """Ask the process to end; after a while, end it and everything in its session."""
        if self._process is None:
            return
        if self.pid is not None:
            with suppress(ProcessLookupError):
                self._process.terminate()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._process.wait(), STOP_TIMEOUT_S)
        self.end_session()
        await self._process.wait()

    def end_session(self) -> None:
        """Kill what is left of the process's session: a killed server's helpers may outlive it."""
        if self._process is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)

    def tail(self, lines: int = 15) -> str:
        """Give the last lines of the log."""
        with suppress(OSError):
            return "\n".join(self.spec.log.read_text(errors="replace").splitlines()[-lines:])
        return ""


def _rotate(log: Path) -> None:
    """Keep one older log when it has grown large."""
    if log.is_file() and log.stat().st_size > LOG_LIMIT_BYTES:
        log.replace(log.with_suffix(".old.log"))
