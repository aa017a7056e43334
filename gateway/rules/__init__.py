"""Rules: conditions as data, checked before they are used, and the decision they lead to. Pure functions."""

from gateway.rules.conditions import ConditionError
from gateway.rules.defaults import DEFAULT_RULES
from gateway.rules.engine import check, decide

__all__ = ["DEFAULT_RULES", "ConditionError", "check", "decide"]
