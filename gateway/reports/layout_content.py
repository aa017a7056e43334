"""The words of an answer as they stand on the page: summary, details, how near the question."""

from __future__ import annotations

from collections.abc import Iterator

from gateway.domain.scoring import Evidence
from gateway.domain.signals import MeasuredAnswer
from gateway.domain.text_signals import Detail, DetailKind, Relevance, RelevanceMethod, Specificity
from gateway.language.segmenting import is_chinese
from gateway.reports.reader import Reader
from gateway.reports.view import ContentView, DetailsView, Quote
from gateway.reports.wording import number
from gateway.reports.wording_content import DETAILS, METHODS


def lay_out_content(answer: MeasuredAnswer, reader: Reader) -> ContentView | None:
    """Lay out what the words show; nothing where there are none, and in reports of old."""
    found = answer.content
    if found is None:
        return None
    shorter = len(found.summary) < len(answer.sentences) - len(answer.echoes)
    return ContentView(
        summary=tuple(map(reader.quote, found.summary)) if shorter else (),
        rate=number(found.specificity.rate) if found.specificity.rate is not None else "",
        unit=reader.say("per_100_characters" if is_chinese(answer.text) else "per_100_words"),
        notes=("；" if reader.locale == "zh-CN" else "; ").join(_notes(found.specificity, reader)),
        details=tuple(_details(found.specificity, answer, reader)),
        relevance=_relevance(found.relevance),
        method=METHODS[found.relevance.method].to(reader.locale) if found.relevance else "",
    )


def _notes(found: Specificity, reader: Reader) -> Iterator[str]:
    if not found.details:
        yield reader.say("no_details")
    if found.rate is None:
        yield reader.say("too_few_for_rate")
    if not found.names_known:
        yield reader.say("names_unknown")


def _details(found: Specificity, answer: MeasuredAnswer, reader: Reader) -> Iterator[DetailsView]:
    for kind in DetailKind:
        some = [one for one in found.details if one.kind is kind]
        if some:
            quotes = tuple(_quote(one, answer, reader) for one in some)
            yield DetailsView(label=DETAILS[kind].to(reader.locale), count=str(len(some)), quotes=quotes)


def _quote(detail: Detail, answer: MeasuredAnswer, reader: Reader) -> Quote:
    sentence = answer.sentences[detail.sentence]
    return reader.quote(
        Evidence(
            answer_id=answer.answer_id,
            question_id=answer.question_id,
            start=detail.start,
            end=detail.end,
            quote=detail.quote,
            start_ms=sentence.start_ms,
            end_ms=sentence.end_ms,
        )
    )


def _relevance(found: Relevance | None) -> str:
    if found is None:
        return ""
    return number(found.value, 2) if found.method is RelevanceMethod.EMBEDDING else f"{found.value:.0%}"
