"""What becomes of everybody's copy of a meeting: the table of what is kept in step, row by row."""

from __future__ import annotations

from tests.microsoft.events.meeting_world import act, copy_of, events_of, meetings, organizers, view_of
from tests.microsoft.world import ALICE, BOB, CAROL, attendee, meeting, timed

ASKED = {"attendees": [attendee(BOB), attendee(CAROL, "optional")]}


async def test_an_attendee_gets_a_copy_of_their_own() -> None:
    async with meetings() as client:
        made = await client.create(meeting(**ASKED, transactionId="t-1", categories=["Red"]))
        copy = await copy_of(client, "bob")
        assert (copy["isOrganizer"], copy["showAs"], copy["responseStatus"]["response"]) == (
            False, "tentative", "notResponded",
        )  # fmt: skip
        assert copy["id"] != made["id"]
        assert [copy[name] for name in ("iCalUId", "uid", "subject", "start", "end", "organizer")] == [
            made[name] for name in ("iCalUId", "uid", "subject", "start", "end", "organizer")
        ]
        assert (copy["transactionId"], copy["categories"]) == (None, [])
        assert [row["emailAddress"]["address"] for row in copy["attendees"]] == [BOB, CAROL]


async def test_the_organizers_own_event_says_so() -> None:
    async with meetings() as client:
        made = await client.create(meeting(**ASKED))
        assert (made["isOrganizer"], made["responseStatus"]["response"]) == (True, "organizer")


async def test_an_update_reaches_the_copies() -> None:
    async with meetings() as client:
        made = await client.create(meeting(**ASKED))
        await client.update(f"/me/events/{made['id']}", {"subject": "Other", "location": {"displayName": "Here"}})
        copy = await copy_of(client, "carol")
        assert (copy["subject"], copy["location"]["displayName"]) == ("Other", "Here")


async def test_what_is_the_organizers_own_tells_nobody() -> None:
    async with meetings() as client:
        made = await client.create(meeting(**ASKED))
        before = await copy_of(client, "bob")
        await client.update(f"/me/events/{made['id']}", {"categories": ["Blue"], "reminderMinutesBeforeStart": 3})
        assert await copy_of(client, "bob") == before


async def test_an_answer_moves_both_change_keys() -> None:
    async with meetings() as client:
        made = await client.create(meeting(**ASKED))
        copy = await copy_of(client, "bob")
        assert await act(client, "accept", copy["id"], as_="bob") == 202
        accepted, own = await copy_of(client, "bob"), await client.read(f"/me/events/{made['id']}")
        assert (accepted["responseStatus"]["response"], accepted["showAs"]) == ("accepted", "busy")
        assert own["attendees"][0]["status"]["response"] == "accepted"
        assert copy["changeKey"] != accepted["changeKey"]
        assert made["changeKey"] != own["changeKey"]


async def test_another_time_takes_the_answers_back() -> None:
    async with meetings() as client:
        made = await client.create(meeting(**ASKED))
        await act(client, "accept", (await copy_of(client, "bob"))["id"], as_="bob")
        times = timed("2026-03-09T15:00:00", "2026-03-09T16:00:00")
        await client.update(f"/me/events/{made['id']}", times)
        copy = await copy_of(client, "bob")
        assert (copy["responseStatus"]["response"], copy["showAs"]) == ("notResponded", "tentative")
        assert copy["start"]["dateTime"] == "2026-03-09T15:00:00.0000000"
        assert await organizers(client, made["id"]) == {BOB: "none", CAROL: "none"}


async def test_another_title_leaves_the_answers() -> None:
    async with meetings() as client:
        made = await client.create(meeting(**ASKED))
        await act(client, "accept", (await copy_of(client, "bob"))["id"], as_="bob")
        await client.update(f"/me/events/{made['id']}", {"subject": "Other"})
        copy = await copy_of(client, "bob")
        assert (copy["responseStatus"]["response"], copy["showAs"], copy["subject"]) == ("accepted", "busy", "Other")


async def test_attendees_do_not_see_what_others_answered() -> None:
    async with meetings() as client:
        await client.create(meeting(**ASKED))
        await act(client, "accept", (await copy_of(client, "bob"))["id"], as_="bob")
        rows = (await copy_of(client, "carol"))["attendees"]
        assert {row["status"]["response"] for row in rows} == {"none"}


async def test_hidden_attendees_see_only_themselves() -> None:
    async with meetings() as client:
        await client.create(meeting(**ASKED, hideAttendees=True))
        rows = (await copy_of(client, "carol"))["attendees"]
        assert [row["emailAddress"]["address"] for row in rows] == [CAROL]


async def test_who_is_added_gets_a_copy_and_who_is_removed_a_cancellation() -> None:
    async with meetings() as client:
        made = await client.create(meeting(attendees=[attendee(BOB)]))
        await client.update(f"/me/events/{made['id']}", {"attendees": [attendee(CAROL)]})
        assert (await copy_of(client, "carol"))["isCancelled"] is False
        gone = await copy_of(client, "bob")
        assert (gone["isCancelled"], gone["subject"], gone["showAs"]) == (True, "Canceled: Meeting", "free")


async def test_the_organizers_delete_cancels_the_copies_which_stay() -> None:
    async with meetings() as client:
        made = await client.create(meeting(**ASKED))
        assert (await client.ask("DELETE", f"/me/events/{made['id']}")).status == 204
        copy = await copy_of(client, "bob")
        assert (copy["isCancelled"], copy["subject"], copy["showAs"]) == (True, "Canceled: Meeting", "free")
        assert (await client.ask("DELETE", f"/me/events/{copy['id']}", as_="bob")).status == 204
        assert await events_of(client, "bob") == []


async def test_an_attendees_delete_tells_nobody() -> None:
    async with meetings() as client:
        made = await client.create(meeting(**ASKED))
        copy = await copy_of(client, "bob")
        assert (await client.ask("DELETE", f"/me/events/{copy['id']}", as_="bob")).status == 204
        assert await client.read(f"/me/events/{made['id']}", select="changeKey") | {"@odata.context": ""} == {
            "@odata.context": "", "@odata.etag": made["@odata.etag"], "id": made["id"], "changeKey": made["changeKey"],
        }  # fmt: skip


async def test_what_an_attendee_changes_stays_theirs_until_the_next_update() -> None:
    async with meetings() as client:
        made = await client.create(meeting(**ASKED))
        copy = await copy_of(client, "bob")
        await client.update(f"/me/events/{copy['id']}", {"subject": "Mine", "categories": ["Red"]}, as_="bob")
        assert (await client.read(f"/me/events/{made['id']}"))["subject"] == "Meeting"
        await client.update(f"/me/events/{made['id']}", {"location": {"displayName": "Here"}})
        copy = await copy_of(client, "bob")
        assert (copy["subject"], copy["categories"], copy["location"]["displayName"]) == ("Meeting", ["Red"], "Here")


async def test_mail_to_outside_reaches_nobody_and_stands_in_the_list() -> None:
    async with meetings() as client:
        made = await client.create(meeting(attendees=[attendee("ann@outside.example")]))
        assert await organizers(client, made["id"]) == {"ann@outside.example": "none"}
        assert [await events_of(client, key) for key in ("bob", "carol", "dev")] == [[], [], []]


async def test_whoever_organizes_gets_no_second_event_as_their_own_attendee() -> None:
    async with meetings() as client:
        await client.create(meeting(attendees=[attendee(ALICE), attendee(BOB)]))
        assert len(await events_of(client, "alice")) == 1
        assert len(await view_of(client, "bob")) == 1
