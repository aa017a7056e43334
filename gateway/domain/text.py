"""Text that people read, in the languages of the product."""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct

Locale: TypeAlias = Literal["zh-CN", "en"]
LOCALES: tuple[Locale, ...] = ("zh-CN", "en")


class LocalizedText(Struct, frozen=True):
    """The same text in Chinese and English."""

    zh: str
    en: str

    def to(self, locale: Locale) -> str:
        """Give the text in `locale`."""
        return self.zh if locale == "zh-CN" else self.en
