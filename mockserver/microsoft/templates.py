"""The paths of Graph's calendar side that many operations have in common: whose mailbox, which calendar, which event.

`{user}` is an object id, an address or `me`; see `routes.py` for the form in which paths are declared.
"""

from __future__ import annotations

from mockserver.microsoft.routes import ROOT

USER = f"{ROOT}/users/{{user}}"
GROUP = f"{ROOT}/groups/{{group}}"
PEOPLES_CALENDARS = (
    f"{USER}/calendar",
    f"{USER}/calendars/{{calendar}}",
    f"{USER}/calendarGroups/{{calendarGroup}}/calendars/{{calendar}}",
)
CALENDARS = (*PEOPLES_CALENDARS, f"{GROUP}/calendar")
_EVENTS = (f"{USER}/events", *(f"{one}/events" for one in CALENDARS), f"{GROUP}/events")
_VIEWS = (f"{USER}/calendarView", *(f"{one}/calendarView" for one in CALENDARS), f"{GROUP}/calendarView")


def events(rest: str = "") -> tuple[str, ...]:
    """Every path of the events of a calendar, or of what is below them."""
    return tuple(path + rest for path in _EVENTS)


def event(rest: str = "") -> tuple[str, ...]:
    """Every path of one event, or of what is below it."""
    return events("/{event}" + rest)


def peoples_event(rest: str = "") -> tuple[str, ...]:
    """Every path of one event of a person, or of what is below it: of what groups do not do."""
    return tuple(path for path in event(rest) if path.startswith(USER))


def views(rest: str = "") -> tuple[str, ...]:
    """Every path of the view of a calendar, or of what is below it."""
    return tuple(path + rest for path in _VIEWS)


def calendars(rest: str = "") -> tuple[str, ...]:
    """Every path of one calendar, or of what is below it."""
    return tuple(path + rest for path in CALENDARS)
