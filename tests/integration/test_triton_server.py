"""The real server as a process: how it starts, fails, dies and stops."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import signal
import socket
import stat
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
import pytest
from tritonclient.grpc.aio import InferenceServerClient
from tritonclient.utils import InferenceServerException

from inference import manifest
from inference.channel import Channel
from inference.client import TritonPerception
from inference.errors import DeadlineExceededError, ServerUnavailableError, SetupError
from inference.runtime import TritonServer, model_names, problems, triton_process, wait_ready
from inference.types import SAMPLE_RATE

ROOT = Path(__file__).resolve().parents[2]
SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 - shared memory lives there
STARTER = """
import asyncio, sys
from pathlib import Path
from inference.runtime import TritonServer

async def main():
    server = TritonServer(Path(sys.argv[1]), log_dir=Path(sys.argv[2]))
    await server.start()
    print(server.pid, flush=True)
    await asyncio.sleep(600)

asyncio.run(main())
"""


def family(pid: int) -> list[int]:
    """Give a process, its children, theirs, and so on."""
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(member for word in listed for member in family(int(word)))]


def shared_memory(port: int) -> list[Path]:
    return [*SHARED_MEMORY.glob(f"shouguan_{port}_*"), *SHARED_MEMORY.glob("shouguan-tensors-*")]


def instances(repository: Path) -> int:
    """Count the model processes that the configurations ask for."""
    texts = [path.read_text() for path in repository.glob("*/config.pbtxt")]
    return sum(int(count) for text in texts for count in re.findall(r"kind: KIND_CPU count: (\d+)", text))


def process_of(pids: list[int], text: bytes) -> int:
    """Find the process whose command line holds `text`."""
    return next(pid for pid in pids if text in Path(f"/proc/{pid}/cmdline").read_bytes())


def triton_pid(server: TritonServer) -> int:
    return next(pid for pid in family(server.pid) if Path(f"/proc/{pid}/comm").read_text().strip() == "tritonserver")


def alive(pid: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except FileNotFoundError:
        return False


def listeners(pid: int) -> list[list[str]]:
    """Give the rows of proc(5)'s table of TCP sockets that `pid` listens on."""
    held = {os.readlink(handle) for handle in Path(f"/proc/{pid}/fd").iterdir()}
    rows = [line.split() for line in Path(f"/proc/{pid}/net/tcp").read_text().splitlines()[1:]]
    return [row for row in rows if row[3] == "0A" and f"socket:[{row[9]}]" in held]


async def until_gone(*pids: int, within_s: float = 20.0) -> None:
    deadline = time.monotonic() + within_s
    while any(alive(pid) for pid in pids):
        assert time.monotonic() < deadline, f"still running: {[pid for pid in pids if alive(pid)]}"
        await asyncio.sleep(0.05)


@pytest.fixture
def server(model_repository: Path, tmp_path: Path) -> TritonServer:
    return TritonServer(model_repository.parent.parent, log_dir=tmp_path)


async def test_stopping_leaves_no_process_and_no_shared_memory(server: TritonServer, model_repository: Path) -> None:
    await server.start()
    pids = family(server.pid)
    port = urlsplit(server.metrics_url).port or 0
    assert len(pids) == 2 + instances(model_repository)

    await server.stop()

    assert not any(alive(pid) for pid in pids)
    assert not shared_memory(port)


@pytest.mark.parametrize("killed", ["watch", "triton"])
async def test_a_killed_server_takes_its_model_processes_with_it_and_starts_anew(
    server: TritonServer, killed: str
) -> None:
    await server.start()
    pids = family(server.pid)

    os.kill(pids[0] if killed == "watch" else triton_pid(server), signal.SIGKILL)
    await until_gone(*pids)
    await server.stop()
    async with server as address:
        client = TritonPerception(address)
        async with client.listen("en") as listening:
            await listening.add(np.zeros(SAMPLE_RATE, np.float32))
            assert (await listening.finish()).voice.speech == ()
        await client.close()


async def test_a_dead_model_process_ends_the_server_so_that_it_is_started_anew(server: TritonServer) -> None:
    await server.start()
    pids = family(server.pid)

    os.kill(process_of(pids, b"/vad/1/model.py"), signal.SIGKILL)

    await until_gone(*pids)
    await server.stop()


async def test_the_server_dies_with_its_starter(model_repository: Path, tmp_path: Path) -> None:
    root = model_repository.parent.parent
    starter = await asyncio.create_subprocess_exec(
        sys.executable, "-c", STARTER, str(root), str(tmp_path), stdout=asyncio.subprocess.PIPE, cwd=root
    )
    assert starter.stdout is not None
    pid = int(await starter.stdout.readline())
    pids = family(pid)

    starter.kill()
    await starter.wait()

    await until_gone(*pids)


