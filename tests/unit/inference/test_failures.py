"""What the server's refusals mean."""

from __future__ import annotations

import pytest

from inference import errors
from inference.failures import failure


@pytest.mark.parametrize(
    ("status", "text", "kind"),
    [
        ("UNAVAILABLE", "failed to connect to all addresses", errors.ServerUnavailableError),
        ("UNAVAILABLE", "Exceeds maximum queue size", errors.OverloadedError),
        ("UNAVAILABLE", "[request id: 7] Request timeout expired", errors.DeadlineExceededError),
        ("UNAVAILABLE", "This protocol is restricted, expecting header 'k'", errors.SetupError),
        ("INTERNAL", "Stub process 'vad_0_0' is not healthy.", errors.ServerUnavailableError),
        ("RESOURCE_EXHAUSTED", "memory quota", errors.OverloadedError),
        ("RESOURCE_EXHAUSTED", "SERVER: Received message larger than max (9 vs. 8)", errors.InvalidInputError),
        ("DEADLINE_EXCEEDED", "Deadline Exceeded", errors.DeadlineExceededError),
        ("INVALID_ARGUMENT", "unexpected shape", errors.InvalidInputError),
        ("NOT_FOUND", "Request for unknown model", errors.SetupError),
        ("NOT_FOUND", "Unable to find shared memory region: 'x'", errors.RegionLostError),
        ("INTERNAL", "something else", errors.PerceptionError),
    ],
)
def test_each_refusal_has_its_error(status: str, text: str, kind: type[errors.PerceptionError]) -> None:
    found = failure(f"StatusCode.{status}", text)

    assert type(found) is kind
    assert str(found) == text


def test_what_passes_by_itself_may_be_tried_again() -> None:
    texts = ("Exceeds maximum queue size", "Request timeout expired", "failed to connect")

    assert all(failure("StatusCode.UNAVAILABLE", text).retry for text in texts)
    assert not failure("StatusCode.RESOURCE_EXHAUSTED", "Sent message larger than max").retry
