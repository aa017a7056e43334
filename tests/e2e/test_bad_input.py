"""Recordings and requests that something is wrong with, sent to a whole box: a clear refusal, or a clear report."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import httpx
import pytest

from gateway.cli.client import ApiError, JsonObject
from gateway.cli.interview import open_interview, read_job
from gateway.embedded.paths import SAMPLES
from tests.fixtures.box import BoxProcess, wait_until
from tests.fixtures.media import cut, film, long_wave, noise, playlist, session_description
from tests.fixtures.spoken import SPOKEN, face_twice, moving_stripes, one_of_8k, only, repictured, sound_of

pytestmark = pytest.mark.timeout(400)  # the first test waits for a box that has worked through the samples

Make = Callable[[Path], Path]


def write(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


TAKEN: dict[str, tuple[Make, frozenset[str]]] = {
    "no_audio": (lambda folder: only("video", folder / "deaf.mp4"), frozenset({"no_audio"})),
    "no_video": (lambda folder: sound_of(folder / "blind.wav"), frozenset({"no_video"})),
    "truncated": (lambda folder: cut(write(folder / "whole.mp4", SPOKEN.read_bytes()), 0.6), frozenset({"truncated"})),
    "silence": (lambda folder: noise(folder / "silence.wav", 5.0, loudness=0), frozenset({"no_video", "no_speech"})),
    "noise": (lambda folder: noise(folder / "noise.wav", 5.0, loudness=9_000), frozenset({"no_video", "no_speech"})),
    "no_face": (lambda folder: repictured(folder / "empty.mp4", moving_stripes(3.0)), frozenset({"no_face"})),
    "two_faces": (lambda folder: repictured(folder / "two.mp4", face_twice(3.0)), frozenset({"several_faces"})),
    "huge_frame": (lambda folder: repictured(folder / "8k.mp4", one_of_8k()), frozenset({"frame_too_large"})),
    "good": (lambda _: SPOKEN, frozenset()),
}
"""A question for each recording that is taken, and what its report says that it cannot tell."""

SPEECHLESS = ("no_audio", "silence", "noise")
WHOLE_SPEECH = ("no_video", "no_face", "two_faces", "huge_frame")

REFUSED: dict[str, tuple[Make, str]] = {
    "empty": (lambda folder: write(folder / "answer.mp4", b""), "media.empty"),
    "text": (lambda folder: write(folder / "answer.mp4", b"What I would have said.\n" * 99), "media.not_media"),
    "playlist": (lambda folder: write(folder / "answer.mp4", playlist("http://127.0.0.1:9/a.ts")), "media.not_media"),
    "session": (lambda folder: write(folder / "answer.mp4", session_description(5004)), "media.unsupported_format"),
    "three hours": (lambda folder: long_wave(folder / "long.wav", hours=3.0), "media.too_long"),
    "cut before its index": (lambda folder: cut(film(folder / "answer.mp4", 4.0), 0.5), "media.undecodable"),
}


def job_with_questions(names: Sequence[str]) -> JsonObject:
    """Give the sample job with a question and a dimension of its own for each name."""
    job = read_job(SAMPLES / "job.yaml")
    model = job["competency_model"]
    question, dimension = job["questions"][0], model["dimensions"][0]
    job["questions"] = [{**question, "id": name} for name in names]
    model["dimensions"] = [{**dimension, "id": name, "questions": [name]} for name in names]
    model["culture"] = None
    return job


def status(box: BoxProcess, interview: str) -> str:
    return str(box.client.get(f"/v1/interviews/{interview}/progress")["status"])


def recordings(box: BoxProcess) -> set[Path]:
    return {path for path in (box.home / "data" / "media").rglob("*") if path.is_file()}


def problem_of(act: Callable[[], object]) -> JsonObject:
    """Give the problem document with which the box refuses; it speaks to people in both languages."""
    with pytest.raises(ApiError) as caught:
        act()
    problem = caught.value.problem
    assert problem["detail_zh"].endswith("。"), problem
    assert problem["detail_en"].endswith("."), problem
    return problem


@pytest.fixture(scope="module")
def finished(box: BoxProcess, tmp_path_factory: pytest.TempPathFactory) -> str:
    """An interview in which something is wrong with almost every answer, and one answer is missing."""
    folder = tmp_path_factory.mktemp("recordings")
    job = box.client.post("/v1/jobs", job_with_questions([*TAKEN, "missing"]))
    interview = open_interview(box.client, job["id"], "Chen Mo", "en")
    for question, (make, _) in TAKEN.items():
        box.client.send_answer(interview, question, make(folder))
    box.client.post(f"/v1/interviews/{interview}/finish", {"allow_missing": True})
    wait_until(lambda: status(box, interview) == "completed", 150.0)
    return interview


@pytest.fixture(scope="module")
def report(box: BoxProcess, finished: str) -> JsonObject:
    return dict(box.client.get(f"/v1/interviews/{finished}/report")["report"])


@pytest.fixture(scope="module")
def answers(report: JsonObject) -> dict[str, Any]:
    return {answer["question_id"]: answer["measured"] for answer in report["answers"]}


@pytest.fixture(scope="module")
def scores(report: JsonObject) -> dict[str, float | None]:
    return {one["dimension_id"]: one["score"] for one in report["score"]["dimensions"]}


def open_sample_interview(box: BoxProcess, name: str) -> str:
    job = box.client.post("/v1/jobs", read_job(SAMPLES / "job.yaml"))
    return open_interview(box.client, job["id"], name, "en")


@pytest.fixture(scope="module")
def opened(box: BoxProcess) -> str:
    """An interview that is open for answers."""
    return open_sample_interview(box, "Gao Yuan")


@pytest.fixture(scope="module")
def http(box: BoxProcess) -> Iterator[httpx.Client]:
    headers = {"Authorization": f"Bearer {box.box.token}"}
    with httpx.Client(base_url=box.box.url, headers=headers, trust_env=False, timeout=30.0) as client:
        yield client


@pytest.mark.parametrize("question", TAKEN)
def test_the_report_says_what_a_recording_cannot_tell(answers: dict[str, Any], question: str) -> None:
    assert set(answers[question]["limits"]) == TAKEN[question][1]


@pytest.mark.parametrize("question", [*SPEECHLESS, "missing"])
def test_what_cannot_be_judged_has_no_score_rather_than_a_low_one(
    scores: dict[str, float | None], question: str
) -> None:
    assert scores[question] is None


def test_the_same_speech_earns_the_same_whatever_the_picture(scores: dict[str, float | None]) -> None:
    assert scores["good"] is not None
    assert {scores[question] for question in WHOLE_SPEECH} == {scores["good"]}


def test_a_good_answer_is_read_as_it_is_without_bad_ones_beside_it(box: BoxProcess, answers: dict[str, Any]) -> None:
    items = box.client.get("/v1/interviews", limit="100")["items"]
    sample = next(item["interview"]["id"] for item in reversed(items) if item["candidate_name"] == "Lin Yue")
    alone = box.client.get(f"/v1/interviews/{sample}/report")["report"]["answers"][0]["measured"]
    for part in ("text", "voice", "behaviour", "structure"):
        assert answers["good"][part] == alone[part], part


def test_what_is_left_of_a_file_that_breaks_off_is_used(answers: dict[str, Any]) -> None:
    heard, whole = answers["truncated"]["text"].split(), answers["good"]["text"].split()
    assert len(whole) / 3 < len(heard) < len(whole)
    assert heard[:10] == whole[:10]
    assert answers["truncated"]["duration_ms"] < 0.7 * answers["good"]["duration_ms"]


def test_a_missing_answer_is_named_missing(answers: dict[str, Any], box: BoxProcess, finished: str) -> None:
    assert answers["missing"]["limits"] == ["missing"]
    assert box.client.get(f"/v1/interviews/{finished}/progress")["missing"] == ["missing"]


def test_the_face_is_described_only_where_there_is_one(answers: dict[str, Any]) -> None:
    faceless = ("no_video", "no_face", "huge_frame", "silence", "noise", "missing")
    assert [answers[question]["behaviour"] for question in faceless] == [None] * len(faceless)
    assert answers["no_audio"]["behaviour"]["face_share"] > 0.9
    assert answers["two_faces"]["behaviour"]["several_faces_share"] > 0.9


def test_who_only_kept_silent_gets_no_letter_of_refusal_from_a_rule(box: BoxProcess, tmp_path: Path) -> None:
    silent = open_sample_interview(box, "Shen Mo")
    box.client.send_answer(silent, "learning", noise(tmp_path / "silence.wav", 5.0, loudness=0))
    box.client.post(f"/v1/interviews/{silent}/finish", {"allow_missing": True})
    wait_until(lambda: status(box, silent) == "completed", 60.0)
    score = box.client.get(f"/v1/interviews/{silent}/report")["report"]["score"]
    assert (score["overall"], score["culture_fit"]) == (None, None)
    decision = box.client.get(f"/v1/interviews/{silent}/decisions")["items"][-1]
    assert (decision["rule_id"], decision["actions"]) == (None, ["human_review"])


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_the_page_says_insufficient_evidence(http: httpx.Client, finished: str, language: str) -> None:
    address = f"/v1/interviews/{finished}/report"
    page = http.get(address, params={"lang": language}, headers={"Accept": "text/html"}).text
    assert {"zh-CN": "证据不足", "en": "nsufficient evidence"}[language] in page
    assert {"zh-CN": "没有听到说话声", "en": "No speech was heard"}[language] in page


def test_a_second_finish_changes_nothing(box: BoxProcess, finished: str) -> None:
    def events() -> list[str]:
        return [row["id"] for row in box.client.get("/v1/outbox", subject=f"application/{finished}")["items"]]

    def kept() -> object:  # what stands beside a report says as of when
        return box.client.get(f"{path}/report")["report"], box.client.get(f"{path}/decisions"), events()

    path = f"/v1/interviews/{finished}"
    before = kept()
    again = box.client.post(f"{path}/finish", {"allow_missing": True})
    assert again["status"] == "completed"
    assert kept() == before


def test_an_answer_after_the_finish_is_refused(box: BoxProcess, finished: str) -> None:
    problem = problem_of(lambda: box.client.send_answer(finished, "missing", SPOKEN))
    assert (problem["status"], problem["code"]) == (409, "interview_closed")


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_usable_recording_is_refused_and_not_kept(
    box: BoxProcess, opened: str, tmp_path: Path, what: str
) -> None:
    make, code = REFUSED[what]
    before = recordings(box)
    problem = problem_of(lambda: box.client.send_answer(opened, "learning", make(tmp_path)))
    assert (problem["status"], problem["code"]) == (422, code)
    assert recordings(box) == before
    assert "learning" in box.client.get(f"/v1/interviews/{opened}/progress")["missing"]


def test_a_question_that_does_not_exist_is_named_with_those_that_do(box: BoxProcess, opened: str) -> None:
    problem = problem_of(lambda: box.client.send_answer(opened, "weather", SPOKEN))
    assert (problem["status"], problem["code"]) == (404, "question_not_found")
    assert problem["questions"] == ["discovery", "conflict", "learning"]


def test_a_finish_with_answers_missing_names_them_and_leaves_the_interview_open(box: BoxProcess, opened: str) -> None:
    problem = problem_of(lambda: box.client.post(f"/v1/interviews/{opened}/finish", {}))
    assert (problem["status"], problem["code"]) == (409, "answers_missing")
    assert "learning" in problem["missing"]
    assert status(box, opened) == "open"


def digest(content: bytes) -> str:
    return f"sha-256=:{base64.b64encode(hashlib.sha256(content).digest()).decode()}:"


def test_the_same_chunk_twice_counts_once(http: httpx.Client, opened: str) -> None:
    address, whole = f"/v1/interviews/{opened}/answers/discovery/media", SPOKEN.read_bytes()

    def send(start: int, content: bytes) -> httpx.Response:
        headers = {"Upload-Offset": str(start), "Upload-Length": str(len(whole)), "Content-Digest": digest(whole)}
        return http.patch(address, content=content, headers={**headers, "Content-Type": "video/mp4"})

    half = len(whole) // 2
    for _ in range(2):
        reply = send(0, whole[:half])
        assert (reply.status_code, reply.headers["upload-offset"]) == (204, str(half))
    differs = send(0, bytes(half))
    assert (differs.status_code, differs.json()["offset"]) == (409, half)
    assert [send(half, whole[half:]).status_code for _ in range(2)] == [201, 200]


def test_a_wrong_checksum_is_refused_and_the_right_recording_taken_after_it(
    box: BoxProcess, http: httpx.Client, opened: str
) -> None:
    address, whole = f"/v1/interviews/{opened}/answers/conflict/media", SPOKEN.read_bytes()
    before = recordings(box)
    reply = http.put(address, content=whole, headers={"Content-Digest": digest(b"something else")})
    assert (reply.status_code, reply.json()["code"]) == (422, "digest_mismatch")
    assert recordings(box) == before
    assert http.put(address, content=whole, headers={"Content-Digest": digest(whole)}).status_code == 201
