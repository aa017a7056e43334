"""The candidate's report in one language, as plain values for the page and for print."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import asdict

from gateway.domain.candidate_report import CandidateReport, OwnWords
from gateway.domain.competency import LEVELS
from gateway.domain.text import Locale, LocalizedText
from gateway.reports.candidate.wording import TEXT, question_named
from gateway.reports.wording import clock, date, level_label, number


def lay_out(report: CandidateReport, locale: Locale) -> dict[str, object]:
    """Give the report with every text in `locale`: structs as dictionaries under the same names.

    Citations get the short name of their question and their time; results get their level or score as it is read.
    """
    plain = _plain(report, locale)
    if not isinstance(plain, dict):
        raise TypeError(f"a report is a struct, not {type(plain)}")
    job = report.job_title.to(locale)
    return plain | {
        "locale": locale,
        "candidate": report.candidate_name,
        "job": job,
        "made_at": date(report.created_at, locale),
        "greeting": TEXT["greeting"].to(locale).format(name=report.candidate_name),
        "lead": TEXT["lead"].to(locale).format(job=job),
        "overall": "" if report.overall is None else number(report.overall),
        "results": [
            {
                "dimension": one.dimension.to(locale),
                "assessed": one.assessed,
                "level": one.level or 0,
                "levels": LEVELS,
                "label": level_label(one.level, locale) if one.level else "",
                "anchor": one.anchor.to(locale) if one.anchor else "",
                "aim": one.aim.to(locale) if one.aim else "",
                "score": "" if one.score is None else number(one.score),
                "filled": one.score or 0.0,
            }
            for one in report.results
        ],
    }


def _plain(value: object, locale: Locale) -> object:
    if isinstance(value, LocalizedText):
        return value.to(locale)
    if isinstance(value, OwnWords):
        return {"text": value.text, "where": _where(value, locale)}
    if isinstance(value, Struct):
        return {name: _plain(part, locale) for name, part in asdict(value).items()}
    if isinstance(value, tuple):
        return [_plain(part, locale) for part in value]
    return value


def _where(words: OwnWords, locale: Locale) -> str:
    named = question_named(words.question, locale)
    return named if words.start_ms is None else f"{named} · {clock(words.start_ms)}"
