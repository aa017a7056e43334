"""Measures each goal on the planted answers. Every function gives rows, one a figure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from statistics import mean

from msgspec import Struct
from msgspec.structs import replace

from benchmarks.rows import BenchRow
from gateway.domain.report import Report
from gateway.domain.scoring import Evidence
from gateway.reports.verify import UnresolvedEvidenceError, verify
from tests.quality.answers import Attack, JobAnswers, PlantedAnswer, swapped
from tests.quality.interviews import Scored, Scorer, report_of
from tests.quality.mishearing import misheard
from tests.quality.statistics import detected, rank_correlation

PRECISION, RECALL, CORRELATION = 0.90, 0.85, 0.85
PARAPHRASE_POINTS, SWAP_POINTS, MISHEARD_POINTS = 5.0, 1.0, 6.0
SEEDS = range(3)
MIDDLING = 3


class Planted(Struct, frozen=True):
    """An answer with the file it stands in and what scoring made of it."""

    file: JobAnswers
    answer: PlantedAnswer
    scored: Scored


def _row(name: str, value: float, goal: str, ok: bool, unit: str = "") -> BenchRow:
    return BenchRow(
        name=name, value=value, unit=unit, peer="", peer_value=None, ratio=None, goal=goal, ok=ok
    )  # fmt: skip


def texts(file: JobAnswers) -> Iterator[str]:
    """Give every text that the measures score, so that all can be embedded at once."""
    for answer in file.said.answers:
        yield answer.text
        yield from (swapped(answer.text, swap, file.language) for swap in answer.swaps)
        yield from (misheard(answer.text, file.language, seed) for seed in SEEDS)
    yield from (one.text for one in file.said.paraphrases)
    yield from (one.text for one in file.said.attacks)


def scored(files: Sequence[JobAnswers], scorer: Scorer) -> list[Planted]:
    """Score the planted answers."""
    return [
        Planted(file, answer, scorer.score(file, answer.question, answer.text))
        for file in files
        for answer in file.said.answers
    ]


def detection(name: str, planted: Sequence[Planted]) -> Iterator[BenchRow]:
    """Measure whether the planted indicators are found, and nothing else."""
    counts = detected((one.scored.found, frozenset(one.answer.shows), frozenset(one.answer.unclear)) for one in planted)
    yield _row(
        f"{name}: indicators found that are there (precision)", counts.precision, f"at least {PRECISION}",
        counts.precision >= PRECISION,
    )  # fmt: skip
    yield _row(
        f"{name}: indicators there that are found (recall)", counts.recall, f"at least {RECALL}",
        counts.recall >= RECALL,
    )  # fmt: skip


def _to_see(rows: Iterator[BenchRow]) -> Iterator[BenchRow]:
    """Give rows without a goal: the goals are those of all answers."""
    return (replace(row, goal="to see, no goal", ok=True) for row in rows)


def correlation(name: str, planted: Sequence[Planted]) -> Iterator[BenchRow]:
    """Measure whether better answers score higher, over all jobs and questions at once."""
    value = rank_correlation([one.scored.score for one in planted], [float(one.answer.level) for one in planted])
    yield _row(
        f"{name}: rank correlation of score and planted level", value, f"at least {CORRELATION}", value >= CORRELATION
    )


def _moves(planted: Sequence[Planted], others: Callable[[Planted], Iterator[Scored]]) -> list[float]:
    """Give by how many points the score of each other version of an answer differs from the answer's."""
    return [abs(other.score - one.scored.score) for one in planted for other in others(one)]


def paraphrases(language: str, planted: Sequence[Planted], scorer: Scorer) -> Iterator[BenchRow]:
    """Measure how far the score moves when the same is said in other words."""

    def others(one: Planted) -> Iterator[Scored]:
        for said in one.file.said.paraphrases:
            if said.of == one.answer.id:
                yield scorer.score(one.file, one.answer.question, said.text)

    yield from _worst(f"{language}: paraphrase", _moves(planted, others), PARAPHRASE_POINTS)


def swaps(language: str, planted: Sequence[Planted], scorer: Scorer) -> Iterator[BenchRow]:
    """Measure how far the score moves when names, gender, age and school are others."""

    def others(one: Planted) -> Iterator[Scored]:
        for swap in one.answer.swaps:
            text = swapped(one.answer.text, swap, one.file.language)
            yield scorer.score(one.file, one.answer.question, text)

    yield from _worst(f"{language}: names, gender, age and school swapped", _moves(planted, others), SWAP_POINTS)


