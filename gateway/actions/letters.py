"""What candidates are written, in Chinese and English. A letter never says a score."""

from __future__ import annotations

from msgspec import Struct

from gateway.domain.interview import Candidate, Job
from gateway.domain.rule import ActionKind
from gateway.domain.text import LocalizedText


class Letter(Struct, frozen=True, kw_only=True):
    """A letter, ready to be sent."""

    subject: LocalizedText
    body: LocalizedText


_SUBJECTS = {
    ActionKind.SECOND_ROUND: LocalizedText("复试邀请：{job}", "Invitation to the second round: {job}"),
    ActionKind.OFFER: LocalizedText("录用意向：{job}", "Our offer: {job}"),
    ActionKind.THANK_YOU_LETTER: LocalizedText("感谢您应聘{job}", "Thank you for applying: {job}"),
}

_BODIES = {
    ActionKind.SECOND_ROUND: LocalizedText(
        "{name}，您好！\n\n感谢您完成“{job}”岗位的面试。您的回答给我们留下了很好的印象，诚邀您参加复试。"
        "招聘同事会尽快与您联系，确定时间和形式。\n\n期待与您见面！",
        "Dear {name},\n\nThank you for completing the interview for the position of {job}. We liked your answers and "
        "would like to invite you to the second round. A colleague will contact you soon to agree on time and form.\n\n"
        "We look forward to meeting you.",
    ),
    ActionKind.OFFER: LocalizedText(
        "{name}，您好！\n\n很高兴地通知您，我们希望邀请您加入，担任“{job}”。"
        "招聘同事会与您联系，说明薪酬、入职时间等具体安排；正式录用以双方签署的书面文件为准。\n\n期待与您共事！",
        "Dear {name},\n\nWe are glad to tell you that we would like you to join us as {job}. A colleague will contact "
        "you about pay, starting date and everything else; the offer becomes binding with the documents that both "
        "sides sign.\n\nWe look forward to working with you.",
    ),
    ActionKind.THANK_YOU_LETTER: LocalizedText(
        "{name}，您好！\n\n感谢您抽出时间参加“{job}”岗位的面试。经过综合考虑，这次我们未能与您继续推进，"
        "但很感谢您的认真准备。今后如有更合适的机会，我们希望能再次与您联系。\n\n祝您一切顺利！",
        "Dear {name},\n\nThank you for taking the time to interview for the position of {job}. After careful "
        "consideration we will not go on with your application this time. We appreciate the effort you put in, and "
        "would like to contact you again should a position come up that fits better.\n\nWe wish you all the best.",
    ),
}

_AUTOMATED = LocalizedText(
    "\n\n本结果由系统依据公司规则自动得出。您有权要求说明理由，并要求人工复核，直接回复本信即可。",
    "\n\nThis outcome was reached automatically under the company's rules. You may ask for an explanation and for a "
    "review by a person; simply reply to this letter.",
)


def write_letter(kind: ActionKind, candidate: Candidate, job: Job, *, automatic: bool) -> Letter | None:
    """Give the letter that belongs to an action; `None` where there is none.

    `automatic` adds what the law wants said when no person took part in the decision (PIPL 24, GDPR 22).
    """
    if kind not in _BODIES:
        return None
    subject, body = _SUBJECTS[kind], _BODIES[kind]
    zh, en = {"name": candidate.name, "job": job.title.zh}, {"name": candidate.name, "job": job.title.en}
    ending = _AUTOMATED if automatic else LocalizedText("", "")
    return Letter(
        subject=LocalizedText(subject.zh.format(**zh), subject.en.format(**en)),
        body=LocalizedText(body.zh.format(**zh) + ending.zh, body.en.format(**en) + ending.en),
    )
