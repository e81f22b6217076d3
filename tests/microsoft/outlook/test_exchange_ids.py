"""The forms of ids, turned into each other."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.microsoft import formats
from mockserver.microsoft.calendars.calendar import default_calendar
from mockserver.microsoft.events import store
from mockserver.microsoft.outlook import exchange_ids
from tests.microsoft.world import graph

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.microsoft.world import Client

PATH = "/me/translateExchangeIds"
FORMS = ("restId", "ewsId", "entryId", "restImmutableEntryId", "immutableEntryId")
UTC_NINE = {"dateTime": "2026-03-09T09:00:00.0000000", "timeZone": "UTC"}


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with graph() as made:
        yield made


def kept_event(client: Client) -> str:
    """The id of an event in Alice's default calendar."""
    calendar = default_calendar(client.mailbox())
    event = {"id": store.new_id(calendar), "start": UTC_NINE, "end": UTC_NINE, "isAllDay": False}
    event |= {"originalStartTimeZone": "UTC", "originalEndTimeZone": "UTC", "recurrence": None}
    store.keep(calendar, event)
    return str(event["id"])


async def translated(client: Client, text: str, source: str, target: str) -> dict[str, Any]:
    body = {"inputIds": [text], "sourceIdType": source, "targetIdType": target}
    answer = await client.ask("POST", PATH, body)
    assert answer.status == 200, answer.body
    return answer.value[0]


@pytest.mark.parametrize(("source", "target"), [*product(FORMS, repeat=2)])
async def test_every_form_turns_into_every_other(client: Client, source: str, target: str) -> None:
    id_ = kept_event(client)
    start = (await translated(client, id_, "restId", source))["targetId"]
    there = await translated(client, start, source, target)
    assert there["sourceId"] == start
    assert (await translated(client, there["targetId"], target, "restId"))["targetId"] == id_


async def test_the_immutable_id_is_the_one_that_answers_have(client: Client) -> None:
    id_ = kept_event(client)
    found = await translated(client, id_, "restId", "restImmutableEntryId")
    assert found["targetId"] == store.immutable(client.mailbox(), id_)


@pytest.mark.parametrize("source", FORMS)
async def test_what_is_no_id_of_the_mailbox_is_said_to_be_none(client: Client, source: str) -> None:
    found = await translated(client, "bm90aGluZw1", source, "restId")
    assert found["errorDetails"]["code"] == "ErrorInvalidIdMalformed"


async def test_a_form_is_what_it_is_said_to_be(client: Client) -> None:
    id_ = kept_event(client)
    immutable = store.immutable(client.mailbox(), id_)
    assert "errorDetails" in await translated(client, immutable, "restId", "ewsId")
    assert "errorDetails" in await translated(client, id_, "restImmutableEntryId", "ewsId")


async def test_an_immutable_id_of_nothing_is_not_found(client: Client) -> None:
    nothing = formats.immutable_id(client.mailbox().keys, 99)
    found = await translated(client, nothing, "restImmutableEntryId", "restId")
    assert found["errorDetails"]["code"] == "ErrorItemNotFound"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"sourceIdType": "restId", "targetIdType": "ewsId"}, "ErrorPropertyValidationFailure"),
        ({"inputIds": ["x"], "targetIdType": "ewsId"}, "ErrorPropertyValidationFailure"),
        ({"inputIds": [None], "sourceIdType": "restId", "targetIdType": "ewsId"}, "UnableToDeserializePostBody"),
        ({"inputIds": ["x"], "sourceIdType": "guid", "targetIdType": "ewsId"}, "UnableToDeserializePostBody"),
        ({"inputIds": ["x"] * 1001, "sourceIdType": "restId", "targetIdType": "ewsId"}, "ErrorInvalidRequest"),
    ],
)
async def test_a_request_that_makes_no_sense_is_refused(client: Client, body: dict[str, Any], code: str) -> None:
    answer = await client.ask("POST", PATH, body)
    assert (answer.status, answer.code) == (400, code)


async def test_a_thousand_ids_are_not_too_many(client: Client) -> None:
    body = {"inputIds": ["x"] * 1000, "sourceIdType": "restId", "targetIdType": "ewsId"}
    assert len((await client.ask("POST", PATH, body)).value) == exchange_ids.MOST_IDS


@settings(max_examples=10)
@given(st.lists(st.text(max_size=40), min_size=1, max_size=50), st.sampled_from(FORMS))
async def test_any_text_is_answered(texts: list[str], source: str) -> None:
    async with graph() as client:
        body = {"inputIds": texts, "sourceIdType": source, "targetIdType": "restId"}
        assert [one["sourceId"] for one in (await client.ask("POST", PATH, body)).value] == texts
