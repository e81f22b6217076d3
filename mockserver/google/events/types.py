"""Event types: which may be made and changed, and what each asks for: one row each.

https://developers.google.com/workspace/calendar/api/guides/event-types
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from mockserver.google.events.documents import DEFAULTS
from mockserver.google.events.members import WRITABLE
from mockserver.google.refusals import EVENT_TYPE_RESTRICTION, INVALID, Refusal, Row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mockserver.google.calendars.calendar import Calendar

DEFAULT = "default"


class Rules(NamedTuple):
    """What events of a type must be. `malformed` is the reason of the refusal; its domain is [inferred].

    `fixed`: members that must have this value. `timed`: whether all-day events are refused. `one_day`: whether an
    all-day one must last exactly one day. `properties`: the member that only this type has; `values`: what its members
    may say. `rules`: how it may recur, where it must. `writable`: all that may be written of it; None for everything.
    """

    malformed: str
    properties: str
    fixed: dict[str, Any]
    values: dict[str, tuple[str, ...]]
    timed: bool = False
    all_day: bool = False
    one_day: bool = False
    primary: bool = True
    required: str = ""
    rules: tuple[str, ...] | None = None
    writable: frozenset[str] | None = None
    changeable: frozenset[str] | None = None


_DECLINE = ("declineNone", "declineAllConflictingInvitations", "declineOnlyNewConflictingInvitations")
_BIRTHDAY = frozenset({"colorId", "summary", "reminders", "start", "end"})
_TYPES: dict[str, Rules | None] = {
    DEFAULT: None,
    "birthday": Rules(
        "malformedBirthdayEvent",  # [inferred]
        "birthdayProperties",
        {"visibility": "private", "transparency": "transparent"},
        {},
        all_day=True,
        one_day=True,
        primary=False,
        rules=("RRULE:FREQ=YEARLY", "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1"),
        writable=_BIRTHDAY | {"visibility", "transparency", "recurrence", "birthdayProperties", "status", "sequence"},
        changeable=_BIRTHDAY | {"status", "sequence"},
    ),
    "focusTime": Rules(
        "malformedFocusTimeEvent",
        "focusTimeProperties",
        {"transparency": "opaque"},
        {"autoDeclineMode": _DECLINE, "chatStatus": ("available", "doNotDisturb")},
        timed=True,
    ),
    "fromGmail": None,
    "outOfOffice": Rules(
        "malformedOutOfOfficeEvent",
        "outOfOfficeProperties",
        {"transparency": "opaque"},
        {"autoDeclineMode": _DECLINE},
        timed=True,
    ),
    "workingLocation": Rules(
        "malformedWorkingLocationEvent",
        "workingLocationProperties",
        {"visibility": "public", "transparency": "transparent"},
        {"type": ("homeOffice", "officeLocation", "customLocation")},
        one_day=True,
        required="type",
    ),
}
# What of a fromGmail event may be changed.
_FROM_GMAIL = frozenset(
    {"colorId", "reminders", "visibility", "transparency", "status", "attendees", "extendedProperties", "sequence"}
)  # fmt: skip
_IMPLIED: dict[str, Any] = {"visibility": "default", "transparency": "opaque"}
_LABELS = {
    "birthdayProperties": "birthday",
    "focusTimeProperties": "focus time",
    "outOfOfficeProperties": "out of office",
    "workingLocationProperties": "working location",
}
_PROPERTIES = {name: rules.properties for name, rules in _TYPES.items() if rules is not None}
_EMPTY: tuple[Any, ...] = (None, "", False, [], {})


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
    born = (body.get("birthdayProperties") or {}).get("type") or "birthday"
    if kind == "birthday" and born != "birthday":
        raise Refusal(EVENT_TYPE_RESTRICTION, why=f"a client makes birthdays of type birthday, not {born}")
    return kind


def check_change(old: dict[str, Any], new: dict[str, Any], body: dict[str, Any]) -> None:
    """Raise `Refusal` where an event of this type cannot be changed so. The type itself never changes."""
    kind: str = old.get("eventType", DEFAULT)
    wanted = body.get("eventType")
    if wanted and wanted != kind:
        raise Refusal(EVENT_TYPE_RESTRICTION, why=f"the event is {kind} and stays so; the body says {wanted}")
    rules = _TYPES[kind]
    changeable = _FROM_GMAIL if kind == "fromGmail" else rules.changeable if rules is not None else None
    if changeable is not None:
        beyond = sorted(name for name in WRITABLE if name not in changeable and _differ(old, new, name))
        if beyond:
            allowed = ", ".join(sorted(changeable))
            raise Refusal(EVENT_TYPE_RESTRICTION, why=f"of a {kind} event only {allowed}; not {', '.join(beyond)}")
    if rules is None or new.get("status") == "cancelled":
        return
    if kind == "birthday":
        _check_birthday(old, new)
    _check(rules, new, series="recurringEventId" not in new)


def _differ(old: dict[str, Any], new: dict[str, Any], name: str) -> bool:
    before, after = old.get(name), new.get(name)
    return before != after and not (before in _EMPTY and after in _EMPTY)


def _check_birthday(old: dict[str, Any], new: dict[str, Any]) -> None:
    """When somebody's birthday is, is said by their contact or their profile, where it came from one of those."""
    properties = old.get("birthdayProperties") or {}
    linked = properties.get("contact") or properties.get("type") == "self"
    if linked and any(_differ(old, new, name) for name in ("start", "end")):
        raise Refusal(EVENT_TYPE_RESTRICTION, why="the birthday comes from a contact or profile, and is changed there")


