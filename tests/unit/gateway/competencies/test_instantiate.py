from __future__ import annotations

import msgspec
import pytest

from gateway.competencies.errors import UnknownLanguageError
from gateway.competencies.instantiate import instantiate, to_language
from gateway.competencies.reading import read
from gateway.domain.competency import Concept, IndicatorKind
from gateway.domain.text import LocalizedText
from gateway.intake.commands import NewJob
from tests.factories.templates import TEMPLATE, changed

PORTER = read(TEMPLATE.encode(), "porter.yaml")


def test_an_interview_gets_exemplars_and_keywords_of_its_language_and_all_texts_in_both() -> None:
    job = instantiate(PORTER, "zh")
    (calm,) = job.competency_model.dimensions
    asks = calm.indicators[0]
    assert asks.exemplars == ("我先问他找哪一位。",)
    assert calm.keywords == ("登记", "核实")
    assert asks.label == LocalizedText("先问清来意", "Asks what they want")
    assert (asks.kind, asks.points) == (IndicatorKind.POSITIVE, 20.0)
    assert calm.anchors[4] == LocalizedText("化解。", "Settles it.")
    assert job.questions[0].text.en == "A visitor insists on coming in. What do you do?"
    assert job.competency_model.culture == "calm"


def test_a_keyword_keeps_its_synonyms() -> None:
    template = read(changed(("[登记, 核实]", "[{term: 登记, synonyms: [记录, 备案]}, 核实]")), "porter.yaml")
    (calm,) = instantiate(template, "zh").competency_model.dimensions
    assert calm.keywords == (Concept(term="登记", synonyms=("记录", "备案")), "核实")


def test_the_version_tells_the_languages_apart() -> None:
    made = [instantiate(PORTER, language).competency_model.version for language in ("zh", "en")]
    assert made == ["1-zh", "1-en"]


def test_it_is_what_the_api_takes_as_a_new_job() -> None:
    job = instantiate(PORTER, "en")
    taken = msgspec.json.decode(msgspec.json.encode(job), type=NewJob)
    assert taken.competency_model == job.competency_model


@pytest.mark.parametrize(("tag", "language"), [("zh-CN", "zh"), ("zh", "zh"), ("EN", "en"), ("en_GB", "en")])
def test_language_tags_lead_to_their_language(tag: str, language: str) -> None:
    assert to_language(tag) == language


def test_another_language_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(UnknownLanguageError, match="use zh or en"):
        to_language("fr")
