"""The members of an event that clients may write, each brought into the form in which it is kept.

One function per member, in one table: to change what becomes of a member is to change its function. A function gets
the value as it came (types already checked against the description) and returns what is kept, or raises `Refusal`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from mockserver.google import formats
from mockserver.google.refusals import (
    DEFAULT_REMINDERS_AND_OVERRIDES,
    INVALID,
    INVALID_ATTENDEE_EMAIL,
    INVALID_RECURRENCE,
    Refusal,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

# https://developers.google.com/workspace/calendar/api/guides/extended-properties
MAX_PROPERTY_KEY, MAX_PROPERTY_VALUE, MAX_PROPERTIES = 44, 1024, 300
MAX_PROPERTIES_SIZE = 32 * 1024
_PROPERTIES_FIT = f"at most {MAX_PROPERTIES}, and {MAX_PROPERTIES_SIZE} characters of keys and values together"
MAX_OVERRIDES, MAX_REMINDER_MINUTES = 5, 40_320
MAX_ATTACHMENTS = 25
MAX_RECURRENCE_LINES = 100
STATUSES = ("confirmed", "tentative", "cancelled")
RESPONSES = ("needsAction", "declined", "tentative", "accepted")
VISIBILITIES = ("default", "public", "private", "confidential")
TRANSPARENCIES = ("opaque", "transparent")
COLOURS = tuple(str(number) for number in range(1, 12))
# The two ways in which Drive writes the link to a file.
_DRIVE_FILE = r"https://(?:drive|docs)\.google\.com/(?:open\?id=|(?:\w+/)+d/)(?P<id>[\w-]+)"
_DRIVE_ICONS = "https://drive-thirdparty.googleusercontent.com/16/type"
_ATTENDEE_FLAGS = ("organizer", "self", "resource", "optional")


def _one_of(name: str, allowed: tuple[str, ...]) -> Callable[[Any], Any]:
    def check(value: Any) -> Any:
        if value is not None and value not in allowed:
            words = f"Invalid value for: Invalid {name} value: {value}"  # [inferred]: the words
            raise Refusal(INVALID, message=words, why=f"{name} is one of {', '.join(allowed)}")
        return value

    return check


def _attendees(value: list[dict[str, Any]] | None) -> list[dict[str, Any]] | None:
    """Guests with an answer each; flags and counts only where they say something; nobody twice."""
    kept: dict[str, dict[str, Any]] = {}
    for guest in value or ():
        email = guest.get("email") or ""
        if not formats.is_email(email):
            raise Refusal(INVALID_ATTENDEE_EMAIL, why=f"attendee {email!r} has no e-mail address")
        response = guest.get("responseStatus") or "needsAction"
        if response not in RESPONSES:
            raise Refusal(INVALID, message="Invalid attendee response status.", why=f"one of {', '.join(RESPONSES)}")
        row: dict[str, Any] = {"email": email, "displayName": guest.get("displayName")}
        row |= {flag: True for flag in _ATTENDEE_FLAGS if guest.get(flag)}
        row |= {"responseStatus": response, "comment": guest.get("comment")}
        row["additionalGuests"] = guest.get("additionalGuests") or None
        kept[email.casefold()] = {name: item for name, item in row.items() if item not in (None, "")}
    return list(kept.values()) or None


def _reminders(value: dict[str, Any] | None) -> dict[str, Any]:
    """The calendar's defaults unless said otherwise; `sms` is gone since 2018 and dropped without a word."""
    if value is None:
        return {"useDefault": True}
    overrides = [row for row in value.get("overrides") or () if row.get("method") != "sms"]
    if value.get("useDefault") and overrides:
        raise Refusal(DEFAULT_REMINDERS_AND_OVERRIDES)
    if len(overrides) > MAX_OVERRIDES:
        raise Refusal(INVALID, message="Too many reminder overrides.", why=f"at most {MAX_OVERRIDES}")  # [inferred]
    for row in overrides:
        minutes = row.get("minutes")
        if row.get("method") not in {"email", "popup"} or minutes is None or not 0 <= minutes <= MAX_REMINDER_MINUTES:
            raise Refusal(
                INVALID, message="Invalid reminder override.", why="method email or popup, minutes 0 to 40320"
            )
    kept = [{"method": row["method"], "minutes": row["minutes"]} for row in overrides]
    return {"useDefault": bool(value.get("useDefault"))} | ({"overrides": kept} if kept else {})


