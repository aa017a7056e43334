"""What face and voice did that was unusual for this person, with the words that were spoken meanwhile. Never scored."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gateway.domain.signals import Movement, MovementKind, Sentence
from gateway.signals.expressions import Run, face_runs
from gateway.signals.voice_runs import loudness_runs, pace_runs, pitch_runs
from inference.types import FaceTrack, LoudnessTrack, PitchTrack, Span, Transcript, Word


def find_movements(
    transcript: Transcript | None,
    sentences: Sequence[Sentence],
    pitch: PitchTrack | None,
    face: FaceTrack | None,
    loudness: LoudnessTrack | None = None,
    speech: Sequence[Span] = (),
) -> tuple[Movement, ...]:
    """Give the movements in the order of their beginnings; those in silence are left out.

    `loudness` is that of the recording, `speech` where somebody speaks. All movements are relative to what is usual for
    the person in this answer, and of a face only while it was seen. Without a transcript nothing is known of what was
    spoken meanwhile, and nothing is given.
    """
    if transcript is None or not transcript.words:
        return ()
    found = [
        *(_of_face(face) if face else ()),
        *(pitch_runs(pitch) if pitch else ()),
        *(loudness_runs(loudness, speech) if loudness else ()),
        *pace_runs(sentences),
    ]
    words = list(zip(transcript.words, transcript.places, strict=True))
    placed = (_placed(run, words) for run in sorted(found, key=lambda run: (run.start_ms, run.kind)))
    return tuple(movement for movement in placed if movement is not None)


def _of_face(track: FaceTrack) -> Iterator[Run]:
    yield from face_runs(track)
    for nod in track.nods:
        yield Run(kind=MovementKind.NODDED, start_ms=nod.start_ms, end_ms=nod.end_ms, value=1.0, usual=0.0)


def _placed(run: Run, words: Sequence[tuple[Word, tuple[int, int]]]) -> Movement | None:
    """Add the words that were spoken from the beginning to the end of a run."""
    spoken = [place for word, place in words if word.start_ms < run.end_ms and run.start_ms < word.end_ms]
    if not spoken:
        return None
    return Movement(
        kind=run.kind,
        start_ms=run.start_ms,
        end_ms=run.end_ms,
        start=spoken[0][0],
        end=spoken[-1][1],
        value=run.value,
        usual=run.usual,
    )
