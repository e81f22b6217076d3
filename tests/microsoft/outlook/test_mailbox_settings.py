"""The settings of a mailbox: what a new one has, who reaches them, what a change answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mockserver.microsoft.outlook.mailbox_settings import PROPERTIES, keep_settings, settings_of
from tests.microsoft.sdk_client import checked_client
from tests.microsoft.world import BOB, ROOM_4, graph

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.microsoft.world import Client

PATH = "/me/mailboxSettings"


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with graph() as made:
        yield made


async def test_a_new_mailbox_is_in_its_owners_zone_by_the_name_that_windows_has_for_it(client: Client) -> None:
    settings = await client.read(PATH)
    assert settings["timeZone"] == "Eastern Standard Time"
    assert settings["workingHours"] == {
        "daysOfWeek": ["monday", "tuesday", "wednesday", "thursday", "friday"],
        "startTime": "08:00:00.0000000",
        "endTime": "17:00:00.0000000",
        "timeZone": {"name": "Eastern Standard Time"},
    }
    assert settings["automaticRepliesSetting"]["status"] == "disabled"
    assert settings["delegateMeetingMessageDeliveryOptions"] == "sendToDelegateOnly"
    assert settings["language"] == {"locale": "en-US", "displayName": "English (United States)"}


async def test_the_context_names_the_mailbox(client: Client) -> None:
    settings = await client.read(PATH)
    assert settings["@odata.context"].endswith(f"#users('{client.mailbox().id}')/mailboxSettings")


async def test_a_selection_leaves_out_the_rest_and_stands_in_the_context(client: Client) -> None:
    settings = await client.read(PATH, select="timeZone,language")
    assert list(settings) == ["@odata.context", "timeZone", "language"]
    assert settings["@odata.context"].endswith("/mailboxSettings(timeZone,language)")


async def test_the_purpose_of_a_mailbox_follows_from_whose_it_is(client: Client) -> None:
    own = await client.read(PATH)
    rooms = await client.read(f"/users/{ROOM_4}/mailboxSettings/userPurpose", as_="app")
    assert (own["userPurpose"], rooms["value"]) == ("user", "room")


@pytest.mark.parametrize("name", PROPERTIES)
async def test_each_setting_can_be_read_by_itself(client: Client, name: str) -> None:
    whole = (await client.read(PATH))[name]
    alone = await client.read(f"{PATH}/{name}")
    context = alone.pop("@odata.context")
    assert alone == (whole if isinstance(whole, dict) else {"value": whole})
    assert context.endswith(f"/mailboxSettings/{name}")


async def test_a_change_answers_the_changed_properties_and_nothing_else(client: Client) -> None:
    changed = await client.update(PATH, {"timeZone": "Europe/Paris", "timeFormat": "HH:mm"})
    assert list(changed) == ["@odata.context", "timeZone", "timeFormat"]
    assert (await client.read(PATH))["timeZone"] == "Europe/Paris"


async def test_what_was_changed_is_kept_for_whoever_asks_inside_the_server(client: Client) -> None:
    await client.update(PATH, {"workingHours": {"endTime": "18:30:00"}})
    hours = settings_of(client.mailbox())["workingHours"]
    assert (hours["startTime"], hours["endTime"]) == ("08:00:00.0000000", "18:30:00.0000000")


async def test_settings_that_the_server_keeps_are_those_that_are_read(client: Client) -> None:
    mailbox = client.mailbox()
    keep_settings(mailbox, settings_of(mailbox) | {"dateFormat": "dd.MM.yyyy"})
    assert (await client.read(f"{PATH}/dateFormat"))["value"] == "dd.MM.yyyy"


async def test_nobody_elses_settings_are_reached_by_sharing_calendars(client: Client) -> None:
    answer = await client.get(f"/users/{BOB}/mailboxSettings")
    assert (answer.status, answer.code) == (403, "ErrorAccessDenied")


async def test_an_app_by_itself_reaches_everybodys(client: Client) -> None:
    assert (await client.read(f"/users/{BOB}/mailboxSettings", as_="app"))["timeZone"] == "GMT Standard Time"


async def test_a_token_without_the_permission_does_not_reach_ones_own(client: Client) -> None:
    answer = await client.get(PATH, as_="alice-nothing")
    assert (answer.status, answer.code) == (403, "ErrorAccessDenied")


async def test_the_official_client_reads_and_changes_settings(client: Client) -> None:
    from msgraph.generated.models.mailbox_settings import MailboxSettings  # noqa: PLC0415 - slow to import

    async with checked_client(f"{client.origin}/v1.0", "alice") as sdk:
        changed = await sdk.me.mailbox_settings.patch(MailboxSettings(time_zone="Pacific Standard Time"))
        read = await sdk.me.mailbox_settings.get()
    assert changed is not None
    assert read is not None
    assert changed.time_zone == read.time_zone == "Pacific Standard Time"
