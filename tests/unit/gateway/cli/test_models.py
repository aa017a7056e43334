"""What `shouguan models` says."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from rich.cells import cell_len

from gateway.cli.models import models
from inference import catalogue
from inference.catalogue import Card, Model, WeightFile

CHINESE = re.compile("[一-鿿]")
NET = b"weights" * 1000
SPEAKING = Model(
    name="speaking", task="transcribe", version="2024-07", languages=("zh", "en"), licence="own", optional=True,
    card=Card("把语音变成文字。", "Turns speech into text."),
    files=(WeightFile(name="net.onnx", size=len(NET), sha256=hashlib.sha256(NET).hexdigest()),),
)  # fmt: skip
Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `shouguan models ...` for an empty installation whose catalogue holds one more, optional model."""
    monkeypatch.setenv("COLUMNS", "100")
    known = (*catalogue.installed(), SPEAKING)
    monkeypatch.setattr(catalogue, "installed", lambda: known)
    return lambda *words: CliRunner().invoke(models, [str(word) for word in words], obj=tmp_path)


@pytest.mark.parametrize("columns", [80, 100])
def test_the_list_names_every_model_whole(run: Run, monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))

    shown = run("list").output

    assert "…" not in shown
    assert all(model.name in shown and model.licence in shown for model in catalogue.installed())
    assert columns < 100 or all(model.version in shown for model in catalogue.installed())
    assert all(cell_len(line) <= columns for line in shown.splitlines())
    assert re.search("asr_en .* to fetch 待下载", shown)
    assert re.search("speaking .* optional 可选", shown)


def test_a_card_is_shown_in_both_languages_with_the_files_and_their_checksums(run: Run) -> None:
    shown = run("show", "speaking").output

    assert "把语音变成文字。" in shown
    assert "Turns speech into text." in shown
    assert SPEAKING.files[0].sha256 in shown
    assert "own" in shown


def test_an_unknown_model_is_named_with_those_that_there_are(run: Run) -> None:
    ran = run("show", "telepathy")

    assert ran.exit_code == 1
    assert "telepathy" in ran.output
    assert "asr_en" in ran.output
    assert CHINESE.search(ran.output)


def test_a_model_travels_from_a_folder_to_a_box_by_a_bundle(run: Run, tmp_path: Path) -> None:
    (tmp_path / "dropped").mkdir()
    (tmp_path / "dropped" / "net.onnx").write_bytes(NET)
    made = run("bundle", tmp_path / "out.bundle", "speaking", "--from", tmp_path / "dropped")
    assert made.exit_code == 0
    assert hashlib.sha256((tmp_path / "out.bundle").read_bytes()).hexdigest() in made.output

    assert "installed 已安装: speaking" in run("install", tmp_path / "out.bundle").output
    assert "speaking" in run("verify", "speaking").output
    assert re.search("speaking .* there 已就绪", run("list").output)


def test_a_refused_bundle_ends_with_status_1_and_says_why(run: Run, tmp_path: Path) -> None:
    (tmp_path / "out.bundle").write_bytes(b"no bundle")

    ran = run("install", tmp_path / "out.bundle")

    assert ran.exit_code == 1
    assert "Nothing was installed" in ran.output
    assert CHINESE.search(ran.output)


def test_verification_names_what_is_broken_and_how_to_mend_it(run: Run, tmp_path: Path) -> None:
    (tmp_path / "build" / "weights" / "speaking").mkdir(parents=True)
    (tmp_path / "build" / "weights" / "speaking" / "net.onnx").write_bytes(NET[:-1] + b"~")

    ran = run("verify")

    assert ran.exit_code == 1
    assert "speaking/net.onnx: missing or broken; run `shouguan models fetch speaking`" in ran.output


def test_what_cannot_be_downloaded_is_said_in_both_languages(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.delenv("PIP_FIND_LINKS", raising=False)
    lock = tmp_path / "requirements" / "weights.lock"
    lock.parent.mkdir()
    lock.write_text("moonshine-voice==0.0.59 --hash=sha256:" + "0" * 64 + "\n")

    ran = run("fetch", "asr_en")

    assert ran.exit_code == 1
    assert "cannot be downloaded" in ran.output
    assert CHINESE.search(ran.output)


def test_a_model_that_nobody_publishes_asks_for_a_bundle(run: Run) -> None:
    ran = run("fetch", "speaking")

    assert ran.exit_code == 1
    assert "shouguan models install BUNDLE" in ran.output
