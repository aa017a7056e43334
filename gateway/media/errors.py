"""What is raised when a recording cannot be used."""

from __future__ import annotations

from gateway.domain.errors import InvalidError
from gateway.domain.problems import PROBLEM_TEXT

UNDECODABLE = "media.undecodable"


class MediaError(InvalidError):
    """A recording that cannot be used; `code` is a key of `PROBLEM_TEXT`. An unknown one counts as undecodable."""

    def __init__(self, code: str, **details: object) -> None:
        self.code = code if code in PROBLEM_TEXT else UNDECODABLE
        super().__init__(PROBLEM_TEXT[self.code], **details)
