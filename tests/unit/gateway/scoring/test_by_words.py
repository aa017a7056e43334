"""Where no embedding model serves a language, answers are compared by the words they share, and the report says so."""

from __future__ import annotations

from msgspec.structs import replace

from gateway.domain.competency import CompetencyModel, Dimension, IndicatorKind
from gateway.domain.signals import MeasuredAnswer
from gateway.scoring import score
from tests.factories.scored import OTHER, an_answer, an_indicator, text

OWNS = an_indicator("owns", IndicatorKind.EXPECTED)
TESTS = replace(an_indicator("tests", IndicatorKind.POSITIVE), exemplars=("上线之前我们先做了原型测试。",))
ASKS = replace(
    an_indicator("asks", IndicatorKind.POSITIVE),
    exemplars=("我一个一个拜访了客户。",),
    cues=((("访谈", "拜访"), ("客户", "用户")),),
)
MODEL = CompetencyModel(
    id="model",
    version="1-zh",
    title=text("Model"),
    dimensions=(
        Dimension(id="needs", name=text("Needs"), weight=1.0, questions=("q1",), indicators=(ASKS, TESTS, OWNS)),
    ),
)


def said(*sentences: str) -> MeasuredAnswer:
    answer = an_answer("q1", [(one, OTHER) for one in sentences], language="zh-CN")
    return replace(answer, vectors=())


def test_sentences_that_share_most_of_their_words_with_an_exemplar_show_it() -> None:
    result = score(MODEL, [said("上线之前，我们做了原型测试。", "后来大家都很满意，项目也按时完成了。")], {})
    asks, tests = result.dimensions[0].indicators
    assert (asks.strength, tests.strength) == (0.0, 1.0)
    assert tests.evidence[0].quote == "上线之前，我们做了原型测试。"
    assert result.by_words


def test_cues_count_without_any_model() -> None:
    (dimension,) = score(MODEL, [said("那段时间我天天在外面，拜访了十几位客户。")], {}).dimensions
    asks = dimension.indicators[0]
    assert (asks.points, asks.cue) == (10.0, ("拜访", "客户"))


def test_what_only_a_model_of_meaning_could_see_costs_nothing_when_it_is_not_seen() -> None:
    (dimension,) = score(MODEL, [said("那段时间我天天在外面，拜访了十几位客户。")], {}).dimensions
    assert [one.indicator_id for one in dimension.indicators] == ["asks", "tests"]
