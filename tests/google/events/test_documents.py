"""The Event resource as a document: its order, its defaults, and the shapes that are made of it. No server."""

from __future__ import annotations

from typing import Any

from mockserver.google.events.documents import (
    DEFAULTS,
    busy_only,
    cancelled_instance,
    ordered,
    stamped,
    tombstone,
)
from tests.published import document as published

EVENT: dict[str, Any] = {
    "kind": "calendar#event", "etag": '"1"', "id": "abcde", "status": "confirmed", "htmlLink": "http://x",
    "created": "2026-03-06T14:00:00.000Z", "updated": "2026-03-06T14:00:00.000Z", "summary": "S",
    "start": {"date": "2026-03-06"}, "end": {"date": "2026-03-07"}, "recurringEventId": "m",
    "originalStartTime": {"date": "2026-03-06"}, "iCalUID": "u", "sequence": 0,
    "attendees": [{"email": "a@b.example"}], "reminders": {"useDefault": True}, "eventType": "default",
}  # fmt: skip


def test_members_stand_in_googles_order_whatever_their_order_was() -> None:
    backwards = dict(reversed(EVENT.items()))

    assert list(ordered(backwards)) == list(EVENT)


def test_every_published_member_has_a_place() -> None:
    whole = dict.fromkeys(published()["schemas"]["Event"]["properties"], "x")

    assert ordered(whole) == whole


def test_what_is_empty_or_at_its_default_is_not_written() -> None:
    assert ordered(dict(DEFAULTS)) == {}
    assert ordered({"summary": "", "attendees": [], "extendedProperties": {}, "location": None}) == {}


def test_zero_and_false_are_no_emptiness() -> None:
    assert ordered({"sequence": 0, "guestsCanInviteOthers": False}) == {"sequence": 0, "guestsCanInviteOthers": False}


def test_what_google_does_not_know_is_not_written() -> None:
    assert ordered({"nonsense": 1}) == {}


def test_a_change_is_stamped_with_its_time_and_the_etag_of_it() -> None:
    changed = stamped(EVENT, 1_416_201_684_614_000)

    assert (changed["updated"], changed["etag"]) == ("2014-11-17T05:21:24.614Z", '"2832403369228000"')


def test_a_cancelled_occurrence_says_whose_it_was_and_when() -> None:
    assert cancelled_instance(EVENT) == {
        "kind": "calendar#event",
        "etag": '"1"',
        "id": "abcde",
        "status": "cancelled",
        "recurringEventId": "m",
        "originalStartTime": {"date": "2026-03-06"},
    }


def test_a_tombstone_says_nothing_but_its_id() -> None:
    assert tombstone(EVENT) == {"kind": "calendar#event", "etag": '"1"', "id": "abcde", "status": "cancelled"}


def test_somebody_who_may_know_when_it_is_knows_nothing_else() -> None:
    assert list(busy_only(EVENT)) == [
        "kind", "etag", "id", "status", "htmlLink", "updated", "start", "end", "recurringEventId", "originalStartTime",
        "visibility", "iCalUID",
    ]  # fmt: skip
    assert busy_only(EVENT)["visibility"] == "private"
