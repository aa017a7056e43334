"""Who may use the box: the token that guards it, login tickets and signed sessions made from it."""

from gateway.identity.access import SESSION_COOKIE, Access, Session
from gateway.identity.signed import TICKET_SECONDS, check_ticket, make_ticket
from gateway.identity.token import ensure_token

__all__ = ["SESSION_COOKIE", "TICKET_SECONDS", "Access", "Session", "check_ticket", "ensure_token", "make_ticket"]
