"""What the model server's refusals mean: gRPC statuses and messages turned into our own errors."""

from __future__ import annotations

from collections.abc import Mapping

from inference.errors import (
    DeadlineExceededError,
    InvalidInputError,
    OverloadedError,
    PerceptionError,
    RegionLostError,
    ServerUnavailableError,
    SetupError,
)

# What the server says with a status that it gives for other reasons too (Triton 2.51); looked at first.
_SAID: Mapping[str, type[PerceptionError]] = {
    "is not healthy": ServerUnavailableError,  # a model's process died; the server is about to be started anew
    "Exceeds maximum queue size": OverloadedError,
    "Request timeout expired": DeadlineExceededError,
    "message larger than max": InvalidInputError,
    "Unable to find shared memory region": RegionLostError,
    "protocol is restricted": SetupError,
}

_STATUSES: Mapping[str, type[PerceptionError]] = {
    "StatusCode.UNAVAILABLE": ServerUnavailableError,
    "StatusCode.RESOURCE_EXHAUSTED": OverloadedError,
    "StatusCode.DEADLINE_EXCEEDED": DeadlineExceededError,
    "StatusCode.INVALID_ARGUMENT": InvalidInputError,
    "StatusCode.NOT_FOUND": SetupError,
}


def failure(status: str, text: str) -> PerceptionError:
    """Give our error for a refusal with gRPC's `status`, such as `StatusCode.UNAVAILABLE`, and the message `text`."""
    said = next((kind for words, kind in _SAID.items() if words in text), None)
    return (said or _STATUSES.get(status, PerceptionError))(text)
