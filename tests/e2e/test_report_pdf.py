"""The samples' reports in print, from a running box."""

from __future__ import annotations

import io

import httpx
import pytest
from pypdf import PdfReader

from tests.fixtures.box import BoxProcess

SLOWEST_S = 5.0  # busy machines included; a quiet one takes a third of a second


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_samples_report_prints_with_all_that_was_said(box: BoxProcess, language: str) -> None:
    interviews = [one["interview"]["id"] for one in box.client.get("/v1/interviews", limit="200")["items"][-3:]]
    for interview_id in interviews:
        report = box.client.get(f"/v1/interviews/{interview_id}/report")["report"]
        found = httpx.get(
            f"{box.box.url}/v1/interviews/{interview_id}/report.pdf?language={language}",
            headers={"Authorization": f"Bearer {box.box.token}"},
            trust_env=False,
            timeout=60.0,
        )
        assert found.headers["content-type"] == "application/pdf"
        assert found.elapsed.total_seconds() < SLOWEST_S
        text = "".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(found.content)).pages).split())
        sentences = [one["text"] for answer in report["answers"] for one in answer["measured"]["sentences"]]
        assert sentences
        for sentence in sentences:
            assert "".join(sentence.split()) in text
