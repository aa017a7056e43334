"""Scoring: from measured answers and a competency model to scores that name their evidence. Pure functions."""
