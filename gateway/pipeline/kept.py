"""Names of the steps whose results later steps read."""

from __future__ import annotations

from typing import Final

HEAR: Final = "hear"
SEE: Final = "see"
PERCEIVE: Final = "perceive"
MODELS: Final = "models"
SIGNALS: Final = "signals"
REFERENCES: Final = "reference_vectors"
