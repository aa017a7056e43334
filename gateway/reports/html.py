"""The report for people, on screen, on a phone and on paper: as one HTML file, and as a page with its recordings."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from gateway.domain.beside import NOTHING, Beside
from gateway.domain.report import Report
from gateway.domain.rule import Decision
from gateway.domain.text import Locale
from gateway.reports.layout import lay_out
from gateway.reports.wording import TEXT

TEMPLATES = Path(__file__).parent / "templates"


@cache
def environment() -> Environment:
    """Give what renders the templates of this package; everything put into them is escaped."""
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def to_html(report: Report, decision: Decision | None, locale: Locale, beside: Beside = NOTHING) -> str:
    """Give the report as a file in `locale` that needs nothing else: styles inline, no script, no request to anywhere.

    Everything that came from a candidate or a model is escaped. The report must have passed `verify`.
    """
    return _render(report, decision, locale, beside, "", {})


def to_page(
    report: Report,
    decision: Decision | None,
    locale: Locale,
    beside: Beside,
    place: str,
    recordings: Mapping[str, str],
) -> str:
    """Give the same as a page of the site, with a player beside each answer; it loads one script and the recordings.

    `place` is the address of the interview, `recordings` that of each recording by the answer's id.
    """
    return _render(report, decision, locale, beside, place, recordings)


def _render(
    report: Report,
    decision: Decision | None,
    locale: Locale,
    beside: Beside,
    place: str,
    recordings: Mapping[str, str],
) -> str:
    words = {key: text.to(locale) for key, text in TEXT.items()}
    view = lay_out(report, decision, locale, beside, recordings)
    return environment().get_template("report.html").render(report=view, say=words, place=place)
