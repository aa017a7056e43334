"""One gRPC channel to Triton: deadlines, priorities, bounded retries, our errors. The only importer of tritonclient.

Cancelling the task that awaits a call cancels the call: the server drops the request if it still waits there.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from enum import IntEnum
from typing import Any, TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt
from tritonclient.grpc import InferInput, InferRequestedOutput, InferResult
from tritonclient.grpc.aio import InferenceServerClient
from tritonclient.grpc.service_pb2 import ModelConfigResponse, SystemSharedMemoryStatusResponse
from tritonclient.utils import InferenceServerException, np_to_triton_dtype

from inference.errors import PerceptionError, RegionLostError, ServerUnavailableError, SetupError
from inference.failures import failure
from inference.shared_memory import Pool, Region, aligned

Tensor: TypeAlias = npt.NDArray[Any]
Answer = TypeVar("Answer")

MESSAGE_BYTES = 128 * 1024**2
RETRIES = 3
FIRST_WAIT_S = 0.15
PROBE_S = 2.0
SHARED_BYTES = 256 * 1024
LOCAL = ("unix:", "127.0.0.1:", "localhost:")

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


class Priority(IntEnum):
    """Whose requests a model takes first where several wait for it."""

    LIVE = 1
    FILE = 2


class Channel:
    """A connection to the model server at `address`; made at the first call, in the loop that makes it.

    `timeout_s` bounds each call, retries included. Large tensors go through shared memory where the server is on this
    machine and can map it, otherwise in the request.
    """

    def __init__(self, address: str, timeout_s: float, retries: int = RETRIES, *, shared: bool = True) -> None:
        self._address = address
        self._timeout_s = timeout_s
        self._retries = retries
        self._client: InferenceServerClient | None = None
        self._versions: dict[str, str] = {}
        self._regions = Pool(_Registry(self)) if shared and address.startswith(LOCAL) else None

    async def infer(
        self,
        model: str,
        inputs: Mapping[str, Tensor],
        outputs: Sequence[str],
        *,
        priority: Priority = Priority.FILE,
        timeout_s: float | None = None,
    ) -> list[Tensor]:
        """Send tensors to `model`, give the tensors called `outputs`.

        The server hears the `priority` and how much is left of `timeout_s` (by default the channel's own): it drops a
        request that waited longer. Raises `PerceptionError`; `OverloadedError` at once when too many wait already.
        """
        deadline = time.monotonic() + (self._timeout_s if timeout_s is None else timeout_s)
        large = [name for name, value in inputs.items() if value.nbytes >= SHARED_BYTES and not value.dtype.hasobject]
        region = await self._lend(sum(aligned(inputs[name].nbytes) for name in large))
        try:
            given = _tensors(inputs, large, region)
            result = await self._infer(model, given, outputs, priority, deadline)
        except RegionLostError:
            self._lose_server()
            given = _tensors(inputs, [], None)
            result = await self._infer(model, given, outputs, priority, deadline)
        finally:
            if region is not None and self._regions is not None:
                self._regions.give_back(region)
        return [result.as_numpy(name) for name in outputs]

    async def is_ready(self, model: str) -> bool:
        """Say whether `model` answers requests now."""

        async def call(client: InferenceServerClient, timeout_s: float) -> bool:
            return bool(await client.is_model_ready(model, client_timeout=min(timeout_s, PROBE_S)))

        return await self.call(call)

    async def version(self, model: str) -> str:
        """Give the version that the model's configuration states; it is kept until the server was lost."""
        if model not in self._versions:

            async def call(client: InferenceServerClient, timeout_s: float) -> ModelConfigResponse:
                return await client.get_model_config(model, client_timeout=timeout_s)

            parameters = (await self.call(call)).config.parameters
            if "version" not in parameters:
                raise SetupError(f"the served model {model} states no version: run `shouguan models build`")
            self._versions[model] = str(parameters["version"].string_value)
        return self._versions[model]

    async def close(self) -> None:
        """Close the connection and give its shared memory back; a later call opens it again."""
        if self._regions is not None:
            await self._regions.close()
        client, self._client = self._client, None
        if client is not None:
            await client.close()

    async def call(
        self, call: Callable[[InferenceServerClient, float], Awaitable[Answer]], deadline: float | None = None
    ) -> Answer:
        """Make a call until `deadline` (monotonic seconds); try again only while the server cannot be reached."""
        deadline = deadline or time.monotonic() + self._timeout_s
        attempt = 0
        while True:
            if self._client is None:
                self._client = InferenceServerClient(self._address, channel_args=CHANNEL)
            try:
                return await call(self._client, max(deadline - time.monotonic(), 0.001))
            except InferenceServerException as error:
                found = failure(str(error.status()), str(error.message()))
                wait = FIRST_WAIT_S * 2**attempt * random.uniform(0.5, 1.5)  # noqa: S311 - jitter, no secret
                if not isinstance(found, ServerUnavailableError):
                    raise found from error
                self._versions.clear()
                if attempt >= self._retries or time.monotonic() + wait >= deadline:
                    raise found from error
                attempt += 1
                await asyncio.sleep(wait)

    async def _infer(
        self, model: str, given: list[InferInput], outputs: Sequence[str], priority: Priority, deadline: float
    ) -> InferResult:
        asked = [InferRequestedOutput(name) for name in outputs]

        async def call(client: InferenceServerClient, left_s: float) -> InferResult:
            microseconds = max(int(left_s * 1e6), 1)
            return await client.infer(
                model, given, outputs=asked, priority=priority, timeout=microseconds, client_timeout=left_s
            )

        return await self.call(call, deadline)

    async def _lend(self, size: int) -> Region | None:
        return await self._regions.lend(size) if size and self._regions is not None else None

    def _lose_server(self) -> None:
        """Forget what a server knew that has been started anew."""
        self._versions.clear()
        if self._regions is not None:
            self._regions.forget()


class _Registry:
    """The regions of the server at the other end of a channel."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel

    async def register(self, name: str, size: int) -> None:
        async def call(client: InferenceServerClient, timeout_s: float) -> None:
            await client.register_system_shared_memory(name, f"/{name}", size, client_timeout=timeout_s)

        await self._channel.call(call)

    async def unregister(self, name: str) -> None:
        async def call(client: InferenceServerClient, timeout_s: float) -> None:
            await client.unregister_system_shared_memory(name, client_timeout=min(timeout_s, PROBE_S))

        await self._channel.call(call)

    async def registered(self) -> Sequence[str]:
        async def call(client: InferenceServerClient, timeout_s: float) -> SystemSharedMemoryStatusResponse:
            return await client.get_system_shared_memory_status(client_timeout=timeout_s)

        return list((await self._channel.call(call)).regions)


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


def _tensors(inputs: Mapping[str, Tensor], large: Sequence[str], region: Region | None) -> list[InferInput]:
    """Make a request's tensors: the `large` ones in `region` where there is one, the others in the message."""
    given = {
        name: InferInput(name, list(value.shape), np_to_triton_dtype(value.dtype)) for name, value in inputs.items()
    }
    shared = large if region is not None else []
    for name in given.keys() - set(shared):
        given[name].set_data_from_numpy(np.ascontiguousarray(inputs[name]))
    if region is not None:
        for name, place in zip(shared, region.put(inputs[name] for name in shared), strict=True):
            given[name].set_shared_memory(place.region, place.size, place.offset)
    return list(given.values())
