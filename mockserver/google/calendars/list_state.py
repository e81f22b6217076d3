"""What a user's calendar list keeps of a calendar: the user's own part of its entry, and how a body changes it.

What every user sees alike (title, zone, place) is the calendar's and stands in its resource, not here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from mockserver.google.calendars import palette
from mockserver.google.refusals import INVALID, Refusal
from mockserver.ids import derive

if TYPE_CHECKING:
    from mockserver.documents import Record

# https://developers.google.com/workspace/calendar/api/v3/reference/calendarList
MAX_REMINDERS, MAX_REMINDER_MINUTES = 5, 40_320
NOTIFICATIONS = ("eventCreation", "eventChange", "eventCancellation", "eventResponse", "agenda")
PRIMARY_REMINDER_MINUTES = 30  # seen most often in recorded primary calendars; others had 10


class Reminder(msgspec.Struct, frozen=True):
    """A default reminder of the user's for the calendar's events."""

    method: str
    minutes: int


class Notification(msgspec.Struct, frozen=True):
    """A kind of change the user is told of."""

    type: str
    method: str = "email"


class ListState(msgspec.Struct, frozen=True, omit_defaults=True):
    """One user's settings for one calendar of their list."""

    color_id: str
    background: str
    foreground: str = palette.FOREGROUND
    summary_override: str = ""
    hidden: bool = False
    selected: bool = False
    reminders: tuple[Reminder, ...] = ()
    notifications: tuple[Notification, ...] = ()


_DECODER = msgspec.json.Decoder(ListState)


def state_of(record: Record) -> ListState:
    """The settings that a record of a list keeps."""
    return _DECODER.decode(record.body)


def encoded(state: ListState) -> bytes:
    return msgspec.json.encode(state)


def fresh(calendar_id: str, *, primary: bool = False, color: str | None = None) -> ListState:
    """The settings of a calendar that just came into a list.

    `color` is an id of the palette or `#rrggbb`; without one it is derived from the calendar's id. Recorded new entries
    are `selected`; the owner of a primary calendar is reminded, and told of every change of their meetings.
    """
    chosen = color or str(1 + derive("calendar-color", calendar_id).number(len(palette.BACKGROUNDS)))
    custom = chosen.startswith("#")
    return ListState(
        palette.nearest(chosen) if custom else chosen,
        chosen.lower() if custom else palette.BACKGROUNDS[chosen],
        selected=True,
        reminders=(Reminder("popup", PRIMARY_REMINDER_MINUTES),) if primary else (),
        notifications=tuple(Notification(type_) for type_ in NOTIFICATIONS[:4]) if primary else (),
    )


def patched(state: ListState, body: dict[str, Any], *, rgb: bool) -> ListState:
    """The settings after a PATCH: members named are set, null takes away. `rgb` is `colorRgbFormat`.

    Raises `Refusal` (400) for a value that none can be.
    """
    return msgspec.structs.replace(state, **_changes(body), **_colors(state, body, rgb=rgb))


def replaced(state: ListState, body: dict[str, Any], *, rgb: bool) -> ListState:
    """The settings after a PUT: whatever the body leaves out is gone, but an entry always has a colour."""
    return patched(ListState(state.color_id, state.background, state.foreground), body, rgb=rgb)


def _changes(body: dict[str, Any]) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    if "summaryOverride" in body:
        changes["summary_override"] = body["summaryOverride"] or ""
    for name in ("hidden", "selected"):
        if name in body:
            changes[name] = bool(body[name])
    if "defaultReminders" in body:
        changes["reminders"] = _reminders(body["defaultReminders"] or [])
    settings = body.get("notificationSettings", {})
    if settings is None or "notifications" in settings:
        changes["notifications"] = _notifications((settings or {}).get("notifications") or [])
    return changes


def _colors(state: ListState, body: dict[str, Any], *, rgb: bool) -> dict[str, str]:
    """RGB colours count with `colorRgbFormat=true` only; so a client may send back an entry as it got it."""
    given = {name: body[name] for name in ("backgroundColor", "foregroundColor") if body.get(name)} if rgb else {}
    for name, color in given.items():
        if not palette.is_color(color):
            raise _wrong(name, color, "right would be a colour such as #16a765")
    changes = {"foreground": given["foregroundColor"].lower()} if "foregroundColor" in given else {}
    if "backgroundColor" in given:
        background = given["backgroundColor"].lower()
        return changes | {"background": background, "color_id": palette.nearest(background)}
    color_id = body.get("colorId") or state.color_id
    if color_id not in palette.BACKGROUNDS:
        raise _wrong("colorId", color_id, "right would be 1 to 24")
    if color_id == state.color_id:  # the same again: a colour of the user's own stays [inferred]
        return changes
    return {"color_id": color_id, "background": palette.BACKGROUNDS[color_id]} | changes


def _reminders(rows: list[dict[str, Any]]) -> tuple[Reminder, ...]:
    kept = [row for row in rows if row.get("method") != "sms"]  # gone since 2018, dropped without a word
    if len(kept) > MAX_REMINDERS:
        raise Refusal(INVALID, message="Too many default reminders.", why=f"at most {MAX_REMINDERS}")  # [inferred]
    return tuple(_reminder(row.get("method"), row.get("minutes")) for row in kept)


def _reminder(method: str | None, minutes: int | None) -> Reminder:
    if method is None or method not in {"email", "popup"}:
        raise _wrong("reminder method", method, "right would be email or popup")
    if minutes is None or not 0 <= minutes <= MAX_REMINDER_MINUTES:
        raise _wrong("reminder minutes", minutes, f"right would be 0 to {MAX_REMINDER_MINUTES}")
    return Reminder(method, minutes)


def _notifications(rows: list[dict[str, Any]]) -> tuple[Notification, ...]:
    kept: dict[str, Notification] = {}
    for row in rows:
        type_, method = row.get("type"), row.get("method")
        if method == "sms":
            continue
        if method != "email":
            raise _wrong("notification method", method, "right would be email")
        if type_ is None or type_ not in NOTIFICATIONS:
            raise _wrong("notification type", type_, f"right would be one of {', '.join(NOTIFICATIONS)}")
        kept[type_] = Notification(type_)
    return tuple(kept.values())


def _wrong(name: str, value: object, why: str) -> Refusal:
    return Refusal(INVALID, message=f"Invalid value for: Invalid {name} value: {value}", why=f"{name}: {why}")
