from __future__ import annotations

import msgspec

from gateway.domain.competency import Concept, Dimension, Keyword
from gateway.domain.scoring import ConceptCoverage
from gateway.scoring.keywords import counted, cover
from tests.factories.scored import OTHER, an_answer

CHURN = Concept(term="churn", synonyms=("customer loss", "attrition"))
RETURNS = Concept(term="复购率", synonyms=("回头客", "重复购买"))


def covered(keywords: tuple[Keyword, ...], *sentences: str) -> tuple[ConceptCoverage, ...]:
    return cover(keywords, [an_answer("q1", [(one, OTHER) for one in sentences])])


def quotes(keywords: tuple[Keyword, ...], *sentences: str) -> list[str]:
    return [one.quote for one in counted(covered(keywords, *sentences))]


def test_endings_count_and_other_words_do_not() -> None:
    assert quotes(("test", "user"), "We tested it with our users.") == ["tested", "users"]
    assert quotes(("test",), "It was a protest, or a testimonial.") == []


def test_chinese_keywords_are_found_inside_sentences() -> None:
    assert quotes(("原型",), "我们做了一个原型。") == ["原型"]


def test_chinese_keywords_are_not_found_where_they_cut_words_in_two() -> None:
    assert quotes(("成本",), "我负责完成本月的目标。") == []


def test_any_of_its_words_says_a_concept_and_the_words_that_were_said_are_quoted() -> None:
    assert quotes((CHURN,), "Our customer losses fell.") == ["customer losses"]
    assert quotes((RETURNS,), "三个月以后回头客多了一倍。") == ["回头客"]


def test_a_concept_counts_once_whichever_of_its_words_was_said() -> None:
    assert quotes((CHURN,), "Churn was high, and attrition cost us dear.", "Then churn fell.") == ["Churn"]


def test_what_was_not_said_is_told() -> None:
    said, missing = covered((CHURN, RETURNS), "Attrition fell.")
    assert (said.term, said.evidence.quote if said.evidence else "", said.counted) == ("churn", "Attrition", True)
    assert (missing.term, missing.evidence, missing.counted) == ("复购率", None, False)


def test_what_is_said_in_a_crowded_sentence_is_told_though_it_earns_nothing() -> None:
    found = covered(("user", "value", "need"), "We saw the value that the user may need.")
    assert [(one.term, one.counted) for one in found] == [("user", True), ("value", True), ("need", False)]
    assert found[2].evidence is not None


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
    assert quotes(("measure", "customer"), "We never measured it and did not ask a customer.") == []
    assert quotes(("customer",), "It was not easy, so we asked the customers.") == ["customers"]
    assert quotes(("customer",), "No customer came, so I went to the customers.") == ["customers"]


def test_the_evidence_resolves() -> None:
    answer = an_answer("q1", [("It was fine.", OTHER), ("We asked the customers there.", OTHER)])
    (found,) = counted(cover(("customer",), [answer]))
    assert answer.text[found.start : found.end] == "customers"
    assert (found.start_ms, found.end_ms) == (1000, 1900)


def test_a_stored_model_with_plain_keywords_is_read_and_one_with_synonyms_too() -> None:
    stored = """{"id": "d", "name": {"zh": "维度", "en": "D"}, "weight": 1, "questions": ["q1"],
        "keywords": ["user", {"term": "a", "synonyms": ["b"]}]}"""
    assert msgspec.json.decode(stored, type=Dimension).keywords == ("user", Concept(term="a", synonyms=("b",)))
