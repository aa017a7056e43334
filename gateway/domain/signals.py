"""What was measured in an answer: the values that scores and reports are made from."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from gateway.domain.delivery import Pause
from gateway.domain.integrity import Hint
from gateway.domain.text import LocalizedText
from gateway.domain.text_signals import TextSignals


class Limit(StrEnum):
    """Why something could not be measured in an answer."""

    MISSING = "missing"
    NO_AUDIO = "no_audio"
    NO_VIDEO = "no_video"
    NO_SPEECH = "no_speech"
    NO_FACE = "no_face"
    SEVERAL_FACES = "several_faces"
    TOO_SHORT = "too_short"
    TOO_NOISY = "too_noisy"
    TRUNCATED = "truncated"
    UNREADABLE = "unreadable"
    FRAME_TOO_LARGE = "frame_too_large"
    NO_FACE_CONSENT = "no_face_consent"
    WRITTEN = "written"
    LANGUAGE_NOT_SERVED = "language_not_served"
    OTHER_LANGUAGE = "other_language"


class Sentence(Struct, frozen=True, kw_only=True):
    """A sentence of the answer's text; offsets are characters of that text. A written answer has no times."""

    text: str
    start: int
    end: int
    start_ms: int | None = None
    end_ms: int | None = None


class VoiceSignals(Struct, frozen=True, kw_only=True):
    """How it was said. Rates are words (Chinese: characters) a minute; `None` where there is too little to measure.

    `filler_starts` are the characters at which the `fillers` begin, `filler_rate` is fillers per 100 words.
    `pitch_movement` is semitones a second, `loudness_movement_db` the mean change from one half second to the next.
    Answers measured by earlier versions lack what has a default.
    """

    speech_rate: float | None
    articulation_rate: float | None
    response_latency_ms: int | None
    pause_count: int
    pause_share: float
    longest_pause_ms: int
    filler_count: int
    fillers: tuple[str, ...]
    pitch_median_hz: float | None
    pitch_range_semitones: float | None
    pauses: tuple[Pause, ...] = ()
    filler_starts: tuple[int, ...] = ()
    filler_rate: float | None = None
    pitch_movement: float | None = None
    loudness_range_db: float | None = None
    loudness_movement_db: float | None = None


class BehaviourSignals(Struct, frozen=True, kw_only=True):
    """What the face did, as shares of the time a face was seen, 0..1.

    `head_movement` is degrees a second, `blink_rate` blinks and `expression_changes` changes a minute; `None` where it
    could not be measured. `smiles` and `expression_changes` count against this person's usual face, and
    `longest_absence_ms` is the longest time in which no face was seen. Smiles and expressions are `None` where the
    policy does not let them be described.
    """

    face_share: float
    gaze_to_camera: float
    smile_share: float | None
    head_movement: float
    nods: int
    several_faces_share: float
    blink_rate: float | None = None
    smiles: int | None = None
    expression_changes: float | None = None
    longest_absence_ms: int | None = None


class PostureSignals(Struct, frozen=True, kw_only=True):
    """How the upper body was held, as shares of the moments in which both shoulders were in view, 0..1.

    `upright_share`: the head over the middle of the shoulders; `forward_share`: leaning towards the camera, against
    this person's usual distance; `hands_share`: a hand in view.
    """

    upright_share: float
    forward_share: float
    hands_share: float


class StructureKind(StrEnum):
    """What makes the structure of an answer."""

    POINT = "point"  # says at the beginning what it is about
    PARTS = "parts"  # splits its subject into distinct parts that cover what was announced
    CONNECTIONS = "connections"  # joins sentences by cause, contrast and the like
    STAR = "star"  # tells situation, task, action, result
    CONCLUSION = "conclusion"  # is drawn together at the end


class Cue(Struct, frozen=True, kw_only=True):
    """Words that show a part of the structure: `text[start:end]` of the answer, in the sentence with this index.

    The times are those of the sentence. `role` tells which part (first ...), relation (cause ...) or step (action ...).
    """

    sentence: int
    start: int
    end: int
    start_ms: int | None = None
    end_ms: int | None = None
    role: str = ""


class StructurePart(Struct, frozen=True, kw_only=True):
    """A part of the structure: its points, and the words that show it."""

    kind: StructureKind
    points: float
    max_points: float
    cues: tuple[Cue, ...] = ()


class StructureSignals(Struct, frozen=True, kw_only=True):
    """How the answer is built: `score` out of 10 is the sum of the points of `parts`.

    `announced` is the number of parts that question or answer spoke of, `repeated` the sentences (indexes) that open a
    part which says the same as one before. Answers measured by earlier versions hold the score alone.
    """

    score: float
    parts: tuple[StructurePart, ...] = ()
    announced: int | None = None
    repeated: tuple[int, ...] = ()