def _extended_properties(value: dict[str, Any] | None) -> dict[str, Any] | None:
    """Longer keys are dropped and longer values cut without a word, as the guide says."""
    kept: dict[str, dict[str, str]] = {}
    for kind in ("private", "shared"):
        pairs = {
            key: text[:MAX_PROPERTY_VALUE]
            for key, text in ((value or {}).get(kind) or {}).items()
            if len(key) <= MAX_PROPERTY_KEY and text is not None
        }
        if pairs:
            kept[kind] = pairs
    sizes = [len(key) + len(text) for some in kept.values() for key, text in some.items()]
    if len(sizes) > MAX_PROPERTIES or sum(sizes) > MAX_PROPERTIES_SIZE:
        raise Refusal(INVALID, message="Too many extended properties.", why=_PROPERTIES_FIT)  # [inferred]
    return kept or None


def _recurrence(value: list[str] | None) -> list[str] | None:
    if value and len(value) > MAX_RECURRENCE_LINES:
        raise Refusal(INVALID_RECURRENCE, why=f"at most {MAX_RECURRENCE_LINES} lines")
    return value or None


def _attachments(value: list[dict[str, Any]] | None) -> list[dict[str, Any]] | None:
    """Of files in Google Drive the server says the id and the icon; of others a client may say the icon."""
    if value and len(value) > MAX_ATTACHMENTS:
        raise Refusal(INVALID, message="Too many attachments.", why=f"at most {MAX_ATTACHMENTS}")  # [inferred]
    if any(not row.get("fileUrl") for row in value or ()):
        raise Refusal(INVALID, message="Invalid attachment.", why="each attachment needs a fileUrl")  # [inferred]
    return [_attachment(row) for row in value or ()] or None


def _attachment(row: dict[str, Any]) -> dict[str, Any]:
    found = re.match(_DRIVE_FILE, row["fileUrl"])
    icon = f"{_DRIVE_ICONS}/{row['mimeType']}" if found and row.get("mimeType") else row.get("iconLink")
    members = {"fileUrl": row["fileUrl"], "title": row.get("title"), "mimeType": row.get("mimeType"), "iconLink": icon}
    members["fileId"] = found["id"] if found else None
    return {name: value for name, value in members.items() if value}


def _source(value: dict[str, Any] | None) -> dict[str, Any] | None:
    if value and not str(value.get("url", "")).startswith(("http://", "https://")):
        raise Refusal(INVALID, message="Invalid source URL.", why="source.url is an http or https URL")  # [inferred]
    return value


def _as_it_came(value: Any) -> Any:
    return value


WRITABLE: Mapping[str, Callable[[Any], Any]] = {
    "status": _one_of("status", STATUSES),
    "summary": _as_it_came,
    "description": _as_it_came,
    "location": _as_it_came,
    "colorId": _one_of("color", COLOURS),
    "eventLabelId": _as_it_came,
    "start": _as_it_came,
    "end": _as_it_came,
    "recurrence": _recurrence,
    "transparency": _one_of("transparency", TRANSPARENCIES),
    "visibility": _one_of("visibility", VISIBILITIES),
    "sequence": _as_it_came,
    "attendees": _attendees,
    "extendedProperties": _extended_properties,
    "conferenceData": _as_it_came,
    "gadget": _as_it_came,
    "anyoneCanAddSelf": _as_it_came,
    "guestsCanInviteOthers": _as_it_came,
    "guestsCanModify": _as_it_came,
    "guestsCanSeeOtherGuests": _as_it_came,
    "reminders": _reminders,
    "source": _source,
    "workingLocationProperties": _as_it_came,
    "outOfOfficeProperties": _as_it_came,
    "focusTimeProperties": _as_it_came,
    "birthdayProperties": _as_it_came,
    "attachments": _attachments,
}
"""Every member that a client may write. Whatever else a body has is the server's and is dropped without a word."""


def writable(body: dict[str, Any]) -> dict[str, Any]:
    """The members of a body that a client may write; the others are dropped, as the service drops them."""
    return {name: value for name, value in body.items() if name in WRITABLE}


def kept(document: dict[str, Any]) -> dict[str, Any]:
    """A document with each writable member in the form in which it is kept. Raises `Refusal`."""
    return document | {name: form(document.get(name)) for name, form in WRITABLE.items()}


def guest_row(event: Mapping[str, Any], address: str) -> dict[str, Any] | None:
    """The guest of that address, if it is one."""
    rows = event.get("attendees") or ()
    return next((row for row in rows if formats.same_email(row["email"], address)), None)
