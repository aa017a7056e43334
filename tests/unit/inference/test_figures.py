"""Words with numbers in digits: nothing else changes, nothing is lost, times and confidences follow."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.figures import written
from inference.kernels.figure import listed
from inference.types import Word

ENGLISH = st.sampled_from(
    listed(
        "zero one two three five nine ten twelve nineteen twenty thirty ninety hundred thousand million first second "
        "tenth twentieth hundredth point oh half a and to or between from out of in by since the like percent per cent "
        "dollars euro times people users was May twenty-five ten-year two-million-dollar fifty-fifty 10 10% 2024 $5"
    )
)
CHINESE = st.sampled_from([*"零一二三五九两十百千万亿点分之年月日个人第几多到从是有了半来", "30%", "2024", "GPT"])
PLAIN = st.text(st.characters(codec="utf-8", categories=("L", "P"), exclude_characters="".join("oahtfsn")), min_size=1)
PUNCTUATION = st.sampled_from(["", "", "", "", ",", ".", "，", "。", '"', ")", "-"])


def timed(texts: list[str]) -> list[Word]:
    """Give words of different lengths and confidences, some with a pause before them."""
    words = []
    at = 0
    for index, text in enumerate(texts):
        start = at + 70 * (index % 3)
        at = start + 100 + 10 * (index % 5)
        words.append(Word(text=text, start_ms=start, end_ms=at, confidence=0.5 + 0.07 * (index % 7)))
    return words


def lines(words: st.SearchStrategy[str]) -> st.SearchStrategy[list[Word]]:
    return st.lists(st.builds(str.__add__, words, PUNCTUATION), max_size=14).map(timed)


SAID = st.one_of(
    st.tuples(st.just("en"), lines(ENGLISH)),
    st.tuples(st.just("zh"), lines(CHINESE)),
    st.tuples(st.just("zh"), lines(ENGLISH)),
)


@given(SAID)
def test_writing_twice_is_writing_once(said: tuple[str, list[Word]]) -> None:
    language, words = said
    once = written(words, language)

    assert written(once, language) == once


@given(SAID)
def test_every_moment_of_every_word_is_kept(said: tuple[str, list[Word]]) -> None:
    language, words = said
    read = written(words, language)

    edges = [(word.start_ms, word.end_ms) for word in read]
    assert all(before[1] <= after[0] for before, after in pairwise(edges))
    assert all(any(start <= one.start_ms and one.end_ms <= end for start, end in edges) for one in words)
    assert {start for start, _ in edges} <= {word.start_ms for word in words}
    assert {end for _, end in edges} <= {word.end_ms for word in words}


@given(SAID)
def test_a_number_is_as_sure_as_its_least_sure_word(said: tuple[str, list[Word]]) -> None:
    language, words = said

    for read in written(words, language):
        within = [one for one in words if read.start_ms <= one.start_ms and one.end_ms <= read.end_ms]
        assert read.confidence == min(one.confidence for one in within)


@given(SAID)
def test_what_is_written_anew_holds_digits_or_a_scale(said: tuple[str, list[Word]]) -> None:
    language, words = said

    new = [one.text for one in written(words, language) if one not in words]
    assert all(any(map(str.isdigit, text)) or text.rstrip(',.，。")-') == "million" for text in new)


@given(
    st.sampled_from(["en", "zh"]),
    st.lists(PLAIN.filter(lambda text: not set(text) & set("零〇一二三四五六七八九十")), max_size=20),
)
def test_without_number_words_nothing_changes(language: str, texts: list[str]) -> None:
    words = timed(texts)

    assert written(words, language) == words


@pytest.mark.parametrize("language", ["ja", "ko", "yue", "fi"])
def test_other_languages_stay_as_they_are(language: str) -> None:
    words = timed(["ten", "percent", *"百分之三十"])

    assert written(words, language) == words


def test_a_number_takes_the_time_of_all_its_words() -> None:
    words = timed(["grew", "by", "thirty", "five", "percent."])

    *_, number = written(words, "en")

    assert number == Word(
        text="35%.", start_ms=words[2].start_ms, end_ms=words[4].end_ms, confidence=words[2].confidence
    )
    assert min(word.confidence for word in words[2:]) == words[2].confidence
