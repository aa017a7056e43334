from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from inference.kernels import embedding
from inference.kernels.embedding import Embedder, Settings


class Encoded:
    def __init__(self, ids: list[int]) -> None:
        self.ids = ids


class Letters:
    """A tokenizer that makes a token of each letter."""

    def __init__(self) -> None:
        self.longest = 0
        self.seen: list[str] = []

    def enable_truncation(self, longest: int) -> None:
        self.longest = longest

    def no_padding(self) -> None:
        pass

    def encode_batch(self, texts: list[str]) -> Sequence[Encoded]:
        self.seen += texts
        return [Encoded([ord(letter) for letter in text][: self.longest]) for text in texts]


class SumAndCount:
    """An encoder whose vector is the sum of a text's tokens and their number."""

    def __init__(self) -> None:
        self.shapes: list[tuple[int, ...]] = []

    def run(self, names: list[str], given: dict[str, Any]) -> list[np.ndarray]:
        assert names == ["embedding"]
        self.shapes.append(given["ids"].shape)
        kept = given["ids"] * given["mask"]
        return [np.stack([kept.sum(axis=1), given["mask"].sum(axis=1)], axis=1).astype(np.float32)]


def embedder(longest: int = 32, prefix: str = "") -> tuple[Embedder, SumAndCount, Letters]:
    session, tokenizer = SumAndCount(), Letters()
    return Embedder(session, tokenizer, Settings(longest, prefix, 2)), session, tokenizer


def request(*texts: str | bytes) -> np.ndarray:
    raw = [[text.encode() if isinstance(text, str) else text] for text in texts]
    return np.array(raw, np.object_).reshape(len(texts), 1)


def expected(*texts: str) -> list[list[float]]:
    return [[float(sum(map(ord, text))), float(len(text))] for text in texts]


def test_each_text_gets_its_own_vector_in_order() -> None:
    texts = ["a", "b" * 9, "", "客户", "cc", "d" * 32, "e" * 10]

    assert embedder()[0].embed(texts).tolist() == expected(*texts)


def test_texts_of_one_padded_length_share_a_run_and_no_others() -> None:
    made, session, _ = embedder()
    made.embed(["a", "b" * 9, "c" * 8, "d" * 16])

    assert session.shapes == [(2, 8), (2, 16)]


def test_a_run_stays_within_its_number_of_tokens() -> None:
    made, session, _ = embedder(longest=512)
    made.embed(["a" * 8] * 70 + ["b" * 512] * 2)

    assert session.shapes == [(32, 8), (32, 8), (6, 8), (1, 512), (1, 512)]


def test_requests_are_embedded_together_and_answered_apart() -> None:
    made, session, _ = embedder()
    first, second, third = made.answers([request("a", "b"), request("c"), request()])

    assert session.shapes == [(3, 8)]
    assert not isinstance(first, ValueError)
    assert first.tolist() == expected("a", "b")
    assert not isinstance(second, ValueError)
    assert second.tolist() == expected("c")
    assert not isinstance(third, ValueError)
    assert third.shape == (0, 2)


def test_bytes_that_are_no_utf8_spoil_their_request_alone() -> None:
    broken, good = embedder()[0].answers([request("fine", b"\xff\xfe"), request("good")])

    assert isinstance(broken, ValueError)
    assert str(broken) == "TEXT is not valid UTF-8: invalid start byte at byte 0"
    assert not isinstance(good, ValueError)
    assert good.tolist() == expected("good")


def test_the_prefix_stands_before_every_text() -> None:
    made, _, tokenizer = embedder(prefix="query: ")
    made.embed(["one", ""])

    assert tokenizer.seen == ["query: one", "query: "]


def test_no_more_is_tokenised_than_can_count() -> None:
    made, _, tokenizer = embedder(longest=8)
    made.embed(["x " * 50_000, " " * 100_000 + "end"])

    assert tokenizer.seen == [("x " * 256), "end"]


def test_a_text_just_below_the_limit_is_left_as_it_is() -> None:
    made, _, tokenizer = embedder(longest=8)
    made.embed([" " * 511 + "x"])

    assert tokenizer.seen == [" " * 511 + "x"]


def test_lengths_that_cannot_be_padded_are_refused() -> None:
    with pytest.raises(ValueError, match="multiple of 8"):
        embedder(longest=30)


def test_settings_are_read_from_the_model_configuration() -> None:
    config = {
        "output": [{"dims": [384]}],
        "parameters": {"longest": {"string_value": "512"}, "prefix": {"string_value": "query: "}},
    }

    assert embedding.read_settings(config) == Settings(512, "query: ", 384)
