from __future__ import annotations

from pathlib import Path

import pytest

from sync_agent.settings import Settings, SettingsError, load

GOOD = """\
box_id = "b"
home = "/var/lib/shouguan/agent"
local = { url = "nats://127.0.0.1:4222", seed_file = "/etc/shouguan/agent.seed" }
hub = { url = "tls://hub.example.com:4222", seed_file = "/etc/shouguan/hub.seed", ca_file = "/etc/shouguan/ca.pem" }
"""


def loaded(text: str, folder: Path) -> Settings:
    (folder / "agent.toml").write_text(text)
    return load(Settings, {"SHOUGUAN_CONFIG": str(folder / "agent.toml")})


def test_a_file_says_where_everything_is(tmp_path: Path) -> None:
    settings = loaded(GOOD, tmp_path)
    assert settings.ledger_file == Path("/var/lib/shouguan/agent/egress.jsonl")
    assert settings.hub.ca_file == Path("/etc/shouguan/ca.pem")


@pytest.mark.parametrize("text", [GOOD + 'typo = "x"\n', GOOD.replace('box_id = "b"', ""), "box_id = ["])
def test_a_file_with_a_mistake_is_refused(text: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"agent\.toml"):
        loaded(text, tmp_path)


def test_a_missing_file_is_named() -> None:
    with pytest.raises(SettingsError, match="/nowhere"):
        load(Settings, {"SHOUGUAN_CONFIG": "/nowhere"})


def test_a_missing_variable_is_named() -> None:
    with pytest.raises(SettingsError, match="SHOUGUAN_CONFIG"):
        load(Settings, {})
