from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from inference.kernels import asr
from inference.kernels.tokens import SpokenWord

SECOND = 16_000


def speaker(tokens: Iterable[int], logit: float = 20.0) -> asr.Step:
    """A recogniser that says `tokens` whatever it hears."""
    said = iter(tokens)

    def step(_last: int, _position: int) -> npt.NDArray[np.float32]:
        logits = np.zeros(50, np.float32)
        logits[next(said)] = logit
        return logits

    return step


def test_decoding_ends_at_the_end_token() -> None:
    decoded = asr.greedy(speaker([7, 8, 9, asr.END, 10]), 5 * SECOND)

    assert decoded.tokens == [7, 8, 9]
    assert all(probability > 0.99 for probability in decoded.probabilities)


def test_no_more_is_said_than_fits_the_time() -> None:
    decoded = asr.greedy(speaker([3 + i % 47 for i in range(999)]), SECOND)

    assert len(decoded.tokens) == 11


def test_a_loop_is_cut_to_one_copy() -> None:
    decoded = asr.greedy(speaker([5, 6] + [7, 8, 9] * 50), 20 * SECOND)

    assert decoded.tokens == [5, 6, 7, 8, 9]
    assert len(decoded.probabilities) == 5


def test_what_people_do_repeat_is_kept() -> None:
    said = [7, 8, 7, 8, 7, 8, 5, 5, 5, 5, 6]

    assert asr.greedy(speaker([*said, asr.END]), 20 * SECOND).tokens == said


def test_what_the_recogniser_hardly_believes_is_dropped() -> None:
    assert asr.greedy(speaker([7, 8, asr.END], logit=2.0), 5 * SECOND).tokens == []


def test_a_sentence_needs_more_belief_than_a_word_or_two() -> None:
    half_sure = float(np.log(49))  # a probability of 0.5 among 50 tokens

    assert asr.greedy(speaker([*range(5, 11), asr.END], half_sure), 5 * SECOND).tokens == [*range(5, 11)]
    assert asr.greedy(speaker([*range(5, 12), asr.END], half_sure), 5 * SECOND).tokens == []


def test_a_phrase_that_comes_again_adds_nothing_to_the_belief() -> None:
    beach = [11, 12, 13, 14]

    assert asr.belief([*beach, *beach], [0.5] * 4 + [0.9] * 4) == asr.belief([*beach, 11], [0.5] * 4 + [0.9])
    assert asr.belief([11, 12, 11, 13], [0.5, 0.5, 0.5, 0.5]) == 0.5
    assert asr.belief([], []) == 0.0


def test_scraps_are_led_and_followed_by_silence() -> None:
    prepared, lead = asr.prepare(np.ones(100, np.float32))

    assert prepared.shape == (1, asr.SHORTEST)
    assert lead == (asr.SHORTEST - 100 + 1) // 2
    assert not prepared[0, :lead].any()


def test_loudness_is_evened_out() -> None:
    quiet, _ = asr.prepare(np.full(SECOND, 0.01, np.float32))
    loud, _ = asr.prepare(np.full(SECOND, 1.5, np.float32))

    assert np.allclose(quiet, loud)


def test_the_mask_is_as_long_as_the_decoder_thins_it_out() -> None:
    assert asr.mask(457)[:, :: asr.STRIDE].shape == (1, 457)


def test_thanks_to_viewers_are_believed_only_when_they_are_certain() -> None:
    def thanks(confidence: float) -> list[SpokenWord]:
        return [SpokenWord(text, confidence) for text in ("Thank", "you", "for", "watching.")]

    assert asr.is_invented(thanks(0.74))
    assert not asr.is_invented(thanks(0.95))


def test_a_hesitating_word_of_an_answer_is_no_invention() -> None:
    assert asr.is_invented([SpokenWord("You", 0.44)])
    assert not asr.is_invented([SpokenWord("Yes.", 0.44)])
    assert not asr.is_invented([SpokenWord("you", 0.44), SpokenWord("know", 0.44)])
