"""The interview that the tests of this folder work on."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fakes.workshop import Workshop


@pytest.fixture
def shop(tmp_path: Path) -> Workshop:
    return Workshop(tmp_path)