def _worst(name: str, moves: Sequence[float], limit: float) -> Iterator[BenchRow]:
    worst = max(moves, default=0.0)
    yield _row(
        f"{name} ({len(moves)}): most that the score moves (mean {mean(moves) if moves else 0.0:.2f})", worst,
        f"less than {limit:g}", bool(moves) and worst < limit, "points",
    )  # fmt: skip


def recogniser_errors(language: str, planted: Sequence[Planted], scorer: Scorer) -> Iterator[BenchRow]:
    """Measure how far the score moves on average when a tenth of the words is misheard."""

    def others(one: Planted) -> Iterator[Scored]:
        for seed in SEEDS:
            yield scorer.score(one.file, one.answer.question, misheard(one.answer.text, one.file.language, seed))

    moves = _moves(planted, others)
    value = mean(moves)
    yield _row(
        f"{language}: a tenth of the words misheard ({len(moves)}): mean move of the score (most {max(moves):.1f})",
        value, f"less than {MISHEARD_POINTS:g}", value < MISHEARD_POINTS, "points",
    )  # fmt: skip


def attacks(language: str, planted: Sequence[Planted], scorer: Scorer) -> Iterator[BenchRow]:
    """Measure how far attacks score above the mean of the middling answers to the same question."""
    files = {one.file.name: one.file for one in planted}
    above: dict[Attack, list[float]] = {}
    for file in files.values():
        for attack in file.said.attacks:
            middling = [
                one.scored.score
                for one in planted
                if one.file.name == file.name and (one.answer.question, one.answer.level) == (attack.question, MIDDLING)
            ]
            score = scorer.score(file, attack.question, attack.text).score
            above.setdefault(attack.kind, []).append(score - mean(middling))
    for kind, found in above.items():
        yield _row(
            f"{language}: {kind} ({len(found)}): most above the middling answers to the question", max(found),
            "at most 0", max(found) <= 0.0, "points",
        )  # fmt: skip


def _citations(report: Report) -> Iterator[tuple[Report, Evidence]]:
    """Give the report with one character of a citation changed, for every citation of an indicator or keyword."""
    for at, dimension in enumerate(report.score.dimensions):
        for index, indicator in enumerate(dimension.indicators):
            for evidence in indicator.evidence:
                other = replace(indicator, evidence=(_changed(evidence),))
                indicators = (*dimension.indicators[:index], other, *dimension.indicators[index + 1 :])
                dimensions = list(report.score.dimensions)
                dimensions[at] = replace(dimension, indicators=indicators)
                yield replace(report, score=replace(report.score, dimensions=tuple(dimensions))), evidence


def _changed(evidence: Evidence) -> Evidence:
    middle = len(evidence.quote) // 2
    other = "#" if evidence.quote[middle] != "#" else "*"
    return replace(evidence, quote=evidence.quote[:middle] + other + evidence.quote[middle + 1 :])


def _refused(report: Report) -> bool:
    try:
        verify(report)
    except UnresolvedEvidenceError:
        return True
    return False


def evidence(language: str, planted: Sequence[Planted]) -> Iterator[BenchRow]:
    """Measure whether every citation resolves, and whether one changed character makes the report refused."""
    reports = [report_of(one.file, one.scored) for one in planted]
    unresolved = sum(map(_refused, reports))
    altered = [changed for report in reports for changed, _ in _citations(report)]
    passed = sum(not _refused(one) for one in altered)
    yield _row(
        f"{language}: reports refused ({len(reports)} made)", unresolved, "0", unresolved == 0
    )  # fmt: skip
    yield _row(
        f"{language}: reports with one quoted character changed that pass ({len(altered)} tried)", passed, "0",
        passed == 0 and bool(altered),
    )  # fmt: skip


def measure_all(files: Sequence[JobAnswers], scorer: Scorer) -> list[BenchRow]:
    """Give the rows of every goal, by language; those that cues were fitted to also for what was held out."""
    rows: list[BenchRow] = []
    for language in sorted({one.language for one in files}):
        planted = scored([one for one in files if one.language == language], scorer)
        rows += detection(f"{language} ({len(planted)} answers)", planted)
        rows += correlation(language, planted)
        held_out = [one for one in planted if one.answer.held_out]
        rows += _to_see(detection(f"{language}, held out ({len(held_out)} answers)", held_out))
        rows += _to_see(correlation(f"{language}, held out", held_out))
        read = [one for one in planted if not one.answer.held_out]
        rows += paraphrases(language, read, scorer)
        rows += _to_see(paraphrases(f"{language}, held out", held_out, scorer))
        rows += swaps(language, planted, scorer)
        rows += recogniser_errors(language, planted, scorer)
        rows += attacks(language, planted, scorer)
        rows += evidence(language, planted)
    return rows
