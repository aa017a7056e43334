from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from gateway.signals.segmentation import MAX_WORDS, sentences, written_sentences
from inference.types import Transcript, Word
from tests.factories.spoken import MODEL, a_transcript


def texts(transcript: Transcript) -> list[str]:
    return [one.text for one in sentences(transcript)]


def test_full_stops_end_sentences() -> None:
    assert texts(a_transcript("We asked them. Then we built it!")) == ["We asked them.", "Then we built it!"]


def test_abbreviations_and_initials_end_none() -> None:
    assert texts(a_transcript("Dr. Li met us in D. C. last week.")) == ["Dr. Li met us in D. C. last week."]


def test_a_long_pause_ends_a_sentence_without_a_full_stop() -> None:
    assert texts(a_transcript("we asked them then we built", pauses={"them": 1200})) == [
        "we asked them",
        "then we built",
    ]


def test_a_hesitation_after_two_words_ends_no_sentence() -> None:
    assert texts(a_transcript("so we asked them", pauses={"we": 2000})) == ["so we asked them"]


def test_an_endless_run_of_words_is_cut_at_its_longest_silence() -> None:
    words = [f"w{index}" for index in range(MAX_WORDS + 20)]
    cut = sentences(a_transcript(" ".join(words), pauses={"w30": 500}))
    assert [one.text.split()[-1] for one in cut] == ["w30", words[-1]]


def test_sentences_carry_the_times_of_their_words() -> None:
    second = sentences(a_transcript("One two three. Four five."))[1]
    assert (second.start_ms, second.end_ms) == (900, 1500)


def test_silence_has_no_sentences() -> None:
    assert sentences(a_transcript("")) == ()


@given(
    st.lists(
        st.tuples(
            st.text(st.characters(codec="utf-8", exclude_categories=("Z", "C")), min_size=1, max_size=8),
            st.integers(0, 3000),
        ),
        max_size=150,
    )
)
def test_sentences_hold_every_word_once_and_their_offsets_resolve(spoken: list[tuple[str, int]]) -> None:
    at = 0
    words = []
    for text, pause in spoken:
        words.append(Word(text=text, start_ms=at, end_ms=at + 100, confidence=1.0))
        at += 100 + pause
    transcript = Transcript(language="en", words=tuple(words), model=MODEL)
    found = sentences(transcript)
    assert " ".join(one.text for one in found) == transcript.text
    assert all(transcript.text[one.start : one.end] == one.text for one in found)


def test_written_chinese_is_split_at_its_punctuation() -> None:
    found = written_sentences("我们访谈了十位客户。然后做了原型！效果如何？转化率提高了5.5%")
    assert [one.text for one in found] == ["我们访谈了十位客户。", "然后做了原型！", "效果如何？", "转化率提高了5.5%"]


def test_written_english_keeps_decimals_together() -> None:
    assert [one.text for one in written_sentences("It rose by 3.5 percent. Good.")] == [
        "It rose by 3.5 percent.",
        "Good.",
    ]


@given(st.text(max_size=300))
def test_offsets_of_written_sentences_resolve(text: str) -> None:
    found = written_sentences(text)
    assert all(text[one.start : one.end] == one.text for one in found)
    assert all(earlier.end <= later.start for earlier, later in pairwise(found))
