"""Decides who gets in: by the token itself, or by a session that a login with it began."""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field
from datetime import datetime

from gateway.identity.signed import check_ticket, issue, sign, signature, verify
from gateway.ports import Clock

SECONDS_AN_HOUR = 3600.0
BEARER = "bearer"
SESSION_COOKIE = "shouguan_session"


@dataclass(frozen=True)
class Session:
    """A login. `form_token` belongs into the session's forms, so that no other site can send them."""

    id: str
    form_token: str = field(repr=False)


@dataclass(frozen=True)
class Access:
    """Checks tokens, tickets and session cookies. All comparisons take the same time whatever they find."""

    token: str = field(repr=False)
    clock: Clock
    session_hours: float

    def is_token(self, given: str) -> bool:
        """Say whether `given` is the token."""
        return hmac.compare_digest(self.token.encode(), given.strip().encode())

    def is_bearer(self, header: str) -> bool:
        """Say whether an `Authorization` header carries the token."""
        scheme, _, given = header.partition(" ")
        return scheme.lower() == BEARER and self.is_token(given)

    def is_ticket(self, given: str) -> bool:
        """Say whether `given` is a login ticket that has not expired."""
        return check_ticket(self.token, given, self.clock.now())

    def begin_session(self) -> str:
        """Begin a session; give its cookie. Every login begins one of a new name."""
        return issue(self.token, "session", self.clock.now(), self.session_hours * SECONDS_AN_HOUR)

    def session(self, cookie: str) -> Session | None:
        """Give the session that `cookie` stands for, if it is ours and has not expired."""
        name = verify(self.token, "session", cookie, self.clock.now())
        return Session(name, signature(self.token, "form", name)) if name else None

    def candidate_key(self, interview_id: str, until: datetime) -> str:
        """Make what opens the candidate's report of one interview, and nothing else, up to a moment."""
        return sign(self.token, "candidate", interview_id, until.timestamp())

    def interview_of(self, candidate_key: str) -> str | None:
        """Give the interview that a candidate's key opens, if it is ours and has not expired."""
        return verify(self.token, "candidate", candidate_key, self.clock.now())

    def is_form_token(self, session: Session, given: str) -> bool:
        """Say whether a form came from this session's pages."""
        return hmac.compare_digest(session.form_token.encode(), given.encode())
