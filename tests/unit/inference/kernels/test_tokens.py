from __future__ import annotations

from pathlib import Path

import pytest

from inference.kernels import tokens


def piece(text: str) -> bytes:
    return text.encode()


def test_pieces_become_words_with_their_punctuation() -> None:
    pieces = [piece(text) for text in ("▁Cong", "r", "ess", ",", "▁and", "▁I", "'", "m")]

    words = tokens.to_words(pieces, [0.5] * len(pieces))

    assert [word.text for word in words] == ["Congress,", "and", "I'm"]


def test_confidence_is_the_geometric_mean_without_punctuation() -> None:
    (word,) = tokens.to_words([piece("▁ye"), piece("s"), piece("!")], [0.9, 0.4, 0.001])

    assert word.confidence == pytest.approx(0.6)


def test_lone_punctuation_joins_the_word_before() -> None:
    words = tokens.to_words([piece("▁well"), piece("▁…"), piece("▁...")], [0.5, 0.5, 0.5])

    assert [word.text for word in words] == ["well…..."]


def test_a_letter_split_into_bytes_is_put_together() -> None:
    first, second = "é".encode()[:1], "é".encode()[1:]

    assert tokens.to_words([piece("▁caf"), first, second], [1.0] * 3)[0].text == "café"


def test_vocabularies_are_read_with_short_and_long_lengths(tmp_path: Path) -> None:
    path = tmp_path / "tokenizer.bin"
    long = b"x" * 300
    path.write_bytes(b"\x05<unk>\x03<s>" + b"\x02ab" + bytes([300 % 128 + 128, 300 // 128]) + long)

    assert tokens.read_vocabulary(path) == [b"", b"", b"ab", long]


def test_a_vocabulary_that_breaks_off_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "tokenizer.bin"
    path.write_bytes(b"\x05abc")

    with pytest.raises(ValueError, match="token 0"):
        tokens.read_vocabulary(path)
