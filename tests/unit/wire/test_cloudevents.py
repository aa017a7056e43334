from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wire.cloudevents import EnvelopeError, Event, decode, encode, headers, parse

NOW = datetime(2026, 11, 22, 9, 30, 0, 250_000, tzinfo=UTC)


def an_event(**fields: str) -> Event:
    given_fields = {"id": "e-1", "source": "urn:shouguan:box:b", "type": "shouguan.test.v1", **fields}
    return Event(time=NOW, data=b"\x00\xff", **given_fields)  # type: ignore[arg-type] # only text fields are given


def test_an_event_comes_back_as_it_went() -> None:
    event = an_event(subject="application/林晓 100% “确认”")
    assert parse(headers(event), event.data) == event


def test_chinese_space_quote_and_percent_are_percent_encoded() -> None:
    assert encode('林 "50%"') == "%E6%9E%97%20%2250%25%22"


def test_other_printable_ascii_stays_readable() -> None:
    assert encode("urn:shouguan:box:b/1?x=[y]&z~") == "urn:shouguan:box:b/1?x=[y]&z~"


@given(st.text())
def test_any_text_survives_and_stays_in_one_header_line(text: str) -> None:
    made = encode(text)
    assert made.isascii()
    assert made.isprintable()
    assert decode(made) == text


def test_the_message_id_is_source_and_id() -> None:
    assert headers(an_event())["Nats-Msg-Id"] == "urn:shouguan:box:be-1"


def test_times_are_written_in_utc() -> None:
    shanghai = Event(id="e", source="s", type="t", data=b"", time=NOW.astimezone(timezone(timedelta(hours=8))))
    assert headers(shanghai)["ce-time"] == "2026-11-22T09:30:00.250000Z"


def test_names_of_headers_may_come_in_any_case() -> None:
    made = {name.upper(): value for name, value in headers(an_event()).items()}
    assert parse(made, b"\x00\xff") == an_event()


@pytest.mark.parametrize("missing", ["ce-specversion", "ce-id", "ce-source", "ce-type", "ce-time"])
def test_an_event_without_a_required_attribute_is_refused(missing: str) -> None:
    made = headers(an_event())
    del made[missing]
    with pytest.raises(EnvelopeError, match=missing):
        parse(made, b"")


@pytest.mark.parametrize("time", ["yesterday", "2026-11-22T09:30:00", ""])
def test_a_time_that_is_none_is_refused(time: str) -> None:
    with pytest.raises(EnvelopeError, match="time"):
        parse({**headers(an_event()), "ce-time": time}, b"")


def test_a_header_that_is_no_utf_8_is_refused() -> None:
    with pytest.raises(EnvelopeError, match="UTF-8"):
        parse({**headers(an_event()), "ce-subject": "%ff"}, b"")


def test_no_headers_are_no_event() -> None:
    with pytest.raises(EnvelopeError):
        parse(None, b"")
