from __future__ import annotations

from gateway.domain.text_signals import Detail, DetailKind
from gateway.signals.segmentation import sentences, written_sentences
from gateway.signals.summary import choose, summarise
from tests.factories.spoken import a_transcript

LONG = (
    "We asked ten customers what they need. The customers need a faster search. The weather was very nice then. "
    "So we built a faster search for customers. My cat likes to sleep all day."
)


def test_the_sentence_that_is_most_like_the_others_sums_them_up() -> None:
    vectors = ((0.6, 0.8), (0.8, 0.6), (0.0, 1.0))
    said = written_sentences("We went to ask them all. We asked them what they want. It was raining all the day.")
    assert choose(said, vectors) == (0,)


def test_without_vectors_shared_words_tell_it() -> None:
    assert choose(written_sentences(LONG), ()) == (1, 3)


def test_a_sentence_with_details_is_preferred() -> None:
    said = written_sentences("We asked them all about it. We asked them much about it. We asked some about all.")
    vectors = ((1.0, 0.0),) * 3
    details = [Detail(DetailKind.FIGURE, 2, 0, 1, "x")]
    assert choose(said, vectors) == (0,)
    assert choose(said, vectors, details) == (2,)


def test_what_has_been_said_is_not_said_again() -> None:
    said = written_sentences("We asked them all about it. " * 2 + "Then we built it for them. We sold it in the end.")
    vectors = ((1.0, 0.0), (1.0, 0.0), (0.8, 0.6), (0.8, -0.6))
    found = choose(said, vectors)
    assert found in {(0, 2), (0, 3)}


def test_no_answer_is_summed_up_in_more_than_three_sentences() -> None:
    said = written_sentences("We asked them all about it. " * 30)
    apart = tuple(tuple(float(at == other) for other in range(30)) for at in range(30))
    assert len(choose(said, apart)) == 3


def test_an_answer_that_says_one_thing_over_and_over_is_summed_up_in_one_sentence() -> None:
    assert choose(written_sentences("We asked them all about it. " * 30), ((1.0, 0.0),) * 30) == (0,)


def test_scraps_and_repetitions_of_the_question_stand_for_nothing() -> None:
    said = written_sentences("Well, yes. How did you ask them all? We asked them one by one.")
    assert choose(said, (), echoes=(1,)) == (2,)
    assert choose(written_sentences("Well, yes."), ()) == ()


def test_chinese_answers_are_summed_up_by_their_words() -> None:
    said = written_sentences(
        "我们访谈了十位老年用户。老年用户看不清小字。那天的天气特别好。于是我们给老年用户放大了字。"
    )
    assert 2 not in choose(said, ())


def test_a_summary_cites_sentences_as_they_were_said_with_their_times() -> None:
    transcript = a_transcript("We asked ten customers. Then we built it for them.")
    said = sentences(transcript)
    (one,) = summarise("answer-1", "q1", said, (1,))
    assert transcript.text[one.start : one.end] == one.quote == "Then we built it for them."
    assert (one.answer_id, one.question_id) == ("answer-1", "q1")
    assert (one.start_ms, one.end_ms) == (1200, 3000)
