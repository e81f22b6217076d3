"""The members of an event that stand by themselves: what they may be."""

from __future__ import annotations

from typing import Any

import pytest

from mockserver.microsoft import description
from mockserver.microsoft.events.embedded import ONLY_CREATED, PROPERTIES
from mockserver.microsoft.events.members import PLAIN, READ_ONLY
from tests.microsoft.world import graph, meeting

OWN_MODULES = {
    "start", "end", "isAllDay", "recurrence", "body", "attendees", "location", "locations", "isOnlineMeeting",
    "onlineMeetingProvider", "transactionId",
}  # fmt: skip


def test_every_published_property_is_read_kept_beside_or_passed_over() -> None:
    published = set(description.properties_of("event"))

    assert {*PLAIN, *READ_ONLY, *PROPERTIES, *ONLY_CREATED, *OWN_MODULES} == published | {"uid", "occurrenceId"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("subject", "s" * 256),
        ("reminderMinutesBeforeStart", -1),
        ("reminderMinutesBeforeStart", 2_629_801),
        ("categories", ["c"] * 501),
    ],
)
async def test_what_a_member_cannot_be_is_refused(name: str, value: Any) -> None:
    async with graph() as client:
        answer = await client.ask("POST", "/me/events", meeting(**{name: value}))

    assert (answer.status, answer.code) == (400, "ErrorPropertyValidationFailure")


async def test_words_of_enums_are_read_in_any_letter_case() -> None:
    async with graph() as client:
        made = await client.create(meeting(showAs="OOF", importance="High", sensitivity="PRIVATE"))

    assert (made["showAs"], made["importance"], made["sensitivity"]) == ("oof", "high", "private")


async def test_categories_replace_those_before() -> None:
    async with graph() as client:
        made = await client.create(meeting(categories=["Red", "Blue"]))
        changed = await client.update(f"/me/events/{made['id']}", {"categories": ["Green"]})

    assert changed["categories"] == ["Green"]
