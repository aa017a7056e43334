from __future__ import annotations

import errno
from datetime import UTC, datetime, timedelta

import pytest

from gateway.bus.relay import is_due
from gateway.bus.work import ATTEMPTS, UNKNOWN_ERROR_ATTEMPTS, judge
from gateway.domain.errors import InvalidError, StorageFullError, UnavailableError
from gateway.domain.text import LocalizedText
from inference.errors import InvalidInputError, OverloadedError, ServerUnavailableError
from tests.factories.results import an_outbox_row
from wire.consumer import Drop, Retry

SORRY = LocalizedText("出错了。", "It went wrong.")
LASTING = [InvalidError(SORRY), InvalidInputError("shape")]
NO_ROOM = OSError(errno.EAGAIN, "Resource temporarily unavailable")
AWAY = [ServerUnavailableError("away"), OverloadedError("queue")]
PASSING = [UnavailableError(SORRY), StorageFullError(SORRY), NO_ROOM, *AWAY]
NOW = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.mark.parametrize("error", PASSING)
def test_what_passes_by_itself_is_tried_again_with_growing_delays(error: Exception) -> None:
    first, tenth = judge(error, 1), judge(error, 10)
    assert isinstance(first, Retry)
    assert isinstance(tenth, Retry)
    assert first.delay_s < tenth.delay_s <= 30.0


@pytest.mark.parametrize("error", LASTING)
def test_what_lasts_is_dropped_at_once(error: Exception) -> None:
    assert isinstance(judge(error, 1), Drop)


def test_a_recording_that_is_gone_is_not_waited_for_long() -> None:
    assert isinstance(judge(FileNotFoundError("recording"), UNKNOWN_ERROR_ATTEMPTS), Drop)


def test_an_unknown_error_is_tried_some_times() -> None:
    assert isinstance(judge(KeyError("x"), UNKNOWN_ERROR_ATTEMPTS - 1), Retry)
    assert judge(KeyError("x"), UNKNOWN_ERROR_ATTEMPTS) == Drop("KeyError: 'x'")


@pytest.mark.parametrize("error", PASSING)
def test_nothing_stays_in_the_queue_for_ever(error: Exception) -> None:
    assert isinstance(judge(error, ATTEMPTS), Drop)


@pytest.mark.parametrize(
    ("published_after", "now_after", "due"),
    [
        (0, 9, False),
        (0, 10, True),
        (30, 55, False),
        (30, 60, True),
        (60 * 24, 60 * 47, False),
        (60 * 24, 60 * 48, True),
    ],
)
def test_a_row_without_receipt_is_sent_again_ever_more_rarely(
    published_after: int, now_after: int, *, due: bool
) -> None:
    row = an_outbox_row(created_at=NOW, published_at=NOW + timedelta(minutes=published_after))
    assert is_due(row, NOW + timedelta(minutes=now_after), timedelta(minutes=10)) is due
