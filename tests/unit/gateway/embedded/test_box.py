from __future__ import annotations

import socket
import tomllib
from pathlib import Path

import pytest

from gateway import settings
from gateway.embedded.box import Box, Ports, as_toml, configurations, prepare
from gateway.embedded.ports import free_ports
from inference import build
from sync_agent.reference_receiver import receiver
from sync_agent.settings import Settings as AgentSettings
from sync_agent.settings import load


@pytest.fixture
def prepared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Box:
    """Give a box in a folder with a quote and a backslash in its name; no models are built."""
    monkeypatch.setattr(build, "build", lambda *_, **__: None)
    return prepare(tmp_path / 'a "box"\\', web_port=0, with_cloud=True, told=print)


def test_every_process_can_read_the_configuration_that_is_written_for_it(prepared: Box) -> None:
    own = settings.load(prepared.config("box"), {})
    assert (own.home, own.web.port) == (prepared.home, prepared.ports.web)
    agent = load(AgentSettings, {"SHOUGUAN_CONFIG": str(prepared.config("agent"))})
    cloud = load(receiver.Settings, {"SHOUGUAN_CONFIG": str(prepared.config("receiver"))})
    assert agent.hub.url == cloud.hub.url == prepared.hub_url
    assert all(Path(seed).is_file() for seed in (own.nats.seed_file, agent.hub.seed_file, cloud.hub.seed_file))


def test_nobody_else_can_look_into_the_box(prepared: Box) -> None:
    assert prepared.home.stat().st_mode & 0o077 == 0
    for secret in (prepared.home / "secrets").iterdir():
        assert secret.stat().st_mode & 0o077 == 0


def test_configuration_files_hold_no_secret(prepared: Box) -> None:
    token = prepared.token_file.read_text().strip()
    written = "".join(prepared.config(name).read_text() for name in configurations(prepared))
    assert token not in written
    assert "SU" not in {word[:2] for word in written.split('"')}


def test_a_second_start_keeps_keys_and_token(prepared: Box) -> None:
    kept = {file.name: file.read_bytes() for file in (prepared.home / "secrets").iterdir()}
    prepare(prepared.home, web_port=0, with_cloud=True, told=print)
    assert {file.name: file.read_bytes() for file in (prepared.home / "secrets").iterdir()} == kept


def test_a_port_that_is_taken_is_replaced_and_named(prepared: Box) -> None:
    told: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        again = prepare(prepared.home, web_port=port, with_cloud=True, told=told.append)
    assert again.ports.web != port
    assert any(str(port) in line and str(again.ports.web) in line for line in told)


def test_ports_are_free_and_different() -> None:
    (wish,) = free_ports(0)
    first, *others = free_ports(wish, wish, 0, 0)
    assert first == wish
    assert len({first, *others}) == 4


def test_toml_is_read_back_as_it_was() -> None:
    values = {"text": 'quote " backslash \\ 汉字 🎤', "number": 7, "list": ["a"], "table": {"inner": "x"}}
    assert tomllib.loads(as_toml(values)) == values


def test_addresses_are_on_loopback(tmp_path: Path) -> None:
    made = Box(home=tmp_path, ports=Ports(web=1, triton_metrics=2, nats=3, hub=4), with_cloud=True)
    assert (made.url, made.bus_url, made.hub_url) == (
        "http://127.0.0.1:1",
        "nats://127.0.0.1:3",
        "nats://127.0.0.1:4",
    )
