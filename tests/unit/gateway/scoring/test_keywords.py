from __future__ import annotations

from gateway.scoring.keywords import find_keywords
from tests.factories.scored import OTHER, an_answer


def quotes(keywords: tuple[str, ...], *sentences: str) -> list[str]:
    return [one.quote for one in find_keywords(keywords, [an_answer("q1", [(one, OTHER) for one in sentences])])]


def test_endings_count_and_other_words_do_not() -> None:
    assert quotes(("test", "user"), "We tested it with our users.") == ["tested", "users"]
    assert quotes(("test",), "It was a protest, or a testimonial.") == []


def test_chinese_keywords_are_found_inside_sentences() -> None:
    assert quotes(("原型",), "我们做了一个原型。") == ["原型"]


def test_a_word_counts_where_its_sign_is_written() -> None:
    assert quotes(("percent", "dollar"), "We cut 10% of our costs, which was $500.") == ["%", "$"]
    assert quotes(("百分之",), "成本降低了30%。") == ["%"]
    assert quotes(("share",), "We cut 10% of our costs.") == []


def test_a_word_said_twice_counts_once() -> None:
    assert quotes(("user",), "We asked a user.", "The user answered us.") == ["user"]


def test_a_sentence_gives_at_most_two() -> None:
    assert len(quotes(("user", "value", "need"), "We saw the value that the user may need.")) == 2


def test_a_list_and_a_question_give_none() -> None:
    assert quotes(("user",), "user, value, need, effort, research") == []
    assert quotes(("user",), "What does a user want?") == []


def test_what_is_denied_is_not_said() -> None:
    assert quotes(("measur", "customer"), "We never measured it and did not ask a customer.") == []
    assert quotes(("customer",), "It was not easy, so we asked the customers.") == ["customers"]
    assert quotes(("customer",), "No customer came, so I went to the customers.") == ["customers"]


def test_the_evidence_resolves() -> None:
    answer = an_answer("q1", [("It was fine.", OTHER), ("We asked the customers there.", OTHER)])
    (found,) = find_keywords(("customer",), [answer])
    assert answer.text[found.start : found.end] == "customers"
    assert (found.start_ms, found.end_ms) == (1000, 1900)
