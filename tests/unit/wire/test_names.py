from __future__ import annotations

import pytest

from wire import names


@pytest.mark.parametrize("value", ["", "a.b", "*", ">", "a b", "林", "a\r\nPUB x", "x" * 65])
def test_what_would_change_a_subject_is_no_part_of_one(value: str) -> None:
    with pytest.raises(ValueError, match="cannot be part of a subject"):
        names.token(value)


def test_a_uuid_is_part_of_a_subject() -> None:
    assert names.token("01931b7e-7c5a-7d7e-a2f4-5a0d3c9b8e11")
