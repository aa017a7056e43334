"""Every mistake in a template is named with file, line, field and what to do."""

from __future__ import annotations

import re

import pytest

from gateway.competencies.errors import Problem, TemplateError, UnknownTemplateError
from gateway.competencies.reading import names, read, source
from gateway.competencies.sentences import CHINESE
from tests.factories.templates import TEMPLATE, changed

ASKS = "I ask them whom they want to see."


def problems(data: bytes) -> tuple[Problem, ...]:
    with pytest.raises(TemplateError) as caught:
        read(data, "porter.yaml")
    return caught.value.problems


def test_a_sound_template_is_read() -> None:
    template = read(TEMPLATE.encode(), "porter.yaml")
    assert (template.id, template.dimensions[0].indicators[1].points) == ("porter", 12.0)


def test_a_byte_order_mark_does_no_harm() -> None:
    assert read(b"\xef\xbb\xbf" + TEMPLATE.encode(), "porter.yaml").id == "porter"


@pytest.mark.parametrize(
    ("old", "new", "line", "field", "message"),
    [
        ("    weight: 1\n", "", 9, "dimensions[0].weight", "is missing; add"),
        ("    weight: 1\n", "    wieght: 1\n", 11, "dimensions[0].wieght", "did you mean weight?"),
        ("    weight: 1\n", "    weight: heavy\n", 11, "dimensions[0].weight", "must be a number"),
        ("    weight: 1\n", "    weight: .nan\n", 11, "dimensions[0].weight", "greater than 0 and at most 1"),
        ("    weight: 1\n", "    weight: 1\n    weight: 1\n", 12, "dimensions[0].weight", "is there twice"),
        ("    weight: 1\n", "    weight: 0.9\n", 9, "dimensions", "add up to 1, not 0.9"),
        ('version: "1"', "version: 1", 2, "version", "put it in quotes: '1'"),
        ('version: "1"', "version: 第一版", 2, "version", "is no version"),
        ("id: porter", "id: The porter", 1, "id", "lower-case letters"),
        ("{zh: 门卫, en: Porter}", "{zh: 门卫}", 3, "title.en", "is missing"),
        ("{zh: 门卫, en: Porter}", "{zh: 门卫, en: }", 3, "title.en", "is empty"),
        ("{zh: 门卫, en: Porter}", "Porter", 3, "title", "must have the fields zh, en"),
        ("{zh: 门卫, en: Porter}", "{zh: Porter, en: Porter}", 3, "title.zh", "must be in Chinese"),
        ("{zh: 门卫, en: Porter}", "{zh: 门卫, en: 门卫}", 3, "title.en", "must be in English"),
        ("culture: calm", "culture: clam", 4, "culture", "there is no “clam”; use one of: calm"),
        ("questions: [visitors]", "questions: visitors", 12, "dimensions[0].questions", "must be a list"),
        ("questions: [visitors]", "questions: []", 12, "dimensions[0].questions", "has 0 and needs at least 1; add"),
        ("questions: [visitors]", "questions: [visits]", 6, "questions[0].id", "feeds no dimension"),
        ("questions: [visitors]", "questions: [visitors, x]", 12, "dimensions[0].questions[1]", "use one of: visitors"),
        ("      - {zh: 化解。, en: Settles it.}\n", "", 15, "dimensions[0].anchors", "must have 5 items, and has 4"),
        ("{zh: 化解。, en: Settles it.}", "{zh: 发火。, en: Shouts.}", 19, "dimensions[0].anchors[4]", "in line 15"),
        ("[register, check]", "[register, 核对]", 13, "dimensions[0].keywords.en[1]", "must be in English"),
        ("[register, check]", "[register, Register]", 13, "dimensions[0].keywords.en[1]", "is there already"),
        ("[register, check]", "[check, checking]", 13, "dimensions[0].keywords.en[1]", "is there already"),
        (
            "keywords: {zh: [登记, 核实], en: [register, check]}",
            "keywords:\n      en:\n        - check\n        - term: register\n          synonyms: [write down, Checks]",
            17,
            "dimensions[0].keywords.en[1].synonyms[1]",
            "is there already in line 15",
        ),
        (
            "[登记, 核实]",
            "[登记, {term: 核实, synonyms: [核对, 登记]}]",
            13,
            "dimensions[0].keywords.zh[1].synonyms[1]",
            "is there already",
        ),
        ("check]", "{term: check}]", 13, "dimensions[0].keywords.en[1].synonyms", "is missing"),
        ("check]", "{term: check, synonyms: []}]", 13, "dimensions[0].keywords.en[1].synonyms", "needs at least 1"),
        ("check]", "{term: check, synonyms: [核对]}]", 13, "dimensions[0].keywords.en[1].synonyms[0]", "be in English"),
        ("check]", "{name: check}]", 13, "dimensions[0].keywords.en[1].name", "is no field"),
        ("check]", "[check]]", 13, "dimensions[0].keywords.en[1]", "must be a text"),
        ("kind: positive", "kind: good", 22, "dimensions[0].indicators[0].kind", "use one of: positive, negative"),
        ("points: 20", "points: 18", 21, "dimensions[0].indicators", "must add up to 20, not 18"),
        ("points: 20", "points: 0", 23, "dimensions[0].indicators[0].points", "greater than 0"),
        ("kind: expected", "kind: negative", 21, "dimensions[0].indicators", "needs an expected indicator"),
        ("id: registers", "id: asks", 29, "dimensions[0].indicators[1].id", "in line 21"),
        (f"[{ASKS}]", f"[{ASKS}, '{ASKS}']", 27, "dimensions[0].indicators[0].exemplars.en[1]", "in line 27"),
    ],
)
def test_a_mistake_is_named_with_its_line_and_field(old: str, new: str, line: int, field: str, message: str) -> None:
    found = problems(changed((old, new)))
    matching = [one for one in found if message in one.message.en]
    assert [(one.line, one.field) for one in matching] == [(line, field)]
    assert all(CHINESE.search(one.message.zh) for one in found)
    assert found[0].place.startswith("porter.yaml:")


