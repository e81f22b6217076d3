"""The limits that are set in a session, what was counted, and which one a request is over.

Everything counts by a key, such as an app with a mailbox, which the provider makes of the request. What is at once is
what is in hand: requests that were begun and not answered yet.
"""

from __future__ import annotations

from collections import OrderedDict
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import msgspec

from mockserver.limits.window import Window

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from mockserver.clock import Clock

MOST_KEYS = 1_000
"""Keys that are counted at once in one session; the one that was asked for least recently is forgotten."""


class PerWindow(msgspec.Struct, frozen=True):
    """So many in a window of `length` microseconds. `fault` names what is met by who is over it."""

    length: int
    fault: str
    key: Callable[[Any], str | None]
    """Makes the key of a request; None: it does not count."""


class AtOnce(msgspec.Struct, frozen=True):
    """So many at once."""

    fault: str
    key: Callable[[Any], str | None]


Limit = PerWindow | AtOnce


class Over(Exception):  # noqa: N818 - a request is over a limit
    """A request that is one too many: the limit's name, how many it lets through, and when to come again."""

    def __init__(self, name: str, amount: int, fault: str, wait: int) -> None:
        super().__init__(f"over the limit {name} of {amount}")
        self.name = name
        self.amount = amount
        self.fault = fault
        self.wait = wait
        """Microseconds until there is room; 0 where nobody knows."""


class Limits:
    """A session's limits by provider and name, each with its amount."""

    __slots__ = ("_at_once", "_clock", "_set", "_windows")

    def __init__(self, amounts: Mapping[str, Mapping[str, int]], clock: Clock) -> None:
        self._set = amounts
        self._clock = clock
        self._windows: OrderedDict[tuple[str, str, str], Window] = OrderedDict()
        self._at_once: dict[tuple[str, str, str], int] = {}

    def amounts(self, provider: str) -> Mapping[str, int]:
        """The limits that are set at a provider, each with its amount."""
        return self._set.get(provider, {})

    @contextmanager
    def counted(self, provider: str, kinds: Mapping[str, Limit], request: Any) -> Iterator[None]:
        """Count a request for as long as it is in hand. Raises `Over`; what is refused does not count."""
        begun: list[tuple[str, str, str]] = []
        try:
            for name, amount in self.amounts(provider).items():
                kind = kinds[name]
                key = kind.key(request)
                if key is None:
                    continue
                if isinstance(kind, AtOnce):
                    self._begin((provider, name, key), amount, kind.fault)
                    begun.append((provider, name, key))
                else:
                    self._count((provider, name, key), amount, kind)
            yield
        finally:
            for where in begun:
                self._end(where)

    def snapshot(self) -> dict[tuple[str, str, str], Window]:
        return {where: window.copied() for where, window in self._windows.items()}

    def restore(self, saved: Mapping[tuple[str, str, str], Window]) -> None:
        self._windows = OrderedDict((where, window.copied()) for where, window in saved.items())

    def _count(self, where: tuple[str, str, str], amount: int, kind: PerWindow) -> None:
        window = self._windows.get(where)
        if window is None:
            if len(self._windows) >= MOST_KEYS:
                self._windows.popitem(last=False)
            window = self._windows[where] = Window(kind.length)
        self._windows.move_to_end(where)
        now = self._clock.now()
        if window.count(now) >= amount:
            raise Over(where[1], amount, kind.fault, window.room_in(now, amount))
        window.add(now)

    def _begin(self, where: tuple[str, str, str], amount: int, fault: str) -> None:
        at_once = self._at_once.get(where, 0)
        if at_once >= amount:
            raise Over(where[1], amount, fault, 0)
        self._at_once[where] = at_once + 1

    def _end(self, where: tuple[str, str, str]) -> None:
        at_once = self._at_once[where] - 1
        if at_once:
            self._at_once[where] = at_once
        else:
            del self._at_once[where]
