"""The members that clients write, each in the form in which it is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from mockserver.google.events.members import WRITABLE
from tests.google.event_world import ALICE, BOB, Client, events_path, meeting, serving
from tests.published import document

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

DRIVE = "https://drive.google.com/open?id=1a2b-3_c"


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with serving() as client:
        yield client


async def refused(client: Client, **members: Any) -> tuple[int, str]:
    query = {"supportsAttachments": True}
    answer = await client.ask("POST", events_path(), meeting(**members), as_="alice", headers=None, **query)
    return answer.status, answer.json["error"]["message"]


async def insert(client: Client, **members: Any) -> dict[str, Any]:
    return await client.insert(meeting(**members), supportsAttachments=True)


def test_every_writable_member_is_a_published_one() -> None:
    assert set(WRITABLE) <= set(document()["schemas"]["Event"]["properties"])


# Guests


async def test_a_guest_who_has_not_answered_needs_action(client: Client) -> None:
    event = await insert(client, attendees=[{"email": BOB}])

    assert event["attendees"] == [{"email": BOB, "responseStatus": "needsAction"}]


async def test_the_organizer_is_no_guest_by_himself(client: Client) -> None:
    event = await insert(client, attendees=[{"email": BOB}])

    assert [guest["email"] for guest in event["attendees"]] == [BOB]


async def test_the_organizers_own_row_says_so_and_others_do_not(client: Client) -> None:
    rows = [{"email": ALICE, "responseStatus": "accepted"}, {"email": BOB, "organizer": True, "self": True}]

    event = await insert(client, attendees=rows)

    assert event["attendees"] == [
        {"email": ALICE, "organizer": True, "self": True, "responseStatus": "accepted"},
        {"email": BOB, "responseStatus": "needsAction"},
    ]


async def test_a_guests_members_stand_in_googles_order_without_defaults(client: Client) -> None:
    row = {
        "comment": "Late", "additionalGuests": 2, "optional": True, "resource": False, "responseStatus": "tentative",
        "displayName": "Bob", "email": BOB, "id": "profile",
    }  # fmt: skip

    (kept,) = (await insert(client, attendees=[row]))["attendees"]

    assert list(kept.items()) == [
        ("email", BOB),
        ("displayName", "Bob"),
        ("optional", True),
        ("responseStatus", "tentative"),
        ("comment", "Late"),
        ("additionalGuests", 2),
    ]


async def test_nobody_is_invited_twice(client: Client) -> None:
    rows = [{"email": BOB}, {"email": BOB.upper(), "responseStatus": "accepted"}]

    assert len((await insert(client, attendees=rows))["attendees"]) == 1


@pytest.mark.parametrize("email", ["", "bob", "bob@", "a b@example.com", None])
async def test_a_guest_has_an_address(client: Client, email: str | None) -> None:
    row = {} if email is None else {"email": email}

    assert await refused(client, attendees=[row]) == (400, "Invalid attendee email.")


async def test_a_guest_answers_in_one_of_four_ways(client: Client) -> None:
    assert (await refused(client, attendees=[{"email": BOB, "responseStatus": "maybe"}]))[0] == 400


# Words of a list


@pytest.mark.parametrize(
    ("name", "value"),
    [("status", "done"), ("visibility", "hidden"), ("transparency", "glass"), ("colorId", "12"), ("colorId", "red")],
)
async def test_a_word_that_is_not_of_its_list_is_invalid(client: Client, name: str, value: str) -> None:
    status, message = await refused(client, **{name: value})

    assert status == 400
    assert message.startswith("Invalid value for: ")


async def test_a_colour_may_be_written_as_a_number(client: Client) -> None:
    assert (await client.insert(meeting(colorId=11)))["colorId"] == "11"


async def test_a_label_counts_with_its_version_only_and_a_colour_without(client: Client) -> None:
    body = meeting(colorId="5", eventLabelId="label")

    assert "eventLabelId" not in await client.insert(body)
    labelled = await client.insert(body, eventLabelVersion=1)

    assert (labelled["eventLabelId"], "colorId" in labelled) == ("label", False)


# Extended properties


async def test_private_and_shared_properties_are_kept(client: Client) -> None:
    properties = {"private": {"a": "1"}, "shared": {"b": "2"}}

    assert (await insert(client, extendedProperties=properties))["extendedProperties"] == properties


async def test_a_key_over_44_characters_is_dropped_without_a_word(client: Client) -> None:
    event = await insert(client, extendedProperties={"private": {"k" * 45: "x", "k" * 44: "y"}})

    assert event["extendedProperties"] == {"private": {"k" * 44: "y"}}


async def test_a_value_over_1024_characters_is_cut_without_a_word(client: Client) -> None:
    event = await insert(client, extendedProperties={"shared": {"k": "v" * 1025}})

    assert event["extendedProperties"] == {"shared": {"k": "v" * 1024}}


async def test_there_are_300_properties_at_most(client: Client) -> None:
    many = {f"k{number}": "v" for number in range(300)}

    await insert(client, extendedProperties={"private": many})

    assert (await refused(client, extendedProperties={"private": many, "shared": {"k": "v"}}))[0] == 400


async def test_properties_are_32_kilobytes_at_most(client: Client) -> None:
    big = {f"k{number}": "v" * 1022 for number in range(33)}

    assert (await refused(client, extendedProperties={"private": big}))[0] == 400


# Attachments


async def test_attachments_count_where_they_are_supported_only(client: Client) -> None:
    body = meeting(attachments=[{"fileUrl": DRIVE}])

    assert "attachments" not in await client.insert(body)
    assert "attachments" in await client.insert(body, supportsAttachments=True)


async def test_attachments_stay_where_a_put_does_not_support_them(client: Client) -> None:
    event = await insert(client, attachments=[{"fileUrl": DRIVE}])

    assert (await client.update(event["id"], meeting()))["attachments"] == event["attachments"]
    assert "attachments" not in await client.update(event["id"], meeting(), supportsAttachments=True)


async def test_of_a_file_in_drive_the_server_says_id_and_icon(client: Client) -> None:
    row = {"fileUrl": DRIVE, "title": "Plan", "mimeType": "text/plain", "fileId": "mine", "iconLink": "http://mine/"}

    (kept,) = (await insert(client, attachments=[row]))["attachments"]

    assert kept["fileId"] == "1a2b-3_c"
    assert kept["iconLink"].startswith("https://")
    assert (kept["title"], kept["mimeType"]) == ("Plan", "text/plain")


async def test_of_a_file_elsewhere_the_client_says_the_icon(client: Client) -> None:
    row = {"fileUrl": "https://example.com/plan", "fileId": "mine", "iconLink": "https://example.com/icon"}

    (kept,) = (await insert(client, attachments=[row]))["attachments"]

    assert kept == {"fileUrl": "https://example.com/plan", "iconLink": "https://example.com/icon"}


async def test_there_are_25_attachments_at_most_each_with_its_url(client: Client) -> None:
    await insert(client, attachments=[{"fileUrl": DRIVE}] * 25)

    assert (await refused(client, attachments=[{"fileUrl": DRIVE}] * 26))[0] == 400
    assert (await refused(client, attachments=[{"title": "Plan"}]))[0] == 400


# Source


async def test_a_source_is_a_page(client: Client) -> None:
    assert (await insert(client, source={"url": "https://example.com/"}))["source"] == {"url": "https://example.com/"}
    assert (await refused(client, source={"url": "ftp://example.com/"}))[0] == 400
    assert (await refused(client, source={"title": "x"}))[0] == 400


# All


async def test_a_member_that_a_put_leaves_out_is_cleared_unless_it_is_always_there(client: Client) -> None:
    event = await insert(client)
    always = {"start", "end", "status", "sequence", "reminders"}

    assert {name for name in WRITABLE if name in event} == always | {"summary"}
