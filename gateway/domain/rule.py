"""Rules as data, and the decisions they lead to."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from gateway.domain.moment import Moment
from gateway.domain.text import LocalizedText


class ActionKind(StrEnum):
    """What a decision sets in motion."""

    SECOND_ROUND = "second_round"
    OFFER = "offer"
    THANK_YOU_LETTER = "thank_you_letter"
    TALENT_POOL = "talent_pool"
    HUMAN_REVIEW = "human_review"


class Rule(Struct, frozen=True, kw_only=True):
    """When `condition` (CEL over `score`, `culture_fit`, `survey`, `dimensions`) holds, `actions` follow.

    Rules are tried in their order; the first that holds decides. A rule that needs a value that is not there does
    not hold.
    """

    id: str
    name: LocalizedText
    condition: str
    actions: tuple[ActionKind, ...]


class RuleSet(Struct, frozen=True, kw_only=True):
    """An ordered set of rules; `version` changes with every change of a rule."""

    id: str
    version: str
    rules: tuple[Rule, ...]
    otherwise: tuple[ActionKind, ...] = (ActionKind.HUMAN_REVIEW,)


class PolicyProfile(Struct, frozen=True, kw_only=True):
    """What may happen without a person, and what may be told of a face, by region and company."""

    id: str
    automatic: tuple[ActionKind, ...]
    face_scores: bool = False
    face_expressions: bool = True


class DecisionStatus(StrEnum):
    """Whether a decision has taken effect."""

    PROPOSED = "proposed"  # waits for a named person
    CONFIRMED = "confirmed"  # a named person confirmed it
    REJECTED = "rejected"  # a named person decided otherwise
    AUTOMATIC = "automatic"  # the policy profile lets it take effect by itself


class RuleValue(Struct, frozen=True):
    """A value that a rule looked at."""

    name: str
    value: float | None


class CloseCall(Struct, frozen=True, kw_only=True):
    """What would be decided if the `values` were these, which lie in their intervals; all others as they are.

    Of one value, these are nearest to what was measured: the threshold lies between.
    """

    values: tuple[RuleValue, ...]
    rule_id: str | None
    rule_name: LocalizedText | None
    actions: tuple[ActionKind, ...]


class AdjustedValue(Struct, frozen=True, kw_only=True):
    """A score that a named person put in the place of the machine's, and why.

    `target` is `overall` or `dimension.<id>`; `machine` is the machine's score, `None` where it gave none.
    """

    target: str
    machine: float | None
    value: float
    by: str
    reason: str


class Decision(Struct, frozen=True, kw_only=True):
    """Which rule of which version decided, on which values, and what follows.

    With `close_calls`, an interval crosses a threshold: a person should look. `adjusted` names the scores that persons
    changed; such a decision was proposed on their values.
    `report_id` is the report that it was made on; decisions of old do not name it.
    """

    id: str
    interview_id: str
    rule_set_id: str
    rule_set_version: str
    rule_id: str | None  # None: no rule held
    rule_name: LocalizedText | None = None
    condition: str | None
    values: tuple[RuleValue, ...]
    actions: tuple[ActionKind, ...]
    status: DecisionStatus
    policy_profile: str
    decided_at: Moment
    reviewed_by: str | None = None
    review_reason: str | None = None
    close_calls: tuple[CloseCall, ...] = ()
    adjusted: tuple[AdjustedValue, ...] = ()
    report_id: str | None = None
