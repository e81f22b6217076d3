"""Event types: which may be made and changed, and what each asks for: one row each.

https://developers.google.com/workspace/calendar/api/guides/event-types
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from mockserver.google.refusals import EVENT_TYPE_RESTRICTION, INVALID, Refusal, Row

if TYPE_CHECKING:
    from mockserver.google.calendar import Calendar

DEFAULT = "default"


class Rules(NamedTuple):
    """What events of a type must be. `malformed` is the reason of the refusal; its domain is [inferred].

    `fixed`: members that must have this value. `timed`: whether all-day events are refused. `one_day`: whether an
    all-day one must last exactly one day. `properties`: the member that only this type has.
    """

    malformed: str
    properties: str
    fixed: dict[str, Any]
    timed: bool = False
    all_day: bool = False
    one_day: bool = False
    primary: bool = True
    rules: tuple[str, ...] | None = None


_TYPES: dict[str, Rules | None] = {
    DEFAULT: None,
    "birthday": Rules(
        "malformedBirthdayEvent",  # [inferred]
        "birthdayProperties",
        {"visibility": "private", "transparency": "transparent"},
        all_day=True,
        one_day=True,
        primary=False,
        rules=("RRULE:FREQ=YEARLY", "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1"),
    ),
    "focusTime": Rules("malformedFocusTimeEvent", "focusTimeProperties", {"transparency": "opaque"}, timed=True),
    "fromGmail": None,
    "outOfOffice": Rules("malformedOutOfOfficeEvent", "outOfOfficeProperties", {"transparency": "opaque"}, timed=True),
    "workingLocation": Rules(
        "malformedWorkingLocationEvent",
        "workingLocationProperties",
        {"visibility": "public", "transparency": "transparent"},
        one_day=True,
    ),
}
# What of a fromGmail event may be changed.
_FROM_GMAIL = frozenset(
    {"colorId", "reminders", "visibility", "transparency", "status", "attendees", "extendedProperties"}
)  # fmt: skip
_IMPLIED: dict[str, Any] = {"visibility": "default", "transparency": "opaque"}


def of_new(calendar: Calendar, body: dict[str, Any]) -> str:
    """The type of a new event. Raises `Refusal` where it cannot be made, or not so."""
    kind: str = body.get("eventType") or DEFAULT
    if kind not in _TYPES:
        raise Refusal(INVALID, message=f"Invalid event type: {kind}", why=f"one of {', '.join(_TYPES)}")  # [inferred]
    if kind == "fromGmail":
        raise Refusal(EVENT_TYPE_RESTRICTION, why="events of type fromGmail are made by Gmail only")
    rules = _TYPES[kind]
    if rules is not None:
        if rules.primary and not calendar.facts.primary:
            raise Refusal(EVENT_TYPE_RESTRICTION, why=f"{kind} events stand on a primary calendar only")
        _check(rules, body)
    return kind


def check_change(old: dict[str, Any], new: dict[str, Any], body: dict[str, Any]) -> None:
    """Raise `Refusal` where an event of this type cannot be changed so. The type itself never changes."""
    kind: str = old.get("eventType", DEFAULT)
    wanted = body.get("eventType")
    if wanted and wanted != kind:
        raise Refusal(EVENT_TYPE_RESTRICTION, why=f"the event is {kind} and stays so; the body says {wanted}")
    if kind == "fromGmail":
        changed = {name for name in body if name in new and new.get(name) != old.get(name)}
        if changed - _FROM_GMAIL - {"sequence"}:
            raise Refusal(EVENT_TYPE_RESTRICTION, why=f"of a fromGmail event only {', '.join(sorted(_FROM_GMAIL))}")
    rules = _TYPES[kind]
    if rules is not None and new.get("status") != "cancelled":
        _check(rules, new)


def demand_default(document: dict[str, Any]) -> None:
    """Raise `Refusal` for an event that is not a plain one."""
    kind = document.get("eventType", DEFAULT)
    if kind != DEFAULT:
        raise Refusal(EVENT_TYPE_RESTRICTION, why=f"only default events can be moved; this is {kind}")


def _check(rules: Rules, document: dict[str, Any]) -> None:
    wrong = next((problem for problem in _problems(rules, document) if problem), None)
    if wrong is not None:
        raise Refusal(Row(400, "calendar", rules.malformed, "{message}"), message=wrong)


def _problems(rules: Rules, document: dict[str, Any]) -> list[str | None]:
    start, end = document.get("start") or {}, document.get("end") or {}
    first, last = start.get("date"), end.get("date")
    all_day = bool(first and last)
    name = rules.malformed.removeprefix("malformed").removesuffix("Event")
    label = {"WorkingLocation": "working location", "FocusTime": "focus time", "OutOfOffice": "out of office"}.get(
        name, name.lower()
    )
    problems = [
        f"A {label} event must have {member} set to {value}."
        if (document.get(member) or _IMPLIED[member]) != value
        else None
        for member, value in rules.fixed.items()
    ]
    if rules.timed and all_day:
        problems.append(f"A {label} event cannot be an all-day event.")
    if rules.all_day and not all_day:
        problems.append(f"A {label} event must be an all-day event.")
    if rules.one_day and all_day and not _is_one_day(first, last):
        # The one sentence that was recorded, for working locations; the others follow its form [inferred].
        problems.append(f"An all-day {label} event must be exactly one day long.")
    if rules.properties != "birthdayProperties" and not document.get(rules.properties):
        problems.append(f"A {label} event must have {rules.properties}.")
    if rules.rules is not None and tuple(document.get("recurrence") or ()) not in {(rule,) for rule in rules.rules}:
        problems.append(f"A {label} event must repeat every year.")
    return problems


def _is_one_day(first: str | None, last: str | None) -> bool:
    try:
        return (date.fromisoformat(last or "") - date.fromisoformat(first or "")).days == 1
    except ValueError:
        return True  # the span is read later, and refused in its own words
