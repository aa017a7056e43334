"""What the pages say, in the languages of the product."""

from __future__ import annotations

from gateway.domain.interview import AnswerKind, AnswerStatus, InterviewStatus
from gateway.domain.text import Locale, LocalizedText
from gateway.web import wording_remarks, wording_rerecordings

INTERVIEW_STATUS: dict[InterviewStatus, LocalizedText] = {
    InterviewStatus.OPEN: LocalizedText("作答中", "Answering"),
    InterviewStatus.FINISHING: LocalizedText("评估中", "Being assessed"),
    InterviewStatus.COMPLETED: LocalizedText("已完成", "Completed"),
    InterviewStatus.CANCELLED: LocalizedText("已取消", "Cancelled"),
}

ANSWER_STATUS: dict[AnswerStatus, LocalizedText] = {
    AnswerStatus.RECEIVED: LocalizedText("已收到，排队中", "Received, in the queue"),
    AnswerStatus.PERCEIVING: LocalizedText("分析中", "Being analysed"),
    AnswerStatus.READY: LocalizedText("已分析", "Analysed"),
    AnswerStatus.FAILED: LocalizedText("无法使用", "Not usable"),
}

ANSWER_KIND: dict[AnswerKind, LocalizedText] = {
    AnswerKind.VIDEO: LocalizedText("视频", "Video"),
    AnswerKind.AUDIO: LocalizedText("音频", "Audio"),
    AnswerKind.TEXT: LocalizedText("文字", "Text"),
}

