"""Words before their stretch of speech has closed: recognised once the speaker pauses, replaced by the final ones."""

from __future__ import annotations

from inference.kernels.segments import Segmenter, Stretch
from inference.types import Utterance, Word

PAUSE_MS = 96
"""So much silence after speech, and what has been said is recognised: the words are ready when the pause is one."""

LONG_MS = 5_000
"""Speech that goes on for longer is recognised in parts, so that little is left to do when the pause comes."""

REST_MS = 2_000
"""After a part without an answer in time none is tried for so long: drafts must not keep the recogniser from finals."""


class Drafts:
    """What of the open stretch has been recognised so far; one part is worked on at a time."""

    def __init__(self, segmenter: Segmenter) -> None:
        self._segmenter = segmenter
        self._busy: Stretch | None = None
        self._begun = -1  # the start of the stretch that the words belong to
        self._done = 0  # up to where it has been recognised
        self._words: tuple[Word, ...] = ()
        self._rest_until = 0

    def next(self) -> Stretch | None:
        """Give the part that is to be recognised now, if any; then `take` or `drop` must follow."""
        start = self._segmenter.start
        if self._busy is not None or start is None or self._segmenter.now < self._rest_until:
            return None
        if start != self._begun:
            self._begun, self._done, self._words = start, start, ()
        self._busy = self._segmenter.pausing(self._done, PAUSE_MS, LONG_MS)
        return self._busy

    def drop(self) -> None:
        """Leave the part: after a rest it is tried again with what comes after it."""
        self._busy = None
        self._rest_until = self._segmenter.now + REST_MS

    def take(self, words: tuple[Word, ...]) -> Utterance:
        """Take the words of the part; give all words of the stretch so far."""
        stop = self._busy.stop if self._busy is not None else self._done
        self._busy = None
        self._done = stop
        self._words += words
        return Utterance(start_ms=self._begun, end_ms=stop, words=self._words, final=False)
