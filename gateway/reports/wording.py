"""What the report says around its values, in the languages of the product."""

from __future__ import annotations

from datetime import datetime

from gateway.domain.competency import LEVELS, IndicatorKind
from gateway.domain.rule import ActionKind, DecisionStatus
from gateway.domain.text import Locale, LocalizedText
from gateway.reports import (
    wording_beside,
    wording_content,
    wording_integrity,
    wording_moments,
    wording_next_round,
    wording_page,
    wording_structure,
    wording_voice,
)
from gateway.reports import wording_intervals as intervals

LONGEST_QUOTE = 48

ACTIONS: dict[ActionKind, LocalizedText] = {
    ActionKind.SECOND_ROUND: LocalizedText("邀请复试", "Invite to the second round"),
    ActionKind.OFFER: LocalizedText("发放录用通知", "Make an offer"),
    ActionKind.THANK_YOU_LETTER: LocalizedText("发送感谢信", "Send a thank-you letter"),
    ActionKind.TALENT_POOL: LocalizedText("纳入人才库", "Add to the talent pool"),
    ActionKind.HUMAN_REVIEW: LocalizedText("转人工评审", "Have a person review it"),
}

STATUS: dict[DecisionStatus, LocalizedText] = {
    DecisionStatus.PROPOSED: LocalizedText(
        "系统建议，待负责人确认", "Proposed: waits for a named person to confirm it"
    ),
    DecisionStatus.CONFIRMED: LocalizedText("已由负责人确认", "Confirmed by a named person"),
    DecisionStatus.REJECTED: LocalizedText("负责人已改作其他决定", "A named person decided otherwise"),
    DecisionStatus.AUTOMATIC: LocalizedText("已自动生效", "Took effect automatically"),
}

KINDS: dict[IndicatorKind, LocalizedText] = {
    IndicatorKind.POSITIVE: LocalizedText("加分项", "Earns points"),
    IndicatorKind.NEGATIVE: LocalizedText("扣分项", "Costs points when shown"),
    IndicatorKind.EXPECTED: LocalizedText("必备项，未体现则扣分", "Costs points when absent"),
}

