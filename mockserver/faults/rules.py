"""The rules that are armed in a session, from its scenario or over HTTP, and how often each was met."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from mockserver.faults.when import Request, When

MOST_RULES = 200
"""Rules that may be armed in one session at once: each is asked at every request."""


class TooManyRules(Exception):  # noqa: N818 - named by what it says
    """As many rules are armed as may be."""


class Fault(msgspec.Struct, frozen=True):
    """A fault by its name in the catalogue."""

    name: str


class Rule(msgspec.Struct, frozen=True):
    """Which requests meet which fault, at most `times` times; None: as often as they come."""

    when: When
    fault: Fault
    times: int | None = None


class Armed(msgspec.Struct, frozen=True):
    """A rule in a session: `number` names it there, `fitting` requests have come and `met` of them met the fault."""

    number: int
    rule: Rule
    fitting: int = 0
    met: int = 0

    @property
    def spent(self) -> bool:
        return self.rule.times is not None and self.met >= self.rule.times


class Rules:
    """A session's rules, in the order they were armed."""

    __slots__ = ("_armed", "_numbered")

    def __init__(self, rules: Iterable[Rule] = ()) -> None:
        self._armed: tuple[Armed, ...] = ()
        self._numbered = 0
        for rule in rules:
            self.arm(rule)

    def __bool__(self) -> bool:
        return bool(self._armed)

    def arm(self, rule: Rule) -> Armed:
        """Add a rule behind the others. Raises `TooManyRules`."""
        if len(self._armed) >= MOST_RULES:
            raise TooManyRules(f"{MOST_RULES} faults are armed, all that may be in one session; disarm some")
        self._numbered += 1
        armed = Armed(self._numbered, rule)
        self._armed += (armed,)
        return armed

    def disarm(self, number: int) -> bool:
        """Take a rule out. Answers whether there was one of that number."""
        kept = tuple(armed for armed in self._armed if armed.number != number)
        found = len(kept) < len(self._armed)
        self._armed = kept
        return found

    def disarm_all(self) -> None:
        self._armed = ()

    def listed(self) -> tuple[Armed, ...]:
        return self._armed

    def unworded(self, request: Request, worded: Collection[str]) -> list[str]:
        """The faults that a request fits and that its provider has no words for."""
        fitting = (armed.rule.fault.name for armed in self._armed if armed.rule.when.fits(request))
        return [name for name in fitting if name not in worded]

    def decide(self, request: Request, worded: Collection[str]) -> Fault | None:
        """The fault that a request meets: that of the first rule that means it. Every rule that it fits counts it.

        `worded` are the faults that the request's provider has words for: no other is met there, or counts.
        """
        decided: Fault | None = None
        counted = []
        for armed in self._armed:
            if armed.rule.fault.name not in worded or not armed.rule.when.fits(request):
                counted.append(armed)
                continue
            fitting = armed.fitting + 1
            meets = decided is None and not armed.spent and armed.rule.when.means(fitting)
            if meets:
                decided = armed.rule.fault
            counted.append(replace(armed, fitting=fitting, met=armed.met + meets))
        self._armed = tuple(counted)
        return decided

    def snapshot(self) -> tuple[tuple[Armed, ...], int]:
        return self._armed, self._numbered

    def restore(self, saved: tuple[tuple[Armed, ...], int]) -> None:
        self._armed, self._numbered = saved
