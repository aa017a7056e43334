"""Talks to a box's public API, as a company's own client would."""

from __future__ import annotations

import base64
import hashlib
import json
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx

JsonObject = dict[str, Any]
CHUNK_BYTES = 1024 * 1024
MEDIA_TYPES = {
    ".mp4": "video/mp4", ".webm": "video/webm", ".mov": "video/quicktime", ".mkv": "video/x-matroska",
    ".wav": "audio/wav", ".mp3": "audio/mpeg", ".m4a": "audio/mp4", ".ogg": "audio/ogg", ".flac": "audio/flac",
}  # fmt: skip


class ApiError(Exception):
    """The box refused a request; the message is the problem document's own."""

    def __init__(self, problem: JsonObject) -> None:
        said = [problem[name] for name in ("detail_en", "detail_zh") if name in problem]
        super().__init__("\n".join(said) or str(problem.get("detail") or problem))
        self.problem = problem


class BoxClient:
    """A client of one box. Requests are repeated under the same idempotency key while the box is restarting."""

    def __init__(self, url: str, token: str, patience_s: float = 60.0) -> None:
        self._patience_s = patience_s
        self._http = httpx.Client(
            base_url=url, timeout=60.0, trust_env=False, headers={"Authorization": f"Bearer {token}"}
        )

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def get(self, path: str, **query: str) -> JsonObject:
        """Give the JSON document at `path`."""
        return self._json("GET", path, params=query)

    def post(self, path: str, body: JsonObject) -> JsonObject:
        """Send `body` once, however often the connection breaks."""
        return self._json("POST", path, json=body, headers={"Idempotency-Key": str(uuid.uuid4())})

    def put(self, path: str, body: JsonObject) -> JsonObject:
        """Put `body` at `path`."""
        return self._json("PUT", path, json=body)

    def send_answer(self, interview_id: str, question_id: str, file: Path) -> JsonObject:
        """Stream a recording to the box with its digest."""
        with file.open("rb") as media:
            digest = base64.b64encode(hashlib.file_digest(media, "sha256").digest()).decode()
        headers = {
            "Content-Type": media_type(file),
            "Content-Digest": f"sha-256=:{digest}:",
        }
        path = f"/v1/interviews/{interview_id}/answers/{question_id}/media"
        return self._json("PUT", path, file=file, headers=headers)

    def send_piece(self, place: tuple[str, str], offset: int, data: bytes, *, last: bool, media_type: str) -> int:
        """Send a piece of a recording that is still being made to `place`, an interview and its question.

        Gives how much the box has kept. A piece that was lost on the way is sent again.
        """
        headers = {
            "Content-Type": media_type,
            "Upload-Offset": str(offset),
            "Upload-Complete": "?1" if last else "?0",
        }
        self._json("PATCH", f"{_answer(place)}/media", content=data, headers=headers)
        return offset + len(data)

    def words(self, place: tuple[str, str]) -> Iterator[JsonObject]:
        """Give the utterances of an answer that is being given, as they come, until its end."""
        with self._http.stream("GET", f"{_answer(place)}/live", timeout=None) as reply:
            if not reply.is_success:
                reply.read()
                raise ApiError(_problem(reply))
            event = ""
            for line in reply.iter_lines():
                name, _, value = line.partition(": ")
                if name == "event":
                    event = value
                elif name == "data" and event == "utterance":
                    yield json.loads(value)

    def _json(self, method: str, path: str, *, file: Path | None = None, **request: Any) -> JsonObject:  # noqa: ANN401 - httpx's own
        """Send a request until the box answers it; raise `ApiError` when it refuses, or stays away."""
        deadline = time.monotonic() + self._patience_s
        while True:
            try:
                if file:
                    request["content"] = _chunks(file)
                reply = self._http.request(method, path, **request)
            except httpx.TransportError as error:
                if time.monotonic() > deadline:
                    raise ApiError(_unreachable(str(self._http.base_url))) from error
                time.sleep(0.5)
                continue
            if reply.is_success:
                return reply.json() if reply.content else {}
            if reply.status_code != httpx.codes.SERVICE_UNAVAILABLE or time.monotonic() > deadline:
                raise ApiError(_problem(reply))
            time.sleep(0.5)


def _unreachable(url: str) -> JsonObject:
    return {
        "detail_en": f"{url} does not answer. `shouguan doctor` says what is wrong.",
        "detail_zh": f"{url} 没有应答。请运行 `shouguan doctor` 查看问题所在。",
    }


def _problem(reply: httpx.Response) -> JsonObject:
    try:
        return dict(reply.json())
    except ValueError:
        return {"status": reply.status_code, "detail": f"{reply.status_code} {reply.reason_phrase}"}


def _answer(place: tuple[str, str]) -> str:
    interview_id, question_id = place
    return f"/v1/interviews/{interview_id}/answers/{question_id}"


def media_type(file: Path) -> str:
    """Give the type of a recording by its name."""
    return MEDIA_TYPES.get(file.suffix.lower(), "application/octet-stream")


def _chunks(file: Path) -> Iterator[bytes]:
    with file.open("rb") as media:
        while chunk := media.read(CHUNK_BYTES):
            yield chunk
