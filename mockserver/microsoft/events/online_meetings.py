"""Online meetings: what an event gets that is to be one, and how long it stays one, which is for ever.

The reference's section 3.8. Where the calendar does not allow the provider, the wish is passed over, as it was seen.
"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from mockserver.microsoft.calendars.store import document_of
from mockserver.microsoft.events.body_html import with_block

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mockserver.ids import Ids
    from mockserver.microsoft.calendars.calendar import Calendar
    from mockserver.microsoft.events.members import Note

UNKNOWN: Final = "unknown"
_TELEPHONE: Final = "+1 555 0100"  # of the numbers that belong to nobody
_LINE = "_" * 80


def opened(calendar: Calendar, document: Mapping[str, Any], body: Mapping[str, Any], note: Note) -> dict[str, Any]:
    """The members that a body makes of an event by asking for an online meeting; none where nothing changes.

    `document` has the event's body as it is now, to which the invitation to join is added ([inferred]: its words).
    """
    wanted, provider = body.get("isOnlineMeeting"), body.get("onlineMeetingProvider") or UNKNOWN
    if document["isOnlineMeeting"]:
        if wanted is False or provider not in (UNKNOWN, document["onlineMeetingProvider"]):
            note("an online meeting stays one, with the same provider")
        return {}
    if not wanted:
        return {}
    resource = document_of(calendar)
    allowed = resource["allowedOnlineMeetingProviders"]
    provider = resource["defaultOnlineMeetingProvider"] if provider == UNKNOWN else provider
    if provider not in allowed:
        there = ", ".join(allowed) or "none"
        note(f"isOnlineMeeting had no effect: the calendar does not allow {provider}; it allows {there}")
        return {}
    meeting = _meeting(calendar.mailbox.session.ids, calendar)
    return {
        "isOnlineMeeting": True,
        "onlineMeetingProvider": provider,
        "onlineMeeting": meeting,
        **with_block(document["body"], _block(meeting["joinUrl"])),
    }


def _meeting(ids: Ids, calendar: Calendar) -> dict[str, str]:
    mailbox = calendar.mailbox
    thread = base64.b64encode(ids.uuid("online-meeting").encode()).decode().rstrip("=")
    context = f'{{"Tid":"{mailbox.session.identity.tenant_id}","Oid":"{mailbox.id}"}}'
    join = f"{quote(f'19:meeting_{thread}@thread.v2', safe='')}/0?context={quote(context, safe='')}"
    return {
        "joinUrl": f"https://teams.microsoft.com/l/meetup-join/{_small_escapes(join)}",
        "conferenceId": ids.digits("conference", 9),
        "tollNumber": _TELEPHONE,
    }


def _small_escapes(text: str) -> str:
    """Percent-encoding in small letters, but `%40`, which has none: as Teams writes it."""
    first, *rest = text.split("%")
    return first + "".join(f"%{part[:2].lower()}{part[2:]}" for part in rest)


def _block(join_url: str) -> str:
    return (
        f'<div class="me-email-text"><div>{_LINE}</div><div>Microsoft Teams meeting</div>'
        f'<div><a href="{join_url}">Join the meeting now</a></div><div>{_LINE}</div></div>'
    )
