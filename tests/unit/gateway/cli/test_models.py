"""What `shouguan models` says."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from gateway.cli.models import models
from inference import catalogue

CHINESE = re.compile("[一-鿿]")


def test_the_list_names_every_model_whole_on_a_narrow_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    shown = CliRunner().invoke(models, ["list"]).output
    assert "…" not in shown
    assert all(model.licence in shown for model in catalogue.installed())


def test_what_cannot_be_built_is_said_in_both_languages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["gateway.cli.models"], "ROOT", tmp_path)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.delenv("PIP_FIND_LINKS", raising=False)
    lock = tmp_path / "requirements" / "weights.lock"
    lock.parent.mkdir()
    lock.write_text("moonshine-voice==0.0.59 --hash=sha256:" + "0" * 64 + "\n")
    ran = CliRunner().invoke(models, ["fetch"])
    assert ran.exit_code == 1
    assert "cannot be downloaded" in ran.output
    assert CHINESE.search(ran.output)