@pytest.mark.parametrize(
    ("exemplar", "message"),
    [
        ("'Whom do they want to see?'", "asks; questions earn nothing"),
        ("asking what the visitor wants to have.", "begin with a capital letter"),
        ("I ask them whom they want", "end it with a full stop"),
        ("I ask. They answer me and wait.", "more than one sentence"),
        ("I ask (politely) whom they want.", "signs that nobody speaks"),
        ("Politeness firmness registration documents.", "list of terms"),
        ("I ask.", "must have 4 to 32 words"),
        ("我先问他找谁。", "must be in English"),
    ],
)
def test_an_exemplar_must_be_a_sentence_that_somebody_says(exemplar: str, message: str) -> None:
    (found,) = problems(changed((f"[{ASKS}]", f"[{exemplar}]")))
    assert found.field == "dimensions[0].indicators[0].exemplars.en[0]"
    assert message in found.message.en


@pytest.mark.parametrize(
    ("probe", "field", "message"),
    [
        ("{zh: 您怎么问, en: 'How do you ask?'}", "probe.zh", "must be a whole question"),
        ("{zh: 您怎么问？, en: How do you ask}", "probe.en", "must be a whole question"),
        ("{zh: 您怎么问？}", "probe.en", "is missing"),
        ("", "probe", "must have the fields zh, en"),
    ],
)
def test_a_question_for_the_next_round_is_a_whole_question(probe: str, field: str, message: str) -> None:
    advice = "advice: {zh: 先问清楚。, en: Ask first.}"
    (found,) = problems(changed((advice, f"{advice}\n        probe: {probe}")))
    assert (found.line, found.field) == (29, f"dimensions[0].indicators[0].{field}")
    assert message in found.message.en


def test_a_job_may_be_called_by_its_abbreviation_in_both_languages() -> None:
    assert read(changed(("{zh: 门卫, en: Porter}", "{zh: HRBP, en: HRBP}")), "hrbp.yaml").title.zh == "HRBP"


def test_a_dimension_cannot_lose_more_than_it_starts_with() -> None:
    extra = (
        TEMPLATE.split("      - id: registers\n")[1].replace("I have them", "I let them").replace("再进门", "再进来")
    )
    costly = "      - id: again\n" + extra.replace("points: 12", "points: 50")
    (found,) = problems((TEMPLATE + costly).encode())
    assert "cost 62, more than the 60" in found.message.en


def test_all_mistakes_are_named_at_once_in_the_order_of_the_lines() -> None:
    found = problems(changed(('version: "1"', "version: 1"), ("    weight: 1\n", ""), ("points: 20", "points: many")))
    assert [one.field for one in found] == ["version", "dimensions[0].weight", "dimensions[0].indicators[0].points"]


@pytest.mark.parametrize(
    ("data", "line", "message"),
    [
        (b"", 1, "the file is empty"),
        (b"id: a\ntitle: {zh: x\n", 3, "is not valid YAML"),
        (b"id: a\n\ttitle: b\n", 2, "is not valid YAML"),
        ("id: a\ntitle: 门卫".encode("gb18030"), 2, "save the file as UTF-8"),
        (b"id: a\ntitle: \x07\n", 2, "invisible control character"),
        (b"a: &a [x]\nb: [*a, *a]\n", 2, "no YAML aliases"),
        (b"[" * 5000, 1, "nested too deeply"),
        (b"#" * (1 << 20) + b"\n", 1, "over 1 MB"),
        (b"- id: a\n", 1, "must have the fields id, version"),
    ],
)
def test_a_file_that_is_no_template_at_all_is_refused(data: bytes, line: int, message: str) -> None:
    (found,) = problems(data)
    assert (found.line, message in found.message.en) == (line, True)


def test_the_message_names_every_place_in_both_languages() -> None:
    with pytest.raises(TemplateError) as caught:
        read(changed(("points: 20", "points: 18")), "porter.yaml")
    assert re.match(r"porter\.yaml:21: dimensions\[0\]\.indicators: the points", caught.value.message.en)
    assert re.match(r"porter\.yaml:21: dimensions\[0\]\.indicators: 正向指标", caught.value.message.zh)


@pytest.mark.parametrize("name", ["astronaut", "../template", ""])
def test_an_unknown_template_is_named_with_those_that_there_are(name: str) -> None:
    with pytest.raises(UnknownTemplateError, match=names()[0]):
        source(name)
