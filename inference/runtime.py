"""Finds, starts and stops Triton, the model server, from the wheel in its own virtual environment."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import secrets
import shutil
import signal
import socket
import sys
import time
from pathlib import Path

from inference import build, catalogue, checks, serving, watch
from inference.checks import Problem, problems
from inference.client import wait_ready
from inference.errors import SetupError
from inference.layout import Layout

__all__ = ["THRIFTY", "Problem", "TritonServer", "free_port", "problems", "triton_process", "wait_ready"]

HOST = "127.0.0.1"
EXIT_SECONDS = 10.0
READY_SECONDS = 90.0
STALE_SECONDS = 600.0
SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 - Triton keeps its tensors there
PREFIX = "shouguan_"
RESTRICTED = "model-repository,trace,logging"
SOCKET_BYTES = 107  # longest path of a socket, unix(7)

THRIFTY = {"MALLOC_ARENA_MAX": "2", "MALLOC_MMAP_THRESHOLD_": "1048576", "MALLOC_TRIM_THRESHOLD_": "1048576"}
"""Variables that make glibc give freed memory back (mallopt(3)), for processes that handle sound and pictures.

Left alone, it raises both thresholds to the largest block freed, up to 32 MiB, and then keeps such blocks for good:
after the sample interviews twice over a box held 1.45 GB, with this 0.83 GB and no growth. Fresh pages cost time:
11.5 instead of 13.7 times real time end to end, on 2 cores.
"""


def free_port() -> int:
    """Give a TCP port of loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def model_names(root: Path) -> tuple[str, ...]:
    """Name the models of the built repository, in order. Raises `SetupError` when it has not been built."""
    names = tuple(sorted(path.parent.name for path in Layout(root).repository.glob("*/config.pbtxt")))
    if not names:
        raise SetupError(
            "the model repository has not been built: run `shouguan models build`\n"
            "模型仓库还没有生成，请运行 shouguan models build。"
        )
    return names


def address_of(socket_file: Path) -> str:
    """Give the gRPC address of the server whose socket is `socket_file`; Triton adds a port, also to a path.

    Raises `SetupError` when the path is too long for a socket.
    """
    path = f"{socket_file}:1"
    if len(os.fsencode(path)) > SOCKET_BYTES:
        raise SetupError(
            f"the path is too long for a socket, choose a shorter folder: {path} 路径过长，请换用较短的目录。"
        )
    return f"unix:{path}"


def triton_process(root: Path, socket_file: Path, metrics_port: int, log_dir: Path) -> tuple[list[str], dict[str, str]]:
    """Give the command line and the environment that run Triton, for whoever supervises it.

    The server writes `triton.log` in `log_dir`. It serves gRPC on a socket in the file system, so that only who may
    enter its folder can talk to it, and figures about itself over HTTP on loopback. It loads exactly the built models,
    and asks for a key that nobody has where a request would load models or change logging. It runs under
    `inference.watch`, which ends it when one of its model processes dies. Raises `SetupError` when
    the server or the repository is missing.
    """
    layout = Layout(root)
    binary = checks.server_folder(layout) / "bin" / "tritonserver"
    address, _, port = address_of(socket_file).rpartition(":")
    _link_backend(layout)
    _forget_shared_memory(metrics_port)
    log_dir.mkdir(parents=True, exist_ok=True)
    # Triton's Python stub ignores PYTHONPATH; what it does look through is the folder that it runs in.
    command = [
        "env",
        f"--chdir={layout.repository / build.CODE}",
        sys.executable,
        "-I",
        "-S",
        watch.__file__,
        ",".join(serving.background(catalogue.installed())),
        str(binary),
    ]
    command += [f"--model-repository={layout.repository}", f"--backend-directory={layout.backends}"]
    command += ["--model-control-mode=explicit", *(f"--load-model={name}" for name in model_names(root))]
    command += ["--allow-http=false", "--allow-grpc=true", "--disable-auto-complete-config"]
    command += [f"--grpc-address={address}", f"--grpc-port={port}"]
    command += [f"--grpc-restricted-protocol={RESTRICTED}:{secrets.token_hex(8)}={secrets.token_hex(32)}"]
    command += ["--allow-metrics=true", f"--metrics-address={HOST}", f"--metrics-port={metrics_port}"]
    command += [f"--log-file={log_dir / 'triton.log'}", "--log-format=ISO8601", "--exit-timeout-secs=5"]
    command += [f"--backend-config=python,shm-region-prefix-name={_shared_memory_prefix(metrics_port)}"]
    command += ["--pinned-memory-pool-byte-size=0", "--model-load-thread-count=2"]
    return command, _environment(layout)


