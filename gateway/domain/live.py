"""Recordings that are sent while they are recorded."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from msgspec import Struct

REFUSED: Final = frozenset({"media.too_long"})
"""Problems for which no more of a recording is taken; with any other, it is analysed once it is complete."""


class LiveUpload(Struct, frozen=True, kw_only=True):
    """An answer that is sent while it is given. `id` is the id that the answer will have.

    `length`, in bytes, is known once the last piece is there. `problem` is the code of what keeps it from being
    analysed before that.
    """

    id: str
    interview_id: str
    question_id: str
    began_at: datetime
    length: int | None = None
    problem: str | None = None


def upload_id(interview_id: str, question_id: str) -> str:
    """Give the media store's name of the one upload to a question that can be resumed."""
    return f"{interview_id}/{question_id}"