TEXT: dict[str, LocalizedText] = {
    **wording_moments.TEXT,
    **wording_next_round.TEXT,
    **wording_integrity.TEXT,
    **wording_page.TEXT,
    **wording_structure.TEXT,
    **intervals.TEXT,
    **wording_content.TEXT,
    **wording_voice.TEXT,
    **wording_beside.TEXT,
    "title": LocalizedText("面试评估报告", "Interview report"),
    "product": LocalizedText("收官", "Shouguan"),
    "overall": LocalizedText("综合得分", "Overall score"),
    "of_100": LocalizedText("满分 100", "out of 100"),
    "of_5": LocalizedText("满分 5", "out of 5"),
    "culture_fit": LocalizedText("文化契合度", "Culture fit"),
    "survey": LocalizedText("满意度调查", "Survey"),
    "decision": LocalizedText("处理决定", "Decision"),
    "no_decision": LocalizedText("尚未作出决定。", "No decision has been made yet."),
    "rule": LocalizedText("依据规则", "Rule"),
    "no_rule": LocalizedText("没有符合的规则，按默认方式处理", "No rule held; the default applies"),
    "condition": LocalizedText("条件", "Condition"),
    "values": LocalizedText("判断依据", "Based on"),
    "rule_set": LocalizedText("规则集", "Rule set"),
    "version": LocalizedText("版本", "version"),
    "policy": LocalizedText("自动化策略", "Policy"),
    "reviewer": LocalizedText("负责人", "Person in charge"),
    "reason": LocalizedText("理由", "Reason"),
    "absent_value": LocalizedText("无", "none"),
    "insufficient": LocalizedText("证据不足", "Insufficient evidence"),
    "insufficient_note": LocalizedText(
        "没有可供评价的回答。证据不足不等于零分，也不计入综合得分。",
        "There was no answer to judge by. This is not a zero, and it does not enter the overall score.",
    ),
    "partial": LocalizedText("有证据支持的权重占比", "Weight backed by evidence"),
    "dimensions": LocalizedText("能力维度", "Competencies"),
    "weight": LocalizedText("权重", "weight"),
    "strengths": LocalizedText("优势", "Strengths"),
    "weaknesses": LocalizedText("待提升", "Weaknesses"),
    "advice": LocalizedText("建议", "Advice"),
    "no_strengths": LocalizedText("回答中未发现明显的优势。", "The answers showed no clear strength."),
    "no_weaknesses": LocalizedText("回答中未发现明显的不足。", "The answers showed no clear weakness."),
    "not_shown": LocalizedText("未体现：", "Not shown: "),
    "partly_shown": LocalizedText("体现不足：", "Only partly shown: "),
    "scoring": LocalizedText("评分依据", "How the scores came about"),
    "scoring_note": LocalizedText(
        "每个维度从起评分开始，按指标加减分，再加关键词分和逻辑结构分，最后限制在 0 到 100 之间。"
        "加分和扣分都附有候选人的原话；未提及的指标列出查看过的题目。匹配依据一起说到的词语（“说到”），或与示例句的相似度，"
        "可能有误，请以原话为准。关键词分和逻辑结构分只在内容到位时全额计入：体现了一半的正向和应有指标即为到位。",
        "Each competency begins with starting points; indicators add or take points, then keywords and logic are "
        "added, and the sum is kept within 0 to 100. Every point rests on a sentence that was said; for what was "
        "absent the questions looked at are named. Matches come from words that were said together (“says”) or from "
        "the similarity with example sentences, and can be wrong: what counts is the sentence itself. Keywords and "
        "logic count in full only where half of the positive and expected indicators were shown.",
    ),
    "start_points": LocalizedText("起评分", "Starting points"),
    "indicators": LocalizedText("指标", "Indicators"),
    "keywords": LocalizedText("关键词", "Keywords"),
    "absent_keywords": LocalizedText("没有说到：", "Not mentioned: "),
    "structure": LocalizedText("逻辑结构", "Logic"),
    "capped": LocalizedText("（已限制在 0 到 100 之间）", "(kept within 0 to 100)"),
    "absent_from": LocalizedText("以下回答中未提及：", "Absent from: "),
    "similarity": LocalizedText("相似度", "similarity"),
    "cue": LocalizedText("说到：", "says: "),
    "by_words": LocalizedText(
        "本机没有该语言的语义模型，回答与示例句按共同的词语比较，不比较语义，因此区间更宽。",
        "No model on this box knows the meaning of sentences in this language: answers and example sentences were "
        "compared by the words they share, so the ranges are wider.",
    ),
    "transcript": LocalizedText("回答原文", "What was said"),
    "transcript_note": LocalizedText(
        "绿色实线为加分句，红色虚线为扣分句，点线为关键词。文字由语音识别得出，可能有个别错字。",
        "A solid green line marks sentences that earned points, a dashed red line those that cost points, dots mark "
        "keywords. The words come from speech recognition and may hold a few errors.",
    ),
    "no_text": LocalizedText("没有可显示的文字。", "There is no text to show."),
    "echo": LocalizedText("重复题目", "repeats the question"),
    "observations": LocalizedText("表达与举止", "Voice and behaviour"),
    "not_scored": LocalizedText("仅供参考，不计分", "Observed only, not scored"),
    "observations_note": LocalizedText(
        "以下为对声音和画面的测量，不计入任何得分，也不推断情绪。口音、残障、设备和网络都会影响这些数值。",
        "These are measurements of sound and picture. They enter no score, and no emotion is inferred. Accent, "
        "disability, equipment and network all affect them.",
    ),
    "no_observations": LocalizedText("没有可供测量的声音或画面。", "There was neither sound nor picture to measure."),
    "written": LocalizedText("文字作答，无录音录像", "Written answer, no recording"),
    "limits": LocalizedText("未能分析的内容", "What could not be measured"),
    "made_by": LocalizedText("生成信息", "How this report was made"),
    "software": LocalizedText("软件版本", "Software"),
    "competency_model": LocalizedText("胜任力模型", "Competency model"),
    "models": LocalizedText("人工智能模型", "AI models"),
    "licence": LocalizedText("许可：", "Licence:"),
    "report_id": LocalizedText("报告编号", "Report"),
    "interview_id": LocalizedText("面试编号", "Interview"),
    "made_at": LocalizedText("生成时间", "Made on"),
    "language": LocalizedText("面试语言", "Language spoken"),
    "machine": LocalizedText(
        "本报告由程序自动生成，供招聘人员参考。候选人有权要求说明和人工复核。",
        "This report was made by software to support the people who hire. The candidate may ask for an explanation and "
        "for a review by a person.",
    ),
    "measure": LocalizedText("项目", "Measure"),
    "duration": LocalizedText("时长", "Duration"),
    "speech_rate": LocalizedText(
        "语速（每分钟词数，中文为字数，含停顿）", "Speech rate (words or Chinese characters a minute, with pauses)"
    ),
    "articulation_rate": LocalizedText(
        "净语速（每分钟词数，中文为字数，不含停顿）",
        "Articulation rate (words or Chinese characters a minute, without pauses)",
    ),
    "latency": LocalizedText("开始作答前的静默", "Silence before the first word"),
    "pauses": LocalizedText("停顿（0.3 秒以上）", "Pauses (0.3 s and longer)"),
    "longest_pause": LocalizedText("最长停顿", "Longest pause"),
    "pause_share": LocalizedText("停顿占比", "Share of pauses"),
    "fillers": LocalizedText("口头语", "Fillers"),
    "pitch_median": LocalizedText("音高中位数", "Median pitch"),
    "pitch_range": LocalizedText("音高范围（半音）", "Pitch range (semitones)"),
    "face_share": LocalizedText("画面中有人脸的时间", "Time with a face in the picture"),
    "absence": LocalizedText("最长的无人脸时间", "Longest time without a face"),
    "smiles": LocalizedText("微笑次数（与本人平时相比）", "Smiles (against the person's usual)"),
    "expressions": LocalizedText("表情变化（次/分钟）", "Changes of expression a minute"),
    "gaze": LocalizedText("面向镜头的时间", "Time facing the camera"),
    "smile": LocalizedText("嘴角上扬的时间", "Time with raised mouth corners"),
    "head": LocalizedText("头部转动（度/秒）", "Head movement (degrees a second)"),
    "nods": LocalizedText("点头次数", "Nods"),
    "blinks": LocalizedText("眨眼（次/分钟）", "Blinks a minute"),
    "upright": LocalizedText("头在双肩正上方的时间", "Time with the head upright over the shoulders"),
    "forward": LocalizedText("身体前倾的时间", "Time leaning towards the camera"),
    "hands": LocalizedText("有手入镜的时间", "Time with a hand in view"),
    "of_10": LocalizedText("满分 10", "out of 10"),
    "points": LocalizedText("分", "points"),
}