class MovementKind(StrEnum):
    """What face or voice did, seen or heard; no emotion."""

    SMILED = "smiled"  # lip corners drawn up; value: coefficient 0..1
    SERIOUS = "serious"  # brows drawn down, without a smile; coefficient
    BROWS_RAISED = "brows_raised"  # coefficient
    NODDED = "nodded"  # value: 1
    LOOKED_AWAY = "looked_away"  # degrees from the camera
    PITCH_ROSE = "pitch_rose"  # semitones against this voice's median
    SPOKE_LOUDER = "spoke_louder"  # dB against this voice's median
    SPOKE_SLOWER = "spoke_slower"  # words a second
    SPOKE_FASTER = "spoke_faster"  # words a second


class Movement(Struct, frozen=True, kw_only=True):
    """Something that was unusual for this person in this answer. An observation, never scored.

    `text[start:end]` of the answer was spoken meanwhile. `value` is the most extreme one, `usual` the person's
    median in this answer; units as in `MovementKind`.
    """

    kind: MovementKind
    start_ms: int
    end_ms: int
    start: int
    end: int
    value: float
    usual: float


class MeasuredAnswer(Struct, frozen=True, kw_only=True):
    """One answer, measured. `vectors` has one unit-length embedding a sentence, in order.

    `text` is the transcript's text or the written answer; sentence and evidence offsets count in it. `echoes` are the
    indexes of sentences that only repeat the question. `confidences` has the recogniser's mean confidence in the words
    of each sentence, 0..1, in order; nothing where the answer was written. `content` is `None` where there are no
    words, and in reports of old. `hints` are of sound and picture, and no part of what is scored.
    """

    answer_id: str
    question_id: str
    language: str
    text: str
    duration_ms: int
    sentences: tuple[Sentence, ...]
    vectors: tuple[tuple[float, ...], ...]
    limits: tuple[Limit, ...] = ()
    echoes: tuple[int, ...] = ()
    structure: StructureSignals | None = None
    voice: VoiceSignals | None = None
    behaviour: BehaviourSignals | None = None
    posture: PostureSignals | None = None
    relevance: float | None = None
    confidences: tuple[float, ...] = ()
    content: TextSignals | None = None
    movements: tuple[Movement, ...] = ()
    hints: tuple[Hint, ...] = ()


LIMIT_TEXT: dict[Limit, LocalizedText] = {
    Limit.MISSING: LocalizedText("这道题没有收到回答。", "No answer to this question was received."),
    Limit.NO_AUDIO: LocalizedText("录制文件中没有声音。", "The recording has no sound."),
    Limit.NO_VIDEO: LocalizedText("录制文件中没有画面。", "The recording has no picture."),
    Limit.NO_SPEECH: LocalizedText("没有听到说话声。", "No speech was heard."),
    Limit.NO_FACE: LocalizedText("画面中大部分时间没有人脸。", "For most of the time no face was in the picture."),
    Limit.SEVERAL_FACES: LocalizedText("画面中出现了不止一张人脸。", "More than one face was in the picture."),
    Limit.TOO_SHORT: LocalizedText("回答太短，不足以评价。", "The answer is too short to be assessed."),
    Limit.TOO_NOISY: LocalizedText("声音过于嘈杂，识别不可靠。", "The sound is too noisy to be recognised reliably."),
    Limit.TRUNCATED: LocalizedText(
        "文件不完整，只分析了能读取的部分。", "The file is cut short; only the readable part was used."
    ),
    Limit.UNREADABLE: LocalizedText("文件无法解码。", "The file could not be decoded."),
    Limit.FRAME_TOO_LARGE: LocalizedText(
        "画面分辨率过大，未分析画面。", "The picture's resolution is over the limit; it was not analysed."
    ),
    Limit.NO_FACE_CONSENT: LocalizedText(
        "候选人未同意人脸分析，未分析画面。",
        "The candidate did not agree to face analysis; the picture was not analysed.",
    ),
    Limit.WRITTEN: LocalizedText("书面回答，没有声音和画面。", "A written answer: there is no voice and no picture."),
    Limit.LANGUAGE_NOT_SERVED: LocalizedText(
        "本机未安装该语言的语音识别模型，未识别说话内容。",
        "No speech recognition model for this language is installed; what was said was not recognised.",
    ),
    Limit.OTHER_LANGUAGE: LocalizedText(
        "回答所用的语言与面试语言不同，无法按本次面试的标准评价。",
        "The answer is in another language than the interview, so it cannot be assessed by the interview's standard.",
    ),
}
