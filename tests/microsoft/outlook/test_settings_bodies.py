"""New values of settings: which are refused, what is passed over, what an object keeps that is changed in part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.microsoft.world import graph

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.microsoft.world import Client

PATH = "/me/mailboxSettings"
INVALID = "ErrorPropertyValidationFailure"
TEN, NINE = ({"dateTime": f"2026-03-10T{hour}:00:00", "timeZone": "UTC"} for hour in ("10", "09"))


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with graph() as made:
        yield made


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"timeZone": "Greenwich Mean Time"}, "TimeZoneNotSupportedException"),
        ({"timeZone": None}, INVALID),
        ({"language": {"locale": "tlh-KL"}}, INVALID),
        ({"language": {}}, INVALID),
        ({"dateFormat": "soon"}, INVALID),
        ({"timeFormat": "x"}, INVALID),
        ({"timeFormat": ""}, INVALID),
        ({"workingHours": {"startTime": "25:00:00"}}, INVALID),
        ({"workingHours": {"startTime": "18:00:00"}}, INVALID),
        ({"workingHours": {"timeZone": {"name": "Atlantis"}}}, "TimeZoneNotSupportedException"),
        ({"workingHours": {"timeZone": {"@odata.type": "#microsoft.graph.customTimeZone"}}}, INVALID),
        ({"workingHours": {"daysOfWeek": ["someday"]}}, "UnableToDeserializePostBody"),
        ({"automaticRepliesSetting": {"status": "sometimes"}}, "UnableToDeserializePostBody"),
        (
            {
                "automaticRepliesSetting": {
                    "status": "scheduled",
                    "scheduledStartDateTime": TEN,
                    "scheduledEndDateTime": NINE,
                }
            },
            INVALID,
        ),
        ({"timezones": "UTC"}, "RequestBodyRead"),
    ],
)
async def test_a_value_that_makes_no_sense_is_refused_and_nothing_changes(
    client: Client, body: dict[str, Any], code: str
) -> None:
    before = await client.read(PATH)
    answer = await client.ask("PATCH", PATH, body)
    assert (answer.status, answer.code) == (400, code)
    assert await client.read(PATH) == before


async def test_the_name_of_a_language_follows_from_its_locale(client: Client) -> None:
    changed = await client.update(PATH, {"language": {"locale": "DE-de", "displayName": "whatever"}})
    assert changed["language"] == {"locale": "de-DE", "displayName": "German (Germany)"}


async def test_replies_keep_their_texts_when_only_their_status_changes(client: Client) -> None:
    await client.update(PATH, {"automaticRepliesSetting": {"internalReplyMessage": "Away"}})
    changed = await client.update(PATH, {"automaticRepliesSetting": {"status": "alwaysEnabled"}})
    assert changed["automaticRepliesSetting"]["internalReplyMessage"] == "Away"


async def test_the_times_of_replies_are_kept_in_utc(client: Client) -> None:
    at_nine = {"dateTime": "2026-03-10T09:00:00", "timeZone": "Eastern Standard Time"}
    at_ten = {"dateTime": "2026-03-10T10:00:00", "timeZone": "Eastern Standard Time"}
    replies = {"status": "scheduled", "scheduledStartDateTime": at_nine, "scheduledEndDateTime": at_ten}
    changed = await client.update(PATH, {"automaticRepliesSetting": replies})
    start = changed["automaticRepliesSetting"]["scheduledStartDateTime"]
    assert start == {"dateTime": "2026-03-10T13:00:00.0000000", "timeZone": "UTC"}


async def test_work_may_be_in_a_zone_of_ones_own(client: Client) -> None:
    zone = {"@odata.type": "#microsoft.graph.customTimeZone", "bias": 480, "name": "Customized Time Zone"}
    changed = await client.update(PATH, {"workingHours": {"timeZone": zone}})
    assert changed["workingHours"]["timeZone"] == zone


async def test_the_purpose_of_a_mailbox_is_not_changed_and_the_journal_says_so(client: Client) -> None:
    changed = await client.update(PATH, {"userPurpose": "room"})
    assert list(changed) == ["@odata.context"]
    assert client.notes() == ["userPurpose was passed over: nobody can change it"]
