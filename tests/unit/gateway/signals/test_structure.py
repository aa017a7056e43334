from __future__ import annotations

from collections.abc import Sequence

import msgspec
import pytest

from gateway.domain.signals import StructureKind, StructurePart, StructureSignals
from gateway.signals.segmentation import sentences, written_sentences
from gateway.signals.structure import measure_structure
from tests.factories.rambling import RAMBLE, RAMBLE_ZH
from tests.factories.spoken import a_transcript

WELL_BUILT = (
    "In short, we asked customers first and saved three months of work. "
    "Last year our team wanted to rebuild the whole shop. "
    "My task was to find out which page mattered most. "
    "First, I interviewed twelve buyers, because they knew the real problem. "
    "Second, I tested a paper prototype with five sellers, so we could drop half of the list. "
    "Orders rose from sixty to eighty percent. "
    "In the end everybody agreed that asking customers had saved the work."
)
WELL_BUILT_ZH = (
    "我认为做需求最关键的是先弄清真正的问题。去年我在一家电商公司负责退货流程，目标是把处理时间缩短一半。"
    "首先，我访谈了十二位客户，因为他们最清楚退款卡在哪里。其次，我们把需求按价值和成本排序，所以只保留了三项功能。"
    "处理时间从七天缩短到三天。总之，先弄清问题再动手，才能用最少的功能解决问题。"
)
STRUNG = (
    "First, because, second, therefore, third, however, in conclusion, as a result, finally, so that. "
    "In short, the key, the most important, for example, in the end. Because, so we, therefore, but, although. "
    "First of all, secondly, thirdly, lastly, to sum up, what I learned."
)
STRUNG_ZH = (
    "首先，因为，其次，所以，第三，但是，然后，因此，总之，结果，最后，从而。一方面，另一方面，虽然，但是，综上所述。"
)


def measured(
    text: str, vectors: Sequence[Sequence[float]] = (), left_out: Sequence[int] = (), asked: str = ""
) -> StructureSignals:
    return measure_structure(written_sentences(text), vectors, left_out, asked)


def part(found: StructureSignals, kind: StructureKind) -> StructurePart:
    return next(one for one in found.parts if one.kind is kind)


def words(text: str, found: StructureSignals, kind: StructureKind) -> list[str]:
    return [text[cue.start : cue.end] for cue in part(found, kind).cues]


@pytest.mark.parametrize("text", [WELL_BUILT, WELL_BUILT_ZH], ids=["en", "zh"])
def test_a_well_built_answer_gets_all_ten_points(text: str) -> None:
    found = measured(text)
    assert [(one.kind.value, one.points) for one in found.parts] == [(kind.value, 2.0) for kind in StructureKind]
    assert found.score == 10.0


@pytest.mark.parametrize("text", [STRUNG, STRUNG_ZH], ids=["en", "zh"])
def test_markers_strung_together_get_nothing(text: str) -> None:
    assert measured(text).score == 0.0


@pytest.mark.parametrize("text", [RAMBLE, RAMBLE_ZH], ids=["en", "zh"])
def test_five_minutes_of_rambling_get_few_points(text: str) -> None:
    assert measured(" ".join(text.split())).score <= 3.0


def test_markers_thrown_into_a_ramble_do_not_make_it_an_argument() -> None:
    pieces = " ".join(RAMBLE.split()).split(". ")
    strung = ". First, because, second, so that, therefore, in conclusion. "
    assert measured(strung.join(pieces)).score == measured(". ".join(pieces)).score


def test_every_part_cites_the_words_that_show_it() -> None:
    found = measured(WELL_BUILT)
    assert words(WELL_BUILT, found, StructureKind.POINT) == ["In short"]
    assert words(WELL_BUILT, found, StructureKind.PARTS) == ["First", "Second"]
    assert words(WELL_BUILT, found, StructureKind.CONNECTIONS) == ["because", "so we"]
    assert words(WELL_BUILT, found, StructureKind.CONCLUSION) == ["In the end"]
    star = {cue.role: WELL_BUILT[cue.start : cue.end] for cue in part(found, StructureKind.STAR).cues}
    assert star["situation"] == "Last year"
    assert star["task"] == "My task was"
    assert star["action"] == "I tested"
    assert star["result"] == "In the end"


def test_the_words_of_a_spoken_answer_have_the_times_of_their_sentence() -> None:
    transcript = a_transcript(WELL_BUILT)
    spoken = sentences(transcript)
    for one in measure_structure(spoken).parts:
        for cue in one.cues:
            sentence = spoken[cue.sentence]
            assert sentence.start <= cue.start < cue.end <= sentence.end
            assert (cue.start_ms, cue.end_ms) == (sentence.start_ms, sentence.end_ms)


def test_a_point_that_comes_late_earns_half() -> None:
    late = (
        "We met on Monday. We ate some soup. In short, ask your customers first. It rained. They left. "
        "Nobody came. The bus stopped. The door shut."
    )
    assert part(measured(late), StructureKind.POINT).points == 1.0


def test_the_sentence_nearest_to_all_others_is_the_point_where_no_word_says_so() -> None:
    text = "We asked customers. We rang ten buyers. Sellers told us more. Nobody rang back."
    central = ((0.8, 0.6), (1.0, 0.0), (0.0, 1.0), (1.0, 0.0))
    last = (*central[1:], central[0])
    assert part(measured(text, vectors=central), StructureKind.POINT).points == 1.0
    assert part(measured(text, vectors=last), StructureKind.POINT).points == 0.0
    assert part(measured(text), StructureKind.POINT).points == 0.0


