"""What the pages say of answers that may be given again, and of reports that were superseded."""

from __future__ import annotations

from gateway.domain.text import LocalizedText

TEXT: dict[str, LocalizedText] = {
    "answer_insufficient": LocalizedText("证据不足，不加分也不扣分：", "Insufficient evidence; it costs no points:"),
    "answer_in_part": LocalizedText("不完整，只评价了说出的内容：", "Incomplete; only what was said was judged:"),
    "offer_again": LocalizedText("请候选人重录这道题", "Let the candidate record this answer again"),
    "offer_lead": LocalizedText(
        "提交后面试重新开放，只接收这道题的回答；其余回答不变。重新结束面试后生成新报告，原报告保留。",
        "The interview opens again for this one answer; the others stay. Once it is finished again there is a new "
        "report, and this one is kept.",
    ),
    "offer_button": LocalizedText("提供重录", "Offer it"),
    "offered": LocalizedText("已提供重录，等候候选人作答：", "Offered to be recorded again, and awaited:"),
    "opened_again": LocalizedText(
        "候选人正在重录。下面的报告和决定是此前的，重新结束面试后会更新。",
        "An answer is being recorded again. Report and decision are the earlier ones until the interview is finished "
        "again.",
    ),
    "earlier_reports": LocalizedText("此前的报告", "Earlier reports"),
    "superseded": LocalizedText("被取代于", "superseded on"),
}
