"""What Microsoft publishes on Graph's calendar side and this server does not serve, each with the reason.

A request for it is answered 501 with the reason in the journal; `docs/coverage.md` lists it. A row is a pattern of ids
such as `GET /users/{user-id}/events`, `*` standing for anything; the first that fits counts. Every unserved method
has a row, and every row has one.
"""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import Final

_PLACES = "places come from the scenario: none is made or removed while a session runs"
_CHECK_INS = "whether somebody really came to a room that they booked is no matter of calendars"
_HIERARCHY = "of all places only rooms and room lists are emulated, the kinds that every tenant has"
_ATTENDEES = "a group organizes its events: only people answer meetings, and are reminded of them"
_ACCOUNTS = "accounts come from the scenario, and belong to the directory and not to calendars"

REASONS: Final = (
    ("* /places*/checkIns*", _CHECK_INS),
    ("* /places/graph.building*", _HIERARCHY),
    ("* /places/graph.desk*", _HIERARCHY),
    ("* /places/graph.floor*", _HIERARCHY),
    ("* /places/graph.section*", _HIERARCHY),
    ("* /places/graph.workspace*", _HIERARCHY),
    ("* /places/{place-id}/graph.building*", _HIERARCHY),
    ("* /places/{place-id}/graph.desk", _HIERARCHY),
    ("* /places/{place-id}/graph.floor", _HIERARCHY),
    ("* /places/{place-id}/graph.section", _HIERARCHY),
    ("* /places/{place-id}/graph.workspace", _HIERARCHY),
    ("* /places/{place-id}/graph.roomList/workspaces*", _HIERARCHY),
    ("* /places/{place-id}/descendants()", _HIERARCHY),
    ("POST /places*", _PLACES),
    ("DELETE /places*", _PLACES),
    ("PATCH /places/{place-id}/graph.roomList/rooms/{room-id}", "a room is changed by its own path, /places/{id}"),
    ("POST /groups/*/accept", _ATTENDEES),
    ("POST /groups/*/decline", _ATTENDEES),
    ("POST /groups/*/tentativelyAccept", _ATTENDEES),
    ("POST /groups/*/dismissReminder", _ATTENDEES),
    ("POST /groups/*/snoozeReminder", _ATTENDEES),
    ("POST /users", _ACCOUNTS),
    ("PATCH /users/{user-id}", _ACCOUNTS),
    ("DELETE /users/{user-id}", _ACCOUNTS),
    ("GET /subscriptions/getVapidPublicKey()", "it is for pushing to browsers, and calendars notify webhooks"),
)
BETA_ONLY: Final = {
    "findrooms": "findRooms is of beta only; v1.0 has /places/microsoft.graph.room",
    "findroomlists": "findRoomLists is of beta only; v1.0 has /places/microsoft.graph.roomList",
}
"""What clients ask for that v1.0 does not publish, by its name in small letters."""


def reason(method_id: str) -> str | None:
    """Why a published method is not served, None where no row says."""
    return next((why for pattern, why in REASONS if fnmatchcase(method_id, pattern)), None)
