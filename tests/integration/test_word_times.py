"""When words are said: recognised word times against the sample interviews' script, which knows the truth."""

from __future__ import annotations

import difflib
import json
import re
import statistics

from gateway.embedded.paths import SAMPLES
from inference.client import TritonPerception
from inference.figures import written
from inference.types import Word
from tests.fixtures.recordings import decoded

TRUTH = json.loads((SAMPLES / "truth.json").read_text())
MOST_MS = 80


def plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())


def script(answer: list[tuple[str, int, int]]) -> list[Word]:
    """Give the words that were said, numbers as figures, as they are recognised."""
    said = [Word(text=text, start_ms=start, end_ms=end, confidence=1.0) for text, start, end in answer]
    return written(said, "en")


def errors(found: list[Word], truth: list[Word]) -> list[int]:
    """Give how far starts and ends are off, in milliseconds, for the words that were recognised as they were said."""
    matcher = difflib.SequenceMatcher(
        None, [plain(word.text) for word in found], [plain(word.text) for word in truth], autojunk=False
    )
    pairs = [
        (found[block.a + step], truth[block.b + step])
        for block in matcher.get_matching_blocks()
        for step in range(block.size)
    ]
    return [abs(off) for word, said in pairs for off in (word.start_ms - said.start_ms, word.end_ms - said.end_ms)]


async def test_words_stand_where_they_were_said(perception: TritonPerception) -> None:
    by_person: dict[str, list[int]] = {}
    for name, answer in TRUTH.items():
        async with perception.listen("en") as listening:
            await listening.add(decoded(SAMPLES / "media" / f"{name}.mp4"))
            heard = await listening.finish()
        assert heard.transcript is not None
        by_person.setdefault(answer["candidate"], []).extend(
            errors(list(heard.transcript.words), script(answer["words"]))
        )
    every = [one for off in by_person.values() for one in off]
    medians = {person: statistics.median(off) for person, off in by_person.items()}

    assert len(every) > 1500
    assert statistics.median(every) <= MOST_MS, medians
    assert max(medians.values()) <= MOST_MS, medians
