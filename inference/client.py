"""Perception by Triton: cuts recordings into requests, puts the answers together as typed results."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import numpy as np

from inference import catalogue
from inference.channel import Channel, wait_ready
from inference.checked import check_frames, check_samples
from inference.errors import LanguageNotServedError
from inference.kernels import pitch, segments, vad
from inference.types import (
    SAMPLE_RATE,
    FaceSample,
    FaceTrack,
    Frames,
    ModelRef,
    PitchTrack,
    Samples,
    Span,
    Transcript,
    Vectors,
    VoiceActivity,
    Word,
)

__all__ = ["TritonPerception", "wait_ready"]

VAD_PIECE = 60 * SAMPLE_RATE
PITCH_CHUNK = 10 * SAMPLE_RATE
LONGEST_MS = 15_000
GATHER_GAP_MS = 1_000
AIR_MS = 200
FACE_BYTES = 8 * 1024**2
TEXTS = 32
FACE_OUTPUTS = ("PRESENCE", "FACES", "BOX", "HEAD_POSE", "GAZE", "EXPRESSION")


class TritonPerception:
    """`inference.ports.Perception` by the Triton server at `address` (gRPC).

    `timeout_s` bounds each request, retries included; `parallel` bounds the requests of one recording in flight.
    """

    def __init__(self, address: str, timeout_s: float = 60.0, parallel: int = 2) -> None:
        self._channel = Channel(address, timeout_s)
        self._parallel = parallel

    async def voice_activity(self, samples: Samples) -> VoiceActivity:
        """Say where somebody speaks; a long recording goes in pieces, with the model's memory handed on."""
        check_samples(samples)
        model = await self._model("voice_activity", "")
        parts = []
        state = np.zeros(vad.STATE, np.float32)
        heard = segments.louder(samples)
        for piece in vad.pieces(samples.size, VAD_PIECE):
            given = {"SAMPLES": heard[piece], "STATE": state}
            probability, state = await self._channel.infer(model.name, given, ["PROBABILITY", "STATE"])
            parts.append(probability)
        probability = np.concatenate(parts) if parts else np.zeros(0, np.float32)
        duration_ms = _milliseconds(samples.size)
        spans = segments.speech(probability, vad.WINDOW_MS, duration_ms)
        return VoiceActivity(speech=tuple(Span(a, b) for a, b in spans), duration_ms=duration_ms, model=model)

    async def transcribe(self, samples: Samples, speech: Sequence[Span], language: str) -> Transcript:
        """Recognise what is said in `speech`, in stretches of at most 15 s that begin and end in pauses."""
        check_samples(samples)
        model = await self._model("transcribe", language)
        heard, stretches = _stretches(samples, speech)
        gate = asyncio.Semaphore(self._parallel)

        async def recognise(stretch: segments.Stretch) -> list[Word]:
            async with gate:
                return await self._words(model.name, heard, stretch)

        found = await asyncio.gather(*(recognise(stretch) for stretch in stretches))
        return Transcript(language=language, words=tuple(word for words in found for word in words), model=model)

    async def pitch(self, samples: Samples) -> PitchTrack:
        """Track the voice's pitch every 16 ms; 0.0 where it is not voiced."""
        check_samples(samples)
        model = await self._model("pitch", "")
        parts = []
        heard = segments.louder(samples)
        for chunk in pitch.chunks(samples.size, PITCH_CHUNK):
            given = {"SAMPLES": heard[chunk.start : chunk.stop]}
            hertz, confidence = await self._channel.infer(model.name, given, ["HERTZ", "CONFIDENCE"])
            parts.append(pitch.voiced(hertz, confidence)[chunk.skip : chunk.skip + chunk.keep])
        hertz = np.concatenate(parts) if parts else np.zeros(0, np.float32)
        return PitchTrack(step_ms=pitch.STEP_MS, hertz=tuple(hertz.tolist()), model=model)

    async def faces(self, frames: Frames, at_ms: Sequence[int]) -> FaceTrack:
        """Measure the main face in each frame."""
        check_frames(frames, at_ms)
        model = await self._model("faces", "")
        size = max(1, FACE_BYTES // max(frames[:1].nbytes, 1))
        samples: list[FaceSample] = []
        for start in range(0, len(frames), size):
            given = {"FRAMES": frames[start : start + size]}
            tensors = await self._channel.infer(model.name, given, FACE_OUTPUTS)
            samples += _face_samples(at_ms[start : start + size], *tensors)
        return FaceTrack(samples=tuple(samples), model=model)

    async def embed(self, texts: Sequence[str], language: str) -> Vectors:
        """Give one unit vector a text."""
        model = await self._model("embed", language)
        parts = []
        for start in range(0, len(texts), TEXTS):
            given = np.array([text.encode() for text in texts[start : start + TEXTS]], dtype=np.object_)
            parts += await self._channel.infer(model.name, {"TEXT": given}, ["EMBEDDING"])
        return np.concatenate(parts) if parts else np.zeros((0, 0), np.float32)

    async def models(self) -> tuple[ModelRef, ...]:
        """Name the models that serve now."""
        return tuple([await self._reference(model.name) for model in await self._ready()])

    async def languages(self) -> frozenset[str]:
        """Give the languages in which a served model transcribes."""
        ready = await self._ready()
        return frozenset(tag for model in ready if model.task == "transcribe" for tag in model.languages)

    async def close(self) -> None:
        """Close the connection."""
        await self._channel.close()

    async def _words(self, model: str, samples: Samples, stretch: segments.Stretch) -> list[Word]:
        """Recognise one stretch (ms) of `samples`; times come back relative to it."""
        start_ms, end_ms = stretch
        given = {"SAMPLES": samples[_samples(start_ms) : _samples(end_ms)]}
        names = ["WORDS", "START_MS", "END_MS", "CONFIDENCE"]
        texts, starts, ends, confidences = await self._channel.infer(model, given, names)
        return [
            Word(text=text.decode(), start_ms=start_ms + int(a), end_ms=start_ms + int(b), confidence=float(c))
            for text, a, b, c in zip(texts, starts, ends, confidences, strict=True)
        ]

    async def _ready(self) -> list[catalogue.Model]:
        return [model for model in catalogue.installed() if await self._channel.is_ready(model.name)]

    async def _model(self, task: str, language: str) -> ModelRef:
        """Find the model for a task, in `language` where the task has languages."""
        for model in catalogue.installed():
            if model.task == task and (language in model.languages or not language):
                return await self._reference(model.name)
        raise LanguageNotServedError(f"no installed model serves the task {task!r} in the language {language!r}")

    async def _reference(self, name: str) -> ModelRef:
        return ModelRef(name=name, version=await self._channel.version(name))


def _stretches(samples: Samples, speech: Sequence[Span]) -> tuple[Samples, list[segments.Stretch]]:
    """Cut speech into stretches for the recogniser, in milliseconds; give them and the sound, silenced elsewhere."""
    last = _milliseconds(samples.size)
    spans = [(max(span.start_ms, 0), min(span.end_ms, last)) for span in speech]
    spans = segments.widen([(a, b) for a, b in spans if b > a], AIR_MS, last)
    heard = segments.only(samples, [(_samples(a), _samples(b)) for a, b in spans])
    parts: list[segments.Stretch] = []
    for start, end in segments.gather(spans, LONGEST_MS, GATHER_GAP_MS - 2 * AIR_MS):
        energy = segments.envelope(samples[_samples(start) : _samples(end)], SAMPLE_RATE // 50)
        parts += segments.split((start, end), energy, LONGEST_MS)
    return heard, parts


def _face_samples(at_ms: Sequence[int], *tensors: np.ndarray) -> list[FaceSample]:
    """Turn the face model's outputs, in the order of `FACE_OUTPUTS`, into samples."""
    rows = zip(at_ms, *(tensor.tolist() for tensor in tensors), strict=True)
    return [
        FaceSample(
            at_ms=at,
            faces=faces,
            presence=presence,
            box=tuple(box),
            yaw=pose[0],
            pitch=pose[1],
            roll=pose[2],
            gaze_x=gaze[0],
            gaze_y=gaze[1],
            smile=expression[0],
            brow_raise=expression[1],
            mouth_open=expression[2],
            eye_open=expression[3],
        )
        for at, presence, faces, box, pose, gaze, expression in rows
    ]


def _milliseconds(samples: int) -> int:
    return samples * 1000 // SAMPLE_RATE


def _samples(milliseconds: int) -> int:
    return milliseconds * SAMPLE_RATE // 1000
