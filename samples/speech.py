"""Speech of flite with the true times of its words.

Binds the C library of Debian's package `flite` because the command line prints phones but not the words they belong
to. The library's utterance holds both (Black and Lenzo, "Flite: a small fast run-time synthesis engine", 2001).
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from samples.script import Line

RATE = 16_000
LEVEL_DB = -20.0  # loudness of the speech
NOISE_DB = -55.0  # loudness of the room
BRIGHTNESS_DB = 8.0  # treble above BRIGHT_FROM hertz: the voices sound muffled by themselves, and are misheard
BRIGHT_FROM = 1000.0
OPEN_PAUSE = (0.40, 0.60)  # seconds between sentences where the text names no pause
TAIL = 0.9  # seconds after the last word
HALF_OPEN = 0.06  # seconds kept of what sounds on after a word

Samples = npt.NDArray[np.float32]


@dataclass(frozen=True)
class SpokenWord:
    """A word as written, without punctuation, and when it sounds, in seconds."""

    text: str
    start: float
    end: float


@dataclass(frozen=True)
class Speech:
    """Mono sound at `RATE` and the words in it."""

    samples: Samples
    words: tuple[SpokenWord, ...]


class _Relation(ctypes.Structure):
    _fields_ = (
        ("name", ctypes.c_char_p),
        ("features", ctypes.c_void_p),
        ("utterance", ctypes.c_void_p),
        ("head", ctypes.c_void_p),
    )


class _Voice(ctypes.Structure):
    _fields_ = (("name", ctypes.c_char_p), ("features", ctypes.c_void_p))


class _Wave(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_char_p),
        ("rate", ctypes.c_int),
        ("count", ctypes.c_int),
        ("channels", ctypes.c_int),
        ("samples", ctypes.POINTER(ctypes.c_short)),
    )


class Voice:
    """A voice of flite, such as `slt`, `stretch` times as slow as it speaks by itself.

    Raises `OSError` where the package `flite` is missing.
    """

    def __init__(self, name: str, stretch: float = 1.0) -> None:
        self._flite = ctypes.CDLL("libflite.so.1", mode=ctypes.RTLD_GLOBAL)
        for library in ("libflite_cmulex.so.1", "libflite_usenglish.so.1"):
            ctypes.CDLL(library, mode=ctypes.RTLD_GLOBAL)
        pointer, text = ctypes.c_void_p, ctypes.c_char_p
        self._declare("flite_synth_text", pointer, text, pointer)
        self._declare("utt_relation", ctypes.POINTER(_Relation), pointer, text)
        self._declare("utt_wave", ctypes.POINTER(_Wave), pointer)
        self._declare("item_next", pointer, pointer)
        self._declare("ffeature_string", text, pointer, text)
        self._declare("ffeature_float", ctypes.c_float, pointer, text)
        self._declare("delete_utterance", None, pointer)
        self._declare("feat_set_float", None, pointer, text, ctypes.c_float)
        self._flite.flite_init()
        register = ctypes.CDLL(f"libflite_cmu_us_{name}.so.1")[f"register_cmu_us_{name}"]
        register.restype, register.argtypes = pointer, (text,)
        self._voice = register(None)
        features = ctypes.cast(self._voice, ctypes.POINTER(_Voice)).contents.features
        self._flite.feat_set_float(features, b"duration_stretch", stretch)

    def _declare(self, name: str, result: type | None, *arguments: type) -> None:
        function = self._flite[name]
        function.restype, function.argtypes = result, arguments
        setattr(self._flite, name, function)

    def say(self, sentence: str) -> Speech:
        """Speak one sentence, without silence before its first word and after its last."""
        utterance = self._flite.flite_synth_text(sentence.encode("ascii"), self._voice)
        try:
            wave = self._flite.utt_wave(utterance).contents
            if (wave.rate, wave.channels) != (RATE, 1):
                raise ValueError(f"the voice gives {wave.channels} channels at {wave.rate} Hz")
            samples = np.ctypeslib.as_array(wave.samples, (wave.count,)).astype(np.float32) / np.float32(32768)
            words = tuple(self._words(utterance))
        finally:
            self._flite.delete_utterance(utterance)
        begin, end = words[0].start, words[-1].end
        kept = samples[round(begin * RATE) : round((end + HALF_OPEN) * RATE)]
        return Speech(kept, tuple(SpokenWord(w.text, w.start - begin, w.end - begin) for w in words))

    def _words(self, utterance: int) -> Iterator[SpokenWord]:
        """Walk over the utterance's tokens; the times are those of their first and last phones."""
        token = self._flite.utt_relation(utterance, b"Token").contents.head
        first = b"daughter1.R:SylStructure.daughter1.daughter1.R:Segment.p.end"
        last = b"daughtern.R:SylStructure.daughtern.daughtern.R:Segment.end"
        while token:
            start, end = (self._flite.ffeature_float(token, path) for path in (first, last))
            if end > start:
                yield SpokenWord(self._flite.ffeature_string(token, b"name").decode(), start, end)
            token = self._flite.item_next(token)


def perform(voice: Voice, lines: tuple[Line, ...], rng: np.random.Generator) -> Speech:
    """Speak `lines` with their pauses in a quiet room, at `LEVEL_DB` of full scale."""
    pieces: list[Samples] = []
    words: list[SpokenWord] = []
    length = 0
    for line in lines:
        pause = rng.uniform(*OPEN_PAUSE) if line.pause is None else line.pause
        spoken = voice.say(line.sentence)
        start = length / RATE + pause
        words += [SpokenWord(w.text, w.start + start, w.end + start) for w in spoken.words]
        silence = np.zeros(round(start * RATE) - length, np.float32)
        pieces += [silence, _faded(_brightened(spoken.samples))]
        length += len(silence) + len(spoken.samples)
    voiced = np.concatenate([p for p in pieces if p.any()])
    gain = 10 ** (LEVEL_DB / 20) / float(np.sqrt(np.mean(voiced**2)))
    clean = np.concatenate([*pieces, np.zeros(round(TAIL * RATE), np.float32)]) * gain
    return Speech(np.clip(clean + room(len(clean), rng), -0.99, 0.99).astype(np.float32), tuple(words))


def room(count: int, rng: np.random.Generator) -> Samples:
    """Quiet noise, louder in the low frequencies, as a ventilated room has it."""
    white = rng.standard_normal(count)
    spectrum = np.fft.rfft(white)
    shaped = np.fft.irfft(spectrum / np.sqrt(1 + np.arange(len(spectrum)) * (RATE / count) / 150), count)
    return (shaped * (10 ** (NOISE_DB / 20) / np.std(shaped))).astype(np.float32)


def _brightened(samples: Samples) -> Samples:
    """Raise the treble by `BRIGHTNESS_DB` over the two octaves around `BRIGHT_FROM`."""
    spectrum = np.fft.rfft(samples)
    hertz = np.arange(len(spectrum)) * (RATE / len(samples))
    octaves = np.log2(np.maximum(hertz, 1) / BRIGHT_FROM)
    gain = 10 ** (BRIGHTNESS_DB / 20 * np.clip(octaves / 2 + 0.5, 0, 1))
    return np.asarray(np.fft.irfft(spectrum * gain, len(samples)), np.float32)


def _faded(samples: Samples) -> Samples:
    """Fade the ends over 5 ms, so that cutting does not click."""
    edge = np.minimum(np.arange(len(samples)) / (0.005 * RATE), 1).astype(np.float32)
    return samples * edge * edge[::-1]
