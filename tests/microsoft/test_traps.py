"""The ten things that stand-ins for Graph's calendar get wrong, each by its number."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, Any

import pytest

from mockserver.microsoft import formats
from mockserver.microsoft.calendars.calendar import default_calendar
from mockserver.microsoft.mailbox import mailbox_at
from mockserver.microsoft.provider import NAME, receive
from tests.microsoft.events.kept_events import kept
from tests.microsoft.sdk_client import checked_client
from tests.microsoft.world import ALICE, CAROL, Client, all_day, attendee, daily, graph, meeting, template, timed

if TYPE_CHECKING:
    from collections.abc import Mapping

MARCH = {"startDateTime": "2026-03-01T00:00:00Z", "endDateTime": "2026-04-01T00:00:00Z"}


def keep(client: Client, body: Mapping[str, Any], key: str = "alice") -> str:
    return kept(default_calendar(client.mailbox(key)), body).id


async def test_trap_1_times_have_seven_digits_and_no_offset_and_are_in_utc() -> None:
    async with graph() as client:
        event = await client.read(f"/me/events/{keep(client, meeting())}")

    assert event["start"] == {"dateTime": "2026-03-09T14:00:00.0000000", "timeZone": "UTC"}
    assert event["originalStartTimeZone"] == "Eastern Standard Time"


async def test_trap_2_whole_days_float_and_a_view_takes_them_as_days_of_utc() -> None:
    async with graph() as client:
        keep(client, all_day("2026-03-07", "2026-03-08", "Tokyo Standard Time"))
        shown = []
        for zone in ("UTC", "Hawaiian Standard Time", "Tokyo Standard Time"):
            page = await client.read("/me/events", prefer=f'outlook.timezone="{zone}"')
            shown.append((page["value"][0]["start"]["dateTime"], page["value"][0]["end"]["dateTime"]))
        windows = [
            ("06T15:00", "07T00:00"),
            ("07T00:00", "07T00:01"),
            ("07T23:59", "08T00:00"),
            ("08T00:00", "09T00:00"),
        ]
        views = [
            await client.read(
                "/me/calendarView", startDateTime=f"2026-03-{after}:00Z", endDateTime=f"2026-03-{before}:00Z"
            )
            for after, before in windows
        ]

    assert shown == [("2026-03-07T00:00:00.0000000", "2026-03-08T00:00:00.0000000")] * 3
    assert [len(view["value"]) for view in views] == [0, 1, 1, 0]


@pytest.mark.parametrize("zone", ["UTC", "Pacific Standard Time", "Tokyo Standard Time"])
async def test_trap_2_days_of_an_all_day_event_are_the_same_in_every_zone(zone: str) -> None:
    async with graph() as client:
        made = await client.create(all_day("2026-03-09", "2026-03-10", "Eastern Standard Time"))
        shown = await client.read(f"/me/events/{made['id']}", prefer=f'outlook.timezone="{zone}"')

    assert shown["start"] == {"dateTime": "2026-03-09T00:00:00.0000000", "timeZone": zone}
    assert shown["end"] == {"dateTime": "2026-03-10T00:00:00.0000000", "timeZone": zone}


async def test_trap_3_events_are_singles_and_series_and_a_view_is_singles_and_occurrences() -> None:
    async with graph() as client:
        keep(client, daily(count=2))
        keep(client, meeting())
        events = await client.read("/me/events")
        view = await client.read("/me/calendarView", **MARCH)

    assert [event["type"] for event in events["value"]] == ["seriesMaster", "singleInstance"]
    assert [event["type"] for event in view["value"]] == ["occurrence", "occurrence", "singleInstance"]
    assert {event["recurrence"] for event in view["value"]} == {None}


async def test_trap_3_changes_are_series_and_occurrences_with_little_in_them() -> None:
    async with graph() as client:
        keep(client, daily(count=2))
        changes = await client.read("/me/calendarView/delta", **MARCH)

    by_type: dict[str, list[dict[str, Any]]] = {}
    for event in changes["value"]:
        by_type.setdefault(event["type"], []).append(event)
    assert {kind: len(found) for kind, found in by_type.items()} == {"seriesMaster": 1, "occurrence": 2}
    assert set(by_type["occurrence"][0]) == {
        "@odata.type", "@odata.etag", "id", "seriesMasterId", "type", "start", "end",
    }  # fmt: skip


async def test_trap_4_ids_are_base64_of_their_own_alphabet_and_of_one_mailbox() -> None:
    async with graph() as client:
        ids = [keep(client, meeting()) for _ in range(20)]
        other = keep(client, meeting(), "carol")
        carol = mailbox_at(client.session, CAROL)
        wrong = await client.get(f"/me/events/{ids[0].swapcase()}")
        elsewhere = await client.get(f"/me/events/{other}")

    assert all(re.fullmatch(r"AAMk[A-Za-z0-9_-]+=*", id_) for id_ in ids)
    assert {len(id_) for id_ in ids} == {152}
    assert carol is not None
    assert formats.read_id(other, carol.keys) is not None
    assert wrong.status in {400, 404}
    assert (elsewhere.status, elsewhere.code) == (404, "ErrorItemNotFound")


async def test_trap_5_a_view_is_paged_by_ten_with_skip() -> None:
    async with graph() as client:
        for day in range(1, 13):
            keep(client, timed(f"2026-03-{day:02}T10:00:00", f"2026-03-{day:02}T11:00:00"))
        first = await client.read("/me/calendarView", **MARCH)
        second = await client.read(first["@odata.nextLink"])
        origin = client.origin

    assert (len(first["value"]), len(second["value"])) == (10, 2)
    assert first["@odata.nextLink"] == (
        f"{origin}/v1.0/me/calendarView?startDateTime=2026-03-01T00%3a00%3a00Z"
        "&endDateTime=2026-04-01T00%3a00%3a00Z&%24skip=10"
    )
    assert "@odata.nextLink" not in second


async def test_trap_5_changes_are_paged_by_preference_and_take_no_options() -> None:
    async with graph() as client:
        for day in range(1, 4):
            keep(client, timed(f"2026-03-{day:02}T10:00:00", f"2026-03-{day:02}T11:00:00"))
        page = await client.read("/me/calendarView/delta", prefer="odata.maxpagesize=2", **MARCH)
        refused = [
            await client.get("/me/calendarView/delta", **MARCH, **{option: value})
            for option, value in (
                ("top", "5"), ("select", "id"), ("filter", "isAllDay eq true"), ("orderby", "subject"),
                ("expand", "calendar"), ("search", "x"),
            )
        ]  # fmt: skip

    assert len(page["value"]) == 2
    assert "@odata.nextLink" in page
    assert {(answer.status, answer.code) for answer in refused} == {(400, "ErrorInvalidUrlQuery")}


async def test_trap_6_an_etag_is_the_change_key_as_it_stands() -> None:
    async with graph() as client:
        id_ = keep(client, daily())
        answer = await client.get(f"/me/events/{id_}")
        view = await client.read("/me/calendarView", **MARCH)

    etag = f'W/"{answer.json["changeKey"]}"'
    assert answer.headers["ETag"] == etag == answer.json["@odata.etag"]
    assert {event["@odata.etag"] for event in view["value"]} == {etag}
    assert len(answer.json["changeKey"]) == 32
    assert answer.json["changeKey"].endswith("==")


async def test_trap_6_the_etag_of_an_event_is_its_change_key() -> None:
    async with graph() as client:
        answer = await client.ask("POST", "/me/events", meeting())

    assert answer.json["@odata.etag"] == f'W/"{answer.json["changeKey"]}"' == answer.headers["ETag"]


async def test_trap_6_a_change_shows_the_change_key_in_another_encoding() -> None:
    async with graph() as client:
        keep(client, daily())
        changes = (await client.read("/me/calendarView/delta", **MARCH))["value"]

    skeletons = {event["@odata.etag"] for event in changes if event["type"] == "occurrence"}
    assert [etag[:14] for etag in skeletons] == ['W/"DwAAABYAAAA']


async def test_trap_7_the_same_transaction_makes_the_same_event_once() -> None:
    async with graph() as client:
        first = await client.ask("POST", "/me/events", meeting(transactionId="one"))
        second = await client.ask("POST", "/me/events", meeting(transactionId="one"))
        events = await client.read("/me/events")

    assert (first.status, second.status) == (201, 201)
    assert second.json["id"] == first.json["id"]
    assert len(events["value"]) == 1


async def test_trap_7_a_transaction_of_another_event_is_refused() -> None:
    async with graph() as client:
        first = await client.ask("POST", "/me/events", meeting(transactionId="one"))
        second = await client.ask("POST", "/me/events", meeting(transactionId="one", subject="Other"))

    assert (second.status, second.code) == (400, "ErrorDuplicateTransactionId")
    assert second.message.startswith("Your request can't be completed. The TransactionId specified in the request has")
    assert second.json["error"]["@event.existingEventId"] == first.json["id"]


async def test_trap_8_actions_answer_202_or_200_without_a_body() -> None:
    async with graph(template(receivers={NAME: receive})) as client:
        guests = {"attendees": [attendee(ALICE)]}
        for subject in ("accept", "tentativelyAccept", "decline"):
            await client.create(meeting(**guests, subject=subject), as_="carol")
        ids = {event["subject"]: event["id"] for event in (await client.read("/me/events"))["value"]}
        ids["forward"] = ids["dismissReminder"] = ids["snoozeReminder"] = ids["accept"]
        ids["cancel"] = (await client.create(meeting(attendees=[attendee(CAROL)])))["id"]
        bodies = {
            "forward": {"toRecipients": [{"emailAddress": {"address": CAROL}}]},
            "snoozeReminder": {"newReminderTime": {"dateTime": "2026-03-09T13:00:00", "timeZone": "UTC"}},
        }
        answers = {
            action: await client.ask("POST", f"/me/events/{id_}/{action}", bodies.get(action, {}))
            for action, id_ in ids.items()
        }

    assert {action: (answer.status, answer.body) for action, answer in answers.items()} == {
        "accept": (202, b""),
        "tentativelyAccept": (202, b""),
        "decline": (202, b""),
        "forward": (202, b""),
        "cancel": (202, b""),
        "dismissReminder": (200, b""),
        "snoozeReminder": (200, b""),
    }


async def test_trap_8_only_organizers_cancel_and_only_attendees_reply() -> None:
    async with graph(template(receivers={NAME: receive})) as client:
        await client.create(meeting(attendees=[attendee(ALICE)]), as_="carol")
        (invited,) = (await client.read("/me/events"))["value"]
        own = await client.create(meeting())
        cancel = await client.ask("POST", f"/me/events/{invited['id']}/cancel", {})
        accept = await client.ask("POST", f"/me/events/{own['id']}/accept", {})

    assert {(answer.status, answer.code) for answer in (cancel, accept)} == {(400, "ErrorInvalidRequest")}


async def test_trap_9_a_schedule_of_nobody_is_an_error_inside_a_200() -> None:
    nine, ten = ({"dateTime": f"2026-03-09T{hour}:00:00", "timeZone": "UTC"} for hour in ("09", "10"))
    body = {"schedules": [ALICE, "nobody@x.example"], "startTime": nine, "endTime": ten}
    async with graph() as client:
        answer = await client.ask("POST", "/me/calendar/getSchedule", body)

    known, unknown = answer.value
    assert answer.status == 200
    assert "error" not in known
    assert unknown["error"]["responseCode"].isdigit()
    assert unknown["scheduleItems"] is None


async def test_trap_10_four_requests_at_once_for_a_mailbox_and_ten_thousand_in_ten_minutes() -> None:
    usual = {"mailbox_concurrency": 4, "mailbox_per_10_minutes": 10_000}
    async with graph(template(limits={"microsoft": usual})) as client:
        answers = await asyncio.gather(*(client.get("/me/events") for _ in range(12)))

    assert {answer.code for answer in answers if answer.status != 200} <= {"ApplicationThrottled"}
    assert {answer.status for answer in answers} <= {200, 429}
    assert sum(answer.status == 200 for answer in answers) >= 4


async def test_trap_10_in_a_batch_only_the_part_is_429() -> None:
    async with graph(template(limits={"microsoft": {"mailbox_per_10_minutes": 1}})) as client:
        parts = [{"id": str(number), "method": "GET", "url": "/me/events"} for number in (1, 2)]
        answer = await client.ask("POST", "/$batch", {"requests": parts})

    statuses = {part["id"]: part["status"] for part in answer.json["responses"]}
    throttled = next(part for part in answer.json["responses"] if part["status"] == 429)
    assert answer.status == 200
    assert sorted(statuses.values()) == [200, 429]
    assert throttled["body"]["error"]["code"] == "ApplicationThrottled"


async def test_the_same_through_msgraph_sdk() -> None:
    from kiota_abstractions.base_request_configuration import RequestConfiguration  # noqa: PLC0415 - slow to import
    from msgraph.generated.users.item.calendar_view.calendar_view_request_builder import (  # noqa: PLC0415 - as above
        CalendarViewRequestBuilder,
    )

    asked = CalendarViewRequestBuilder.CalendarViewRequestBuilderGetQueryParameters(
        start_date_time=MARCH["startDateTime"], end_date_time=MARCH["endDateTime"], select=["subject", "start", "type"]
    )
    configuration = RequestConfiguration(query_parameters=asked)
    configuration.headers.add("Prefer", 'outlook.timezone="Eastern Standard Time"')
    async with graph() as client, checked_client(client.origin + "/v1.0", "alice") as sdk:
        series = keep(client, daily(count=12))
        listed = await sdk.me.events.get()
        master = await sdk.me.events.by_event_id(series).get()
        first = await sdk.me.calendar_view.get(request_configuration=configuration)
        assert first is not None
        second = await sdk.me.calendar_view.with_url(first.odata_next_link or "").get()

    assert listed is not None
    assert master is not None
    assert second is not None
    assert [event.id for event in listed.value or ()] == [series] == [master.id]
    assert master.start is not None
    assert master.start.date_time == "2026-03-06T14:00:00.0000000"
    starts = [event.start.date_time for event in first.value or () if event.start]
    assert [start[11:16] for start in starts if start] == ["09:00"] * 10
    assert len(second.value or ()) == 2
