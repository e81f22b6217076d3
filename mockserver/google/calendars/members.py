"""What a body of `calendars.insert`, `update` and `patch` changes: the members of a Calendar that a client may write.

Everything else in a body is the server's, and is dropped without a word.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from mockserver.google.calendars import palette
from mockserver.google.refusals import INVALID, INVALID_TIME_ZONE, MISSING_PROPERTY, Refusal
from mockserver.timing.zones import UnknownZone, to_iana

if TYPE_CHECKING:
    from mockserver.ids import Ids

# https://developers.google.com/workspace/calendar/api/v3/reference/calendars
MAX_LABELS, MAX_LABEL_NAME = 200, 50
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MINUTES_A_DAY = 24 * 60
_TAKEN_AWAY = ("description", "location")
_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def patched(document: dict[str, Any], body: dict[str, Any], ids: Ids, *, primary: bool = False) -> dict[str, Any]:
    """A Calendar after a PATCH: members named are set, null takes away.

    Without its title and its zone no calendar can be, so a null leaves them [inferred]; and the description says of
    labels and working hours that a null, or an empty object, leaves them too. Raises `Refusal` (400).
    """
    if body.get("summary") == "":
        raise Refusal(MISSING_PROPERTY, why="summary: a calendar has a title")
    changed = document | {name: body[name] for name in _TAKEN_AWAY if name in body}
    if body.get("summary") is not None:
        changed["summary"] = body["summary"]
    if body.get("timeZone") is not None:
        changed["timeZone"] = _zone(body["timeZone"])
    if "eventLabels" in (body.get("labelProperties") or {}):
        changed["labelProperties"] = {"eventLabels": _labels(body["labelProperties"]["eventLabels"] or [], ids)}
    if body.get("workingHours"):
        changed["workingHours"] = _working_hours(body["workingHours"], primary=primary)
    return changed


def replaced(document: dict[str, Any], body: dict[str, Any], ids: Ids, *, primary: bool = False) -> dict[str, Any]:
    """A Calendar after a PUT: description and place are gone where the body leaves them out; what must be, stays."""
    return patched(document, dict.fromkeys(_TAKEN_AWAY) | body, ids, primary=primary)


def _zone(name: str) -> str:
    try:
        iana = to_iana(name)
    except UnknownZone as error:
        raise Refusal(INVALID_TIME_ZONE, why=f"timeZone: {error}") from None
    if iana != name:
        raise Refusal(INVALID_TIME_ZONE, why=f"timeZone: {name} is a Windows name; Google knows IANA names: {iana}")
    return name


def _labels(rows: list[dict[str, Any]], ids: Ids) -> list[dict[str, Any]]:
    """The calendar's labels, in the place of those before. One without an id is new."""
    if len(rows) > MAX_LABELS:
        raise _wrong("event labels", len(rows), f"a calendar has at most {MAX_LABELS}")
    labels = [_label(row, ids) for row in rows]
    if len({label["id"] for label in labels}) < len(labels):
        raise _wrong("event label id", "twice", "each label has its own id")
    return labels


def _label(row: dict[str, Any], ids: Ids) -> dict[str, Any]:
    color, name, id_ = row.get("backgroundColor"), row.get("name"), row.get("id") or ids.uuid("event-label")
    if not color:
        raise Refusal(MISSING_PROPERTY, why="eventLabels[].backgroundColor: a colour such as #039be5")
    if not palette.is_color(color):
        raise _wrong("event label color", color, "a colour such as #039be5")
    if name is not None and len(name) > MAX_LABEL_NAME:
        raise _wrong("event label name", name, f"at most {MAX_LABEL_NAME} characters")
    if _UUID.fullmatch(id_) is None:
        raise _wrong("event label id", id_, "a UUID, or none for a new label")
    return {"id": id_} | ({"name": name} if name else {}) | {"backgroundColor": color}


def _working_hours(value: dict[str, Any], *, primary: bool) -> dict[str, Any]:
    if not primary:
        raise _wrong("workingHours", "of a secondary calendar", "only primary calendars have them")
    times = value.get("availableTimes") or []
    enabled = bool(value.get("workingHoursEnabled"))
    if enabled and not times:
        raise _wrong(
            "workingHours", "enabled without times", "name availableTimes, or set workingHoursEnabled to false"
        )
    return {"workingHoursEnabled": enabled} | ({"availableTimes": [_period(row) for row in times]} if times else {})


def _period(row: dict[str, Any]) -> dict[str, Any]:
    day, start, end = row.get("dayOfWeek"), row.get("periodStart"), row.get("periodEnd")
    if day is None or day not in DAYS:
        raise _wrong("dayOfWeek", day, f"one of {', '.join(DAYS)}")
    if start is None or end is None or not 0 <= start < end <= MINUTES_A_DAY:
        raise _wrong("working hours period", f"{start} to {end}", f"minutes of the day, 0 to {MINUTES_A_DAY}, rising")
    return {"dayOfWeek": day, "periodStart": start, "periodEnd": end}


def _wrong(name: str, value: object, why: str) -> Refusal:
    return Refusal(INVALID, message=f"Invalid value for: Invalid {name} value: {value}", why=f"right would be {why}")