def number(value: float | None, digits: int = 1) -> str:
    """Give a number as people read it, a dash where there is none."""
    return "—" if value is None else f"{value:.{digits}f}"


def signed(points: float) -> str:
    """Give points with their sign, with a real minus."""
    return f"{points:+.1f}".replace("-", "−") if points else "0.0"


def clock(ms: int | None) -> str:
    """Give a moment of a recording as minutes and seconds."""
    return "" if ms is None else f"{ms // 60_000}:{ms // 1000 % 60:02d}"


def shortened(quote: str) -> str:
    """Give a quotation short enough for a line of its own: the sentence itself is on the same page."""
    return quote if len(quote) <= LONGEST_QUOTE else f"{quote[: LONGEST_QUOTE - 1].rstrip()}…"


def date(moment: datetime, locale: Locale) -> str:
    """Give date and time with the time zone, as they are written in the language."""
    zone = moment.tzname() or ""
    if locale == "zh-CN":
        return f"{moment.year}年{moment.month}月{moment.day}日 {moment:%H:%M} {zone}".strip()
    return f"{moment.day} {moment:%B %Y, %H:%M} {zone}".strip()


def question_label(index: int, locale: Locale) -> str:
    """Give the short name of the question with `index` (from 0)."""
    return f"第 {index + 1} 题" if locale == "zh-CN" else f"Q{index + 1}"


def level_label(level: int, locale: Locale) -> str:
    """Give the name of a level of a dimension's behavioural anchors."""
    return f"第 {level} 级（共 {LEVELS} 级）" if locale == "zh-CN" else f"Level {level} of {LEVELS}"
