"""What the report says of things worth asking about: what was noticed, and what else it may be. It accuses nobody."""

from __future__ import annotations

from gateway.domain.integrity import HintKind
from gateway.domain.text import LocalizedText

NOTICED: dict[HintKind, LocalizedText] = {
    HintKind.SEVERAL_FACES: LocalizedText(
        "画面中有一段时间出现不止一张人脸，可以请候选人说明当时的情况。",
        "For a while more than one face was in the picture. It is worth asking who was there.",
    ),
    HintKind.NOBODY: LocalizedText(
        "画面中有一段时间没有人脸，可以请候选人说明当时的情况。",
        "For a while no face was in the picture. It is worth asking what happened.",
    ),
    HintKind.OTHER_VOICE: LocalizedText(
        "有一段说话声的音高与其余部分相差 {value} 个半音，可以听一听这一段，并请候选人说明。",
        "A stretch of speech lies {value} semitones from the rest in pitch. It is worth listening to, and asking "
        "about.",
    ),
    HintKind.SWEEPING_GAZE: LocalizedText(
        "视线有规律地从左向右移动并迅速返回，共 {value} 次，类似逐行阅读。可以问候选人是否参考了文稿或笔记。",
        "The gaze went from left to right and quickly back {value} times, evenly, as it does along lines of text. It "
        "is worth asking whether there were notes.",
    ),
    HintKind.AVERTED_GAZE: LocalizedText(
        "视线较长时间停在镜头以外的同一处（偏离约 {value} 度），可以问候选人当时在看什么。",
        "The gaze rested on one place away from the camera for long, about {value} degrees off. It is worth asking "
        "what was there.",
    ),
    HintKind.REPEATED_TEXT: LocalizedText(
        "这份书面回答有 {value} 的内容与本次面试的另一份回答（{other}）逐字相同，可以请候选人分别说明。",
        "{value} of this written answer stands word for word in another answer of this interview ({other}). It is "
        "worth asking about each of them.",
    ),
    HintKind.QUESTION_TEXT: LocalizedText(
        "这份书面回答有 {value} 是题目原文，可以请候选人用自己的话再说一次。",
        "{value} of this written answer is the question's own text. It is worth asking for it in the candidate's "
        "words.",
    ),
    HintKind.EXEMPLAR_TEXT: LocalizedText(
        "这份书面回答有 {value} 与胜任力模型中的示例句逐字相同，可以请候选人讲一个具体的例子。",
        "{value} of this written answer stands word for word in an example of the competency model. It is worth asking "
        "for a story that belongs to it.",
    ),
    HintKind.FAST_TEXT: LocalizedText(
        "这份书面回答在 {value} 秒内写成，快于通常的打字速度，可以问候选人是怎样写的。",
        "This written answer came within {value} seconds, faster than people type. It is worth asking how it was "
        "written.",
    ),
    HintKind.PASTED_TEXT: LocalizedText(
        "这份书面回答有 {value} 是粘贴而来，可以问候选人是怎样写的。",
        "{value} of this written answer was pasted in. It is worth asking how it was written.",
    ),
}

CAUTION: dict[HintKind, LocalizedText] = {
    HintKind.SEVERAL_FACES: LocalizedText(
        "路过的家人、海报或屏幕上的人脸也会被识别到。",
        "A relative who passes by, a poster or a face on a screen is found as well.",
    ),
    HintKind.NOBODY: LocalizedText(
        "光线太暗、遮挡或镜头移位也会使人脸无法识别。",
        "Bad light, a hand before the face or a camera that has moved hide a face as well.",
    ),
    HintKind.OTHER_VOICE: LocalizedText(
        "仅凭音高判断，把握不大：情绪起伏、模仿他人说话或麦克风移动也会如此；音高相近的两个人则分辨不出。",
        "It rests on pitch alone and is not sure: excitement, quoting somebody or a moved microphone do the same, and "
        "two voices of like pitch are not told apart.",
    ),
    HintKind.SWEEPING_GAZE: LocalizedText(
        "把握不大：看字幕、看屏幕上的题目或眼部习惯性动作也会如此。未经真人阅读的录像检验。",
        "Not sure: captions, the question on the screen or a habit of the eyes look alike. It has not been tried on "
        "recordings of people who read.",
    ),
    HintKind.AVERTED_GAZE: LocalizedText(
        "摄像头不在屏幕旁边、思考或避免对视的习惯，以及眼部疾病或神经多样性，都会如此。",
        "A camera that stands apart from the screen, thinking, a habit of not meeting eyes, and conditions of the eye "
        "or neurodiversity do the same.",
    ),
    HintKind.REPEATED_TEXT: LocalizedText(
        "同一段经历可能适用于两道题。", "The same experience may answer both questions."
    ),
    HintKind.QUESTION_TEXT: LocalizedText(
        "有人习惯先抄题再作答。", "Some people copy the question before they answer it."
    ),
    HintKind.EXEMPLAR_TEXT: LocalizedText(
        "常见的说法可能碰巧相同。", "A common way of putting it may be the same by chance."
    ),
    HintKind.FAST_TEXT: LocalizedText(
        "时间由作答页面记录；听写输入、辅助工具或先在别处写好再粘贴都会如此。",
        "The page that it was written in took the time. Dictation, assistive tools and a draft written elsewhere do "
        "the same.",
    ),
    HintKind.PASTED_TEXT: LocalizedText(
        "由作答页面记录；先在别处写好自己的草稿再粘贴也会如此。",
        "The page that it was written in counted it. A draft of one's own that was written elsewhere is pasted as "
        "well.",
    ),
}

TEXT: dict[str, LocalizedText] = {
    "integrity": LocalizedText("值得询问之处", "Worth asking about"),
    "integrity_badge": LocalizedText("不计分，不参与决定", "Not scored, no part of the decision"),
    "integrity_note": LocalizedText(
        "以下线索不计入任何得分，不参与规则和决定，也不会出现在给候选人的内容中。它们不说明候选人做错了什么，"
        "请先询问，再下结论。没有线索也不代表一切都已核实。",
        "These hints enter no score, no rule and no decision, and nothing that the candidate is given. None of them "
        "says that somebody did something wrong: ask before you conclude. No hint does not mean that all was verified.",
    ),
    "no_integrity": LocalizedText("没有发现值得特别询问之处。", "Nothing was noticed that is worth asking about."),
    "answer_insufficient": LocalizedText(
        "证据不足：这份回答不加分，也不扣分；其余回答照常评价。可以请候选人重录。",
        "Insufficient evidence: this answer neither earns nor costs points, and the others stand. It can be recorded "
        "again.",
    ),
    "integrity_sure": LocalizedText("可靠程度", "How sure"),
}
