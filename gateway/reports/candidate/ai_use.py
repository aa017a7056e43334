"""How software took part in an interview, told to the person who was interviewed."""

from __future__ import annotations

from collections.abc import Iterator

from gateway.domain.candidate_report import AiUse, DecidedBy, Signal
from gateway.domain.report import Report
from gateway.domain.signals import Limit
from gateway.domain.text import LocalizedText
from gateway.reports.candidate.next_steps import who_decided

_SPOKEN = Signal(
    name=LocalizedText("您说的话", "What you said"),
    measures=LocalizedText(
        "语音识别转成文字，逐句与岗位要求对照；每一分都能对应到您提到了什么、没有提到什么。条理和专业用语略有加分。",
        "Speech recognition turns it into text, which is compared with what the position asks for, sentence by "
        "sentence. Every point rests on what you mentioned or did not mention; a clear structure and the terms of the "
        "trade add a little.",
    ),
    scored=True,
)
_WRITTEN = Signal(
    name=LocalizedText("您写的文字", "What you wrote"),
    measures=LocalizedText(
        "逐句与岗位要求对照；每一分都能对应到您提到了什么、没有提到什么。条理和专业用语略有加分。",
        "It is compared with what the position asks for, sentence by sentence. Every point rests on what you mentioned "
        "or did not mention; a clear structure and the terms of the trade add a little.",
    ),
    scored=True,
)
_CONTENT = Signal(
    name=LocalizedText("回答的内容", "What your answers contain"),
    measures=LocalizedText(
        "有多少具体细节（数字、名称、结果），与问题有多贴近，并摘出您的几句原话作为概要。",
        "How many details there are (figures, names, results), how near they are to the question, and a few sentences "
        "of yours as a summary.",
    ),
    scored=False,
)
_VOICE = Signal(
    name=LocalizedText("您的声音", "Your voice"),
    measures=LocalizedText(
        "语速、停顿、口头语，以及音高和音量的变化。",
        "Speech rate, pauses, fillers, and how pitch and loudness change.",
    ),
    scored=False,
)
_FACE = Signal(
    name=LocalizedText("您的面部动作", "The movements of your face"),
    measures=LocalizedText(
        "画面中是否有人脸、是否面向镜头、嘴角、眨眼、点头和头部转动。",
        "Whether a face is in the picture and turned to the camera, mouth corners, blinks, nods and head movement.",
    ),
    scored=False,
)
_POSTURE = Signal(
    name=LocalizedText("您的坐姿", "How you held yourself"),
    measures=LocalizedText(
        "肩部和头部的位置、是否有手入镜。", "Where shoulders and head are, and whether a hand is in view."
    ),
    scored=False,
)

_NOT_SCORED = LocalizedText(
    "声音和画面只作观察，不计入任何得分，也不推断情绪、性格或健康状况。",
    "Voice and picture are observed only. They enter no score, and nothing is inferred about emotions, character or "
    "health.",
)
_NO_PICTURE = LocalizedText("没有分析您的画面。", "Your picture was not analysed.")
_NO_CONSENT = LocalizedText(
    "您没有同意面部分析，所以没有分析您的画面；这不影响评分。",
    "You did not agree to the analysis of your face, so your picture was not analysed. This changes no score.",
)
_ERRORS = LocalizedText(
    "语音识别和语义对照都可能出错。如果某句话不是您说的那样，请告诉我们，我们会更正。",
    "Speech recognition and comparison by meaning make mistakes. If a sentence is not what you said, tell us, and it "
    "will be corrected.",
)
_ON_THE_BOX = LocalizedText(
    "分析在公司自己的设备上完成，录音录像不会离开这台设备。",
    "The analysis was done on a machine of the company's own; recordings do not leave it.",
)


def ai_use(report: Report, by: DecidedBy) -> AiUse:
    """Tell what was measured in this interview, by which models, and who decided."""
    signals = tuple(_signals(report))
    return AiUse(
        signals=signals,
        statements=(*_pictures(report, signals), _NOT_SCORED, _ERRORS, _ON_THE_BOX),
        models=report.versions.models,
        decided_by=by,
        decision=who_decided(by),
    )


def _signals(report: Report) -> Iterator[Signal]:
    answers = [one.measured for one in report.answers]
    told = [one for one in answers if one.text]
    if any(Limit.WRITTEN not in one.limits for one in told):
        yield _SPOKEN
    if any(Limit.WRITTEN in one.limits for one in told):
        yield _WRITTEN
    if any(one.content for one in answers):
        yield _CONTENT
    if any(one.voice for one in answers):
        yield _VOICE
    if any(one.behaviour for one in answers):
        yield _FACE
    if any(one.posture for one in answers):
        yield _POSTURE


def _pictures(report: Report, signals: tuple[Signal, ...]) -> Iterator[LocalizedText]:
    if any(Limit.NO_FACE_CONSENT in one.measured.limits for one in report.answers):
        yield _NO_CONSENT
    elif _FACE not in signals and _POSTURE not in signals:
        yield _NO_PICTURE
