"""Whether a text is in the other of the product's two languages, by its script and its function words."""

from __future__ import annotations

from gateway.domain.words import FIFTHS, length, words
from gateway.language.functionwords import is_function_word
from gateway.language.segmenting import is_chinese

MIN_TEXT = 15 * FIFTHS
"""A shorter text (15 English words, 25 Chinese characters) may be a name or a title."""

MOSTLY = 0.8
"""A text is in a language from this share on.

Chinese texts on technical matters hold English terms, English ones a Chinese name or quotation: neither reaches it.
"""

MIN_FUNCTION_WORDS = 0.25
"""Latin words are English sentences from this share of function words on; lists of terms lie near none.

The English sample answers have about half.
"""


def language_of(text: str) -> str | None:
    """Give `zh` or `en` where a text is clearly in that language; `None` where it is short, mixed or in another."""
    found = words(text)
    whole = sum(map(length, found))
    if whole < MIN_TEXT:
        return None
    chinese = sum(length(word) for word in found if is_chinese(word)) / whole
    if chinese >= MOSTLY:
        return "zh"
    latin = [word for word in found if word.isascii() and word[0].isalpha()]
    sentences = bool(latin) and sum(map(is_function_word, latin)) / len(latin) >= MIN_FUNCTION_WORDS
    if sentences and sum(map(length, latin)) / whole >= MOSTLY:
        return "en"
    return None


def differs(text: str, language: str) -> bool:
    """Say whether a text is clearly not in `language` (BCP 47) but in the other of `zh` and `en`."""
    expected = language.split("-", maxsplit=1)[0].lower()
    found = language_of(text)
    return expected in {"zh", "en"} and found is not None and found != expected
