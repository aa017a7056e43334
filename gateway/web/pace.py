"""Keeps one reader from taking the box up, and strangers from trying keys: so many requests in so many seconds."""

from __future__ import annotations

from collections import deque
from ipaddress import IPv6Address, IPv6Network

from gateway.ports import Clock

MOST_KEYS = 4096
"""How many keys are remembered at most; beyond that the one that came first is forgotten."""

IPV6_NETWORK = 64
"""The part of an IPv6 address, in bits, that one subscriber has: the rest can be changed at will."""


class Pace:
    """Counts requests by a key, in memory, each for `seconds`."""

    def __init__(self, clock: Clock, most: int, seconds: float) -> None:
        self._clock = clock
        self._most = most
        self._seconds = seconds
        self._times: dict[str, deque[float]] = {}

    def allows(self, key: str) -> bool:
        """Count a request, and say whether it is one of the first `most` within the last `seconds`."""
        if self.is_spent(key):
            return False
        self._times.setdefault(key, deque()).append(self._now())
        if len(self._times) > MOST_KEYS:
            del self._times[next(iter(self._times))]
        return True

    def is_spent(self, key: str) -> bool:
        """Say whether `most` requests were counted within the last `seconds`; this counts none."""
        self._forget(self._now() - self._seconds)
        return len(self._times.get(key, ())) >= self._most

    def _now(self) -> float:
        return self._clock.now().timestamp()

    def _forget(self, before: float) -> None:
        for key, times in list(self._times.items()):
            while times and times[0] <= before:
                times.popleft()
            if not times:
                del self._times[key]


def network(host: str) -> str:
    """Give what a client's address is counted under: itself, or of an IPv6 address the network."""
    try:
        address = IPv6Address(host)
    except ValueError:
        return host
    return str(IPv6Network((address, IPV6_NETWORK), strict=False))
