"""The finish pipeline: decode, perceive, measure, score, report, decide, act. Steps may be killed at any point."""

from gateway.pipeline.answers import process_answer
from gateway.pipeline.deps import Deps
from gateway.pipeline.finish import finish_interview
from gateway.pipeline.giving_up import give_up
from gateway.pipeline.replaying import NotReplayableError, replay
from gateway.pipeline.sweeping import keep_sweeping, sweep

__all__ = [
    "Deps",
    "NotReplayableError",
    "finish_interview",
    "give_up",
    "keep_sweeping",
    "process_answer",
    "replay",
    "sweep",
]
