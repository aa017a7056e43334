"""What the candidate is told, and what never reaches the candidate."""

from __future__ import annotations

import pytest

from gateway.domain.candidate_report import CandidateReport, Region, Shows, Terms
from gateway.domain.competency import CompetencyModel, Reading
from gateway.domain.integrity import Hint, HintKind, Stretch
from gateway.domain.report import Level, Report
from gateway.domain.rule import ActionKind, Decision, DecisionStatus
from gateway.domain.signals import Limit, PostureSignals
from gateway.domain.text import LocalizedText
from gateway.domain.text_signals import Specificity, TextSignals
from gateway.reports.candidate.compose import compose_for_candidate
from gateway.reports.candidate.structured import to_candidate_json
from tests.factories.people import changed
from tests.factories.results import a_decision
from tests.factories.scored import BEHAVIOUR, MODEL, OTHER, VOICE, an_answer, some_answers, some_report, text, toward

READING = Reading(
    title=LocalizedText("《谈判力》", "Getting to Yes"),
    author=LocalizedText("罗杰·费希尔", "Roger Fisher"),
    where=LocalizedText("图书", "book"),
)
NOTHING_IN_EFFECT = [
    None,
    a_decision(status=DecisionStatus.PROPOSED, actions=(ActionKind.THANK_YOU_LETTER,)),
    a_decision(status=DecisionStatus.PROPOSED, actions=(ActionKind.OFFER,)),
    a_decision(status=DecisionStatus.REJECTED, actions=(ActionKind.THANK_YOU_LETTER,), reviewed_by="Zhao Min"),
    a_decision(status=DecisionStatus.AUTOMATIC, actions=(ActionKind.HUMAN_REVIEW,)),
    a_decision(status=DecisionStatus.CONFIRMED, actions=(ActionKind.HUMAN_REVIEW, ActionKind.THANK_YOU_LETTER)),
]


def told(
    report: Report | None = None,
    decision: Decision | None = None,
    model: CompetencyModel = MODEL,
    *,
    shows: Shows = Shows.LEVELS,
    region: Region = Region.CN,
    contact: str = "",
) -> CandidateReport:
    terms = Terms(shows=shows, region=region, contact=contact)
    return compose_for_candidate(report or some_report(), decision, model, terms)


def test_strengths_come_with_the_candidates_own_words() -> None:
    (strength,) = told().strengths
    assert strength.text.en == "asks"
    assert strength.dimension.en == "Needs"
    assert [(one.question, one.text, one.start_ms) for one in strength.own_words] == [
        (1, "We asked every customer.", 0)
    ]


def test_there_are_two_or_three_things_to_do_by_what_weighs_most() -> None:
    needs, culture = told().improvements
    assert [one.action.en for one in needs.to_do] == ["more tests"]
    assert [one.action.en for one in culture.to_do] == ["more blames", "more owns"]
    blames = culture.to_do[0]
    assert "if it were put differently" in blames.noticed.en
    assert [one.text for one in blames.own_words] == ["The others broke it."]
    assert "did not mention" in needs.to_do[0].noticed.en
    assert needs.to_do[0].own_words == ()


def test_who_did_nearly_everything_well_is_still_told_what_would_be_better() -> None:
    answers = (
        an_answer("q1", [("We asked.", toward("asks", 0.62)), ("We tested.", toward("tests"))]),
        an_answer("q2", [("It was me.", toward("owns", 0.62))]),
    )
    report = some_report(answers)
    assert report.weaknesses == ()
    actions = [one.action.en for improvement in told(report).improvements for one in improvement.to_do]
    assert actions == ["more asks", "more owns"]


def test_reading_stands_with_the_competency_that_it_is_for() -> None:
    needs, culture = MODEL.dimensions
    model = changed(MODEL, dimensions=(changed(needs, reading=(READING,)), culture))
    assert [one.reading for one in told(model=model).improvements] == [(READING,), ()]


@pytest.mark.parametrize("decision", NOTHING_IN_EFFECT)
def test_what_is_not_in_effect_reads_the_same_whatever_is_proposed(decision: Decision | None) -> None:
    report = told(decision=decision)
    unknown = told(decision=None)
    assert report == unknown
    assert "A person of the hiring team" in report.next_steps[0].text.en
    data = to_candidate_json(report).decode()
    assert all(word not in data for word in ("thank_you", "offer", "proposed", "rejected", "Zhao Min", "score >="))


@pytest.mark.parametrize("status", [DecisionStatus.CONFIRMED, DecisionStatus.AUTOMATIC])
@pytest.mark.parametrize(
    ("action", "step"),
    [
        (ActionKind.SECOND_ROUND, "second_round"),
        (ActionKind.OFFER, "offer"),
        (ActionKind.THANK_YOU_LETTER, "declined"),
        (ActionKind.TALENT_POOL, "talent_pool"),
    ],
)
def test_what_is_in_effect_is_said_with_who_decided(status: DecisionStatus, action: ActionKind, step: str) -> None:
    report = told(decision=a_decision(status=status, actions=(action,), reviewed_by="Zhao Min", review_reason="weak"))
    assert [one.step.value for one in report.next_steps] == [step]
    automatic = status is DecisionStatus.AUTOMATIC
    assert ("no person taking part" in report.ai.decision.en) == automatic
    assert ("has looked at it and confirmed" in report.ai.decision.en) != automatic
    data = to_candidate_json(report).decode()
    assert all(word not in data for word in ("Zhao Min", "weak", "score >=", "second-round"))


def test_levels_are_shown_without_a_score() -> None:
    report = told(shows=Shows.LEVELS)
    assert [(one.level, one.score) for one in report.results] == [(4, None), (2, None)]
    assert report.overall is None
    assert str(some_report().score.overall) not in to_candidate_json(report).decode()