async def test_only_its_own_user_can_talk_to_the_server_and_figures_are_on_loopback_only(server: TritonServer) -> None:
    await server.start()
    listening = Path(server.address.removeprefix("unix:"))
    port = urlsplit(server.metrics_url).port
    outside = socket.gethostbyname(socket.gethostname())

    assert stat.S_ISSOCK(os.stat(listening).st_mode)
    assert os.stat(listening.parent).st_mode & 0o777 == 0o700
    open_ports = {int(row[1].split(":")[1], 16) for row in listeners(triton_pid(server))}
    assert open_ports == {port}
    if not outside.startswith("127."):
        with pytest.raises(OSError, match="refused"):
            socket.create_connection((outside, port), timeout=2)
    await server.stop()
    with pytest.raises(FileNotFoundError):
        os.stat(listening.parent)


async def test_nobody_may_load_models_or_change_logging(triton_address: str) -> None:
    async with InferenceServerClient(triton_address) as client:
        with pytest.raises(InferenceServerException, match="restricted"):
            await client.unload_model("vad")
        with pytest.raises(InferenceServerException, match="restricted"):
            await client.update_log_settings({"log_info": False})


async def test_a_model_that_does_not_load_is_shown_with_the_servers_log(model_repository: Path, tmp_path: Path) -> None:
    root = tmp_path / "root"
    (root / "build").mkdir(parents=True)
    shutil.copytree(model_repository, root / "build" / "model_repository")
    for name in ("triton-env", "weights"):
        (root / "build" / name).symlink_to(model_repository.parent / name)
    (root / "model_repository").symlink_to(ROOT / "model_repository")
    (root / "build" / "model_repository" / "vad" / "1" / "model.py").write_text(
        "raise RuntimeError('broken on purpose')"
    )
    (root / "build" / "model_repository" / manifest.NAME).unlink()
    manifest.write(root / "build" / "model_repository", "made by a test")

    with pytest.raises(SetupError, match="broken on purpose"):
        await TritonServer(root, log_dir=tmp_path).start()


async def test_a_port_that_is_taken_is_said(model_repository: Path, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(SetupError, match=str(port)):
            await TritonServer(model_repository.parent.parent, log_dir=tmp_path, metrics_port=port).start()


async def test_a_server_that_is_not_there_is_unavailable_soon(free_port: Callable[[], int]) -> None:
    address = f"127.0.0.1:{free_port()}"
    client = TritonPerception(address, timeout_s=10.0)
    begun = time.monotonic()

    with pytest.raises(ServerUnavailableError):
        await client.listen("en").__aenter__()
    with pytest.raises(ServerUnavailableError, match="vad"):
        await wait_ready(address, ["vad"], 0.3)

    assert time.monotonic() - begun < 8.0
    await client.close()


def test_what_a_killed_server_left_in_shared_memory_is_removed(
    model_repository: Path, tmp_path: Path, free_port: Callable[[], int]
) -> None:
    gone, now = free_port(), free_port()
    old, young = (SHARED_MEMORY / f"shouguan_{gone}_{age}" for age in ("old", "young"))
    for path in (old, young):
        path.touch()
    os.utime(old, (0, 0))

    triton_process(model_repository.parent.parent, tmp_path / "triton", now, tmp_path)

    assert not old.exists()
    assert young.exists()
    young.unlink()


async def test_a_request_has_a_deadline(triton_address: str) -> None:
    channel = Channel(triton_address, 0.01)
    sound = np.zeros(600 * SAMPLE_RATE, np.float32)

    with pytest.raises(DeadlineExceededError):
        await channel.infer("vad", {"SAMPLES": sound}, ["PROBABILITY"])

    await channel.close()


async def test_an_unknown_model_is_a_matter_of_setup(triton_address: str) -> None:
    channel = Channel(triton_address, 5.0)

    with pytest.raises(SetupError):
        await channel.infer("telepathy", {"SAMPLES": np.zeros(1, np.float32)}, ["THOUGHT"])

    await channel.close()


def test_nothing_is_wrong_with_a_whole_installation(model_repository: Path) -> None:
    assert problems(model_repository.parent.parent) == []


def test_the_command_line_keeps_the_server_to_itself(model_repository: Path, tmp_path: Path) -> None:
    command, environment = triton_process(model_repository.parent.parent, tmp_path / "triton", 9, tmp_path)

    assert f"--grpc-address=unix:{tmp_path / 'triton'}" in command
    assert "--metrics-address=127.0.0.1" in command
    assert "--allow-http=false" in command
    assert "--model-control-mode=explicit" in command
    assert {f"--load-model={name}" for name in model_names(ROOT)} <= set(command)
    assert any(word.startswith("--grpc-restricted-protocol=model-repository,trace,logging") for word in command)
    assert "LD_LIBRARY_PATH" in environment
