"""What face and voice did is told against what is usual for the person, with the words that were spoken meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
import numpy as np
import pytest
from msgspec.structs import replace

from gateway.domain.signals import MeasuredAnswer, Movement, MovementKind
from gateway.signals.baseline import runs, usual
from gateway.signals.expressions import face_runs, without_expressions
from gateway.signals.measurement import measure
from gateway.signals.movements import find_movements
from gateway.signals.segmentation import sentences
from inference.types import FaceTrack, LoudnessTrack, PitchTrack, Span
from tests.factories.spoken import a_perceived_answer, a_transcript, faces_of, pitch_of

SAID = "The user pain point is that invoices come late and the risk control team waits for every single one of them."
AWAY: dict[str, Any] = {"faces": 0, "presence": 0.0}


def face(changes: dict[range, dict[str, Any]], count: int = 63, **resting: Any) -> FaceTrack:  # noqa: ANN401
    """A resting face, ten samples a second, that does something else in some of them."""
    samples = [{"smile": 0.1, "brow_raise": 0.05, "brow_lower": 0.05, "off_camera": 8.0, **resting}] * count
    for where, change in changes.items():
        for at in where:
            samples[at] = {**samples[at], **change}
    return faces_of(samples)


def movements(track: FaceTrack | None = None, pitch: PitchTrack | None = None, said: str = SAID) -> list[Movement]:
    transcript = a_transcript(said)
    return list(find_movements(transcript, sentences(transcript), pitch, track))


def told(found: list[Movement], said: str = SAID) -> list[tuple[str, str]]:
    return [(one.kind.value, said[one.start : one.end]) for one in found]


def test_a_smile_is_told_with_the_words_spoken_meanwhile() -> None:
    found = movements(face({range(4, 14): {"smile": 0.8}}))
    assert told(found) == [("smiled", "user pain point is")]
    assert (found[0].start_ms, found[0].end_ms, found[0].value, found[0].usual) == (400, 1300, 0.8, 0.1)


def test_who_smiles_all_the_time_does_not_smile_at_anything() -> None:
    assert movements(face({}, smile=0.8)) == []


def test_a_face_that_moves_a_lot_must_move_more_to_be_told() -> None:
    lively = {range(at, at + 4): {"smile": 0.35} for at in range(0, 60, 8)}
    assert movements(face({**lively, range(32, 36): {"smile": 0.45}})) == []


@pytest.mark.parametrize(("length", "expected"), [(3, []), (5, ["smiled"])])
def test_a_smile_lasts_at_least_three_tenths_of_a_second(length: int, expected: list[str]) -> None:
    found = movements(face({range(20, 20 + length): {"smile": 0.9}}))
    assert [one.kind.value for one in found] == expected


def test_lowered_brows_are_serious_unless_there_is_a_smile() -> None:
    found = movements(face({range(38, 46): {"brow_lower": 0.6}, range(10, 18): {"brow_lower": 0.6, "smile": 0.9}}))
    assert told(found) == [("smiled", "point is that"), ("serious", "control team waits")]


def test_raised_brows_nods_and_looks_away_are_told() -> None:
    track = face({range(4, 12): {"brow_raise": 0.5}, range(30, 40): {"off_camera": 34.0}})
    found = movements(replace(track, nods=(Span(2100, 2600),)))
    assert [one.kind for one in found] == [MovementKind.BROWS_RAISED, MovementKind.NODDED, MovementKind.LOOKED_AWAY]


def test_who_always_looks_to_a_second_screen_does_not_look_away() -> None:
    assert movements(face({}, off_camera=40.0)) == []


def test_only_the_time_in_which_the_face_was_seen_counts() -> None:
    gone = face({range(4, 24): {"smile": 0.8}, range(6, 22): AWAY})
    assert movements(gone) == []


def test_a_face_seen_for_less_than_three_seconds_has_nothing_usual() -> None:
    assert movements(face({range(4, 14): {"smile": 0.8}}, count=29)) == []


def test_another_person_in_the_picture_has_no_part_in_it() -> None:
    assert movements(face({range(4, 20): {"smile": 0.8, "track": 2}}, track=1)) == []


def test_without_coefficients_no_expression_is_told_and_looks_are() -> None:
    track = without_expressions(face({range(4, 14): {"smile": 0.8}, range(30, 40): {"off_camera": 34.0}}))
    assert [one.kind for one in movements(track)] == [MovementKind.LOOKED_AWAY]


def test_a_movement_in_silence_belongs_to_no_words() -> None:
    assert movements(face({range(40, 50): {"smile": 0.8}}), said="Hello there my friend.") == []


def test_without_a_transcript_there_are_no_movements() -> None:
    assert find_movements(None, (), None, face({range(4, 14): {"smile": 0.8}})) == ()


def test_a_voice_that_rises_is_told_in_semitones() -> None:
    high = [120.0] * 300 + [160.0] * 120 + [120.0] * 400
    found = movements(pitch=pitch_of(*high))
    assert [one.kind for one in found] == [MovementKind.PITCH_ROSE]
    assert found[0].value == pytest.approx(12 * np.log2(160 / 120), abs=0.1)
    assert found[0].usual == 0.0
    assert found[0].start_ms <= 3000
    assert found[0].end_ms >= 4200


def test_a_voice_heard_for_a_few_seconds_has_nothing_usual() -> None:
    assert movements(pitch=pitch_of(*[120.0] * 200, *[180.0] * 120)) == []


def louder(*decibels: float, speech: Sequence[Span] = (Span(0, 8000),)) -> list[tuple[str, float, float]]:
    transcript = a_transcript(SAID)
    found = find_movements(transcript, sentences(transcript), None, None, LoudnessTrack(10.0, decibels), speech)
    return [(one.kind.value, one.value, one.usual) for one in found]


def test_a_voice_that_gets_louder_is_told_in_decibels() -> None:
    assert louder(*[-30.0] * 300, *[-22.0] * 150, *[-30.0] * 350) == [("spoke_louder", 8.0, 0.0)]


def test_a_louder_microphone_is_no_louder_voice() -> None:
    assert louder(*[-10.0] * 800) == []


def test_noise_in_a_pause_is_no_louder_voice() -> None:
    levels = [-30.0] * 300 + [-5.0] * 150 + [-30.0] * 350
    assert louder(*levels, speech=(Span(0, 3000), Span(4500, 8000))) == []


def test_a_sentence_said_much_slower_than_the_others_is_told() -> None:
    even = "We asked all of our customers then. "
    slow = "Risk control must never be late."
    said = even * 5 + slow
    transcript = a_transcript(said)
    at = len(transcript.words) - 6
    words = tuple(
        replace(
            word, start_ms=word.start_ms + 300 * max(index - at, 0), end_ms=word.end_ms + 300 * max(index - at + 1, 0)
        )
        for index, word in enumerate(transcript.words)
    )
    slowed = replace(transcript, words=words)
    found = find_movements(slowed, sentences(slowed), None, None)
    assert [(one.kind, slowed.text[one.start : one.end]) for one in found] == [(MovementKind.SPOKE_SLOWER, slow)]
    assert found[0].value < found[0].usual


def test_an_answer_with_hardly_a_face_tells_nothing_of_it() -> None:
    track = face({range(4, 14): {"smile": 0.8}, range(31, 63): AWAY})
    answer = measure(a_perceived_answer(SAID, face=track), None)
    assert answer.behaviour is None
    assert answer.movements == ()


def test_movements_are_stored_and_read_again_and_old_answers_hold_none() -> None:
    answer = measure(a_perceived_answer(SAID, face=face({range(4, 14): {"smile": 0.8}})), None)
    assert len(answer.movements) == 1
    stored = msgspec.msgpack.encode(answer)
    assert msgspec.msgpack.decode(stored, type=MeasuredAnswer) == answer
    old = msgspec.to_builtins(answer)
    del old["movements"]
    assert msgspec.convert(old, MeasuredAnswer).movements == ()


def test_what_is_usual_is_not_moved_by_a_few_extreme_values() -> None:
    values = np.array([1.0] * 40 + [9.0] * 10)
    assert (usual(values).middle, usual(values).spread) == (1.0, 0.0)
    assert usual(values).above(0.5) == 1.5
    assert usual(values).below(0.5) == 0.5


def test_a_gap_between_samples_ends_a_run() -> None:
    times = np.array([0.0, 100, 200, 300, 1200, 1300, 1400, 1500])
    assert list(runs(times, np.ones(8, dtype=np.bool_), 300)) == [(0, 3), (4, 7)]


def test_runs_of_a_face_come_in_the_order_of_their_times() -> None:
    found = face_runs(face({range(30, 40): {"smile": 0.8}, range(4, 14): {"off_camera": 34.0}}))
    assert [run.start_ms for run in found] == [400, 3000]
