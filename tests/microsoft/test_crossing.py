"""A meeting between Google and Microsoft over a change of clocks, through both providers' official clients.

One test follows one meeting from its invitation to its end: what each side shows after each step is the rule.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from kiota_abstractions.base_request_configuration import RequestConfiguration
from msgraph.generated.models.attendee import Attendee
from msgraph.generated.models.date_time_time_zone import DateTimeTimeZone
from msgraph.generated.models.email_address import EmailAddress
from msgraph.generated.models.event import Event
from msgraph.generated.models.patterned_recurrence import PatternedRecurrence
from msgraph.generated.models.recurrence_pattern import RecurrencePattern
from msgraph.generated.models.recurrence_pattern_type import RecurrencePatternType
from msgraph.generated.models.recurrence_range import RecurrenceRange
from msgraph.generated.models.recurrence_range_type import RecurrenceRangeType
from msgraph.generated.models.response_type import ResponseType
from msgraph.generated.users.item.calendar_view.calendar_view_request_builder import CalendarViewRequestBuilder
from msgraph.generated.users.item.events.item.accept.accept_post_request_body import AcceptPostRequestBody
from msgraph.generated.users.item.events.item.cancel.cancel_post_request_body import CancelPostRequestBody

from tests.microsoft.crossing_world import GRETA, MAX, NEW_YORK, both

if TYPE_CHECKING:
    from msgraph.graph_service_client import GraphServiceClient

pytestmark = pytest.mark.timeout(120)
EASTERN = "Eastern Standard Time"
MORNINGS = [f"2026-03-{day:02}T09:00" for day in range(6, 11)]


async def graph_view(client: GraphServiceClient) -> list[Event]:
    """The occurrences of March in New York's time, through msgraph-sdk."""
    window = CalendarViewRequestBuilder.CalendarViewRequestBuilderGetQueryParameters(
        start_date_time="2026-03-01T00:00:00Z", end_date_time="2026-04-01T00:00:00Z", top=50
    )
    asked: RequestConfiguration[Any] = RequestConfiguration(query_parameters=window)
    asked.headers.add("Prefer", f'outlook.timezone="{EASTERN}"')
    answer = await client.me.calendar_view.get(asked)
    assert answer is not None
    assert answer.value is not None
    return answer.value


def graph_starts(view: list[Event]) -> list[str]:
    return [event.start.date_time[:16] for event in view if event.start is not None and event.start.date_time]


def eastern(time: str) -> DateTimeTimeZone:
    return DateTimeTimeZone(date_time=time, time_zone=EASTERN)


async def test_a_series_of_google_is_seen_answered_moved_and_cancelled_in_graph() -> None:
    async with both() as world, world.graph("max") as graph, world.google("greta") as google:
        times = {
            side: {"dateTime": f"2026-03-06T09:{minute}:00", "timeZone": NEW_YORK}
            for side, minute in (("start", "00"), ("end", "30"))
        }
        body = {"summary": "Stand-up", "recurrence": ["RRULE:FREQ=DAILY;COUNT=5"], "attendees": [{"email": MAX}]}
        made = await google.call("insert", body=body | times)

        view = await graph_view(graph)
        assert graph_starts(view) == MORNINGS
        assert [start[:16] for start in await google.starts()] == MORNINGS
        assert {event.i_cal_u_id for event in view} == {made["iCalUID"]}
        listed = await graph.me.events.get()
        assert listed is not None
        assert listed.value is not None
        (master,) = listed.value
        assert master.organizer is not None
        assert master.organizer.email_address is not None
        assert (master.organizer.email_address.address, master.is_organizer) == (GRETA, False)

        await graph.me.events.by_event_id(str(master.id)).accept.post(AcceptPostRequestBody(send_response=True))
        answered = await google.call("get", eventId=made["id"])
        assert answered["attendees"] == [{"email": MAX, "responseStatus": "accepted"}]

        occurrences = await google.occurrences()
        later = {"start": {"dateTime": "2026-03-09T15:00:00", "timeZone": NEW_YORK}}
        later["end"] = {"dateTime": "2026-03-09T15:30:00", "timeZone": NEW_YORK}
        await google.call("patch", eventId=occurrences[3]["id"], body=later)
        await google.call("delete", eventId=occurrences[1]["id"])
        view = await graph_view(graph)
        assert graph_starts(view) == [*MORNINGS[:3], "2026-03-09T15:00", MORNINGS[4]]
        assert [bool(event.is_cancelled) for event in view] == [False, True, False, False, False]

        await google.call("delete", eventId=made["id"])
        assert {event.is_cancelled for event in await graph_view(graph)} == {True}


async def test_a_series_of_graph_is_seen_answered_moved_and_cancelled_at_google() -> None:
    async with both() as world, world.graph("max") as graph, world.google("greta") as google:
        daily = RecurrencePattern(type=RecurrencePatternType.Daily, interval=1)
        five = RecurrenceRange(type=RecurrenceRangeType.Numbered, number_of_occurrences=5)
        five.start_date = date(2026, 3, 6)
        made = await graph.me.events.post(
            Event(
                subject="Stand-up",
                start=eastern("2026-03-06T09:00:00"),
                end=eastern("2026-03-06T09:30:00"),
                recurrence=PatternedRecurrence(pattern=daily, range=five),
                attendees=[Attendee(email_address=EmailAddress(address=GRETA))],
            )
        )
        assert made is not None

        copies = await google.occurrences()
        assert [one["start"]["dateTime"][:16] for one in copies] == MORNINGS
        assert [one["start"]["dateTime"][16:] for one in copies] == [":00-05:00"] * 2 + [":00-04:00"] * 3
        assert {one["iCalUID"] for one in copies} == {made.i_cal_u_id}
        assert copies[0]["organizer"]["email"] == MAX

        series = copies[0]["recurringEventId"]
        own = {"attendees": [{"email": GRETA, "responseStatus": "accepted"}]}
        await google.call("patch", eventId=series, body=own)
        answered = await graph.me.events.by_event_id(str(made.id)).get()
        assert answered is not None
        assert [row.status.response for row in answered.attendees or [] if row.status] == [ResponseType.Accepted]

        view = await graph_view(graph)
        moved = Event(start=eastern("2026-03-09T15:00:00"), end=eastern("2026-03-09T15:30:00"))
        await graph.me.events.by_event_id(str(view[3].id)).patch(moved)
        await graph.me.events.by_event_id(str(view[1].id)).delete()
        left = [MORNINGS[0], MORNINGS[2], "2026-03-09T15:00", MORNINGS[4]]
        assert [start[:16] for start in await google.starts()] == left

        await graph.me.events.by_event_id(str(made.id)).cancel.post(CancelPostRequestBody(comment="No more"))
        assert await google.occurrences() == []
