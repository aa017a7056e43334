"""English words without their inflection, so that "tests", "tested" and "testing" are one word, and "tester" another.

Steps 1a, 1b, 1c and 5 of the English stemmer of the Snowball project (M. F. Porter, "An algorithm for suffix
stripping", 1980, and "Snowball", 2001): those that take off inflection; the steps that join derived words are left out.
What comes out is a key to compare by, not always a word ("manag").
"""

from __future__ import annotations

import re

MIN_LETTERS = 3
"""Shorter words have no endings."""

_VOWEL = "[aeiouy]"
_CONSONANT = "[^aeiouy]"
_R1 = re.compile(f"{_VOWEL}{_CONSONANT}")
_SHORT = re.compile(rf"(?:^|.*{_CONSONANT}){_VOWEL}[^aeiouywx]|{_VOWEL}{_CONSONANT}")
_DOUBLE = re.compile(r".+[^aeo](?:bb|dd|ff|gg|mm|nn|pp|rr|tt)|..+(?:bb|dd|ff|gg|mm|nn|pp|rr|tt)")
_HAS_VOWEL = re.compile(_VOWEL)

_IRREGULAR_FORMS = """
be is are was were been being|have has had having|do does did done doing|go goes went gone|make made|take took taken
give gave given|get got gotten|say said|tell told|think thought|find found|feel felt|know knew known|see saw seen
come came|become became|overcome overcame|run ran|begin began begun|keep kept|hold held|hear heard|meet met|lead led
build built|rebuild rebuilt|sell sold|buy bought|bring brought|teach taught|catch caught|seek sought|fight fought
pay paid|lay laid|lose lost|win won|leave left|mean meant|deal dealt|spend spent|send sent|lend lent|stand stood
understand understood|write wrote written|rewrite rewrote rewritten|speak spoke spoken|choose chose chosen
drive drove driven|rise rose risen|grow grew grown|throw threw thrown|draw drew drawn|withdraw withdrew withdrawn
show shown|break broke broken|fall fell fallen|hide hid hidden|forget forgot forgotten|forgive forgave forgiven
learn learnt|wear wore worn|steal stole stolen|shake shook shaken|sit sat|stick stuck|strike struck|sweep swept
child children|man men|woman women|person people|foot feet|tooth teeth|datum data|criterion criteria
"""
_IRREGULAR = {
    form: base
    for group in re.split(r"[|\n]", _IRREGULAR_FORMS.strip())
    for base, *forms in [group.split()]
    for form in forms
}

_UNINFLECTED = frozenset(
    {"news", "goods", "series", "species", "during", "something", "anything", "everything", "evening"}
)
"""Look inflected and are not, or mean something else."""


def base(word: str) -> str:
    """Give the key that all inflected forms of an English word share; other words come back in lower case.

    British and American spellings share a key too: "organised", "organizing"; "labour", "labor".
    """
    plain = word.lower().replace("’", "'").removesuffix("'s").removesuffix("'")
    plain = _IRREGULAR.get(plain, plain)
    if plain in _UNINFLECTED or len(plain) < MIN_LETTERS or not (plain.isascii() and plain.isalpha()):
        return plain
    return _one_spelling(_without_end(_with_i(_without_past(_without_plural(plain)))))


def _r1(word: str) -> int:
    """Give where the part after the first consonant that follows a vowel begins."""
    found = _R1.search(word)
    return found.end() if found else len(word)


def _r2(word: str) -> int:
    """Give where the same part of that part begins."""
    first = _r1(word)
    found = _R1.search(word, first)
    return found.end() if found else len(word)


def _without_plural(word: str) -> str:
    if word.endswith("sses"):
        return word[:-2]
    if word.endswith(("ied", "ies")):
        return word[:-2] if len(word) > len("ties") else word[:-1]
    if word.endswith("s") and not word.endswith(("us", "ss")) and _HAS_VOWEL.search(word[:-2]):
        return word[:-1]
    return word


def _without_past(word: str) -> str:
    if word.endswith("eed"):
        return word[:-1] if len(word) - 3 >= _r1(word) else word
    ending = next((one for one in ("ed", "ing") if word.endswith(one)), "")
    stem = word.removesuffix(ending)
    if not ending or not _HAS_VOWEL.search(stem):
        return word
    if stem.endswith(("at", "bl", "iz")):
        return f"{stem}e"
    if _DOUBLE.fullmatch(stem):
        return stem[:-1]
    return f"{stem}e" if _SHORT.fullmatch(stem) and _r1(stem) == len(stem) else stem


def _with_i(word: str) -> str:
    """Give y after a consonant as i, as it stands in the plural and the past."""
    return f"{word[:-1]}i" if re.fullmatch(rf".+{_CONSONANT}y", word) else word


def _without_end(word: str) -> str:
    """Leave out a final e that endings replace, and one of two l that endings double."""
    at = len(word) - 1
    if word.endswith("e") and (at >= _r2(word) or (at >= _r1(word) and not _SHORT.fullmatch(word[:-1]))):
        return word[:-1]
    if word.endswith("ll") and at >= _r2(word):
        return word[:-1]
    return word


def _one_spelling(word: str) -> str:
    long_enough = len(word) > len("hour")
    if long_enough and word.endswith(("is", "ys")):
        return f"{word[:-1]}z"
    return f"{word[:-3]}or" if long_enough and word.endswith("our") else word
