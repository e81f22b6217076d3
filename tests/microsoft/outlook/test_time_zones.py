"""Outlook's time zones: by their Windows names, or by their IANA ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mockserver.timing import zones
from tests.microsoft.sdk_client import checked_client
from tests.microsoft.world import BOB, graph

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.microsoft.world import Client

PATH = "/me/outlook/supportedTimeZones"
IANA = f"{PATH}(TimeZoneStandard=microsoft.graph.timeZoneStandard'Iana')"


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with graph() as made:
        yield made


async def test_without_a_standard_the_zones_have_their_windows_names_from_west_to_east(client: Client) -> None:
    page = await client.read(PATH)
    assert {zone["alias"] for zone in page["value"]} == set(zones.windows_names())
    offsets = [zone["displayName"][4:10] for zone in page["value"] if zone["displayName"][4] in "+-"]
    assert (offsets[0], offsets[-1]) == ("-12:00", "+14:00")
    assert page["@odata.context"].endswith("#Collection(microsoft.graph.timeZoneInformation)")


async def test_the_offset_of_a_zone_is_that_of_its_winter(client: Client) -> None:
    await client.ask("GET", PATH)
    shown = {zone["alias"]: zone["displayName"] for zone in (await client.read(PATH))["value"]}
    assert shown["Eastern Standard Time"].startswith("(UTC-05:00)")
    assert shown["Lord Howe Standard Time"].startswith("(UTC+10:30)")
    assert shown["UTC"].startswith("(UTC)")


@pytest.mark.parametrize("path", [IANA, f"{PATH}(timezonestandard='iana')", f"{PATH}(TimeZoneStandard='Iana')"])
async def test_zones_of_iana_are_called_by_their_ids(client: Client, path: str) -> None:
    page = await client.read(path)
    assert [zone["alias"] for zone in page["value"]] == list(zones.iana_names())
    assert all(zone["alias"] == zone["displayName"] for zone in page["value"])


async def test_an_unknown_standard_is_refused(client: Client) -> None:
    answer = await client.get(f"{PATH}(TimeZoneStandard='Julian')")
    assert (answer.status, answer.code) == (400, "UnableToDeserializePostBody")


async def test_a_page_can_be_asked_for(client: Client) -> None:
    page = await client.read(PATH, top=2, skip=1, count="true")
    assert (len(page["value"]), page["@odata.count"]) == (2, len(zones.windows_names()))
    assert "@odata.nextLink" in page


async def test_they_are_listed_for_oneself_only(client: Client) -> None:
    answer = await client.get(f"/users/{BOB}/outlook/supportedTimeZones")
    assert (answer.status, answer.code) == (403, "ErrorAccessDenied")


async def test_the_official_client_lists_both_kinds(client: Client) -> None:
    async with checked_client(f"{client.origin}/v1.0", "alice") as sdk:
        builder = sdk.me.outlook
        windows = await builder.supported_time_zones.get()
        iana = await builder.supported_time_zones_with_time_zone_standard("Iana").get()
    assert windows is not None
    assert iana is not None
    assert len(windows.value or ()) == len(zones.windows_names())
    assert len(iana.value or ()) == len(zones.iana_names())
