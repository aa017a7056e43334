"""The sample interviews come out as meant, with the real embeddings, also when the recogniser mishears some words."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
import yaml
from msgspec import Struct

from gateway.domain.competency import CompetencyModel, Question, to_concept
from gateway.domain.rule import PolicyProfile
from gateway.domain.scoring import InterviewScore
from gateway.domain.signals import Sentence
from gateway.language.blinding import blinded
from gateway.rules import DEFAULT_RULES, decide
from gateway.scoring import question_text, reference_texts, score
from gateway.signals.measurement import measure
from gateway.signals.perceived import PerceivedAnswer
from gateway.signals.segmentation import written_sentences
from inference.client import TritonPerception
from inference.figures import written
from inference.types import Word
from tests.factories.rambling import RAMBLE

SAMPLES = Path(__file__).resolve().parents[2] / "samples" / "product_manager"
PAUSE = re.compile(r"\[[\d.]+\]\s*")
MISHEARD = (
    "the",
    "a",
    "time",
    "place",
    "then",
    "some",
    "make",
    "other",
    "their",
    "so",
    "what",
    "people",
    "one",
    "more",
)
POLICY = PolicyProfile(id="test", automatic=())


class Said(Struct, frozen=True):
    question: str
    text: str


class Job(Struct, frozen=True):
    questions: tuple[Question, ...]
    competency_model: CompetencyModel


def job() -> Job:
    return msgspec.convert(yaml.safe_load((SAMPLES / "job.yaml").read_text()), Job)


def said(candidate: str) -> list[Said]:
    people = yaml.safe_load((SAMPLES / "answers.yaml").read_text())["candidates"]
    answers = next(one["answers"] for one in people if one["id"] == candidate)
    return [Said(one["question"], " ".join(PAUSE.sub("", one["text"]).split())) for one in answers]


def mishear(text: str, share: float, seed: int) -> str:
    """Drop or replace a share of the words, punctuation kept with what is replaced."""
    chance = random.Random(seed)  # noqa: S311  mishearing is no secret
    heard = []
    for word in text.split():
        if chance.random() >= share:
            heard.append(word)
        elif chance.random() >= 0.5:
            heard.append(chance.choice(MISHEARD) + word[len(word.rstrip(".,")) :])
    return " ".join(heard)


class Scorer:
    """Scores texts as spoken answers to the sample questions."""

    def __init__(self, perception: TritonPerception, vectors: dict[str, tuple[float, ...]]) -> None:
        self._perception = perception
        self._references = vectors

    async def _measured(self, answer: Said, sentences: tuple[Sentence, ...], asked: str) -> PerceivedAnswer:
        vectors = await self._perception.embed([blinded(one.text) for one in sentences], "en")
        return PerceivedAnswer(
            answer_id=f"answer-{answer.question}",
            question_id=answer.question,
            language="en",
            text=answer.text,
            duration_ms=0,
            sentences=sentences,
            vectors=tuple(map(tuple, vectors.tolist())),
        )

    async def score(self, answers: list[Said]) -> InterviewScore:
        questions = {one.id: question_text(one, "en") for one in job().questions}
        measured = [
            measure(
                await self._measured(one, written_sentences(one.text), questions[one.question]),
                self._references[questions[one.question]],
            )
            for one in answers
        ]
        return score(job().competency_model, measured, self._references)


@pytest.fixture(scope="session")
async def scorer(perception: TritonPerception) -> Scorer:
    texts = reference_texts(job().competency_model, job().questions)
    vectors = (await perception.embed([blinded(text) for text in texts], "en")).tolist()
    return Scorer(perception, dict(zip(texts, map(tuple, vectors), strict=True)))


def rule_for(result: InterviewScore) -> str | None:
    now = datetime(2026, 11, 22, tzinfo=UTC)
    return decide(DEFAULT_RULES, POLICY, result, None, id="d", interview_id="i", now=now).rule_id


def no_change(text: str) -> str:
    return text


def as_read(text: str) -> str:
    """Write numbers as figures, as transcripts have them."""
    words = [Word(text=word, start_ms=0, end_ms=0, confidence=1.0) for word in text.split()]
    return " ".join(word.text for word in written(words, "en"))


HEARD: list[Callable[[str], str]] = [
    no_change,
    as_read,
    *(lambda text, seed=seed: as_read(mishear(text, 0.05, seed)) for seed in range(5)),
]


@pytest.mark.parametrize("heard", HEARD, ids=["as said", "as read", *(f"5% misheard, {seed}" for seed in range(5))])
async def test_the_three_candidates_go_three_ways(scorer: Scorer, heard: Callable[[str], str]) -> None:
    rules = {}
    for candidate in ("strong", "middling", "weak"):
        result = await scorer.score([Said(one.question, heard(one.text)) for one in said(candidate)])
        rules[candidate] = rule_for(result)
    assert rules == {"strong": "second-round", "middling": None, "weak": "thank-you"}


@pytest.mark.parametrize("heard", [no_change, as_read], ids=["as said", "as read"])
async def test_the_scores_keep_away_from_the_thresholds(scorer: Scorer, heard: Callable[[str], str]) -> None:
    strong, middling, weak = [
        await scorer.score([Said(one.question, heard(one.text)) for one in said(candidate)])
        for candidate in ("strong", "middling", "weak")
    ]
    assert strong.overall is not None
    assert strong.overall >= 85
    assert strong.culture_fit is not None
    assert strong.culture_fit >= 4.3
    assert middling.overall is not None
    assert 73 <= middling.overall <= 79
    assert middling.culture_fit is not None
    assert middling.culture_fit <= 3.7
    assert weak.overall is not None
    assert weak.overall <= 55


async def test_reading_the_questions_back_earns_nothing(scorer: Scorer) -> None:
    echo = await scorer.score([Said(one.id, question_text(one, "en")) for one in job().questions])
    earned = [one for dimension in echo.dimensions for one in dimension.indicators if one.points > 0]
    assert earned == []


async def test_a_list_of_keywords_stays_far_below_a_real_answer(scorer: Scorer) -> None:
    words = {
        question.id: [
            word
            for dimension in job().competency_model.dimensions
            if question.id in dimension.questions
            for keyword in dimension.keywords
            for word in to_concept(keyword).words
        ]
        for question in job().questions
    }
    stuffed = await scorer.score([Said(key, ", ".join(found * 2) + ".") for key, found in words.items()])
    assert stuffed.overall is not None
    assert stuffed.overall < 70


async def test_denying_everything_turns_points_into_none(scorer: Scorer) -> None:
    denied = (
        "I never talked to any customers. We did not test a prototype with users. I did not ask for their concerns. "
    )
    denied += "We never looked at the numbers after the launch. I did not learn anything from the mistake."
    result = await scorer.score([Said(one.id, denied) for one in job().questions])
    earned = [one for dimension in result.dimensions for one in dimension.indicators if one.points > 0]
    assert earned == []
    assert rule_for(result) == "thank-you"


async def test_five_minutes_of_rambling_earn_few_points_for_structure(scorer: Scorer) -> None:
    rambling = await scorer.score([Said(one.id, " ".join(RAMBLE.split())) for one in job().questions])
    assert all(dimension.structure_points <= 4.0 for dimension in rambling.dimensions)
    strong = await scorer.score(said("strong"))
    assert all(dimension.structure_points >= 6.0 for dimension in strong.dimensions)


async def test_connectives_strung_together_earn_none(scorer: Scorer) -> None:
    strung = "First, because, second, therefore, third, however, in conclusion, as a result, finally, so that. "
    result = await scorer.score([Said(one.id, strung * 3) for one in job().questions])
    assert all(dimension.structure_points == 0.0 for dimension in result.dimensions)
