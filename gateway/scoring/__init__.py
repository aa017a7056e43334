"""Scoring: from measured answers and a competency model to scores that name their evidence. Pure functions."""

from gateway.scoring.engine import is_sufficient, question_text, reference_texts, score
from gateway.scoring.levels import level

__all__ = ["is_sufficient", "level", "question_text", "reference_texts", "score"]
