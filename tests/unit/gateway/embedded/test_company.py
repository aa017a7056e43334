"""What a company settles for its box."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from gateway.domain.candidate_report import Region, Shows
from gateway.embedded.box import as_toml
from gateway.embedded.company import COMPANY_FILE, with_company
from gateway.settings import load
from inference.errors import SetupError


def own(home: Path) -> dict[str, Any]:
    return {"home": str(home), "web": {"port": 8123}}


def test_without_a_file_the_box_is_as_it_comes(tmp_path: Path) -> None:
    assert with_company(own(tmp_path), tmp_path) == own(tmp_path)


def test_what_the_file_says_reaches_the_gateway(tmp_path: Path) -> None:
    (tmp_path / COMPANY_FILE).write_text(
        '[candidate]\nshows = "none"\nregion = "eu"\ncompany = "清河"\n\n[policy]\nautomatic = ["talent_pool"]\n\n'
        '[web]\npublic_url = "https://jobs.example.com"\n',
        encoding="utf-8",
    )
    file = tmp_path / "box.toml"
    file.write_text(as_toml(with_company(own(tmp_path), tmp_path)), encoding="utf-8")
    settings = load(file, {})
    assert (settings.candidate.shows, settings.candidate.region) == (Shows.NONE, Region.EU)
    assert settings.candidate.company == "清河"
    assert [one.value for one in settings.policy.automatic] == ["talent_pool"]
    assert (settings.web.public_url, settings.web.port) == ("https://jobs.example.com", 8123)


def test_what_the_box_needs_for_itself_stands_over_the_file(tmp_path: Path) -> None:
    (tmp_path / COMPANY_FILE).write_text('home = "/elsewhere"\n[web]\nport = 1\n')
    merged = with_company(own(tmp_path), tmp_path)
    assert (merged["home"], merged["web"]["port"]) == (str(tmp_path), 8123)


@pytest.mark.parametrize(
    "text",
    [
        '[candidate]\nshow = "none"',
        '[candidate]\nshows = "some"',
        "[candidate]\nlink_days = 0",
        "candidate = 5",
        "[",
        "\xff",
    ],
)
def test_a_file_that_cannot_be_used_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / COMPANY_FILE).write_bytes(text.encode("latin-1"))
    with pytest.raises(SetupError, match=r"company\.toml"):
        with_company(own(tmp_path), tmp_path)
