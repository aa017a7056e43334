from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

import pytest

from gateway.embedded import nats
from gateway.embedded.ports import free_ports


def test_a_seed_is_made_once_and_read_by_its_owner_only(tmp_path: Path) -> None:
    seed = tmp_path / "secrets" / "x.seed"
    first = nats.public_key(seed)
    assert nats.public_key(seed) == first
    assert first.startswith("U")
    assert seed.stat().st_mode & 0o777 == 0o600


def test_a_file_without_a_seed_is_named(tmp_path: Path) -> None:
    seed = tmp_path / "x.seed"
    seed.write_text("nonsense")
    with pytest.raises(nats.NatsSetupError, match=r"x\.seed"):
        nats.public_key(seed)


def test_configurations_hold_no_secret_and_listen_on_loopback(tmp_path: Path) -> None:
    configs = [nats.write_box_config(tmp_path, 4222), nats.write_hub_config(tmp_path, 4223, ["box-1"])]
    seeds = [file.read_text() for file in (tmp_path / "secrets").iterdir()]
    assert len(seeds) == 4
    for config in configs:
        text = config.read_text()
        assert not any(seed in text for seed in seeds)
        assert 'listen: "127.0.0.1:' in text
        assert '"sync_interval": "always"' in text


def test_a_box_id_that_would_widen_a_permission_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="subject"):
        nats.write_hub_config(tmp_path, 4223, ["*"])


async def answering(status: bytes, free_bytes: int, monkeypatch: pytest.MonkeyPatch, store: Path) -> bool:
    """Ask about a server whose health is `status`, on a disk with `free_bytes`."""

    async def answer(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.0 " + status + b"\r\n\r\n")
        await writer.drain()
        writer.close()

    monkeypatch.setattr(nats, "WEDGED_FREE_BYTES", shutil.disk_usage(store).total - free_bytes)
    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        return await nats.is_wedged(server.sockets[0].getsockname()[1], store)


async def test_a_server_that_met_a_full_disk_is_wedged_once_there_is_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    everything = shutil.disk_usage(tmp_path).total
    assert await answering(b"503 Service Unavailable", everything, monkeypatch, tmp_path)
    assert not await answering(b"503 Service Unavailable", 0, monkeypatch, tmp_path)
    assert not await answering(b"200 OK", everything, monkeypatch, tmp_path)


async def test_a_server_that_is_away_is_not_wedged(tmp_path: Path) -> None:
    (port,) = free_ports(0)
    assert not await nats.is_wedged(port, tmp_path)
    assert not await nats.is_wedged(port, tmp_path / "nowhere")
