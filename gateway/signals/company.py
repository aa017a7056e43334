"""Who is in the picture: stretches with more than one face, and stretches with none."""

from __future__ import annotations

from gateway.domain.integrity import Stretch
from gateway.signals.expressions import PRESENCE
from gateway.signals.stretches import stretches
from inference.types import FaceTrack

BRIDGE_MS = 500
"""A face that is lost for this long, as a hand passes by, is taken to have stayed."""

COMPANY_MS = 1000
"""A second face is told of from here on; what is seen for single frames is an error of detection or a poster."""

NOBODY_MS = 3000
"""An empty picture is told of from here on: to bend down for a dropped pen takes less."""


def several_faces(track: FaceTrack) -> tuple[Stretch, ...]:
    """Give where more than one face was in the picture."""
    marked = ((one.at_ms, one.faces > 1) for one in track.samples)
    return stretches(marked, bridge_ms=BRIDGE_MS, least_ms=COMPANY_MS)


def nobody(track: FaceTrack) -> tuple[Stretch, ...]:
    """Give where no face was in the picture."""
    marked = ((one.at_ms, one.faces == 0 or one.presence < PRESENCE) for one in track.samples)
    return stretches(marked, bridge_ms=0, least_ms=NOBODY_MS)
