"""Reminders: which events remind their owner and when, and what dismissing and snoozing make of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.microsoft.events.meeting_world import act, meetings
from tests.microsoft.world import daily, meeting

if TYPE_CHECKING:
    from tests.microsoft.world import Client

MARCH = "/me/reminderView(StartDateTime='2026-03-01T00:00:00Z',EndDateTime='2026-04-01T00:00:00Z')"


async def reminders(client: Client, **asked: Any) -> list[dict[str, Any]]:
    """The reminders of March."""
    return (await client.get(MARCH, **asked)).value


async def test_an_event_reminds_so_many_minutes_before_its_start() -> None:
    async with meetings() as client:
        made = await client.create(meeting(reminderMinutesBeforeStart=30, location={"displayName": "Here"}))
        answer = await client.read(MARCH)
        assert answer["@odata.context"].endswith("$metadata#Collection(microsoft.graph.reminder)")
        (reminder,) = answer["value"]
        assert reminder["reminderFireTime"] == {"dateTime": "2026-03-09T13:30:00.0000000", "timeZone": "UTC"}
        assert reminder["eventStartTime"] == {"dateTime": "2026-03-09T14:00:00.0000000", "timeZone": "UTC"}
        assert (reminder["eventId"], reminder["changeKey"]) == (made["id"], made["changeKey"])
        assert (reminder["eventSubject"], reminder["eventLocation"]["displayName"]) == ("Meeting", "Here")


async def test_times_are_in_the_zone_that_is_preferred() -> None:
    async with meetings() as client:
        await client.create(meeting())
        (reminder,) = await reminders(client, prefer='outlook.timezone="Eastern Standard Time"')
        zone = "Eastern Standard Time"
        assert reminder["eventStartTime"] == {"dateTime": "2026-03-09T10:00:00.0000000", "timeZone": zone}
        assert reminder["reminderFireTime"] == {"dateTime": "2026-03-09T09:45:00.0000000", "timeZone": zone}


async def test_what_has_no_reminder_is_not_there() -> None:
    async with meetings() as client:
        await client.create(meeting(isReminderOn=False))
        assert await reminders(client) == []


async def test_each_occurrence_reminds_by_itself() -> None:
    async with meetings() as client:
        await client.create(daily(3))
        fires = [one["reminderFireTime"]["dateTime"][:16] for one in await reminders(client)]
        assert fires == ["2026-03-06T13:45", "2026-03-07T13:45", "2026-03-08T12:45"]


async def test_what_is_dismissed_reminds_no_more_and_the_event_counts_as_changed() -> None:
    async with meetings() as client:
        made = await client.create(meeting())
        assert await act(client, "dismissReminder", made["id"]) == 200
        assert await reminders(client) == []
        assert (await client.read(f"/me/events/{made['id']}"))["changeKey"] != made["changeKey"]


async def test_what_is_snoozed_reminds_later() -> None:
    async with meetings() as client:
        made = await client.create(meeting())
        later = {"newReminderTime": {"dateTime": "2026-03-09T09:58:00", "timeZone": "Eastern Standard Time"}}
        assert await act(client, "snoozeReminder", made["id"], later) == 200
        (reminder,) = await reminders(client)
        assert reminder["reminderFireTime"]["dateTime"] == "2026-03-09T13:58:00.0000000"


async def test_one_occurrence_is_dismissed_by_itself() -> None:
    async with meetings() as client:
        await client.create(daily(3))
        first, *_ = await reminders(client)
        assert await act(client, "dismissReminder", first["eventId"]) == 200
        assert len(await reminders(client)) == 2


async def test_dismissing_a_series_dismisses_what_has_fallen_due() -> None:
    async with meetings() as client:
        made = await client.create(daily(3))
        assert await act(client, "dismissReminder", made["id"]) == 200
        assert [one["eventStartTime"]["dateTime"][:10] for one in await reminders(client)] == [
            "2026-03-07", "2026-03-08",
        ]  # fmt: skip


async def test_snoozing_needs_a_time() -> None:
    async with meetings() as client:
        made = await client.create(meeting())
        answer = await client.ask("POST", f"/me/events/{made['id']}/snoozeReminder", {})
        assert (answer.status, answer.code) == (400, "ErrorInvalidParameter")


async def test_a_window_that_is_none_is_refused() -> None:
    async with meetings() as client:
        answer = await client.get("/me/reminderView(StartDateTime='soon',EndDateTime='2026-04-01T00:00:00Z')")
        assert (answer.status, answer.code) == (400, "ErrorInvalidParameter")
