"""Which scopes admit to an operation of Google Calendar: any one of those that the discovery document lists for it."""

from __future__ import annotations

from mockserver.identity.scopes import PREFIX

LEGACY = "https://www.google.com/calendar/feeds"  # [inferred] the old alias of the full scope


def _any(*names: str) -> frozenset[str]:
    full = {PREFIX + name for name in names}
    return frozenset(full | {LEGACY}) if "calendar" in names else frozenset(full)


READ_EVENTS = _any(
    "calendar", "calendar.readonly", "calendar.events", "calendar.events.readonly", "calendar.events.owned",
    "calendar.events.owned.readonly", "calendar.events.freebusy", "calendar.events.public.readonly",
    "calendar.app.created",
)  # fmt: skip
WRITE_EVENTS = _any("calendar", "calendar.events", "calendar.events.owned", "calendar.app.created")
MOVE_EVENTS = _any("calendar", "calendar.events", "calendar.events.owned")
READ_CALENDARS = _any(
    "calendar", "calendar.readonly", "calendar.app.created", "calendar.calendars", "calendar.calendars.readonly"
)
WRITE_CALENDARS = _any("calendar", "calendar.app.created", "calendar.calendars")
CLEAR_CALENDARS = _any("calendar", "calendar.calendars")
READ_CALENDAR_LIST = _any("calendar", "calendar.readonly", "calendar.calendarlist", "calendar.calendarlist.readonly")
READ_CALENDAR_LIST_ENTRY = READ_CALENDAR_LIST | _any("calendar.app.created")
WRITE_CALENDAR_LIST_ENTRY = _any("calendar", "calendar.app.created", "calendar.calendarlist")
INSERT_CALENDAR_LIST_ENTRY = _any("calendar", "calendar.calendarlist")
READ_RULES = _any("calendar", "calendar.acls", "calendar.acls.readonly")
READ_RULE = READ_RULES | _any("calendar.readonly")  # the description has it for acl.get, not for acl.list
WRITE_RULES = _any("calendar", "calendar.acls")
READ_SETTINGS = _any("calendar", "calendar.readonly", "calendar.settings", "calendar.settings.readonly")
READ_COLORS = _any(
    "calendar", "calendar.readonly", "calendar.events.owned", "calendar.events.owned.readonly",
    "calendar.events.freebusy", "calendar.events.public.readonly", "calendar.app.created", "calendar.calendarlist",
    "calendar.calendarlist.readonly",
)  # fmt: skip
QUERY_FREE_BUSY = _any("calendar", "calendar.readonly", "calendar.events.freebusy", "calendar.freebusy")
STOP_CHANNELS = (
    READ_EVENTS | READ_CALENDAR_LIST_ENTRY | READ_RULES | _any("calendar.settings", "calendar.settings.readonly")
)
