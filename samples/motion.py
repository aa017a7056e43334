"""How the head moves while somebody speaks: one smooth curve a joint, from the sound and a seeded style."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from samples.speech import RATE, Speech

FRAME_RATE = 25
NOD_SECONDS = 0.9
BLINK = (0.5, 1.0, 1.0, 0.6, 0.2)  # how far the lids are shut in the frames of a blink
PAUSE = 0.3  # seconds without a word that part two sentences
SHORTEST_FOR_GLANCE = 2.2  # seconds of a sentence
GLANCE_EASE = 0.35  # seconds for the head to turn away, and to come back

Curve = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Style:
    """How lively somebody moves: pixels, degrees and shares; see `Motion` for the joints."""

    sway: float
    roll: float
    turn: float
    nod: float
    nods: float  # share of the sentences that end in a nod
    glances: float  # share of the sentences during which the eyes leave the camera
    glance: float  # how far they and the head go then
    smile: float  # 1 is the picture's own smile
    blink_every: float  # seconds


STYLES = {
    "strong": Style(3, 1.6, 0.35, 1.25, nods=0.6, glances=0.15, glance=0.4, smile=0.6, blink_every=4.0),
    "middling": Style(5, 2.2, 0.5, 1.15, nods=0.3, glances=0.4, glance=0.8, smile=0.3, blink_every=3.2),
    "weak": Style(8, 3.0, 0.6, 1.1, nods=0.1, glances=0.75, glance=1.3, smile=0.1, blink_every=2.4),
}


@dataclass(frozen=True)
class Event:
    """Something the head did, `start` to `end` in seconds."""

    kind: str  # "nod" or "glance"
    start: float
    end: float


@dataclass(frozen=True)
class Motion:
    """Curves over the frames, each of shape [frames].

    `x`, `y` are pixels, `roll` degrees, `zoom` a factor; `yaw` (to the picture's right), `pitch` (downwards) and `gaze`
    (to the picture's right) about -1.3..1.3; `mouth` (open), `lids` (shut) and `smile` 0..1.
    """

    x: Curve
    y: Curve
    zoom: Curve
    roll: Curve
    yaw: Curve
    pitch: Curve
    gaze: Curve
    mouth: Curve
    lids: Curve
    smile: Curve
    events: tuple[Event, ...]


def drift(count: int, slowest: float, fastest: float, rng: np.random.Generator) -> Curve:
    """Wander smoothly within -1..1: five sines of random phase, `slowest` to `fastest` hertz."""
    time = np.arange(count) / FRAME_RATE
    rates = rng.uniform(slowest, fastest, 5)
    phases = rng.uniform(0, 2 * np.pi, 5)
    return np.asarray(np.sin(2 * np.pi * rates * time[:, None] + phases).mean(axis=1) * 1.6, np.float32)


def mouth(speech: Speech, count: int) -> Curve:
    """Open the mouth with the loudness of the sound around each frame."""
    edges = np.arange(count + 1) * RATE // FRAME_RATE
    padded = np.pad(speech.samples, (0, max(0, int(edges[-1]) - len(speech.samples))))
    loud = np.sqrt(np.add.reduceat(padded[: edges[-1]] ** 2, edges[:-1]) / (RATE / FRAME_RATE))
    level = np.clip(loud / np.percentile(loud, 95) - 0.05, 0, 1) ** 0.8
    return np.asarray(np.convolve(level, (0.2, 0.6, 0.2), "same"), np.float32)


def sentences(speech: Speech) -> list[tuple[float, float]]:
    """Give the stretches without a pause of `PAUSE` or more, in seconds."""
    found = [(speech.words[0].start, speech.words[0].end)]
    for word in speech.words[1:]:
        start, end = found[-1]
        if word.start - end >= PAUSE:
            found.append((word.start, word.end))
        else:
            found[-1] = (start, word.end)
    return found


def events(speech: Speech, style: Style, rng: np.random.Generator) -> tuple[Event, ...]:
    """Choose what the head does in which sentence; a glance and a nod do not overlap."""
    found = []
    for start, end in sentences(speech):
        if rng.random() < style.nods:
            found.append(Event("nod", end - 0.2, end - 0.2 + NOD_SECONDS))
        if rng.random() < style.glances and end - start > SHORTEST_FOR_GLANCE:
            begin = start + rng.uniform(0.2, 0.5)
            found.append(Event("glance", begin, min(end - 0.3, begin + rng.uniform(1.4, 2.6))))
    return tuple(found)


def _glance(time: Curve, event: Event) -> Curve:
    """Rise to 1 and fall back to 0 within the event."""
    ease = np.minimum((time - event.start), (event.end - time)) / GLANCE_EASE
    inside = np.clip(ease, 0, 1)
    return np.asarray(inside**2 * (3 - 2 * inside), np.float32)


def _nod(time: Curve, event: Event) -> Curve:
    """Go down and come up once."""
    at = np.clip((time - event.start) / NOD_SECONDS, 0, 1)
    return np.asarray(np.sin(np.pi * at) ** 2, np.float32)


def _blinks(count: int, every: float, rng: np.random.Generator) -> Curve:
    lids = np.zeros(count + len(BLINK), np.float32)
    at = rng.uniform(0.5, every)
    while at * FRAME_RATE < count:
        frame = int(at * FRAME_RATE)
        lids[frame : frame + len(BLINK)] = BLINK
        at += max(0.8, rng.normal(every, every / 3))
    return lids[:count]


def blinks(lids: Curve) -> list[tuple[float, float]]:
    """Give when the lids are not fully open, in seconds."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], (lids > 0).astype(int), [0]])))
    return [(int(start) / FRAME_RATE, int(end) / FRAME_RATE) for start, end in edges.reshape(-1, 2)]


def move(speech: Speech, style: Style, rng: np.random.Generator) -> Motion:
    """Make the curves for a speech; the same `rng` state gives the same curves."""
    count = int(np.ceil(len(speech.samples) / RATE * FRAME_RATE))
    time = np.arange(count, dtype=np.float32) / np.float32(FRAME_RATE)
    happenings = events(speech, style, rng)
    away = np.zeros(count, np.float32)
    nod = np.zeros(count, np.float32)
    for event in happenings:
        if event.kind == "glance":
            away += _glance(time, event) * rng.choice((-1, 1)) * style.glance
        else:
            nod += _nod(time, event) * style.nod
    return Motion(
        x=drift(count, 0.05, 0.3, rng) * style.sway + away * style.sway,
        y=drift(count, 0.05, 0.25, rng) * style.sway * 0.5,
        zoom=1 + drift(count, 0.03, 0.12, rng) * 0.012 + 0.005,
        roll=np.clip(drift(count, 0.1, 0.4, rng) * style.roll + away * 1.5, -4, 4),
        yaw=np.clip(drift(count, 0.1, 0.4, rng) * style.turn * 0.6 + away, -1.2, 1.2),
        pitch=np.clip(drift(count, 0.1, 0.4, rng) * style.turn * 0.4 + nod, -1.4, 1.4),
        gaze=np.clip(away, -1.3, 1.3),
        mouth=mouth(speech, count),
        lids=_blinks(count, style.blink_every, rng),
        smile=np.clip(style.smile + drift(count, 0.05, 0.2, rng) * 0.5, 0, 1),
        events=happenings,
    )
