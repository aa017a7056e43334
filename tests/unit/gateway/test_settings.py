from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from gateway.domain.rule import ActionKind
from gateway.settings import Settings, SettingsError, configured, load


def loaded(folder: Path, text: str, **variables: str) -> Settings:
    file = folder / "box.toml"
    file.write_text(text, encoding="utf-8")
    return load(file, variables)


def test_only_the_home_must_be_said(tmp_path: Path) -> None:
    settings = loaded(tmp_path, 'home = "/var/lib/收官"')
    assert settings.home == Path("/var/lib/收官")
    assert settings.web.host == "127.0.0.1"
    assert settings.database_url == "sqlite:////var/lib/收官/data/shouguan.sqlite"


def test_a_variable_takes_the_place_of_what_the_file_says(tmp_path: Path) -> None:
    text = 'home = "/h"\n[web]\nport = 8700\nsecure_cookies = false\n'
    settings = loaded(tmp_path, text, SHOUGUAN_WEB__PORT="9000", SHOUGUAN_WEB__SECURE_COOKIES="true", WEB__PORT="1")
    assert (settings.web.port, settings.web.secure_cookies) == (9000, True)


def test_a_variable_can_begin_a_section(tmp_path: Path) -> None:
    settings = loaded(tmp_path, 'home = "/h"', SHOUGUAN_DATABASE__URL="postgresql://db/shouguan")
    assert settings.database_url == "postgresql://db/shouguan"


def test_what_may_happen_without_a_person_is_said_by_kind(tmp_path: Path) -> None:
    settings = loaded(tmp_path, 'home = "/h"\n[policy]\nautomatic = ["talent_pool"]')
    assert settings.policy.automatic == (ActionKind.TALENT_POOL,)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("", "home"),
        ("home = 5", "home"),
        ('home = ""', "home"),
        ('home = "/h"\ntypo = 1', "typo"),
        ('home = "/h"\n[web]\nprot = 1', "prot"),
        ('home = "/h"\n[web]\nport = 70000', "web.port"),
        ('home = "/h"\n[web]\nport = "x"', "web.port"),
        ('home = "/h"\nweb = 5', "web"),
        ('home = "/h"\nbox_id = "my box"', "box_id"),
        ('home = "/h"\n[policy]\nautomatic = ["hire_at_once"]', "policy.automatic"),
        ('home = "/h"\n[limits]\nduration_s = 0', "limits.duration_s"),
        ("home = [", "box.toml"),
    ],
)
def test_a_mistake_is_named_with_the_file(tmp_path: Path, text: str, named: str) -> None:
    with pytest.raises(SettingsError, match=r"box\.toml") as found:
        loaded(tmp_path, text)
    assert named in str(found.value)


@pytest.mark.parametrize(
    ("variable", "value"), [("SHOUGUAN_WEB__PORT", "many"), ("SHOUGUAN_WEB__TYPO", "1"), ("SHOUGUAN_HOME__X", "1")]
)
def test_a_mistake_in_a_variable_names_it(tmp_path: Path, variable: str, value: str) -> None:
    with pytest.raises(SettingsError, match=variable.rpartition("__")[0]):
        loaded(tmp_path, 'home = "/h"', **{variable: value})


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    file = tmp_path / "box.toml"
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingsError, match=r"box\.toml cannot be read"):
        load(file, {})


def test_a_missing_file_or_variable_is_named() -> None:
    with pytest.raises(SettingsError, match="SHOUGUAN_CONFIG"):
        configured({})
    with pytest.raises(SettingsError, match="/nowhere"):
        configured({"SHOUGUAN_CONFIG": "/nowhere"})


@pytest.mark.parametrize("module", ["gateway.app", "gateway.worker", "sync_agent", "sync_agent.reference_receiver"])
def test_a_process_without_settings_says_so_in_one_line(module: str) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "SHOUGUAN_CONFIG"}
    ended = subprocess.run(
        [sys.executable, "-m", module], env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert ended.returncode == 2
    assert ended.stderr == "SHOUGUAN_CONFIG does not name a configuration file\n"