class TritonServer:
    """A Triton server of one's own: `async with TritonServer(root) as address: ...`.

    It dies with the process that started it, so start it from a thread that lives as long (Linux ties the signal to
    the thread).
    """

    def __init__(self, root: Path, *, log_dir: Path, metrics_port: int = 0, ready_s: float = READY_SECONDS) -> None:
        self._root = root
        self._log_dir = log_dir
        self._folder = log_dir / f"run-{secrets.token_hex(4)}"
        self._metrics_port = metrics_port or free_port()
        self._ready_s = ready_s
        self._process: asyncio.subprocess.Process | None = None

    @property
    def address(self) -> str:
        """Where the server answers gRPC."""
        return address_of(self._folder / "triton")

    @property
    def metrics_url(self) -> str:
        """Where the server tells figures about itself."""
        return f"http://{HOST}:{self._metrics_port}/metrics"

    @property
    def pid(self) -> int:
        """The server's process id. Raises `SetupError` when it does not run."""
        if self._process is None:
            raise SetupError("the model server does not run")
        return self._process.pid

    async def __aenter__(self) -> str:
        await self.start()
        return self.address

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def start(self) -> None:
        """Start the server and wait until every model is ready.

        Raises `SetupError` with the cause found beforehand, or with the last lines of the server's log.
        """
        found = problems(self._root)
        if found:
            raise SetupError("\n".join(f"{one.what.en} {one.help.en} {one.what.zh}{one.help.zh}" for one in found))
        if _listens(self._metrics_port):
            raise SetupError(f"port {self._metrics_port} is taken; choose another 端口 {self._metrics_port} 已被占用")
        self._folder.mkdir(mode=0o700, parents=True)
        command, environment = triton_process(self._root, self._folder / "triton", self._metrics_port, self._log_dir)
        with (self._log_dir / "triton.out").open("ab") as output:
            self._process = await asyncio.create_subprocess_exec(  # no preexec_fn: gRPC's threads do not survive a fork
                "setpriv",
                "--pdeathsig",
                "TERM",
                "--",
                *command,
                stdout=output,
                stderr=output,
                stdin=asyncio.subprocess.DEVNULL,
                env=environment,
                start_new_session=True,
            )
        try:
            await self._until_ready(self._process)
        except BaseException:
            await self.stop()
            raise

    async def stop(self) -> None:
        """End the server: asked first, then forced; its model processes end with it."""
        process, self._process = self._process, None
        shutil.rmtree(self._folder, ignore_errors=True)
        if process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(signal.SIGTERM)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(process.wait(), EXIT_SECONDS)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        await process.wait()
        _forget_shared_memory(self._metrics_port)

    async def _until_ready(self, process: asyncio.subprocess.Process) -> None:
        """Wait for readiness, but not for a server that has ended."""
        ready = asyncio.ensure_future(wait_ready(self.address, model_names(self._root), self._ready_s))
        ended = asyncio.ensure_future(process.wait())
        try:
            await asyncio.wait({ready, ended}, return_when=asyncio.FIRST_COMPLETED)
            if not ready.done():
                raise SetupError(
                    f"the model server ended with status {process.returncode}. 模型服务器已退出。\n{self._log_tail()}"
                )
            if error := ready.exception():
                raise SetupError(
                    f"the model server did not get ready: {error} 模型服务器未能就绪。\n{self._log_tail()}"
                ) from error
        finally:
            for task in (ready, ended):
                task.cancel()
            await asyncio.gather(ready, ended, return_exceptions=True)

    def _log_tail(self, lines: int = 30) -> str:
        """Give the last lines of what the server wrote."""
        texts = []
        for name in ("triton.log", "triton.out"):
            path = self._log_dir / name
            kept = path.read_text(errors="replace").splitlines()[-lines:] if path.is_file() else []
            texts += [f"last lines of {path}:", *kept] if kept else []
        return "\n".join(texts)


def _environment(layout: Layout) -> dict[str, str]:
    """Give the server's environment: its own Python, the kernels beside the models, libpython's folder."""
    path = f"{layout.environment / 'bin'}:{os.environ.get('PATH', '/usr/bin:/bin')}"
    kept = {name: os.environ[name] for name in ("HOME", "LANG", "TMPDIR", "TZ") if name in os.environ}
    return {
        **kept,
        "PATH": path,
        "VIRTUAL_ENV": str(layout.environment),
        "PYTHONNOUSERSITE": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "LD_LIBRARY_PATH": str(checks.libpython_folder() or ""),
        "OMP_NUM_THREADS": "1",
        **THRIFTY,
    }


def _link_backend(layout: Layout) -> None:
    """Make the back-end folder of symbolic links: a copied stub loses the path of its libraries."""
    server = checks.server_folder(layout)
    python = layout.backends / "python"
    python.mkdir(parents=True, exist_ok=True)
    stub = server / "python_backend_stubs" / checks.python_version() / "triton_python_backend_stub"
    for source in (*(server / "backends" / "python").iterdir(), stub):
        link = python / source.name
        if not link.is_symlink() or link.readlink() != source:
            beside = link.with_name(f".{link.name}.{os.getpid()}")
            beside.symlink_to(source)
            beside.replace(link)


def _shared_memory_prefix(metrics_port: int) -> str:
    return f"{PREFIX}{metrics_port}_"


def _forget_shared_memory(metrics_port: int) -> None:
    """Remove what killed servers left in shared memory: one on this port, and any on ports where nobody listens.

    A server that is just starting does not listen yet; so what is younger than a server's start may take stays.
    """
    for left in SHARED_MEMORY.glob(f"{PREFIX}*"):
        port = int(re.sub(r"\D.*", "", left.name.removeprefix(PREFIX)) or 0)
        with contextlib.suppress(FileNotFoundError, PermissionError):  # gone already, or another user's
            if port == metrics_port or (time.time() - left.stat().st_mtime > STALE_SECONDS and not _listens(port)):
                left.unlink()


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0
