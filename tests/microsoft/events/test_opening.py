"""The event that a request is for: to whom it is opened, and what a change of what belongs to it makes of it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from mockserver.microsoft import formats
from mockserver.microsoft.calendars.store import share
from mockserver.microsoft.events import beside, opening, store
from mockserver.microsoft.render import decoded
from tests.microsoft.events.kept_events import calendar, kept
from tests.microsoft.world import ALICE, CAROL, daily, graph, meeting

if TYPE_CHECKING:
    from mockserver.microsoft.calendars.calendar import Role

FILE = {"@odata.type": "#microsoft.graph.fileAttachment", "name": "a.txt", "contentBytes": "QQ=="}
SECOND = date(2026, 3, 7)


@pytest.mark.parametrize(
    ("role", "sensitivity", "reads", "writes"),
    [
        ("limitedRead", "normal", 403, 403),
        ("read", "normal", 200, 403),
        ("write", "normal", 200, 201),
        ("write", "private", 403, 403),
        ("delegateWithPrivateEventAccess", "private", 200, 201),
    ],
)
async def test_what_belongs_to_an_event_is_opened_as_the_event_is(
    role: Role, sensitivity: str, reads: int, writes: int
) -> None:
    async with graph() as client:
        event = await client.create(meeting(sensitivity=sensitivity))
        share(client.mailbox(), formats.DEFAULT_CALENDAR, CAROL, role)
        path = f"/users/{ALICE}/events/{event['id']}/attachments"

        assert (await client.get(path, as_="carol")).status == reads
        assert (await client.ask("POST", path, FILE, as_="carol")).status == writes


def found_in(id_: str, owner: Any) -> store.Found:
    return store.find(owner.mailbox, id_)


def test_a_change_is_a_change_of_the_event() -> None:
    owner = calendar()
    before = kept(owner, meeting())
    opening.change(found_in(before.id, owner), "extensions", [{"id": "e"}])
    after = found_in(before.id, owner)

    assert after.document["changeKey"] != decoded(before.body)["changeKey"]
    assert beside.items(owner.mailbox, before.id, "extensions") == [{"id": "e"}]


def test_a_changed_occurrence_is_an_exception() -> None:
    owner = calendar()
    id_ = formats.occurrence_id(kept(owner, daily()).id, SECOND)
    opening.change(found_in(id_, owner), "attachments", [{"id": "a"}])

    assert found_in(id_, owner).document["type"] == "exception"
    assert found_in(id_, owner).document["hasAttachments"] is True


def test_an_exception_with_its_own_does_not_follow_its_series() -> None:
    owner = calendar()
    master = kept(owner, daily()).id
    id_ = formats.occurrence_id(master, SECOND)
    opening.change(found_in(id_, owner), "attachments", [])
    opening.change(found_in(master, owner), "attachments", [{"id": "a"}])

    assert found_in(id_, owner).document["hasAttachments"] is False
    assert found_in(master, owner).document["hasAttachments"] is True


def test_an_exception_that_nothing_changes_for_is_left_alone() -> None:
    owner = calendar()
    master = kept(owner, daily()).id
    id_ = formats.occurrence_id(master, SECOND)
    found = found_in(id_, owner)
    store.keep_exception(found, found.document | {"subject": "Moved"})
    key = found_in(id_, owner).document["changeKey"]
    opening.change(found_in(master, owner), "attachments", [{"id": "a", "isInline": True}])

    assert found_in(id_, owner).document["changeKey"] == key
