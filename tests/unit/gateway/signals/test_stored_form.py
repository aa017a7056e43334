from __future__ import annotations

import msgspec

from gateway.domain.signals import BehaviourSignals
from gateway.signals.behaviour import measure_behaviour
from tests.factories.spoken import faces_of


def test_behaviour_with_several_nods_can_be_stored_and_read_again() -> None:
    nod = (0.0, -4.0, -8.0, -8.0, -4.0, 0.0, 0.0)
    behaviour = measure_behaviour(faces_of([{"pitch": degrees} for degrees in nod * 3]))

    assert behaviour is not None
    assert behaviour.nods == 3
    assert msgspec.json.decode(msgspec.json.encode(behaviour), type=BehaviourSignals) == behaviour
