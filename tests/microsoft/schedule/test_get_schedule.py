"""getSchedule over a socket: whose time is shown, how much of it, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest
from msgraph.generated.models.date_time_time_zone import DateTimeTimeZone
from msgraph.generated.models.free_busy_status import FreeBusyStatus
from msgraph.generated.users.item.calendar.get_schedule.get_schedule_post_request_body import (
    GetSchedulePostRequestBody,
)

from mockserver.microsoft import formats
from mockserver.microsoft.calendars.store import share
from tests.microsoft.schedule.schedule_world import PATH, ask, asked, has, schedules
from tests.microsoft.sdk_client import checked_client
from tests.microsoft.world import ALICE, BOB, CAROL, GRETA, ROOM_4, all_day, daily, graph, timed

TEN, ELEVEN = "2026-03-09T10:00:00", "2026-03-09T11:00:00"


async def test_trap_get_schedule_is_right_for_unknown_people_too_with_an_error_in_their_own_entry() -> None:
    async with graph() as client:
        alice, nobody, greta, stranger = await schedules(
            client, asked(ALICE, "nobody@autosched.example", GRETA, "x@nowhere.example")
        )
    assert "error" not in alice
    assert nobody == {
        "scheduleId": "nobody@autosched.example",
        "availabilityView": "",
        "error": {
            "message": "Unable to resolve e-mail address nobody@autosched.example to an Active Directory object.",
            "responseCode": "5009",
        },
        "scheduleItems": None,
    }
    assert [entry["error"]["responseCode"] for entry in (greta, stranger)] == ["5016", "5016"]


async def test_an_own_event_is_shown_in_full() -> None:
    async with graph() as client:
        has(client, "alice", timed(TEN, ELEVEN, subject="Dentist", sensitivity="private"))
        (alice,) = await schedules(client, asked(ALICE))
    assert alice["scheduleItems"] == [
        {
            "isPrivate": True,
            "status": "busy",
            "subject": "Dentist",
            "location": "",
            "start": {"dateTime": "2026-03-09T10:00:00.0000000", "timeZone": "UTC"},
            "end": {"dateTime": "2026-03-09T11:00:00.0000000", "timeZone": "UTC"},
        }
    ]
    assert alice["availabilityView"] == "002200"


async def test_whoever_may_read_free_and_busy_only_sees_when_and_how() -> None:
    async with graph() as client:
        has(client, "carol", timed(TEN, ELEVEN, subject="Review", showAs="oof"))
        (carol,) = await schedules(client, asked(CAROL))
    assert set(carol["scheduleItems"][0]) == {"status", "start", "end"}
    assert carol["availabilityView"] == "003300"


@pytest.mark.parametrize(
    ("role", "sensitivity", "seen"),
    [
        ("limitedRead", "normal", True),
        ("limitedRead", "personal", True),
        ("write", "private", False),
        ("write", "confidential", False),
        ("delegateWithPrivateEventAccess", "private", True),
    ],
)
async def test_role_and_sensitivity_decide_whether_a_subject_is_shown(
    role: Any, sensitivity: str, *, seen: bool
) -> None:
    async with graph() as client:
        has(client, "carol", timed(TEN, ELEVEN, subject="Review", sensitivity=sensitivity))
        share(client.mailbox("carol"), formats.DEFAULT_CALENDAR, ALICE, role)
        (carol,) = await schedules(client, asked(CAROL))
    assert ("subject" in carol["scheduleItems"][0]) is seen


async def test_somebody_of_another_organization_is_seen_once_they_share_their_calendar() -> None:
    async with graph() as client:
        (before,) = await schedules(client, asked(BOB))
        share(client.mailbox("bob"), formats.DEFAULT_CALENDAR, ALICE, "freeBusyRead")
        (after,) = await schedules(client, asked(BOB))
    assert before["error"]["responseCode"] == "5016"
    assert after["availabilityView"] == "000000"


@pytest.mark.parametrize(
    ("shown", "digit"),
    [("free", "0"), ("tentative", "1"), ("busy", "2"), ("oof", "3"), ("workingElsewhere", "0"), ("unknown", "2")],
)
async def test_each_status_has_its_digit(shown: str, digit: str) -> None:
    async with graph() as client:
        has(client, "alice", timed(TEN, ELEVEN, showAs=shown))
        (alice,) = await schedules(client, asked(ALICE, start="10:00", end="10:30"))
    assert alice["availabilityView"] == digit


async def test_of_two_at_once_the_highest_status_fills_the_slot() -> None:
    async with graph() as client:
        has(
            client, "alice",
            timed(TEN, ELEVEN, showAs="tentative"),
            timed("2026-03-09T10:30:00", "2026-03-09T10:45:00", showAs="oof"),
        )  # fmt: skip
        (alice,) = await schedules(client, asked(ALICE, availabilityViewInterval=60))
        (finer,) = await schedules(client, asked(ALICE, availabilityViewInterval=15))
    assert alice["availabilityView"] == "030"
    assert finer["availabilityView"] == "000011310000"


async def test_a_view_has_a_digit_for_each_interval_and_for_the_rest_of_the_window() -> None:
    async with graph() as client:
        (nine_hours,) = await schedules(client, asked(ALICE, end="18:00", availabilityViewInterval=15))
        (uneven,) = await schedules(client, asked(ALICE, end="10:40"))
    assert len(nine_hours["availabilityView"]) == 36
    assert uneven["availabilityView"] == "0000"


async def test_the_occurrences_of_a_series_keep_somebody_busy_on_the_wall_clock_over_the_change() -> None:
    async with graph() as client:
        has(client, "alice", daily())
        (alice,) = await schedules(client, asked(ALICE, start="2026-03-06T00:00:00", end="2026-03-10T00:00:00"))
    starts = [item["start"]["dateTime"][:16] for item in alice["scheduleItems"]]
    assert starts == ["2026-03-06T14:00", "2026-03-07T14:00", "2026-03-08T13:00", "2026-03-09T13:00"]


async def test_what_was_declined_or_cancelled_keeps_nobody_busy_and_what_is_free_is_listed() -> None:
    async with graph() as client:
        declined = {"response": "declined", "time": "2026-03-06T14:00:00Z"}
        has(
            client, "alice",
            timed(TEN, ELEVEN, responseStatus=declined),
            timed(TEN, ELEVEN, isCancelled=True),
            timed(TEN, ELEVEN, showAs="free", subject="Lunch is on"),
        )  # fmt: skip
        (alice,) = await schedules(client, asked(ALICE))
    assert alice["availabilityView"] == "000000"
    assert [(item["status"], item["subject"]) for item in alice["scheduleItems"]] == [("free", "Lunch is on")]


async def test_a_whole_day_is_from_midnight_to_midnight_of_the_zone_that_is_asked_in() -> None:
    async with graph() as client:
        has(client, "alice", all_day("2026-03-09", "2026-03-10", showAs="oof"))
        body = asked(ALICE, start="2026-03-09T00:00:00", end="2026-03-11T00:00:00", zone="Pacific Standard Time")
        (alice,) = await schedules(client, body)
    (item,) = alice["scheduleItems"]
    assert item["start"]["dateTime"] == "2026-03-09T07:00:00.0000000"
    assert item["end"]["dateTime"] == "2026-03-10T07:00:00.0000000"
    assert alice["availabilityView"] == "3" * 48 + "0" * 48


async def test_times_are_shown_in_the_preferred_zone() -> None:
    async with graph() as client:
        has(client, "alice", timed(TEN, ELEVEN))
        answer = await ask(client, asked(ALICE), prefer='outlook.timezone="Eastern Standard Time"')
    assert answer.headers["Preference-Applied"] == 'outlook.timezone="Eastern Standard Time"'
    assert answer.value[0]["scheduleItems"][0]["start"] == {
        "dateTime": "2026-03-09T06:00:00.0000000",
        "timeZone": "Eastern Standard Time",
    }


async def test_working_hours_are_those_of_the_mailbox_settings() -> None:
    async with graph() as client:
        hours = {"startTime": "09:30:00.0000000", "endTime": "18:00:00.0000000"}
        await client.update("/me/mailboxSettings", {"workingHours": hours})
        alice, carol = await schedules(client, asked(ALICE, CAROL))
    assert alice["workingHours"]["startTime"] == "09:30:00.0000000"
    assert alice["workingHours"]["timeZone"] == {"name": "Eastern Standard Time"}
    assert carol["workingHours"]["daysOfWeek"] == ["monday", "tuesday", "wednesday", "thursday", "friday"]


async def test_a_group_has_the_time_of_its_members_without_what_they_do() -> None:
    async with graph() as client:
        has(client, "carol", timed(TEN, ELEVEN))
        has(client, "alice", timed(ELEVEN, "2026-03-09T12:00:00", showAs="tentative"))
        (team,) = await schedules(client, asked("team@autosched.example"))
    assert (team["availabilityView"], team["scheduleItems"]) == ("002211", [])


async def test_names_of_the_body_are_read_in_either_case() -> None:
    async with graph() as client:
        body = asked(ALICE, availabilityViewInterval=60)
        pascal = {name[0].upper() + name[1:]: value for name, value in body.items()}
        (alice,) = await schedules(client, pascal)
    assert alice["availabilityView"] == "000"


@pytest.mark.parametrize("path", ["/me/calendars/{id}/getSchedule", "/users/{user}/calendar/getSchedule"])
async def test_it_is_asked_for_below_any_calendar(path: str) -> None:
    async with graph() as client:
        id_ = (await client.read("/me/calendar"))["id"]
        found = await schedules(client, asked(ROOM_4), path=path.format(id=id_, user=ALICE))
    assert found[0]["availabilityView"] == "000000"


async def test_it_is_asked_for_below_the_calendar_of_a_group() -> None:
    async with graph() as client:
        found = await schedules(
            client, asked(CAROL), path=f"/groups/{client.mailbox('group:team').id}/calendar/getSchedule"
        )
    assert found[0]["scheduleId"] == CAROL


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"startTime": asked(start="12:00")["startTime"]}, "ErrorInvalidTimeInterval"),
        ({"availabilityViewInterval": 200}, "ErrorInvalidTimeInterval"),
        ({"endTime": asked(end="2026-05-11T09:00:00")["endTime"]}, "ErrorTimeIntervalTooBig"),
        ({"schedules": [f"{n}@autosched.example" for n in range(101)]}, "ErrorMailboxDataArrayTooBig"),
        ({"availabilityViewInterval": 4}, "ErrorInvalidMergedFreeBusyInterval"),
        ({"availabilityViewInterval": 1441}, "ErrorInvalidMergedFreeBusyInterval"),
        ({"schedules": []}, "ErrorInvalidParameter"),
        ({"schedules": [None]}, "UnableToDeserializePostBody"),
        ({"endTime": None}, "ErrorInvalidParameter"),
        ({"startTime": {"dateTime": TEN, "timeZone": "Mars"}}, "TimeZoneNotSupportedException"),
        ({"schedules": "alice"}, "UnableToDeserializePostBody"),
        ({"attendees": []}, "RequestBodyRead"),
    ],
)
async def test_what_makes_no_sense_is_refused(changes: dict[str, Any], code: str) -> None:
    async with graph() as client:
        answer = await ask(client, asked(ALICE) | changes)
    assert (answer.status, answer.code) == (400, code)


async def test_the_longest_window_and_the_most_addresses_are_allowed() -> None:
    async with graph() as client:
        body = asked(*[ALICE] * 100, end="2026-05-10T09:00:00", availabilityViewInterval=1440)
        found = await schedules(client, body)
    assert [len(entry["availabilityView"]) for entry in found] == [62] * 100


async def test_too_many_addresses_are_counted_in_the_message() -> None:
    async with graph() as client:
        answer = await ask(client, asked(*[ALICE] * 101))
    assert answer.message.endswith("The allowed size = 100; the actual size = 101.")


async def test_an_interval_of_null_is_the_default_one_and_the_journal_says_so() -> None:
    async with graph() as client:
        (alice,) = await schedules(client, asked(ALICE, availabilityViewInterval=None))
        notes = client.notes()
    assert len(alice["availabilityView"]) == 6
    assert any("availabilityViewInterval null" in note for note in notes)


async def test_msgraph_sdk_reads_a_schedule() -> None:
    body = GetSchedulePostRequestBody(
        schedules=[ALICE, "nobody@autosched.example"],
        start_time=DateTimeTimeZone(date_time="2026-03-09T09:00:00", time_zone="UTC"),
        end_time=DateTimeTimeZone(date_time="2026-03-09T12:00:00", time_zone="UTC"),
        availability_view_interval=60,
    )
    async with graph() as client, checked_client(f"{client.origin}/v1.0", "alice") as sdk:
        has(client, "alice", timed(TEN, ELEVEN, showAs="tentative"))
        answer = await sdk.me.calendar.get_schedule.post(body)
    assert answer is not None
    alice, nobody = answer.value or []
    assert alice.availability_view == "010"
    assert [item.status for item in alice.schedule_items or ()] == [FreeBusyStatus.Tentative]
    assert nobody.error is not None
    assert nobody.error.response_code == "5009"


async def test_a_basic_permission_is_enough() -> None:
    async with graph() as client:
        answer = await client.ask("POST", PATH, asked(ALICE), as_="alice-basic")
    assert answer.status == 200


async def test_an_app_by_itself_sees_what_the_owner_of_the_mailbox_does() -> None:
    async with graph() as client:
        has(client, "carol", timed(TEN, ELEVEN, subject="Review"))
        answer = await client.ask("POST", f"/users/{CAROL}/calendar/getSchedule", asked(CAROL, BOB), as_="app")
        me = await client.ask("POST", PATH, asked(CAROL), as_="app")
    carol, bob = answer.value
    assert carol["scheduleItems"][0]["subject"] == "Review"
    assert bob["error"]["responseCode"] == "5016"
    assert (me.status, me.code) == (400, "BadRequest")
