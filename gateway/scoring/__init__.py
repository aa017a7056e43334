"""Scoring: from measured answers and a competency model to scores that name their evidence. Pure functions."""

from gateway.scoring.engine import is_sufficient, question_text, reference_texts, score

__all__ = ["is_sufficient", "question_text", "reference_texts", "score"]
