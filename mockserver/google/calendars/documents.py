"""The resources around a calendar as documents: Calendar, AclRule, CalendarListEntry, in Google's order of members.

Pure functions from facts to JSON. Where they are kept is in `store.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from mockserver.google import formats
from mockserver.google.calendars.calendar import RuleFacts

if TYPE_CHECKING:
    from mockserver.clock import Instant
    from mockserver.google.calendars.calendar import Role
    from mockserver.google.calendars.list_state import ListState

CONFERENCES = {"allowedConferenceSolutionTypes": ["hangoutsMeet"]}
# The order of the reference page; the place of the last two is [inferred].
_CALENDAR = (
    "id", "summary", "description", "location", "timeZone", "dataOwner", "conferenceProperties",
    "autoAcceptInvitations", "labelProperties", "workingHours",
)  # fmt: skip
_SHARED = ("summary", "description", "location", "timeZone", "dataOwner")
_SHARED_LAST = ("conferenceProperties", "autoAcceptInvitations")


class _Tagged(msgspec.Struct):
    etag: str


_ETAG = msgspec.json.Decoder(_Tagged)


def etag_of(body: bytes) -> str:
    """The etag that a fragment carries, without decoding the rest."""
    return _ETAG.decode(body).etag


def calendar(facts: dict[str, Any]) -> dict[str, Any]:
    """A Calendar resource of its members, without those that are empty; the same content has the same etag.

    So a write that changes nothing leaves the etag as it was, as it does at Google (seen with `calendars.patch`).
    """
    kept = {name: facts[name] for name in _CALENDAR if facts.get(name) not in ("", None)}
    return {"kind": "calendar#calendar", "etag": formats.calendar_etag(msgspec.json.encode(kept).decode())} | kept


def rule(facts: RuleFacts, updated: Instant) -> dict[str, Any]:
    """An AclRule resource. The public scope has no value."""
    value = {"value": facts.value} if facts.value else {}
    return {
        "kind": "calendar#aclRule",
        "etag": formats.rule_etag(updated),
        "id": rule_id(facts),
        "scope": {"type": facts.scope} | value,
        "role": facts.role,
    }


def rule_id(facts: RuleFacts) -> str:
    return f"{facts.scope}:{facts.value}" if facts.value else facts.scope


def rule_facts(scope: str, role: Role) -> RuleFacts:
    """The rule for a scope as rules' ids write it (`user:`, `group:`, `domain:`, `default`); an address is a user's."""
    if scope == "default":
        return RuleFacts("default", "", role)
    kind, colon, value = scope.partition(":")
    return RuleFacts(kind, value, role) if colon else RuleFacts("user", scope, role)


def entry(shared: dict[str, Any], state: ListState, role: Role, updated: Instant, *, primary: bool) -> dict[str, Any]:
    """A CalendarListEntry: the calendar's resource, the user's own settings, and what they may do with it."""
    document: dict[str, Any] = {
        "kind": "calendar#calendarListEntry",
        "etag": formats.entry_etag(updated),
        "id": shared["id"],
    }
    document |= {name: shared[name] for name in _SHARED if name in shared}
    if state.summary_override:
        document["summaryOverride"] = state.summary_override
    document |= {
        "colorId": state.color_id,
        "backgroundColor": state.background,
        "foregroundColor": state.foreground,
    }
    document |= {name: True for name in ("hidden", "selected") if getattr(state, name)}
    document["accessRole"] = role
    document["defaultReminders"] = [{"method": r.method, "minutes": r.minutes} for r in state.reminders]
    if state.notifications:
        rows = [{"type": n.type, "method": n.method} for n in state.notifications]
        document["notificationSettings"] = {"notifications": rows}
    if primary:
        document["primary"] = True
    return document | {name: shared[name] for name in _SHARED_LAST if name in shared}


def deleted(document: dict[str, Any]) -> dict[str, Any]:
    """An entry that the user took from their list."""
    last = {name: document[name] for name in _SHARED_LAST if name in document}
    return {name: value for name, value in document.items() if name not in last} | {"deleted": True} | last


def gone(calendar_id: str, updated: Instant) -> dict[str, Any]:
    """An entry whose calendar is gone, or is one the user may not see any more: nothing of it is told [inferred]."""
    return {
        "kind": "calendar#calendarListEntry",
        "etag": formats.entry_etag(updated),
        "id": calendar_id,
        "deleted": True,
    }