def test_the_words_of_a_level_say_what_was_done_well_and_what_to_aim_for() -> None:
    needs, culture = MODEL.dimensions
    anchors = tuple(text(f"does {level}") for level in range(1, 6))
    model = changed(MODEL, dimensions=(changed(needs, anchors=anchors), changed(culture, anchors=anchors)))
    high, low = told(model=model).results
    assert (high.level, high.anchor, high.aim) == (4, text("does 4"), text("does 5"))
    assert (low.level, low.anchor, low.aim) == (2, None, text("does 3"))


def test_above_the_highest_level_there_is_nothing_to_aim_for() -> None:
    anchors = tuple(text(f"does {level}") for level in range(1, 6))
    levels = {"needs": Level(level=5, anchor=text("as it was")), "culture": Level(level=1, anchor=text("as it was"))}
    needs, culture = MODEL.dimensions
    model = changed(MODEL, dimensions=(changed(needs, anchors=anchors), changed(culture, anchors=anchors)))
    high, low = told(changed(some_report(), levels=levels), model=model).results
    assert (high.level, high.anchor, high.aim) == (5, text("does 5"), None)
    assert (low.level, low.anchor, low.aim) == (1, None, text("does 3"))


def test_the_name_of_what_speaks_against_somebody_is_not_told() -> None:
    labels = {one.label.en for dimension in MODEL.dimensions for one in dimension.indicators if one.kind == "negative"}
    assert labels == {"copies", "blames"}
    report = told()
    noticed = [one.noticed for improvement in report.improvements for one in improvement.to_do]
    assert any(
        "The others broke it." in one.text
        for two in report.improvements
        for to_do in two.to_do
        for one in to_do.own_words
    )
    assert not any(label in one.en or label in one.zh for label in labels for one in noticed)


def test_scores_are_shown_without_a_level() -> None:
    scored = some_report()
    report = told(scored, shows=Shows.SCORES)
    assert [(one.level, one.score) for one in report.results] == [
        (None, round(one.score or 0.0, 1)) for one in scored.score.dimensions
    ]
    assert report.overall == round(scored.score.overall or 0.0, 1)


def test_what_could_not_be_judged_is_no_zero() -> None:
    report = told(some_report([some_answers()[1]]), shows=Shows.SCORES)
    assert [(one.assessed, one.score is None) for one in report.results] == [(False, True), (True, False)]
    assert told(some_report([]), shows=Shows.SCORES).overall is None


def test_a_company_that_shares_nothing_has_no_report() -> None:
    with pytest.raises(ValueError, match="does not share"):
        told(shows=Shows.NONE)


def test_it_says_what_was_measured_and_that_voice_and_face_count_for_nothing() -> None:
    posture = PostureSignals(upright_share=1.0, forward_share=0.0, hands_share=0.0)
    answers = (
        changed(some_answers()[0], voice=VOICE, behaviour=BEHAVIOUR, posture=posture),
        changed(some_answers()[1], limits=(Limit.WRITTEN,), content=TextSignals(specificity=Specificity(rate=2.5))),
    )
    ai = told(some_report(answers)).ai
    assert [(one.name.en, one.scored) for one in ai.signals] == [
        ("What you said", True),
        ("What you wrote", True),
        ("What your answers contain", False),
        ("Your voice", False),
        ("The movements of your face", False),
        ("How you held yourself", False),
    ]
    assert [(one.name, one.version) for one in ai.models] == [("asr", "7")]
    assert any("enter no score" in one.en for one in ai.statements)


def test_who_did_not_agree_to_face_analysis_is_told_that_there_was_none() -> None:
    answers = [changed(one, limits=(Limit.NO_FACE_CONSENT,)) for one in some_answers()]
    assert any("did not agree" in one.en for one in told(some_report(answers)).ai.statements)


def test_values_of_voice_and_face_and_the_transcript_stay_with_the_company() -> None:
    answers = [changed(one, voice=VOICE, behaviour=BEHAVIOUR) for one in some_answers()]
    data = to_candidate_json(told(some_report(answers))).decode()
    assert all(word not in data for word in ("speech_rate", "gaze", "It was a good year.", "similarity", "weight"))


@pytest.mark.parametrize(
    ("region", "person", "deletion"),
    [
        (Region.CN, "Personal Information Protection Law, Art. 24", "Personal Information Protection Law, Art. 47"),
        (Region.EU, "GDPR, Art. 22", "GDPR, Art. 17"),
        (Region.OTHER, "", ""),
    ],
)
def test_rights_are_told_by_the_law_of_the_region(region: Region, person: str, deletion: str) -> None:
    report = told(region=region)
    named = {one.name.en: one.source.en for one in report.rights}
    assert (named["A review by a person"], named["Deletion"]) == (person, deletion)
    assert len(named) == 6
    assert "no legal advice" in report.rights_note.en


def test_the_contact_is_the_companys_or_else_the_recruiter() -> None:
    assert told(contact="hr@example.com").contact.zh == "hr@example.com"
    assert told().contact.en.startswith("the recruiter")


def test_only_two_quotations_stand_for_one_point() -> None:
    said = [(f"We asked customer {at}.", toward("asks")) for at in range(4)]
    report = some_report([an_answer("q1", [*said, ("It was a good year.", OTHER)])])
    assert all(len(one.own_words) <= 2 for one in told(report).strengths)


def test_what_is_worth_asking_about_does_not_reach_the_candidate() -> None:
    first, second = some_answers()
    hint = Hint(kind=HintKind.NOBODY, answer_id="answer-q1", question_id="q1", stretches=(Stretch(0, 4000),))
    report = some_report((changed(first, hints=(hint,)), second))
    assert report.integrity
    assert told(report) == told(some_report((first, second)))
