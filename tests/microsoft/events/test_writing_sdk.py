"""msgraph-sdk for Python, unmodified, makes, changes and deletes an event."""

from __future__ import annotations

import pytest
from msgraph.generated.models.attendee import Attendee
from msgraph.generated.models.body_type import BodyType
from msgraph.generated.models.date_time_time_zone import DateTimeTimeZone
from msgraph.generated.models.email_address import EmailAddress
from msgraph.generated.models.event import Event
from msgraph.generated.models.item_body import ItemBody
from msgraph.generated.models.o_data_errors.o_data_error import ODataError

from tests.microsoft.sdk_client import checked_client
from tests.microsoft.world import BOB, graph


async def test_an_event_lives_and_dies_through_the_official_client() -> None:
    event = Event(
        subject="Lunch",
        body=ItemBody(content_type=BodyType.Html, content="Does noon work?"),
        start=DateTimeTimeZone(date_time="2026-03-09T12:00:00", time_zone="Pacific Standard Time"),
        end=DateTimeTimeZone(date_time="2026-03-09T14:00:00", time_zone="Pacific Standard Time"),
        attendees=[Attendee(email_address=EmailAddress(address=BOB))],
        transaction_id="7E163156-7762-4BEB-A1C6-729EA81755A7",
    )
    async with graph() as client, checked_client(f"{client.origin}/v1.0", "alice") as sdk:
        made = await sdk.me.events.post(event)
        assert made is not None
        assert made.id is not None
        changed = await sdk.me.events.by_event_id(made.id).patch(Event(subject="Dinner"))
        await sdk.me.events.by_event_id(made.id).delete()
        with pytest.raises(ODataError) as gone:
            await sdk.me.events.by_event_id(made.id).patch(Event(subject="Breakfast"))

    assert made.start is not None
    assert (made.start.date_time, made.start.time_zone) == ("2026-03-09T19:00:00.0000000", "UTC")
    assert made.body_preview == "Does noon work?"
    assert changed is not None
    assert changed.subject == "Dinner"
    assert gone.value.error is not None
    assert gone.value.error.code == "ErrorItemNotFound"
