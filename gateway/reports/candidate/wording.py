"""What the candidate's report says around its values, in the languages of the product."""

from __future__ import annotations

from gateway.domain.text import Locale, LocalizedText

TEXT: dict[str, LocalizedText] = {
    "title": LocalizedText("面试反馈", "Interview feedback"),
    "product": LocalizedText("收官", "Shouguan"),
    "skip": LocalizedText("跳到正文", "Skip to content"),
    "greeting": LocalizedText("{name}，您好", "Hello {name}"),
    "lead": LocalizedText(
        "感谢您参加“{job}”岗位的面试。这份反馈说明您的优势、可以改进的地方、接下来的安排，以及您的权利。",
        "Thank you for the interview for the position of {job}. This page tells you what went well, what you can "
        "improve, what happens next, and which rights you have.",
    ),
    "save_pdf": LocalizedText("下载 PDF", "Download as PDF"),
    "save_json": LocalizedText("下载数据（JSON）", "Download as data (JSON)"),
    "next": LocalizedText("接下来", "What happens next"),
    "strengths": LocalizedText("您的优势", "What went well"),
    "no_strengths": LocalizedText(
        "这次的回答没有体现出与岗位要求相对应的突出表现。这并不说明您没有这些能力。",
        "Your answers did not show a strength that the position asks for. It does not mean that you have none.",
    ),
    "improve": LocalizedText("可以改进的地方", "What to improve"),
    "to_do": LocalizedText("建议这样做", "What to do"),
    "read": LocalizedText("推荐阅读", "Worth reading"),
    "no_improve": LocalizedText("没有特别的建议，请保持。", "There is nothing in particular to advise. Keep it up."),
    "results": LocalizedText("各项能力", "Your result by competency"),
    "results_note": LocalizedText(
        "结果只针对这次面试的回答和这个岗位的要求，不是对您个人的评价。",
        "The result is about your answers in this interview and what this position asks for; it is no judgement of you "
        "as a person.",
    ),
    "overall": LocalizedText("综合得分", "Overall score"),
    "of_100": LocalizedText("满分 100", "out of 100"),
    "aim": LocalizedText("可以努力的方向：", "To aim for: "),
    "not_assessed": LocalizedText("未评估", "Not assessed"),
    "not_assessed_note": LocalizedText(
        "回答中与此有关的内容太少，无法判断；这不等于零分。",
        "Too little was said about it to judge by. This is not a zero.",
    ),
    "you_said": LocalizedText("您的原话", "In your words"),
    "ai": LocalizedText("人工智能是怎样参与的", "How AI was used"),
    "who_decides": LocalizedText("由谁决定", "Who decides"),
    "measured": LocalizedText("测量了什么", "What was measured"),
    "scored": LocalizedText("计入评分", "enters the score"),
    "observed": LocalizedText("仅作观察，不计分", "observed only, not scored"),
    "models": LocalizedText("用到的模型", "Models that were used"),
    "rights": LocalizedText("您的权利", "Your rights"),
    "contact": LocalizedText("联系人", "Contact"),
    "contact_lead": LocalizedText(
        "对这份反馈有疑问、想了解详情、希望由人重新审核，请联系：",
        "If you have questions about this feedback, want to know more, or want a person to look at it again, turn to:",
    ),
    "report_id": LocalizedText("编号", "Reference"),
    "made_at": LocalizedText("生成时间", "Made on"),
    "machine": LocalizedText(
        "这份反馈由程序根据面试记录自动生成。", "This feedback was made by software from the record of the interview."
    ),
}


def question_named(number: int, locale: Locale) -> str:
    """Give the short name of the question with this number, counted from 1."""
    return f"第 {number} 题" if locale == "zh-CN" else f"Question {number}"
