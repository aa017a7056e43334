"""Ears and eyes by the model server: which tensors go to a model and what comes back."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from inference.channel import Channel, Priority, Tensor
from inference.errors import OverloadedError
from inference.kernels import pitch, vad
from inference.senses import EarModels, EyeModels, State
from inference.types import SAMPLE_RATE, BodySample, FaceSample, Frames, OtherFace, Samples, Word

WORD_OUTPUTS = ("WORDS", "START_MS", "END_MS", "CONFIDENCE")
FACE_OUTPUTS = (
    *("PRESENCE", "FACES", "TRACK", "BOX", "HEAD_POSE", "GAZE", "OFF_CAMERA", "EXPRESSION"),
    *("OTHER_TRACK", "OTHER_BOX"),
)
BODY_OUTPUTS = ("AT_MS", "PRESENCE", "SHOULDER_TILT", "SHOULDER_WIDTH", "LEAN", "HANDS")

LIVE_SAMPLES = SAMPLE_RATE
LIVE_FRAMES = 4
"""Requests up to this size come from recordings that go on, and go before those of files."""

URGENT_S = 1.5
"""An urgent request that takes longer is of no use any more."""

PATIENCE_S = 60.0
AGAIN_S = (0.05, 0.25)


@dataclass(frozen=True)
class ServedEars:
    """`inference.senses.Ears` by the models that a server has."""

    channel: Channel
    language: str
    models: EarModels

    async def voice(self, samples: Samples, state: State | None) -> tuple[Samples, State]:
        """Give the probability of speech."""
        memory = np.zeros(vad.STATE, np.float32) if state is None else state
        given = {"SAMPLES": samples, "STATE": memory}
        urgent = samples.size <= LIVE_SAMPLES
        probability, state = await _patiently(
            self.channel, self.models.voice.name, given, ["PROBABILITY", "STATE"], urgent
        )
        return probability, state

    async def pitch(self, samples: Samples) -> Samples:
        """Give the pitch every 16 ms."""
        names = ["HERTZ", "CONFIDENCE"]
        hertz, confidence = await _patiently(self.channel, self.models.pitch.name, {"SAMPLES": samples}, names)
        return pitch.voiced(hertz, confidence)

    async def words(self, samples: Samples, urgent: bool) -> list[Word]:
        """Recognise one stretch."""
        model = self.models.words
        if model is None:
            return []
        given = {
            "SAMPLES": samples[None],
            "LANGUAGE": np.array([[self.language.encode()]], dtype=np.object_),
        }
        if urgent:
            rows = await self.channel.infer(model.name, given, WORD_OUTPUTS, priority=Priority.LIVE, timeout_s=URGENT_S)
        else:
            rows = await _patiently(self.channel, model.name, given, WORD_OUTPUTS)
        texts, starts, ends, confidences = (row[0] for row in rows)
        return [
            Word(text=text.decode(), start_ms=int(a), end_ms=int(b), confidence=float(c))
            for text, a, b, c in zip(texts, starts, ends, confidences, strict=True)
        ]


@dataclass(frozen=True)
class ServedEyes:
    """`inference.senses.Eyes` by the models that a server has."""

    channel: Channel
    models: EyeModels

    async def faces(
        self, frames: Frames, at_ms: Sequence[int], state: State | None
    ) -> tuple[list[FaceSample], State | None]:
        """Measure the main face in each frame."""
        given: dict[str, Tensor] = {"FRAMES": frames, "AT_MS": np.array(at_ms, np.int32)}
        if state is not None:
            given["STATE"] = state
        urgent = len(frames) <= LIVE_FRAMES
        *tensors, state = await _patiently(self.channel, self.models.face.name, given, (*FACE_OUTPUTS, "STATE"), urgent)
        return _face_samples(at_ms, *tensors), state

    async def bodies(
        self, frames: Frames, at_ms: Sequence[int], state: State | None
    ) -> tuple[list[BodySample], State | None]:
        """Measure the main person's upper body in each frame."""
        if self.models.body is None:
            return [], None
        given: dict[str, Tensor] = {"FRAMES": frames, "AT_MS": np.array(at_ms, np.int32)}
        if state is not None:
            given["STATE"] = state
        *tensors, state = await _patiently(self.channel, self.models.body.name, given, (*BODY_OUTPUTS, "STATE"))
        return _body_samples(*tensors), state


async def _patiently(
    channel: Channel, model: str, given: Mapping[str, Tensor], outputs: Sequence[str], urgent: bool = False
) -> list[Tensor]:
    """Ask `model`; wait and ask again while it has too much to do, since a session cannot go on without the answer.

    Raises `OverloadedError` when that takes longer than `PATIENCE_S`.
    """
    priority = Priority.LIVE if urgent else Priority.FILE
    deadline = time.monotonic() + PATIENCE_S
    while True:
        try:
            return await channel.infer(model, given, outputs, priority=priority)
        except OverloadedError:
            if time.monotonic() > deadline:
                raise
            await asyncio.sleep(random.uniform(*AGAIN_S))  # noqa: S311 - jitter, no secret


def _face_samples(at_ms: Sequence[int], *tensors: np.ndarray) -> list[FaceSample]:
    """Turn the face model's outputs, in the order of `FACE_OUTPUTS`, into samples."""
    rows = zip(at_ms, *(tensor.tolist() for tensor in tensors), strict=True)
    return [
        FaceSample(
            at_ms=at,
            faces=faces,
            presence=presence,
            track=track,
            box=tuple(box),
            yaw=pose[0],
            pitch=pose[1],
            roll=pose[2],
            gaze_x=gaze[0],
            gaze_y=gaze[1],
            off_camera=off_camera,
            smile=expression[0],
            brow_raise=expression[1],
            brow_lower=expression[2],
            mouth_open=expression[3],
            eye_open=expression[4],
            others=tuple(OtherFace(number, tuple(place)) for number, place in zip(*others, strict=True) if number),
        )
        for at, presence, faces, track, box, pose, gaze, off_camera, expression, *others in rows
    ]


def _body_samples(*tensors: np.ndarray) -> list[BodySample]:
    """Turn the body model's outputs, in the order of `BODY_OUTPUTS`, into samples."""
    return [
        BodySample(
            at_ms=at,
            presence=presence,
            shoulder_tilt=tilt,
            shoulder_width=width,
            lean=lean,
            left_hand=bool(hands[0]),
            right_hand=bool(hands[1]),
        )
        for at, presence, tilt, width, lean, hands in zip(*(tensor.tolist() for tensor in tensors), strict=True)
    ]
