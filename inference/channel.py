"""One gRPC channel to Triton: deadlines, bounded retries, our own errors. The only importer of tritonclient."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt
from tritonclient.grpc import InferInput, InferRequestedOutput, InferResult
from tritonclient.grpc.aio import InferenceServerClient
from tritonclient.grpc.service_pb2 import ModelConfigResponse
from tritonclient.utils import InferenceServerException, np_to_triton_dtype

from inference.errors import (
    DeadlineExceededError,
    InvalidInputError,
    PerceptionError,
    ServerUnavailableError,
    SetupError,
)

Tensor: TypeAlias = npt.NDArray[Any]
Answer = TypeVar("Answer")

MESSAGE_BYTES = 128 * 1024**2
RETRIES = 3
FIRST_WAIT_S = 0.15
PROBE_S = 2.0

# These replace every default of the client, so each one that matters is here.
CHANNEL = [
    ("grpc.max_send_message_length", MESSAGE_BYTES),
    ("grpc.max_receive_message_length", MESSAGE_BYTES),
    ("grpc.keepalive_time_ms", 30_000),
    ("grpc.keepalive_timeout_ms", 10_000),
    ("grpc.keepalive_permit_without_calls", 0),
    ("grpc.initial_reconnect_backoff_ms", 100),
    ("grpc.min_reconnect_backoff_ms", 100),
    ("grpc.max_reconnect_backoff_ms", 2_000),
    ("grpc.enable_http_proxy", 0),
]

_KINDS: Mapping[str, type[PerceptionError]] = {
    "StatusCode.UNAVAILABLE": ServerUnavailableError,
    "StatusCode.RESOURCE_EXHAUSTED": ServerUnavailableError,
    "StatusCode.DEADLINE_EXCEEDED": DeadlineExceededError,
    "StatusCode.INVALID_ARGUMENT": InvalidInputError,
    "StatusCode.NOT_FOUND": SetupError,
}


class Channel:
    """A connection to the model server at `address`; made at the first call, in the loop that makes it."""

    def __init__(self, address: str, timeout_s: float, retries: int = RETRIES) -> None:
        self._address = address
        self._timeout_s = timeout_s
        self._retries = retries
        self._client: InferenceServerClient | None = None
        self._versions: dict[str, str] = {}

    async def infer(self, model: str, inputs: Mapping[str, Tensor], outputs: Sequence[str]) -> list[Tensor]:
        """Send tensors to `model`, give the tensors called `outputs`. Raises `PerceptionError`."""
        given = [_tensor(name, value) for name, value in inputs.items()]
        asked = [InferRequestedOutput(name) for name in outputs]

        async def call(client: InferenceServerClient, timeout_s: float) -> InferResult:
            return await client.infer(model, given, outputs=asked, client_timeout=timeout_s)

        result = await self._call(call)
        return [result.as_numpy(name) for name in outputs]

    async def is_ready(self, model: str) -> bool:
        """Say whether `model` answers requests now."""

        async def call(client: InferenceServerClient, timeout_s: float) -> bool:
            return bool(await client.is_model_ready(model, client_timeout=min(timeout_s, PROBE_S)))

        return await self._call(call)

    async def version(self, model: str) -> str:
        """Give the version that the model's configuration states; it is kept until the server was lost."""
        if model not in self._versions:

            async def call(client: InferenceServerClient, timeout_s: float) -> ModelConfigResponse:
                return await client.get_model_config(model, client_timeout=timeout_s)

            parameters = (await self._call(call)).config.parameters
            if "version" not in parameters:
                raise SetupError(f"the served model {model} states no version: run `shouguan models build`")
            self._versions[model] = str(parameters["version"].string_value)
        return self._versions[model]

    async def close(self) -> None:
        """Close the connection; a later call opens it again."""
        client, self._client = self._client, None
        if client is not None:
            await client.close()

    async def _call(self, call: Callable[[InferenceServerClient, float], Awaitable[Answer]]) -> Answer:
        """Make a call within the time-out; try again only while the server cannot be reached."""
        deadline = time.monotonic() + self._timeout_s
        attempt = 0
        while True:
            if self._client is None:
                self._client = InferenceServerClient(self._address, channel_args=CHANNEL)
            try:
                return await call(self._client, max(deadline - time.monotonic(), 0.001))
            except InferenceServerException as error:
                failure = _translated(error)
                wait = FIRST_WAIT_S * 2**attempt * random.uniform(0.5, 1.5)  # noqa: S311 - jitter, no secret
                if isinstance(failure, ServerUnavailableError):
                    self._versions.clear()
                    if attempt < self._retries and time.monotonic() + wait < deadline:
                        attempt += 1
                        await asyncio.sleep(wait)
                        continue
                raise failure from error


async def wait_ready(address: str, models: Sequence[str], timeout_s: float) -> None:
    """Wait until every model in `models` answers at `address`. Raises `ServerUnavailableError` after `timeout_s`."""
    channel = Channel(address, PROBE_S, retries=0)
    deadline = time.monotonic() + timeout_s
    waiting = list(models)
    try:
        while waiting:
            if time.monotonic() > deadline:
                raise ServerUnavailableError(f"not ready within {timeout_s:.0f} s: {', '.join(waiting)}")
            try:
                waiting = [name for name in waiting if not await channel.is_ready(name)]
            except PerceptionError as error:
                if not error.retry:
                    raise
            if waiting:
                await asyncio.sleep(0.1)
    finally:
        await channel.close()


def _tensor(name: str, value: Tensor) -> InferInput:
    tensor = InferInput(name, list(value.shape), np_to_triton_dtype(value.dtype))
    tensor.set_data_from_numpy(np.ascontiguousarray(value))
    return tensor


def _translated(error: InferenceServerException) -> PerceptionError:
    """Put a vendor error into our own kinds."""
    text = str(error.message())
    if "is not healthy" in text:  # the model's process died; Triton starts it anew
        return ServerUnavailableError(text)
    return _KINDS.get(str(error.status()), PerceptionError)(text)
