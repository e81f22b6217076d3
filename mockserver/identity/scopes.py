"""Google's scopes: those of the calendar API, those of sign-in, and those that apps ask for beside them.

A scope is written in full (`https://www.googleapis.com/auth/calendar.events`); the short name is what follows the
prefix. Which operation accepts which scope is declared with the operation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

PREFIX = "https://www.googleapis.com/auth/"
CALENDAR = PREFIX + "calendar"
USUAL: tuple[str, ...] = (CALENDAR,)
"""What a person has granted an app where nothing else is said."""

# https://developers.google.com/workspace/calendar/api/auth and the `auth` section of the discovery document.
CALENDAR_SCOPES: tuple[str, ...] = (
    CALENDAR,
    PREFIX + "calendar.readonly",
    PREFIX + "calendar.events",
    PREFIX + "calendar.events.readonly",
    PREFIX + "calendar.events.owned",
    PREFIX + "calendar.events.owned.readonly",
    PREFIX + "calendar.events.freebusy",
    PREFIX + "calendar.events.public.readonly",
    PREFIX + "calendar.app.created",
    PREFIX + "calendar.calendarlist",
    PREFIX + "calendar.calendarlist.readonly",
    PREFIX + "calendar.calendars",
    PREFIX + "calendar.calendars.readonly",
    PREFIX + "calendar.acls",
    PREFIX + "calendar.acls.readonly",
    PREFIX + "calendar.settings",
    PREFIX + "calendar.settings.readonly",
    PREFIX + "calendar.freebusy",
)
OPENID = "openid"
EMAIL = PREFIX + "userinfo.email"
PROFILE = PREFIX + "userinfo.profile"

OTHER: tuple[str, ...] = tuple(
    PREFIX + name
    for name in (
        "admin.directory.group.readonly",
        "admin.directory.resource.calendar",
        "admin.directory.resource.calendar.readonly",
        "admin.directory.user.readonly",
        "cloud-platform",
        "contacts",
        "contacts.other.readonly",
        "contacts.readonly",
        "directory.readonly",
        "drive",
        "drive.file",
        "drive.readonly",
        "gmail.modify",
        "gmail.readonly",
        "gmail.send",
        "meetings.space.created",
        "meetings.space.readonly",
        "tasks",
        "tasks.readonly",
    )
)
"""Scopes of other APIs that scheduling products ask for as well: granted and shown, but nothing here needs them."""

ALL: tuple[str, ...] = (*CALENDAR_SCOPES, OPENID, EMAIL, PROFILE, *OTHER)

# Spellings that Google takes and answers with another: the scope of the old data API, and OpenID Connect's own names.
_ALIASES = {
    "https://www.google.com/calendar/feeds": CALENDAR,
    "https://www.google.com/calendar/feeds/": CALENDAR,
    "email": EMAIL,
    "profile": PROFILE,
}
_CANONICAL: dict[str, str] = {scope: scope for scope in ALL} | _ALIASES


class UnknownScope(ValueError):  # noqa: N818 - named by what it says
    """No scope of that name is known. `known` are those that there are, by the names people write."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        from difflib import get_close_matches  # noqa: PLC0415 - only where something is wrong

        self.name = name
        self.near = get_close_matches(name, list(known), 3)
        super().__init__(f"no scope {name!r}" + (f"; did you mean {', '.join(self.near)}?" if self.near else ""))


def canonical(scope: str) -> str:
    """The scope in Google's own spelling, from that or an alias of it. Raises `UnknownScope`."""
    try:
        return _CANONICAL[scope]
    except KeyError:
        in_full = "/" in scope
        raise UnknownScope(scope, ALL if in_full else map(short, ALL)) from None


def parse(text: str) -> tuple[str, ...]:
    """Read a `scope` parameter (RFC 6749 section 3.3): each scope once, in Google's spelling. Raises `UnknownScope`."""
    return tuple(dict.fromkeys(canonical(scope) for scope in text.split()))


def full(name: str) -> str:
    """A scope in full, from its short name (`calendar.events`) or from the full one. Raises `UnknownScope`."""
    return _CANONICAL.get(PREFIX + name) or canonical(name)


def short(scope: str) -> str:
    """A scope's short name, as people write it."""
    return scope.removeprefix(PREFIX)
