"""Signals: what can be counted and timed in one answer. Pure functions over what perception found."""
