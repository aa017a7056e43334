"""Errors of perception, each with a stable code."""

from __future__ import annotations


class PerceptionError(Exception):
    """Something could not be perceived. `code` is stable; `retry` says whether trying later can help."""

    code = "perception.failed"
    retry = False


class ServerUnavailableError(PerceptionError):
    """The model server does not answer. Trying again later helps."""

    code = "perception.unavailable"
    retry = True


class OverloadedError(PerceptionError):
    """The model server has more waiting requests than it takes. It says so at once; trying again later helps."""

    code = "perception.overloaded"
    retry = True


class RegionLostError(PerceptionError):
    """The model server does not know a region of shared memory: it was started anew. The channel sends again."""

    code = "perception.region_lost"
    retry = True


class DeadlineExceededError(PerceptionError):
    """The model server took longer than it was given. Trying again later may help."""

    code = "perception.deadline_exceeded"
    retry = True


class InvalidInputError(PerceptionError):
    """The input breaks the model's contract (shape, type, non-finite values)."""

    code = "perception.invalid_input"


class LanguageNotServedError(PerceptionError):
    """No installed model serves this language."""

    code = "perception.language_not_served"


class SetupError(PerceptionError):
    """The server, a weight file or the model repository is missing or broken. The message says what to do."""

    code = "perception.setup"


class BundleError(SetupError):
    """A bundle of models is broken, does not fit this installation, or holds what it should not."""

    code = "perception.bundle"
