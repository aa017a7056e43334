from __future__ import annotations

import re

import pytest

from gateway.domain.signals import Sentence
from gateway.reports.captions import to_webvtt
from tests.factories.scored import OTHER, an_answer

TIMES = re.compile(r"(\d+):(\d\d):(\d\d)\.(\d{3}) --> (\d+):(\d\d):(\d\d)\.(\d{3})")


@pytest.mark.parametrize("said", ["word " * 60 + "end.", "我们先去门店看顾客怎么操作，" * 12 + "最后。", "a" * 300])
def test_a_long_sentence_comes_in_parts_that_follow_each_other(said: str) -> None:
    sentence = Sentence(text=said, start=0, end=len(said), start_ms=1000, end_ms=21_000)
    captions = to_webvtt(an_answer("q1", [(said, OTHER)], sentences=(sentence,)))
    times = [tuple(map(int, found)) for found in TIMES.findall(captions)]
    starts = [one[2] * 1000 + one[3] for one in times]
    ends = [one[6] * 1000 + one[7] for one in times]
    assert starts[0] == 1000
    assert ends[-1] == 21_000
    assert starts[1:] == ends[:-1]
    texts = captions.split("\n\n")[1:]
    assert re.sub(r"\s", "", "".join(text.split("\n")[1] for text in texts)) == re.sub(r"\s", "", said)


def test_a_written_answer_has_no_captions() -> None:
    sentence = Sentence(text="We asked.", start=0, end=9)
    assert to_webvtt(an_answer("q1", [("We asked.", OTHER)], sentences=(sentence,))) == "WEBVTT\n"
