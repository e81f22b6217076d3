"""msgraph-sdk follows the changes of a calendar's view, unmodified."""

from __future__ import annotations

from contextlib import asynccontextmanager
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from kiota_abstractions.base_request_configuration import RequestConfiguration
from msgraph.generated.models.event_type import EventType
from msgraph.generated.models.o_data_errors.o_data_error import ODataError
from msgraph.generated.users.item.calendar_view.delta.delta_request_builder import DeltaRequestBuilder
from msgraph_core.tasks.page_iterator import PageIterator  # type: ignore[import-untyped]  # msgraph-core has no types

from mockserver.microsoft.calendars.calendar import default_calendar, events_of
from tests.microsoft.events.delta_world import MARCH, MOST_PAGES
from tests.microsoft.events.delta_writes import change, delete, make, occurrence
from tests.microsoft.sdk_client import checked_client
from tests.microsoft.world import Client, daily, graph, meeting

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from msgraph.generated.models.event import Event
    from msgraph.generated.users.item.calendar_view.delta.delta_get_response import DeltaGetResponse
    from msgraph.graph_service_client import GraphServiceClient


@asynccontextmanager
async def office() -> AsyncIterator[tuple[Client, GraphServiceClient]]:
    """The world, and the official client of Alice in it."""
    async with graph() as client, checked_client(f"{client.origin}/v1.0", token="alice") as sdk:
        yield client, sdk


def march(prefer: str = "odata.maxpagesize=2") -> RequestConfiguration[Any]:
    parameters = DeltaRequestBuilder.DeltaRequestBuilderGetQueryParameters(
        start_date_time=MARCH["startDateTime"], end_date_time=MARCH["endDateTime"]
    )
    configuration = RequestConfiguration(query_parameters=parameters)
    configuration.headers.add("Prefer", prefer)
    return configuration


async def round_of(sdk: GraphServiceClient, page: DeltaGetResponse | None) -> tuple[list[Event], str]:
    """The events of a round from its first page on, and the link to the next."""
    found: list[Event] = []
    for _ in range(MOST_PAGES):
        assert page is not None
        found += page.value or []
        if page.odata_delta_link:
            return found, page.odata_delta_link
        assert page.odata_next_link
        page = await sdk.me.calendar_view.delta.with_url(page.odata_next_link).get()
    raise AssertionError("no deltaLink")


async def test_it_follows_the_pages_and_then_the_changes() -> None:
    async with office() as (client, sdk):
        made = [await make(client, meeting(subject=f"No. {number}")) for number in range(5)]
        found, link = await round_of(sdk, await sdk.me.calendar_view.delta.get(march()))
        assert [event.id for event in found] == made
        await change(client, made[0], {"subject": "Changed"})
        await delete(client, made[1])
        told, _ = await round_of(sdk, await sdk.me.calendar_view.delta.with_url(link).get())

        assert [(event.id, event.subject) for event in told] == [(made[0], "Changed"), (made[1], None)]
        assert told[1].additional_data["@removed"] == {"reason": "deleted"}


async def test_it_reads_a_series_and_the_skeletons_of_its_occurrences() -> None:
    async with office() as (client, sdk):
        id_ = await make(client, daily(count=2))
        await change(client, occurrence(id_, date(2026, 3, 7)), {"subject": "Long one"})
        found, _ = await round_of(sdk, await sdk.me.calendar_view.delta.get(march()))

        assert [event.type for event in found] == [EventType.SeriesMaster, EventType.Occurrence, EventType.Exception]
        assert [event.subject for event in found] == ["Stand-up", None, "Long one"]
        assert {event.series_master_id for event in found[1:]} == {id_}


async def test_its_page_iterator_goes_through_every_page() -> None:
    async with office() as (client, sdk):
        made = [await make(client, meeting()) for _ in range(5)]
        page = await sdk.me.calendar_view.delta.get(march())
        seen: list[str | None] = []

        def see(event: Event) -> bool:
            seen.append(event.id)
            return True

        iterator = PageIterator(page, sdk.request_adapter)
        iterator.headers.add("Prefer", "odata.maxpagesize=1")
        await iterator.iterate(see)

        assert seen == made


async def test_it_is_told_that_its_token_is_over() -> None:
    async with office() as (client, sdk):
        _, link = await round_of(sdk, await sdk.me.calendar_view.delta.get(march()))
        client.session.cursors.expire(events_of("alice", default_calendar(client.mailbox()).folder))
        with pytest.raises(ODataError) as refused:
            await sdk.me.calendar_view.delta.with_url(link).get()

        assert refused.value.response_status_code == 410
        assert refused.value.error is not None
        assert refused.value.error.code == "SyncStateNotFound"
