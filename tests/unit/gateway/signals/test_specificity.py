from __future__ import annotations

import pytest

from gateway.domain.text_signals import DetailKind, Specificity
from gateway.signals.segmentation import written_sentences
from gateway.signals.specificity import measure_specificity

FILLING = " We talked about it again and then we went on with the work as before." * 2


def found(text: str, kind: DetailKind) -> list[str]:
    return [one.quote for one in measure_specificity(written_sentences(text)).details if one.kind is kind]


def measured(text: str) -> Specificity:
    return measure_specificity(written_sentences(text))


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("It rose from twelve to eighteen percent.", ["twelve", "eighteen percent"]),
        ("We spent $3.5 million on 24 shops, 10% less.", ["$3.5 million", "24", "10%"]),
        ("Two hundred and fifty people, a third of them twice.", ["Two hundred and fifty", "a third", "twice"]),
        ("First we did one thing, then another.", []),
        ("They were eighty-five percent sure and often attended.", ["eighty-five percent"]),
        ("转化率从百分之十二涨到18%。", ["百分之十二", "18%"]),
        ("三个月里访谈了二十四位用户，省了20万元，少了三成。", ["三个月", "二十四位", "20万元", "三成"]),
        ("第一次做一个产品，十分紧张，千万别笑。", []),
    ],
)
def test_figures_are_found_and_ordinals_and_idioms_are_not(text: str, figures: list[str]) -> None:
    assert found(text, DetailKind.FIGURE) == figures


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("At Alibaba we met customers in Hong Kong.", ["Alibaba", "Hong Kong"]),
        ("The team and I asked Dr. Li about the API.", ["Dr. Li"]),
        ("Customers were happy. iPhone users were not.", ["iPhone"]),
        ("Siemens bought it. We sold it to Siemens.", ["Siemens"]),
        ("我在杭州的阿里巴巴负责APP。", ["杭州", "阿里巴巴"]),
        ("王经理让我读《启示录》，再用Axure画图。", ["王经理", "启示录", "Axure"]),
        ("高工资的工作谁都想要，东西也好。", []),
    ],
)
def test_names_are_found_and_words_with_a_capital_from_their_place_are_not(text: str, names: list[str]) -> None:
    assert found(text, DetailKind.NAME) == names


@pytest.mark.parametrize(
    ("text", "results"),
    [
        ("Complaints fell and we launched it on time.", ["fell", "launched it on time"]),
        ("We never launched it and complaints did not really drop.", []),
        ("We wanted to cut costs; in the end we cut them.", ["cut"]),
        ("The share rose from sixty to 80%, and we won.", ["rose from sixty to 80%", "won"]),
        ("投诉量降低了，产品按时上线，客户签下了。", ["降低了", "按时上线", "签下了"]),
        ("转化率提高到了81%，投诉量降低了三成。", ["提高到了81%", "降低了三成"]),
        ("我们没有按时上线，希望明年提高到一半。", []),
    ],
)
def test_results_are_what_has_happened(text: str, results: list[str]) -> None:
    assert found(text, DetailKind.RESULT) == results


def test_every_detail_stands_where_it_says() -> None:
    text = "We went on. At Alibaba 24 people came."
    sentences = written_sentences(text)
    details = measure_specificity(sentences).details

    assert [one.quote for one in details] == ["Alibaba", "24"]
    assert all(text[one.start : one.end] == one.quote for one in details)
    assert [one.sentence for one in details] == [1, 1]


def test_the_rate_is_details_per_hundred_words() -> None:
    twenty = "we " * 19 + "went. "
    assert measured(twenty + "Then 24 came with 10% of " + "them " * 22 + "and 3.").rate == pytest.approx(6.0)


def test_chinese_is_counted_by_the_character() -> None:
    assert measured("我们做了产品。" * 9 + "卖了20万元。").rate == pytest.approx(100 / 59, abs=0.06)


def test_a_few_words_have_details_and_no_rate() -> None:
    few = measured("At Alibaba 24 people came.")
    assert few.rate is None
    assert len(few.details) == 2


def test_a_name_counts_once_however_often_it_is_said() -> None:
    assert found("We went to Alibaba. There Alibaba grew.", DetailKind.NAME) == ["Alibaba"]


def test_what_only_repeats_the_question_is_left_out() -> None:
    sentences = written_sentences("Who met 24 people at Alibaba? We met 10." + FILLING)
    assert [one.quote for one in measure_specificity(sentences, echoes=(0,)).details] == ["10"]


def test_a_text_without_capitals_shows_no_names_and_says_so() -> None:
    lower = measured("at alibaba we met people. then we built it for iPhone." + FILLING.lower())
    assert not lower.names_known
    assert lower.details == ()
