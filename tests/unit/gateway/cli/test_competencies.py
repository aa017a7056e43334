"""What `shouguan competencies` says."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner, Result
from rich.cells import cell_len

from gateway.cli import main
from gateway.cli.interview import read_job
from gateway.competencies.reading import load, names, source
from gateway.competencies.schema import schema
from gateway.competencies.sentences import CHINESE
from gateway.intake.commands import NewJob
from tests.factories.templates import TEMPLATE, changed

Run = Callable[..., Result]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("COLUMNS", "100")
    return lambda *words: CliRunner().invoke(main, ["competencies", *map(str, words)])


@pytest.fixture
def own(tmp_path: Path) -> Path:
    file = tmp_path / "porter.yaml"
    file.write_text(TEMPLATE, encoding="utf-8")
    return file


def test_the_list_names_every_template_in_both_languages(run: Run) -> None:
    shown = run("list").output
    for template in map(load, names()):
        assert template.id in shown
        assert template.title.zh in shown
    assert all(cell_len(line) <= 100 for line in shown.splitlines())


def test_a_template_is_shown_with_points_anchors_and_sentences(run: Run, own: Path) -> None:
    shown = run("show", own).output
    for expected in ("门卫  Porter (porter 1)", "+20  先问清来意  Asks", "−12 when absent 未体现时", "5  Settles it."):
        assert expected in shown
    assert "我先问他找哪一位。" in shown
    assert "→ Remember the book." in shown


def test_a_language_shows_that_language_only(run: Run, own: Path) -> None:
    shown = run("show", own, "--language", "zh-CN").output
    assert "我先问他找哪一位。" in shown
    assert "Asks what they want" not in shown


def test_the_source_is_the_file_to_start_from(run: Run) -> None:
    assert run("show", names()[0], "--source").output == source(names()[0])


def test_a_sound_file_passes_the_check(run: Run, own: Path) -> None:
    result = run("check", own)
    assert result.exit_code == 0
    assert "porter 1, 1 dimensions" in result.output


def test_the_check_names_place_and_remedy_of_every_mistake_in_both_languages(run: Run, own: Path) -> None:
    own.write_bytes(changed(("points: 20", "points: 18"), ("culture: calm", "culture: clam")))
    result = run("check", own)
    assert result.exit_code == 1
    assert f"{own}:4: culture\n    there is no “clam”" in result.output
    assert f"{own}:21: dimensions[0].indicators\n    the points of its positive indicators" in result.output
    assert "正向指标" in result.output


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_export_is_what_the_api_takes(run: Run, language: str, tmp_path: Path) -> None:
    exported = run("export", names()[0], "--language", language).output
    job = msgspec.json.decode(exported, type=NewJob)
    first = job.competency_model.dimensions[0].indicators[0].exemplars[0]
    assert bool(CHINESE.search(first)) == (language == "zh")
    (tmp_path / "job.json").write_text(exported, encoding="utf-8")
    assert read_job(tmp_path / "job.json") == json.loads(exported)


def test_a_file_of_ones_own_is_exported_too(run: Run, own: Path) -> None:
    assert json.loads(run("export", own, "--language", "en").output)["competency_model"]["version"] == "1-en"


def test_a_broken_file_is_not_exported(run: Run, own: Path) -> None:
    own.write_bytes(changed(("points: 20", "points: 18")))
    result = run("export", own, "--language", "en")
    assert result.exit_code == 1
    assert result.stdout == ""


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("show", "astronaut"), "there is no template “astronaut”"),
        (("export", "sales", "--language", "fr"), "use zh or en"),
        (("show", "nowhere.yaml", "--source"), "nowhere.yaml"),
    ],
)
def test_what_there_is_not_is_said_in_both_languages(run: Run, words: tuple[str, ...], said: str) -> None:
    result = run(*words)
    assert result.exit_code == 1
    assert said in result.output
    assert CHINESE.search(result.output)


def test_the_schema_is_printed(run: Run) -> None:
    assert run("schema").stdout.encode() == schema()
