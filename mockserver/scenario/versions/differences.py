"""What changed between two forms of a scenario, and what each change weighs.

A change that removes what a test may have relied on, or makes the same requests meet something else, is major; what is
added beside it is minor; what corrects data without changing what is expected is a patch. The weights stand in one
table here. That no expectation breaks is not for this table to say: the expectations of the older form are run
against the newer one (`mockserver diff`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mockserver.scenario.language import Scenario

Bump = Literal["none", "patch", "minor", "major"]
BUMPS: tuple[Bump, ...] = ("none", "patch", "minor", "major")
"""From the least to the most."""


class Difference(msgspec.Struct, frozen=True):
    """One change: where it is, what it weighs, and both values as text, empty where there is none."""

    place: str
    bump: Bump
    before: str = ""
    after: str = ""

    def __str__(self) -> str:
        if not self.before:
            return f"{self.place}: added {self.after}".rstrip()
        if not self.after:
            return f"{self.place}: removed, was {self.before}"
        return f"{self.place}: {self.after}, was {self.before}"


class _Weight(msgspec.Struct, frozen=True):
    """What it weighs when something is added, removed or changed."""

    added: Bump = "major"
    removed: Bump = "major"
    changed: Bump = "major"


_Kind = tuple[str, ...]
"""A place in a scenario, with `*` for what the file names itself."""
_BEHAVIOUR = _Weight()
_DECLARED = _Weight("minor", "major", "major")
_WORDS = _Weight("patch", "patch", "patch")
_ITEMS: Mapping[_Kind, _Weight] = {
    ("people", "*"): _DECLARED,
    ("groups", "*"): _DECLARED,
    ("apps", "*"): _DECLARED,
    ("grants", "*"): _DECLARED,
    ("tokens", "*"): _DECLARED,
    ("calendars", "*"): _DECLARED,
    ("calendars", "*", "events", "*"): _DECLARED,
    ("expect", "*"): _Weight("patch", "major", "major"),
}
"""What may be added without a test noticing, but not removed."""
_FIELDS: Mapping[_Kind, _Weight] = {
    ("summary",): _WORDS,
    ("description",): _WORDS,
    ("tags",): _WORDS,
    ("people", "*", "name"): _WORDS,
    ("groups", "*", "name"): _WORDS,
    ("groups", "*", "members"): _WORDS,
    ("apps", "*", "name"): _WORDS,
    ("calendars", "*", "title"): _WORDS,
    ("calendars", "*", "description"): _WORDS,
    ("calendars", "*", "location"): _WORDS,
    ("calendars", "*", "color"): _WORDS,
    ("calendars", "*", "events", "*"): _WORDS,
}
"""What may be corrected, with all below. What stands in neither table changes how the scenario behaves."""
_NAMED_BY: Mapping[_Kind, tuple[str, ...]] = {
    ("calendars",): ("owner", "key"),
    ("calendars", "*", "events"): ("key",),
    ("grants",): ("person", "app", "provider"),
}
"""The lists whose items have names, and of which fields those are made."""
_UNSAID = {"key": "primary", "provider": "google"}
_MOST_TEXT = 80


def differences(before: Scenario, after: Scenario) -> list[Difference]:
    """Everything that changed, the heaviest first."""
    found = _compare((), (), msgspec.to_builtins(before), msgspec.to_builtins(after))
    return sorted(found, key=lambda one: (-BUMPS.index(one.bump), one.place))


def heaviest(found: list[Difference]) -> Bump:
    """The rise that all of them together ask for."""
    return max((one.bump for one in found), key=BUMPS.index, default="none")


def _compare(place: tuple[str, ...], kind: _Kind, before: Any, after: Any) -> Iterator[Difference]:
    """What differs at a place and below it."""
    if before == after:
        return
    before, after = _opened(kind, before, after), _opened(kind, after, before)
    if kind[:-1] in _FIELDS or (kind in _ITEMS and kind[0] == "expect") or not isinstance(before, dict):
        yield Difference(_shown(place), _weight(kind).changed, _text(before), _text(after))
        return
    named = (*kind, "*") in _ITEMS
    for name in dict.fromkeys((*before, *after)):
        there, below = (*place, str(name)), (*kind, "*" if named else str(name))
        was, is_now = before.get(name), after.get(name)
        if (name in before and name in after) or (not named and isinstance(was or is_now, dict | list | tuple)):
            yield from _compare(there, below, was, is_now)
        elif name in after:
            yield Difference(_shown(there), _weight(below).added, "", _text(is_now))
        else:
            yield Difference(_shown(there), _weight(below).removed, _text(was), "")


def _opened(kind: _Kind, value: Any, other: Any) -> Any:
    """A value that others can be compared with: a list by its items' names, what is not there as empty."""
    if value is None and isinstance(other, dict | list | tuple):
        return {}
    if not isinstance(value, list | tuple):
        return value
    fields = _NAMED_BY.get(kind)
    if fields is not None:
        return {" ".join(str(item.get(field, _UNSAID.get(field, "-"))) for field in fields): item for item in value}
    if any(isinstance(item, dict) for item in value):
        return {str(number): item for number, item in enumerate(value, 1)}
    return {_text(item): item for item in value}


def _weight(kind: _Kind) -> _Weight:
    """What changes at a place weigh."""
    if kind in _ITEMS:
        return _ITEMS[kind]
    above = (kind[:length] for length in range(len(kind), 0, -1))
    return next((_FIELDS[one] for one in above if one in _FIELDS), _BEHAVIOUR)


def _shown(place: tuple[str, ...]) -> str:
    return ".".join(place)


def _text(value: Any) -> str:
    text = value if isinstance(value, str) else msgspec.json.encode(value).decode()
    return text if len(text) <= _MOST_TEXT else text[: _MOST_TEXT - 1] + "…"
