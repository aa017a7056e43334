"""The hints of a whole interview, in the order of the questions, each with what it says to HR."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from gateway.domain.integrity import Hint, HintKind
from gateway.domain.interview import Answer, Job
from gateway.domain.signals import MeasuredAnswer
from gateway.domain.text import Locale, LocalizedText
from gateway.reports.wording import question_label
from gateway.reports.wording_integrity import CAUTION, NOTICED
from gateway.scoring.engine import question_text
from gateway.signals.writing import writing_hints

PLAIN = {HintKind.OTHER_VOICE: 1, HintKind.SWEEPING_GAZE: 0, HintKind.AVERTED_GAZE: 0, HintKind.FAST_TEXT: 0}
"""The decimals of values that are no shares."""


def integrity_hints(
    language: str, job: Job, answers: Sequence[Answer], measured: Sequence[MeasuredAnswer]
) -> tuple[Hint, ...]:
    """Give what is worth asking about: of sound and picture as it was measured, of texts as they compare."""
    order = {one.id: at for at, one in enumerate(job.questions)}
    ordered = sorted(measured, key=lambda one: order.get(one.question_id, len(order)))
    dimensions = job.competency_model.dimensions
    written = writing_hints(
        ordered,
        {one.id: question_text(one, language) for one in job.questions},
        [text for one in dimensions for indicator in one.indicators for text in indicator.exemplars],
        {one.id: one.writing for one in answers if one.writing is not None},
    )
    found = [*(hint for one in ordered for hint in one.hints), *written]
    found.sort(key=lambda one: order.get(one.question_id, len(order)))
    return tuple(_told(one, order) for one in found)


def _told(hint: Hint, order: Mapping[str, int]) -> Hint:
    """Give the hint with what it says to HR."""
    text = LocalizedText(_said(hint, order, "zh-CN"), _said(hint, order, "en"))
    return replace(hint, text=text, caution=CAUTION[hint.kind])


def _said(hint: Hint, order: Mapping[str, int], locale: Locale) -> str:
    other = question_label(order[hint.other], locale) if hint.other and hint.other in order else hint.other or ""
    return NOTICED[hint.kind].to(locale).format(value=_value(hint), other=other)


def _value(hint: Hint) -> str:
    if hint.value is None:
        return ""
    return f"{hint.value:.{PLAIN[hint.kind]}f}" if hint.kind in PLAIN else f"{hint.value:.0%}"
