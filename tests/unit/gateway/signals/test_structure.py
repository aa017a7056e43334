from __future__ import annotations

from gateway.signals.structure import measure_structure

WELL_BUILT = [
    "In short, we asked first.",
    "First, we met twelve users, because they knew best.",
    "Then forty percent tried it, so we built it.",
    "In the end it worked.",
]


def test_a_well_built_answer_gets_all_ten_points() -> None:
    assert measure_structure(WELL_BUILT).score == 10.0


def test_every_part_names_its_sentences() -> None:
    found = measure_structure(WELL_BUILT)
    assert found.states_point == (0,)
    assert found.orders_parts == (1, 2)
    assert found.gives_reasons == (1, 2)
    assert found.gives_figures == (1, 2)
    assert found.concludes == (3,)


def test_a_ramble_gets_none() -> None:
    assert measure_structure(["It was nice.", "People liked it.", "I enjoyed it."]).score == 0.0


def test_one_reason_gives_half() -> None:
    assert measure_structure(["We waited because of rain.", "It was nice."]).score == 1.0


def test_a_conclusion_needs_something_to_conclude() -> None:
    assert measure_structure(["In the end it worked."]).concludes == ()


def test_chinese_markers_count() -> None:
    found = measure_structure(
        ["我认为应该先访谈。", "首先访谈了十个客户，因为他们最了解。", "然后做了原型。", "最终大家一致同意。"]
    )
    assert found.states_point == (0,)
    assert found.gives_reasons == (1,)
    assert found.gives_figures == (1,)
    assert found.concludes == (3,)


def test_nothing_said_has_no_structure() -> None:
    assert measure_structure([]).score == 0.0
