"""A text without what tells who speaks or is spoken of: names, sex, age, figures.

Sentence embeddings move with these ("Maria, 48, studied in Leeds"), and a score must not. So texts are compared
blinded, answers and exemplars alike; what people read is never changed.
"""

from __future__ import annotations

import re

from gateway.domain.words import words
from gateway.language.functionwords import is_function_word
from gateway.language.segmenting import is_chinese

SOMEBODY = "someone"
FIGURE = "ten"

_PERSONS = {
    "they": "he she",
    "their": "him his her hers them theirs",
    "themselves": "himself herself",
    "person": "man woman lady gentleman guy boy girl",
    "people": "men women ladies gentlemen guys boys girls",
    "relative": "father mother dad mum mom uncle aunt grandfather grandmother grandpa grandma brother sister son "
    "daughter "
    "husband wife nephew niece",
    "relatives": "fathers mothers uncles aunts brothers sisters sons daughters husbands wives",
    "colleague": "waiter waitress saleswoman salesman",
}
_NEUTRAL = {word: neutral for neutral, gendered in _PERSONS.items() for word in gendered.split()}

_NUMBERS = frozenset(
    words(
        "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
        "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million"
    )
)

_DATES = frozenset(
    words(
        "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
        "september october november december christmas easter"
    )
)

_WORD = re.compile(r"[A-Za-z][A-Za-z'’]*(?:-[A-Za-z]+)*|\d[\d.,:]*")
_TITLED = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Sir|Madam|Dr)\.? [A-Z][\w'’-]*")
_OPENS = re.compile(r"(?:^|[.!?:]\s+|[\"“])$")
_REPEATED = re.compile(rf"\b({SOMEBODY}|{FIGURE})(?:[\s,]+(?:of |and )?\1\b)+")
_ZH_FIGURE = re.compile(r"[\d０-９]+(?:[.,:]\d+)*|[一二两三四五六七八九十百千万亿]{2,}")
_ZH_PERSON = str.maketrans({"她": "他", "它": "他"})
_ZH_SEX = re.compile("先生|女士|小姐|太太|男生|女生|小伙子|小姑娘|姑娘|阿姨|大妈|大爷|大叔|叔叔|男孩|女孩")


def blinded(text: str) -> str:
    """Give a text for comparison only, in Chinese or English. Equal texts give equal ones."""
    if is_chinese(text):
        return _ZH_FIGURE.sub("十", _ZH_SEX.sub("人", text.translate(_ZH_PERSON)))
    neutral = _WORD.sub(_neutral, _TITLED.sub(SOMEBODY, text))
    return " ".join(_REPEATED.sub(r"\1", neutral).split())


def _neutral(match: re.Match[str]) -> str:
    word = match.group()
    plain = word.lower().replace("’", "'")
    bare = plain.removesuffix("'s")
    if bare in _NEUTRAL:
        return _NEUTRAL[bare] + plain[len(bare) :]
    if plain[0].isdigit() or all(part in _NUMBERS for part in plain.split("-")):
        return FIGURE
    return SOMEBODY if _is_name(word, plain, match.string[: match.start()]) else word


def _is_name(word: str, plain: str, before: str) -> bool:
    """Whether a word is written as a name: with a capital within a sentence; abbreviations are none."""
    if not word[0].isupper() or word.isupper() or _OPENS.search(before):
        return False
    return not (is_function_word(plain) or plain in _DATES)