def demand_default(document: dict[str, Any]) -> None:
    """Raise `Refusal` for an event that is not a plain one."""
    kind = document.get("eventType", DEFAULT)
    if kind != DEFAULT:
        raise Refusal(EVENT_TYPE_RESTRICTION, why=f"only default events can be moved; this is {kind}")


def completed(document: dict[str, Any]) -> dict[str, Any]:
    """The document without the properties of other types, which count for theirs only, and with those of its own."""
    kind = document.get("eventType", DEFAULT)
    foreign = {name for other, name in _PROPERTIES.items() if other != kind}
    document = {name: value for name, value in document.items() if name not in foreign}
    if kind == "birthday" and not document.get("birthdayProperties"):
        document["birthdayProperties"] = {"type": "birthday"}  # the default of its type
    return document


def _check(rules: Rules, document: dict[str, Any], *, series: bool = True) -> None:
    wrong = next((problem for problem in _problems(rules, document, series=series) if problem), None)
    if wrong is not None:
        raise Refusal(Row(400, "calendar", rules.malformed, "{message}"), message=wrong)


def _problems(rules: Rules, document: dict[str, Any], *, series: bool) -> Iterator[str | None]:
    """What is wrong with an event of a type, as the service says it.

    One sentence was recorded, that of working locations which last longer than a day; the others follow its form
    [inferred].
    """
    first, last = ((document.get(end) or {}).get("date") for end in ("start", "end"))
    all_day = bool(first and last)
    label = _LABELS[rules.properties]
    a_label = f"{'An' if label[0] in 'aeiou' else 'A'} {label}"
    for member, value in rules.fixed.items():
        if (document.get(member) or _IMPLIED[member]) != value:
            yield f"{a_label} event must have {member} set to {value}."
    if rules.timed and all_day:
        yield f"{a_label} event cannot be an all-day event."
    if rules.all_day and not all_day:
        yield f"{a_label} event must be an all-day event."
    if rules.one_day and all_day and not _is_one_day(first, last):
        yield f"An all-day {label} event must be exactly one day long."
    if (
        series
        and rules.rules is not None
        and tuple(document.get("recurrence") or ()) not in {(r,) for r in rules.rules}
    ):
        yield f"{a_label} event must repeat every year."
    yield from _wrong_properties(rules, document, a_label)


def _wrong_properties(rules: Rules, document: dict[str, Any], a_label: str) -> Iterator[str]:
    properties = document.get(rules.properties) or {}
    if not properties and rules.properties != "birthdayProperties":
        yield f"{a_label} event must have {rules.properties}."
    if rules.required and properties and not properties.get(rules.required):
        yield f"{a_label} event must have {rules.properties}.{rules.required}."
    for name, allowed in rules.values.items():
        value = properties.get(name)
        if value and value not in allowed:
            yield f"Invalid {rules.properties}.{name} value: {value}."
    beyond = [
        name
        for name in WRITABLE
        if rules.writable is not None
        and name not in rules.writable
        and document.get(name) not in (*_EMPTY, DEFAULTS.get(name))
    ]
    if beyond:
        yield f"{a_label} event cannot have {', '.join(sorted(beyond))}."


def _is_one_day(first: str | None, last: str | None) -> bool:
    try:
        return (date.fromisoformat(last or "") - date.fromisoformat(first or "")).days == 1
    except ValueError:
        return True  # the span is read later, and refused in its own words
