"""Carries decisions out: the one caller of the outbox. What is adverse or binding waits for a named person."""

from gateway.actions.carrying_out import ActionRecord, action_records, carry_out, conclude
from gateway.actions.desk import Desk, policy_profile
from gateway.actions.letters import Letter
from gateway.actions.rerecording import Offered, offer_rerecording
from gateway.actions.reviewing import review, survey_received

__all__ = [
    "ActionRecord",
    "Desk",
    "Letter",
    "Offered",
    "action_records",
    "carry_out",
    "conclude",
    "offer_rerecording",
    "policy_profile",
    "review",
    "survey_received",
]