TEXT: dict[str, LocalizedText] = {
    **wording_remarks.TEXT,
    **wording_rerecordings.TEXT,
    "product": LocalizedText("收官", "Shouguan"),
    "interviews": LocalizedText("面试", "Interviews"),
    "logout": LocalizedText("退出登录", "Log out"),
    "skip": LocalizedText("跳到正文", "Skip to content"),
    "login": LocalizedText("登录", "Log in"),
    "login_title": LocalizedText("登录收官", "Log in to Shouguan"),
    "login_lead": LocalizedText(
        "面试结束之后的评估、报告与决定，都在这台设备上完成。",
        "Everything after the interview, from assessment to decision, happens on this box.",
    ),
    "token": LocalizedText("访问令牌", "Access token"),
    "token_help": LocalizedText(
        "令牌保存在本机的 secrets/api-token 文件中。也可以直接打开启动服务时显示的登录链接。",
        "The token is in the file secrets/api-token on this box. Or open the login link that was shown at the start.",
    ),
    "token_wrong": LocalizedText("令牌不正确，请核对后重试。", "That is not the token. Check it and try again."),
    "ticket_wrong": LocalizedText(
        "登录链接已失效（有效期 10 分钟）。请重新生成链接，或输入访问令牌。",
        "This login link is no longer valid; it lasts ten minutes. Make another one, or type in the token.",
    ),
    "welcome": LocalizedText("登录成功，正在打开页面。", "You are logged in. The page is being opened."),
    "go_on": LocalizedText("继续", "Go on"),
    "candidate": LocalizedText("候选人", "Candidate"),
    "job": LocalizedText("岗位", "Job"),
    "status": LocalizedText("状态", "Status"),
    "score": LocalizedText("综合得分", "Score"),
    "decision": LocalizedText("决定", "Decision"),
    "created": LocalizedText("创建时间", "Created"),
    "waits": LocalizedText("待确认", "To confirm"),
    "waiting": LocalizedText("待确认的决定", "Decisions to confirm"),
    "insufficient": LocalizedText("证据不足", "Insufficient evidence"),
    "none_yet": LocalizedText(
        "还没有面试。通过 API 或 shouguan interview submit 提交后，会显示在这里。",
        "There are no interviews yet. What is sent through the API or `shouguan interview submit` appears here.",
    ),
    "progress": LocalizedText("进度", "Progress"),
    "answers": LocalizedText("回答", "Answers"),
    "no_answer": LocalizedText("未收到回答", "No answer"),
    "question": LocalizedText("题目", "Question"),
    "took": LocalizedText("从结束面试到生成报告", "From finish to report"),
    "seconds": LocalizedText("秒", "s"),
    "read_report": LocalizedText("查看评估报告", "Read the report"),
    "print_report": LocalizedText("打印版（PDF）", "For printing (PDF)"),
    "report_later": LocalizedText(
        "报告生成后，链接会出现在这里，无需刷新页面。", "The link to the report appears here by itself."
    ),
    "candidate_report": LocalizedText("候选人反馈", "Feedback for the candidate"),
    "candidate_link": LocalizedText("个人链接", "Personal link"),
    "candidate_link_help": LocalizedText(
        "凭此链接无需登录即可查看面试反馈，请只发给候选人本人。有效期至 {until}。",
        "Who has this link sees the feedback without a login; send it to the candidate only. It is valid until "
        "{until}.",
    ),
    "candidate_copy": LocalizedText("复制链接", "Copy the link"),
    "candidate_copied": LocalizedText("已复制。", "Copied."),
    "candidate_not_copied": LocalizedText("未能复制，请手动选取链接。", "It could not be copied. Select it by hand."),
    "candidate_open": LocalizedText("打开查看候选人看到的内容", "See what the candidate sees"),
    "candidate_none": LocalizedText(
        "公司设置为不向候选人提供反馈（candidate.shows = none）。",
        "The company does not share feedback with candidates (candidate.shows = none).",
    ),
    "rule": LocalizedText("依据规则", "Rule"),
    "no_rule": LocalizedText("没有规则成立，按默认方式处理", "No rule held; the default applies"),
    "condition": LocalizedText("条件", "Condition"),
    "values": LocalizedText("判断依据", "Based on"),
    "absent": LocalizedText("无", "none"),
    "rule_set": LocalizedText("规则集", "Rule set"),
    "close_call": LocalizedText(
        "接近规则的分数线，需要人工判断。在得分的区间之内，结果可能不同：",
        "Close to a threshold of the rules: a person should look. Within the intervals of the scores it would be "
        "decided otherwise:",
    ),
    "reviewer": LocalizedText("负责人", "Person in charge"),
    "reason": LocalizedText("理由", "Reason"),
    "review_title": LocalizedText("确认或否决这项决定", "Confirm or reject this decision"),
    "review_lead": LocalizedText(
        "确认后立即执行。您的姓名和理由会与决定一并保存。",
        "A confirmed decision is carried out at once. Your name and reason are kept with it.",
    ),
    "your_name": LocalizedText("您的姓名", "Your name"),
    "confirm": LocalizedText("确认执行", "Confirm"),
    "reject": LocalizedText("否决", "Reject"),
    "form_old": LocalizedText(
        "表单已失效，请在本页重新填写并提交。", "The form is no longer valid. Fill it in again on this page."
    ),
    "fill_in": LocalizedText(
        "请填写姓名（200 字以内）和理由（2000 字以内）。",
        "Give your name (up to 200 characters) and a reason (up to 2000).",
    ),
    "earlier": LocalizedText("此前的决定", "Earlier decisions"),
    "problem": LocalizedText("无法打开此页面", "This page cannot be shown"),
    "back": LocalizedText("返回面试列表", "Back to the interviews"),
    "being_given": LocalizedText("正在作答", "Being answered"),
    "live_lost": LocalizedText(
        "与服务的连接已中断，正在重新连接。", "The connection to the box was lost; trying again."
    ),
}

VALUE_NAMES: dict[str, LocalizedText] = {
    "score": LocalizedText("综合得分", "Overall score"),
    "culture_fit": LocalizedText("文化契合度", "Culture fit"),
    "survey": LocalizedText("满意度调查", "Survey"),
}


def words(locale: Locale) -> dict[str, str]:
    """Give everything that templates say, by its key."""
    return {key: text.to(locale) for key, text in TEXT.items()}