def test_parts_that_say_the_same_count_once() -> None:
    text = "First, we interviewed twelve customers carefully. Second, we carefully interviewed customers, all twelve."
    found = measured(text)
    assert part(found, StructureKind.PARTS).points == 0.0
    assert found.repeated == (1,)


def test_parts_near_in_meaning_that_share_words_count_once() -> None:
    text = "First, we interviewed twelve customers for weeks. Second, customers met us during several long calls."
    near = ((1.0, 0.0), (0.96, 0.28))
    apart = ((1.0, 0.0), (0.0, 1.0))
    assert part(measured(text, vectors=apart), StructureKind.PARTS).points == 2.0
    assert part(measured(text, vectors=near), StructureKind.PARTS).points == 0.0


def test_parts_that_were_announced_and_do_not_come_cost_their_share() -> None:
    text = (
        "There are four reasons for this choice. First, the licence costs nothing at all. "
        "Second, engineers know the language already."
    )
    found = measured(text)
    assert found.announced == 4
    assert part(found, StructureKind.PARTS).points == 1.0


def test_the_question_can_announce_how_many_parts_it_wants() -> None:
    text = "首先，要看客户的真实需求和预算。其次，研发的成本和排期也很关键。"
    assert part(measured(text), StructureKind.PARTS).points == 2.0
    assert part(measured(text, asked="请从四个方面谈谈你的看法。"), StructureKind.PARTS).points == 1.0


@pytest.mark.parametrize(
    "text",
    [
        "We asked first. We came second in the race that year.",
        "第一次上线失败了，大家都很难过。第二周我们重新上线，客户满意。",
        "Then we built the page for buyers. Then we tested the page with sellers.",
        "然后我们做了一个新的页面。然后给客户看了一下效果。",
    ],
)
def test_what_only_looks_like_an_enumeration_splits_nothing(text: str) -> None:
    assert part(measured(text), StructureKind.PARTS).points == 0.0


def test_connections_of_a_long_answer_must_be_more_than_two() -> None:
    two = "We waited because customers complained. We left, but nobody noticed. "
    assert part(measured(two), StructureKind.CONNECTIONS).points == 2.0
    long = two + " ".join(f"Number {at} was painted blue." for at in range(18))
    assert part(measured(long), StructureKind.CONNECTIONS).points == 1.0


def test_without_a_cause_connections_earn_half() -> None:
    text = "We left, but nobody noticed. It rained, although forecasts promised sun."
    assert part(measured(text), StructureKind.CONNECTIONS).points == 1.0


def test_a_connective_with_nothing_on_one_side_joins_nothing() -> None:
    assert part(measured("Because. Therefore. So we."), StructureKind.CONNECTIONS).cues == ()


def test_who_did_nothing_tells_no_story() -> None:
    text = "Last year there was a problem with orders. I had to be patient. In the end sales rose by ten percent."
    assert part(measured(text), StructureKind.STAR).points == 0.0


def test_a_conclusion_about_something_else_earns_half() -> None:
    about = "We rang customers. They liked prices. In the end customers bought."
    beside = "We rang customers. They liked prices. In the end football won."
    assert part(measured(about), StructureKind.CONCLUSION).points == 2.0
    assert part(measured(beside), StructureKind.CONCLUSION).points == 1.0


def test_a_conclusion_needs_something_to_conclude() -> None:
    assert part(measured("In the end customers came."), StructureKind.CONCLUSION).points == 0.0


def test_a_sentence_that_repeats_the_question_or_was_said_before_shows_nothing() -> None:
    text = "In short, describe your best project. " + "I think that customers matter. " * 3
    found = measured(text, left_out=(0,))
    assert [cue.sentence for one in found.parts for cue in one.cues] == [1]


def test_nothing_said_has_no_structure() -> None:
    assert measured("").score == 0.0


def test_structure_of_earlier_versions_is_read_with_its_score() -> None:
    old = b'{"score":6.0,"states_point":[0],"orders_parts":[],"gives_reasons":[],"gives_figures":[],"concludes":[]}'
    assert msgspec.json.decode(old, type=StructureSignals) == StructureSignals(score=6.0)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("There are three main reasons for that.", 3),
        ("这个问题我分两个方面来说。", 2),
        ("好的产品经理有三点很重要。", 3),
        ("审批从五步减到了两步。", None),
        ("We have three shops in Leeds.", None),
    ],
)
def test_only_what_announces_parts_does(text: str, number: int | None) -> None:
    assert measured(text).announced == number


@pytest.mark.parametrize(
    ("text", "done"),
    [
        ("我跟财务的同事约了一次会。", True),
        ("我们访谈了十位客户。", True),
        ("我觉得这个问题要分析情况。", False),
        ("我一般会整理一下数据。", False),
        ("We did not ask anybody.", False),
        ("I wanted to talk.", False),
        ("I quietly rebuilt the page.", True),
    ],
)
def test_an_action_is_what_somebody_did(text: str, done: bool) -> None:
    assert bool(part(measured(text), StructureKind.STAR).cues) is done
