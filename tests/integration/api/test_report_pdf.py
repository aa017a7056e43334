"""The report in print through the API and a real database: a PDF that can be read, in both languages, soon."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader

from gateway.domain.signals import Sentence
from gateway.reports.wording import TEXT
from gateway.storage.database import Database
from tests.factories.people import changed
from tests.factories.results import a_decision, a_report
from tests.integration.api.conftest import Client

SAID = '#read("/etc/passwd") ] is what I typed, 然后我们上线了。'


@pytest.fixture
def printed(database: Database) -> None:
    """Give the interview a report and a decision."""
    report = a_report()
    (answer,) = report.answers
    sentence = Sentence(text=SAID, start=0, end=len(SAID), start_ms=0, end_ms=900)
    measured = changed(answer.measured, text=SAID, sentences=(sentence,))
    with database.unit_of_work() as work:
        work.reports.add(changed(report, answers=(changed(answer, measured=measured),)))
        work.decisions.add(a_decision())
        work.commit()


@pytest.mark.parametrize(("language", "title"), [("zh", TEXT["title"].zh), ("en", TEXT["title"].en)])
@pytest.mark.usefixtures("printed")
async def test_the_report_comes_as_a_pdf(api: Client, language: str, title: str) -> None:
    reply = await api.get(f"/v1/interviews/interview-1/report.pdf?language={language}")
    assert reply.status_code == 200
    assert reply.headers["content-type"] == "application/pdf"
    text = "".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(reply.content)).pages).split())
    for words in (title, "林晓", "82.5", SAID):
        assert "".join(words.split()) in text
