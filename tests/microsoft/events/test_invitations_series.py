"""Series between mailboxes: what becomes of single occurrences on everybody's side, over the change of clocks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.microsoft.events.meeting_world import act, copy_of, events_of, meetings, organizers, view_of
from tests.microsoft.world import BOB, CAROL, attendee, daily, timed

if TYPE_CHECKING:
    from tests.microsoft.world import Client

ASKED = [attendee(BOB)]


async def occurrence(client: Client, day: str, whose: str = "alice") -> dict[str, Any]:
    """Somebody's occurrence of a day."""
    return next(one for one in await view_of(client, whose) if one["start"]["dateTime"].startswith(day))


def starts(view: list[dict[str, Any]]) -> list[str]:
    return [one["start"]["dateTime"][:16] for one in view]


async def test_the_copy_of_a_series_keeps_its_wall_clock() -> None:
    async with meetings() as client:
        await client.create(daily(attendees=ASKED))
        assert starts(await view_of(client, "bob")) == starts(await view_of(client, "alice"))
        assert (await copy_of(client, "bob"))["type"] == "seriesMaster"
        assert starts(await view_of(client, "bob"))[1:3] == ["2026-03-07T14:00", "2026-03-08T13:00"]


async def test_a_moved_occurrence_is_an_exception_on_both_sides() -> None:
    async with meetings() as client:
        await client.create(daily(attendees=ASKED))
        one = await occurrence(client, "2026-03-09")
        await client.update(f"/me/events/{one['id']}", timed("2026-03-09T20:00:00", "2026-03-09T21:00:00"))
        moved = await occurrence(client, "2026-03-09", "bob")
        assert (moved["type"], moved["start"]["dateTime"]) == ("exception", "2026-03-09T20:00:00.0000000")
        assert moved["seriesMasterId"] == (await copy_of(client, "bob"))["id"]


async def test_a_deleted_occurrence_is_called_off_in_the_copies() -> None:
    async with meetings() as client:
        await client.create(daily(attendees=ASKED))
        one = await occurrence(client, "2026-03-09")
        assert (await client.ask("DELETE", f"/me/events/{one['id']}")).status == 204
        gone = await occurrence(client, "2026-03-09", "bob")
        assert (gone["isCancelled"], gone["subject"]) == (True, "Canceled: Stand-up")
        assert [other["isCancelled"] for other in await view_of(client, "bob")] == [False, False, False, True, False]


async def test_one_occurrence_is_accepted_by_itself() -> None:
    async with meetings() as client:
        made = await client.create(daily(attendees=ASKED))
        assert await act(client, "accept", (await occurrence(client, "2026-03-09", "bob"))["id"], as_="bob") == 202
        accepted = await occurrence(client, "2026-03-09", "bob")
        assert (accepted["type"], accepted["responseStatus"]["response"]) == ("exception", "accepted")
        assert await organizers(client, made["id"]) == {BOB: "none"}
        assert await organizers(client, (await occurrence(client, "2026-03-09"))["id"]) == {BOB: "accepted"}


async def test_one_occurrence_that_is_declined_leaves_the_attendees_calendar() -> None:
    async with meetings() as client:
        await client.create(daily(attendees=ASKED))
        assert await act(client, "decline", (await occurrence(client, "2026-03-09", "bob"))["id"], as_="bob") == 202
        assert len(await view_of(client, "bob")) == 4
        assert await organizers(client, (await occurrence(client, "2026-03-09"))["id"]) == {BOB: "declined"}


async def test_a_declined_occurrence_is_asked_for_again_at_another_time() -> None:
    async with meetings() as client:
        await client.create(daily(attendees=ASKED))
        await act(client, "decline", (await occurrence(client, "2026-03-09", "bob"))["id"], as_="bob")
        one = await occurrence(client, "2026-03-09")
        await client.update(f"/me/events/{one['id']}", timed("2026-03-09T20:00:00", "2026-03-09T21:00:00"))
        again = await occurrence(client, "2026-03-09", "bob")
        assert (again["responseStatus"]["response"], again["start"]["dateTime"][11:16]) == ("notResponded", "20:00")


async def test_the_answer_to_a_series_is_that_to_its_exceptions() -> None:
    async with meetings() as client:
        made = await client.create(daily(attendees=ASKED))
        one = await occurrence(client, "2026-03-09")
        await client.update(f"/me/events/{one['id']}", {"subject": "Other"})
        await act(client, "accept", (await copy_of(client, "bob"))["id"], as_="bob")
        assert await organizers(client, made["id"]) == {BOB: "accepted"}
        assert await organizers(client, one["id"]) == {BOB: "accepted"}
        assert {one["responseStatus"]["response"] for one in await view_of(client, "bob")} == {"accepted"}


async def test_who_declines_a_series_has_nothing_left_of_it() -> None:
    async with meetings() as client:
        made = await client.create(daily(attendees=ASKED))
        await act(client, "decline", (await copy_of(client, "bob"))["id"], as_="bob")
        assert await view_of(client, "bob") == []
        assert await organizers(client, made["id"]) == {BOB: "declined"}


async def test_another_time_of_a_series_forgets_its_exceptions_on_both_sides() -> None:
    async with meetings() as client:
        made = await client.create(daily(attendees=ASKED))
        one = await occurrence(client, "2026-03-09")
        await client.update(f"/me/events/{one['id']}", {"subject": "Other"})
        await client.update(f"/me/events/{made['id']}", timed("2026-03-06T20:00:00", "2026-03-06T20:30:00"))
        assert {one["type"] for one in await view_of(client, "bob")} == {"occurrence"}
        assert starts(await view_of(client, "bob")) == starts(await view_of(client, "alice"))


async def test_who_is_asked_to_one_occurrence_gets_that_one() -> None:
    async with meetings() as client:
        await client.create(daily(attendees=ASKED))
        one = await occurrence(client, "2026-03-09")
        await client.update(f"/me/events/{one['id']}", {"attendees": [attendee(BOB), attendee(CAROL)]})
        alone = await copy_of(client, "carol")
        assert (alone["type"], alone["start"]["dateTime"]) == ("singleInstance", "2026-03-09T13:00:00.0000000")
        await act(client, "accept", alone["id"], as_="carol")
        assert (await organizers(client, one["id"]))[CAROL] == "accepted"


async def test_who_is_asked_later_gets_the_exceptions_too() -> None:
    async with meetings() as client:
        made = await client.create(daily(attendees=ASKED))
        one = await occurrence(client, "2026-03-09")
        await client.update(f"/me/events/{one['id']}", {"attendees": [], "subject": "Alone"})
        await client.ask("DELETE", f"/me/events/{(await occurrence(client, '2026-03-10'))['id']}")
        await client.update(f"/me/events/{made['id']}", {"attendees": [attendee(BOB), attendee(CAROL)]})
        states = [(other["start"]["dateTime"][8:10], other["isCancelled"]) for other in await view_of(client, "carol")]
        assert states == [("06", False), ("07", False), ("08", False), ("09", True), ("10", True)]


async def test_a_cancelled_series_is_cancelled_throughout() -> None:
    async with meetings() as client:
        made = await client.create(daily(attendees=ASKED))
        one = await occurrence(client, "2026-03-09")
        await client.update(f"/me/events/{one['id']}", {"subject": "Other"})
        assert await act(client, "cancel", made["id"]) == 202
        assert {one["isCancelled"] for one in await view_of(client, "bob")} == {True}
        assert await events_of(client, "alice") == []
