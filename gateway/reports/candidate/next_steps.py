"""What happens next, from where the decision stands. What nobody has put into effect is not told."""

from __future__ import annotations

from gateway.domain.candidate_report import DecidedBy, NextStep, Step
from gateway.domain.rule import ActionKind, Decision, DecisionStatus
from gateway.domain.text import LocalizedText

_BY = {DecisionStatus.CONFIRMED: DecidedBy.PERSON, DecisionStatus.AUTOMATIC: DecidedBy.RULES}
"""The states in which a decision is in effect, and who brought it about."""

_STEPS = {
    ActionKind.SECOND_ROUND: Step.SECOND_ROUND,
    ActionKind.OFFER: Step.OFFER,
    ActionKind.THANK_YOU_LETTER: Step.DECLINED,
    ActionKind.TALENT_POOL: Step.TALENT_POOL,
    ActionKind.HUMAN_REVIEW: Step.UNDER_REVIEW,
}

_TEXT = {
    Step.UNDER_REVIEW: LocalizedText(
        "招聘团队会有专人查看您的面试，再决定下一步。目前还没有任何决定生效，请等待通知。",
        "A person of the hiring team will look at your interview and decide on the next step. No decision is in effect "
        "yet; you will be told.",
    ),
    Step.SECOND_ROUND: LocalizedText(
        "邀请您参加复试。招聘同事会与您联系，商定时间和形式。",
        "You are invited to the second round. A colleague will contact you to agree on time and form.",
    ),
    Step.OFFER: LocalizedText(
        "我们希望您加入。招聘同事会与您联系，说明具体安排；正式录用以双方签署的书面文件为准。",
        "We would like you to join us. A colleague will contact you about everything else; the offer becomes binding "
        "with the documents that both sides sign.",
    ),
    Step.DECLINED: LocalizedText(
        "这次我们没有继续推进您的申请。感谢您的认真准备；下面的建议供您今后参考。",
        "We will not go on with your application this time. Thank you for the effort you put in; we hope that the "
        "advice in this report is of use to you.",
    ),
    Step.TALENT_POOL: LocalizedText(
        "我们希望今后有合适的职位时与您联系，已将您纳入人才库。如果您不愿意，请告诉我们，我们会移除。",
        "We would like to contact you when a position comes up that fits, and have added you to our talent pool. If "
        "you do not want this, tell us, and we will take you out of it.",
    ),
}

_DECISION = {
    DecidedBy.NOBODY_YET: LocalizedText(
        "软件只整理依据、给出参考，最后由人来决定。",
        "The software gathers the evidence and gives advice; a person decides.",
    ),
    DecidedBy.PERSON: LocalizedText(
        "这一步由招聘团队的负责人看过之后确认，不是由软件单独决定的。",
        "A person of the hiring team has looked at it and confirmed this step; software alone did not decide it.",
    ),
    DecidedBy.RULES: LocalizedText(
        "这一步由软件按照公司事先定好的规则自动得出，没有人参与。您可以要求说明理由，也可以要求由人重新审核。",
        "This step was taken automatically under rules that the company has set beforehand, with no person taking "
        "part. You may ask for the reasons, and for a person to review it.",
    ),
}


def decided_by(decision: Decision | None) -> DecidedBy:
    """Say who brought about what is in effect; a decision to have a person look is no decision yet."""
    if decision is None or ActionKind.HUMAN_REVIEW in decision.actions:
        return DecidedBy.NOBODY_YET
    return _BY.get(decision.status, DecidedBy.NOBODY_YET)


def next_steps(decision: Decision | None) -> tuple[NextStep, ...]:
    """Give the steps that are in effect; one that says that a person will look where there are none.

    No decision, a proposal, a proposal that was turned down and a review by a person all read the same.
    """
    settled = decision is not None and decided_by(decision) is not DecidedBy.NOBODY_YET
    steps = [_STEPS[one] for one in decision.actions] if decision is not None and settled else []
    return tuple(NextStep(step=one, text=_TEXT[one]) for one in steps or [Step.UNDER_REVIEW])


def who_decided(by: DecidedBy) -> LocalizedText:
    """Say in words who decided."""
    return _DECISION[by]
