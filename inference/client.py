"""Perception by Triton: opens sessions that listen and watch, and embeds texts, by the models that are served now."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from inference import catalogue
from inference.channel import Channel, wait_ready
from inference.checked import encode_texts
from inference.errors import LanguageNotServedError
from inference.listening import ListeningSession
from inference.senses import EarModels, EyeModels
from inference.served import ServedEars, ServedEyes
from inference.types import ModelRef, Vectors
from inference.watching import WatchingSession

__all__ = ["TritonPerception", "wait_ready"]

TEXTS = 32
READY_S = 5.0
"""For so long it is taken for granted which models are served."""


class TritonPerception:
    """`inference.ports.Perception` by the Triton server at `address` (gRPC).

    `timeout_s` bounds each request, retries included; `parallel` bounds the requests of one recording's words in
    flight.
    """

    def __init__(self, address: str, timeout_s: float = 60.0, parallel: int = 2) -> None:
        self._channel = Channel(address, timeout_s)
        self._parallel = parallel
        self._served: tuple[float, tuple[catalogue.Model, ...]] = (0.0, ())

    def listen(self, language: str) -> ListeningSession:
        """Open a session for the sound of one recording."""

        async def open_ears() -> ServedEars:
            models = EarModels(
                voice=await self._model("voice_activity"),
                pitch=await self._model("pitch"),
                words=await self._optional("transcribe", language),
            )
            return ServedEars(self._channel, language, models)

        return ListeningSession(open_ears, language, self._parallel)

    def watch(self) -> WatchingSession:
        """Open a session for the pictures of one recording."""

        async def open_eyes() -> ServedEyes:
            models = EyeModels(face=await self._model("faces"), body=await self._optional("body"))
            return ServedEyes(self._channel, models)

        return WatchingSession(open_eyes)

    async def embed(self, texts: Sequence[str], language: str) -> Vectors:
        """Give one unit vector a text."""
        encoded = encode_texts(texts)
        model = await self._model("embed", language)
        gate = asyncio.Semaphore(self._parallel)

        async def vectors(part: npt.NDArray[np.intp]) -> Vectors:
            async with gate:
                return np.asarray((await self._channel.infer(model.name, {"TEXT": encoded[part]}, ["EMBEDDING"]))[0])

        order = longest_first(texts)
        parts = await asyncio.gather(*(vectors(order[at : at + TEXTS]) for at in range(0, len(order), TEXTS)))
        return np.concatenate(parts)[np.argsort(order)] if parts else np.zeros((0, 0), np.float32)

    async def embedder(self, language: str) -> ModelRef | None:
        """Name the model that gives the embeddings of a language; `None` where none serves it."""
        return await self._optional("embed", language)

    async def models(self) -> tuple[ModelRef, ...]:
        """Name the models that serve now."""
        served = sorted(model.name for model in await self._ready())
        return tuple([await self._reference(name) for name in served])

    async def languages(self) -> frozenset[str]:
        """Give the languages in which a served model transcribes; asks anew, since an interview opens on the answer."""
        ready = await self._ready(anew=True)
        return frozenset(tag for model in ready if model.task == "transcribe" for tag in model.languages)

    async def close(self) -> None:
        """Close the connection."""
        await self._channel.close()

    async def _ready(self, *, anew: bool = False) -> tuple[catalogue.Model, ...]:
        """Give the models that are served, in the catalogue's order; asks the server again after `READY_S`."""
        until, served = self._served
        if anew or time.monotonic() >= until:
            models = catalogue.installed()
            answers = await asyncio.gather(*(self._channel.is_ready(model.name) for model in models))
            served = tuple(model for model, ready in zip(models, answers, strict=True) if ready)
            self._served = (time.monotonic() + READY_S, served)
        return served

    async def _optional(self, task: str, language: str | None = None) -> ModelRef | None:
        """Find a model as `_model` does; `None` where none fits."""
        try:
            return await self._model(task, language)
        except LanguageNotServedError:
            return None

    async def _model(self, task: str, language: str | None = None) -> ModelRef:
        """Find the first served model for a task, in `language` where the task has languages (else `None`).

        One that must be served but is not is asked all the same: its error says what is wrong.
        """
        fitting = [
            model
            for model in catalogue.installed()
            if model.task == task and model.measured and (language is None or language in model.languages)
        ]
        served = await self._ready()
        for model in [one for one in fitting if one in served] or [one for one in fitting if not one.optional]:
            return await self._reference(model.name)
        raise LanguageNotServedError(
            f"no installed model serves the task {task!r} in the language {(language or '')[:20]!r}"
        )

    async def _reference(self, name: str) -> ModelRef:
        return ModelRef(name=name, version=await self._channel.version(name))


def longest_first(texts: Sequence[str]) -> npt.NDArray[np.intp]:
    """Give the order in which texts are asked for: texts of one length share a run of the encoder, and fill it.

    The short requests come last, so that all instances end at about the same time.
    """
    return np.argsort([-len(text) for text in texts], kind="stable")
