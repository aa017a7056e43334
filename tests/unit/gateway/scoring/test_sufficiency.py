from __future__ import annotations

import pytest

from gateway.domain.signals import Limit
from gateway.scoring.sufficiency import insufficient, lacking


def test_what_keeps_an_answer_from_being_judged_is_given_in_order() -> None:
    assert lacking((Limit.OTHER_LANGUAGE, Limit.NO_FACE, Limit.TOO_SHORT)) == (Limit.TOO_SHORT, Limit.OTHER_LANGUAGE)


@pytest.mark.parametrize(
    "limit", [Limit.TOO_SHORT, Limit.TOO_NOISY, Limit.NO_FACE, Limit.OTHER_LANGUAGE, Limit.TRUNCATED]
)
def test_what_does_not_suffice_may_be_given_again(limit: Limit) -> None:
    assert insufficient((limit,))


@pytest.mark.parametrize("limits", [(), (Limit.WRITTEN,), (Limit.NO_FACE_CONSENT,), (Limit.SEVERAL_FACES,)])
def test_what_suffices_may_not(limits: tuple[Limit, ...]) -> None:
    assert not insufficient(limits)
    assert lacking(limits) == ()
