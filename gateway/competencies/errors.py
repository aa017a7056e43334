"""What is wrong with a template, so that whoever wrote it can mend it."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from gateway.domain.errors import InvalidError, NotFoundError
from gateway.domain.text import LocalizedText


class Problem(Struct, frozen=True, kw_only=True):
    """One thing to mend: where it stands (`line` from 1; `field` is empty for the whole file) and what to do."""

    file: str
    line: int
    field: str
    message: LocalizedText

    @property
    def place(self) -> str:
        """Give file, line and field."""
        return f"{self.file}:{self.line}" + (f": {self.field}" if self.field else "")


class TemplateError(InvalidError):
    """A template cannot be used; `problems` are all that were found, in the order of the lines."""

    code = "template_invalid"

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        zh = "\n".join(f"{one.place}: {one.message.zh}" for one in problems)
        en = "\n".join(f"{one.place}: {one.message.en}" for one in problems)
        super().__init__(LocalizedText(zh, en))


class UnknownTemplateError(NotFoundError):
    """There is no template of this name."""

    code = "template_not_found"

    def __init__(self, name: str, known: Sequence[str]) -> None:
        names = ", ".join(known)
        super().__init__(
            LocalizedText(
                f"没有名为“{name}”的模板，可用的有：{names}", f"there is no template “{name}”; known are: {names}"
            )
        )


class UnknownLanguageError(InvalidError):
    """Templates are written in Chinese and English."""

    code = "template_language"

    def __init__(self, language: str) -> None:
        super().__init__(
            LocalizedText(
                f"模板没有“{language}”版本，请用 zh 或 en", f"templates have no language “{language}”; use zh or en"
            )
        )
