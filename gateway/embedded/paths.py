"""Where the source tree keeps things, for the parts that run from it."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "samples" / "product_manager"
MODEL_REPOSITORY = ROOT / "build" / "model_repository"
