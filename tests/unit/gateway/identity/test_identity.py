from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from gateway.identity import TICKET_SECONDS, Access, ensure_token, make_ticket
from gateway.identity.signed import issue
from tests.fakes.clock import FakeClock

TOKEN = "a-token"


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def access(clock: FakeClock) -> Access:
    return Access(TOKEN, clock, session_hours=1.0)


def test_the_token_is_made_once_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "secrets" / "api-token"
    token = ensure_token(path)
    assert ensure_token(path) == token
    assert len(token) >= 40
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_all_who_make_the_token_at_once_get_the_same(tmp_path: Path) -> None:
    path = tmp_path / "api-token"
    with ThreadPoolExecutor(8) as pool:
        tokens = set(pool.map(lambda _: ensure_token(path), range(8)))
    assert len(tokens) == 1
    assert [found.name for found in tmp_path.iterdir()] == ["api-token"]


def test_the_token_and_nothing_else_is_the_token(access: Access) -> None:
    assert access.is_token(TOKEN)
    assert access.is_token(f" {TOKEN}\n")
    assert not any(access.is_token(given) for given in ("", "A-TOKEN", TOKEN + "x", TOKEN[:-1], "令牌"))


def test_a_bearer_header_carries_the_token(access: Access) -> None:
    assert access.is_bearer(f"Bearer {TOKEN}")
    assert access.is_bearer(f"bearer {TOKEN}")
    assert not any(access.is_bearer(given) for given in ("", TOKEN, "Bearer", "Bearer x", f"Basic {TOKEN}"))


def test_a_ticket_lets_in_for_ten_minutes(access: Access, clock: FakeClock) -> None:
    ticket = make_ticket(TOKEN, clock.now())
    assert TOKEN not in ticket
    clock.advance(TICKET_SECONDS - 1)
    assert access.is_ticket(ticket)
    clock.advance(1)
    assert not access.is_ticket(ticket)


def test_a_ticket_cannot_be_made_or_changed_without_the_token(access: Access, clock: FakeClock) -> None:
    ticket = make_ticket(TOKEN, clock.now())
    name, expiry, signature = ticket.split(".")
    assert not access.is_ticket(make_ticket("another", clock.now()))
    assert not access.is_ticket(f"{name}.{int(expiry) + 1}.{signature}")
    assert not any(access.is_ticket(given) for given in ("", ".", "..", "a.b.c", ticket[:-1], ticket + "0"))


def test_a_ticket_is_no_session_and_a_session_no_ticket(access: Access, clock: FakeClock) -> None:
    assert access.session(make_ticket(TOKEN, clock.now())) is None
    assert not access.is_ticket(access.begin_session())


def test_each_login_begins_a_session_of_its_own(access: Access) -> None:
    first, second = access.session(access.begin_session()), access.session(access.begin_session())
    assert first is not None
    assert second is not None
    assert first.id != second.id


def test_a_session_ends(access: Access, clock: FakeClock) -> None:
    cookie = access.begin_session()
    clock.advance(3599)
    assert access.session(cookie) is not None
    clock.advance(1)
    assert access.session(cookie) is None


def test_a_form_belongs_to_its_session(access: Access) -> None:
    mine, other = access.session(access.begin_session()), access.session(access.begin_session())
    assert mine is not None
    assert other is not None
    assert access.is_form_token(mine, mine.form_token)
    assert not access.is_form_token(mine, other.form_token)
    assert not access.is_form_token(mine, "")


def test_secrets_are_not_shown(access: Access) -> None:
    session = access.session(issue(TOKEN, "session", access.clock.now(), 60))
    assert session is not None
    assert TOKEN not in repr(access)
    assert session.form_token not in repr(session)
