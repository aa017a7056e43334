from __future__ import annotations

import msgspec

from gateway.domain.signals import BehaviourSignals
from gateway.signals.behaviour import measure_behaviour
from inference.types import Span
from tests.factories.spoken import faces_of


def test_behaviour_with_several_nods_can_be_stored_and_read_again() -> None:
    nods = tuple(Span(start, start + 600) for start in (0, 700, 1400))
    behaviour = measure_behaviour(msgspec.structs.replace(faces_of([{}] * 21), nods=nods))

    assert behaviour is not None
    assert behaviour.nods == 3
    assert msgspec.json.decode(msgspec.json.encode(behaviour), type=BehaviourSignals) == behaviour
