"""Errors that people meet, each with a stable code and a sentence in both languages that says what to do."""

from __future__ import annotations

from gateway.domain.text import LocalizedText


class ShouguanError(Exception):
    """Base of the gateway's errors: `code` is stable, `message` says what happened and what to do next.

    `status` is the HTTP status that fits; `details` are further members of the RFC 9457 problem document.
    """

    code = "internal"
    status = 500

    def __init__(self, message: LocalizedText, **details: object) -> None:
        super().__init__(message.en)
        self.message = message
        self.details = details


class NotFoundError(ShouguanError):
    """Something that was named does not exist."""

    code = "not_found"
    status = 404


class ConflictError(ShouguanError):
    """The request does not fit the state that things are in."""

    code = "conflict"
    status = 409


class InvalidError(ShouguanError):
    """The request, or what it carries, is not acceptable."""

    code = "invalid"
    status = 422


class UnavailableError(ShouguanError):
    """A part of the box is down; the same request can be sent again later."""

    code = "unavailable"
    status = 503


class StorageFullError(ShouguanError):
    """The disk has no room for the recording."""

    code = "storage_full"
    status = 507
