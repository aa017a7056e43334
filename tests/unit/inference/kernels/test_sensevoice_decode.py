"""Words from label sequences made by hand, in the vocabulary's own pieces."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from inference.kernels.sensevoice_decode import LONGEST_MS, Labels, SpokenWord, tags, words

BLANK = "<unk>"
QUERIES = ["<|zh|>", "<|HAPPY|>", "<|Speech|>", "<|withitn|>"]
FRAME = 60


def said(
    frames: Sequence[str], *, sure: Sequence[float] | float = 0.9, queries: Sequence[str] = QUERIES
) -> list[SpokenWord]:
    """Decode one piece a frame; `_` is blank."""
    found, pieces = labelled(frames, sure, queries)
    return words(found, pieces, len(frames) * FRAME)


def labelled(
    frames: Sequence[str], sure: Sequence[float] | float = 0.9, queries: Sequence[str] = QUERIES
) -> tuple[Labels, list[str]]:
    whole = [*queries, *(BLANK if one == "_" else one for one in frames)]
    pieces = list(dict.fromkeys([BLANK, *whole]))
    each = [sure] * len(frames) if isinstance(sure, float) else list(sure)
    probability = np.array([0.99] * len(queries) + each, np.float32)
    return Labels(np.array([pieces.index(one) for one in whole], np.int32), probability), pieces


def texts(found: Sequence[SpokenWord]) -> list[str]:
    return [word.text for word in found]


def test_every_chinese_character_is_a_word_with_the_punctuation_that_follows() -> None:
    assert texts(said(["我", "们", "_", "问", "，", "对", "吗", "？"])) == ["我", "们", "问，", "对", "吗？"]


def test_a_piece_of_several_characters_is_as_many_words_that_share_its_time() -> None:
    first, second, third = said(["客户们", "客户们", "客户们", "客户们", "_"])

    assert (first.text, second.text, third.text) == ("客", "户", "们")
    assert first.start_ms == 0
    assert first.end_ms == second.start_ms
    assert second.end_ms == third.start_ms
    assert third.end_ms == 300


def test_repeats_are_one_and_a_blank_parts_them() -> None:
    assert texts(said(["好", "好", "_", "好", "好", "好"])) == ["好", "好"]


def test_latin_pieces_join_until_the_next_word_begins() -> None:
    assert texts(said(["▁we", "▁ask", "ed", "▁it", "'", "s", "▁5", "%", "."])) == ["we", "asked", "it's", "5%."]


def test_korean_goes_by_the_space_sign_and_japanese_by_the_character() -> None:
    assert texts(said(["▁안녕", "하세요", "▁여러분"])) == ["안녕하세요", "여러분"]
    assert texts(said(["あり", "が", "とう", "。"])) == ["あ", "り", "が", "と", "う。"]


def test_chinese_and_english_mix() -> None:
    assert texts(said(["我", "用", "▁py", "thon", "写", "▁code", "。"])) == ["我", "用", "python", "写", "code。"]


def test_punctuation_with_a_space_sign_stays_with_the_word_before() -> None:
    assert texts(said(["▁why", "▁?", "▁“", "yes", "”"])) == ["why?", "“yes”"]


def test_a_word_begins_half_a_frame_before_its_label_and_ends_with_the_next() -> None:
    first, second = said(["_", "_", "我", "_", "们", "们", "_"])

    assert (first.start_ms, first.end_ms) == (90, 210)
    assert (second.start_ms, second.end_ms) == (210, 420)


def test_a_pause_is_not_a_part_of_the_word_before_it() -> None:
    first, second = said(["我", *["_"] * 20, "们"])

    assert first.end_ms == LONGEST_MS
    assert second.start_ms == 21 * FRAME - 30


def test_times_stay_within_the_sound() -> None:
    found, pieces = labelled(["_", "我", "们"])

    assert [(word.start_ms, word.end_ms) for word in words(found, pieces, 100)] == [(30, 90), (90, 100)]
    assert [(word.start_ms, word.end_ms) for word in words(found, pieces, 10)] == [(10, 10), (10, 10)]


def test_confidence_is_the_geometric_mean_of_the_surest_frames_of_the_pieces() -> None:
    (word,) = said(["▁ask", "▁ask", "ed", "."], sure=[0.5, 0.9, 0.4, 0.1 + 0.2])

    assert word.confidence == pytest.approx((0.9 * 0.4) ** 0.5, rel=1e-5)


def test_the_four_query_frames_are_never_words() -> None:
    assert texts(said(["我"], queries=["我", "们", "们", "们"])) == ["我"]


def test_tags_among_the_labels_are_dropped() -> None:
    assert texts(said(["<|BGM|>", "好", "<|HAPPY|>", "</s>", "的"])) == ["好", "的"]


def test_no_words_where_the_model_hears_no_speech_or_only_events() -> None:
    assert said(["我", "们"], queries=["<|nospeech|>", *QUERIES[1:]]) == []
    assert said(["<|Laughter|>", "_", "<|Applause|>"]) == []
    assert said(["_", "_"]) == []
    assert said([]) == []


def test_no_words_where_the_model_hardly_believes_itself() -> None:
    assert said(["我", "们", "的"], sure=0.2) == []
    assert len(said(["我", "们", "的"], sure=0.4)) == 3


def test_emotion_and_event_are_told_only_to_who_asks() -> None:
    found, pieces = labelled(["好"])

    assert tags(found, pieces, []) == []
    assert tags(found, pieces, ["event"]) == ["event=Speech"]
    assert tags(found, pieces, ["language", "emotion"]) == ["language=zh", "emotion=HAPPY"]


def test_silence_without_labels_has_neither_words_nor_tags() -> None:
    nothing = Labels(np.zeros(0, np.int32), np.zeros(0, np.float32))

    assert words(nothing, [BLANK], 0) == []
    assert tags(nothing, [BLANK], ["event"]) == []
