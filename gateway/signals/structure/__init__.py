"""How an answer is built, out of 10: point, parts, connections, story and conclusion, each with the words that show it.

Every part is found by the words that mark it, and by what the sentences say beside them. A marker is a sign of
structure, no proof: the sentences are named, so that a reader can see what was taken for what.
"""

from __future__ import annotations

from gateway.signals.structure.measuring import measure_structure

__all__ = ["measure_structure"]
