"""The air-lock: what may leave, and what is written about it."""
