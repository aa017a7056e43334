from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from gateway.signals.segmentation import MAX_WORDS, sentences, written_sentences
from inference.kernels import script
from inference.types import Transcript, Word
from tests.factories.people import changed
from tests.factories.spoken import MODEL, a_transcript


def chinese(line: str, pauses: dict[str, int] | None = None) -> Transcript:
    """A transcript whose words are the characters of `line`, each with the punctuation that follows."""
    words = [line[start:end] for start, end in script.split(line)]
    return changed(a_transcript(" ".join(words), pauses=pauses), language="zh")


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


def test_chinese_punctuation_ends_sentences_and_offsets_count_no_spaces() -> None:
    transcript = chinese("我们先问了客户。然后做原型；效果如何？“很好！”他说")
    found = sentences(transcript)
    assert [one.text for one in found] == ["我们先问了客户。", "然后做原型；", "效果如何？", "“很好！”", "他说"]
    assert [(one.start, one.end) for one in found] == [(0, 8), (8, 14), (14, 19), (19, 24), (24, 26)]


def test_a_pause_after_two_characters_is_a_hesitation_and_after_five_an_end() -> None:
    assert texts(chinese("我们先问了客户", pauses={"们": 2000})) == ["我们先问了客户"]
    assert texts(chinese("我们先问了客户", pauses={"了": 1000})) == ["我们先问了", "客户"]


def test_chinese_without_punctuation_is_cut_at_its_longest_silence_beyond_a_hundred_characters() -> None:
    unmarked = "一" * 40 + "二" + "一" * 59
    assert len(texts(chinese(unmarked))) == 1
    assert texts(chinese(unmarked + "三三", pauses={"二": 500})) == ["一" * 40 + "二", "一" * 59 + "三三"]


def test_english_words_in_chinese_speech_keep_their_spaces() -> None:
    assert texts(chinese("我们用 machine learning 做推荐。效果 OK")) == ["我们用machine learning做推荐。", "效果OK"]


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
    assert "".join("".join(one.text for one in found).split()) == "".join(transcript.text.split())
    assert all(earlier.end <= later.start for earlier, later in pairwise(found))
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


def test_an_abbreviation_ends_no_written_sentence() -> None:
    text = "We asked Dr. Li about it, e.g. twice. Then we went on."
    assert [one.text for one in written_sentences(text)] == [
        "We asked Dr. Li about it, e.g. twice.",
        "Then we went on.",
    ]
