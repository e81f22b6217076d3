"""Which event of a mailbox a meeting is, and which of its occurrences."""

from __future__ import annotations

from datetime import date

from mockserver.microsoft.events import copies, store
from tests.microsoft.events.meeting_world import copy_of, meetings
from tests.microsoft.world import BOB, CAROL, attendee, daily, meeting

DAY = date(2026, 3, 9)


async def test_a_meeting_is_found_in_each_mailbox_by_its_uid() -> None:
    async with meetings() as client:
        made = await client.create(meeting(attendees=[attendee(BOB)]))
        for key, id_ in (("alice", made["id"]), ("bob", (await copy_of(client, "bob"))["id"])):
            found = copies.find(client.mailbox(key), made["uid"])
            assert found is not None
            assert found.id == id_
        assert copies.find(client.mailbox("carol"), made["uid"]) is None


async def test_an_occurrence_is_found_by_its_original_date() -> None:
    async with meetings() as client:
        made = await client.create(daily(attendees=[attendee(BOB)]))
        bob = client.mailbox("bob")
        found = copies.find(bob, made["uid"], DAY)
        assert found is not None
        assert (found.document["type"], copies.day_of(bob, found)) == ("occurrence", DAY)


async def test_an_occurrence_that_is_kept_by_itself_knows_its_original_date() -> None:
    async with meetings() as client:
        made = await client.create(daily(attendees=[attendee(BOB)]))
        alices = copies.find(client.mailbox(), made["uid"], DAY)
        assert alices is not None
        await client.update(f"/me/events/{alices.id}", {"attendees": [attendee(CAROL)]})
        carol = client.mailbox("carol")
        found = copies.find(carol, made["uid"], DAY)
        assert found is not None
        assert copies.day_of(carol, found) == DAY
        named = copies.named(carol, found, found.document)
        assert (named["occurrenceId"][-10:], named["originalStart"]) == ("2026-03-09", "2026-03-09T13:00:00Z")


async def test_how_the_organizer_shows_the_time_is_known() -> None:
    async with meetings() as client:
        made = await client.create(meeting(attendees=[attendee(BOB)], showAs="workingElsewhere"))
        bob = client.mailbox("bob")
        found = store.find(bob, (await copy_of(client, "bob"))["id"])
        assert (made["showAs"], found.document["showAs"], copies.shows(bob, found)) == (
            "workingElsewhere", "tentative", "workingElsewhere",
        )  # fmt: skip
