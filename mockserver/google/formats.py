"""How Google Calendar writes ids, etags, links and times.

Each form was seen in recorded answers or is documented; what is [inferred] says so.
"""

from __future__ import annotations

import base64
import re
from datetime import timedelta, timezone
from typing import TYPE_CHECKING

from mockserver.clock import MILLISECOND, SECOND, datetime_of, rfc3339
from mockserver.ids import Derived, derive
from mockserver.timing import wall

if TYPE_CHECKING:
    from datetime import date
    from zoneinfo import ZoneInfo

    from mockserver.clock import Instant

EVENT_ID = re.compile(r"[0-9a-v]{5,1024}")
_INSTANCE = re.compile(r"(?P<master>.+)_(?P<original>\d{8}(?:T\d{6}Z)?)")
_EMAIL = re.compile(r"[^@\s<>\",;]+@[^@\s<>\",;]+")
# The hosts that a calendar id is cut to in an event's link.
_SHORT_HOSTS = {
    "gmail.com": "m",
    "group.calendar.google.com": "g",
    "group.v.calendar.google.com": "v",  # [inferred]
    "import.calendar.google.com": "i",  # [inferred]
}


def event_id(derived: Derived) -> str:
    return derived.base32hex(26)


def is_event_id(text: str) -> bool:
    """Whether a client may choose this id: 5 to 1024 characters of base32hex."""
    return EVENT_ID.fullmatch(text) is not None


def imported_event_id(ical_uid: str) -> str:
    """The id of an event that came in with an iCalUID of its own: `_` and the UID's base32hex."""
    encoded = base64.b32hexencode(ical_uid.encode()).decode().rstrip("=").lower()
    return f"_{encoded}"


def ical_uid(id_: str) -> str:
    return f"{id_}@google.com"


def calendar_id(derived: Derived) -> str:
    """The id of a secondary calendar."""
    return f"{derived.hex(64)}@group.calendar.google.com"


def instance_id(master: str, original: Instant, day: date | None) -> str:
    """The id of an occurrence: its original start in UTC, or its date where it lasts all day.

    The part `_R…` of a series that was split off stands in `recurringEventId` only.
    """
    base = re.sub(r"_R\d{8}(T\d{6})?$", "", master)
    if day is not None:
        return f"{base}_{day.strftime('%Y%m%d')}"
    return f"{base}_{rfc3339(original).replace('-', '').replace(':', '')}"


def split_instance_id(id_: str) -> tuple[str, str] | None:
    """The series' id and the stamp of the original start that an occurrence's id is made of."""
    match = _INSTANCE.fullmatch(id_)
    return None if match is None else (match["master"], match["original"])


def event_etag(updated: Instant) -> str:
    """The change's time in milliseconds, times 2000."""
    return f'"{updated // MILLISECOND * 2000}"'


def list_etag(*parts: str) -> str:
    return f'"p3{derive("list-etag", *parts).base32hex(14)}"'


def calendar_etag(*parts: str) -> str:
    return f'"{derive("calendar-etag", *parts).token(27)}"'


def entry_etag(updated: Instant) -> str:
    """The etag of a calendarList entry: microseconds, 0 where it was never touched."""
    return f'"{updated}"'


def rule_etag(updated: Instant) -> str:
    """The etag of an ACL rule: microseconds, 20 digits."""
    return f'"{updated:020d}"'


def html_link(event: str, calendar: str) -> str:
    local, at, host = calendar.rpartition("@")
    short = f"{local}{at}{_SHORT_HOSTS.get(host, host)}"
    eid = base64.urlsafe_b64encode(f"{event} {short}".encode()).decode().rstrip("=")
    return f"https://www.google.com/calendar/event?eid={eid}"


def created(instant: Instant) -> str:
    """Milliseconds are written, but are always 0."""
    return rfc3339(instant // SECOND * SECOND, 3)


def updated(instant: Instant) -> str:
    return rfc3339(instant, 3)


def date_time(instant: Instant, zone: ZoneInfo) -> str:
    """A time in a zone with its offset, without a fraction; no offset is written `Z`, in Lisbon's winter too.

    RFC 3339 has no place for the seconds that offsets had before zones were agreed on (New York until 1883): a time
    then is shown with the whole minutes of its offset, so that it is the same instant.
    """
    moment = datetime_of(instant).replace(microsecond=0)
    text = moment.astimezone(zone).isoformat()
    if len(text) > len("2026-03-08T09:00:00-05:00"):
        minutes = int(wall.offset(instant, zone) / timedelta(minutes=1))
        return moment.astimezone(timezone(timedelta(minutes=minutes))).isoformat()
    return text[:19] + "Z" if text.endswith("+00:00") else text


def is_email(text: str) -> bool:
    return len(text) <= 320 and _EMAIL.fullmatch(text) is not None


def same_email(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()
