"""`events.insert` over a socket: what it needs, which ids it takes, and what the server writes by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.google.event_world import (
    ALICE,
    CAROL,
    TEAM,
    Client,
    all_day,
    events_path,
    meeting,
    ok,
    serving,
    timed,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

TEN, ELEVEN = "2026-03-09T10:00:00-04:00", "2026-03-09T11:00:00-04:00"


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with serving() as client:
        yield client


async def refused(client: Client, body: Any, calendar: str = "primary", as_: str = "alice") -> tuple[int, str, str]:
    """How an insert is refused: status, reason, message."""
    answer = await client.ask("POST", events_path(calendar), body, as_=as_)
    return answer.status, answer.reason, answer.json["error"]["message"]


# What is written


async def test_an_event_is_answered_with_everything_google_writes_into_it_in_its_order(client: Client) -> None:
    event = await client.insert(meeting())

    assert list(event) == [
        "kind", "etag", "id", "status", "htmlLink", "created", "updated", "summary", "creator", "organizer", "start",
        "end", "iCalUID", "sequence", "reminders", "eventType",
    ]  # fmt: skip
    assert event["creator"] == event["organizer"] == {"email": ALICE, "self": True}
    assert (event["status"], event["sequence"], event["eventType"]) == ("confirmed", 0, "default")
    assert event["reminders"] == {"useDefault": True}


async def test_an_insert_is_answered_200_with_the_etag_that_the_body_has(client: Client) -> None:
    answer = await client.ask("POST", events_path(), meeting())

    assert answer.status == 200
    assert answer.headers["ETag"] == answer.json["etag"]


async def test_the_etag_is_the_milliseconds_of_the_change_times_2000(client: Client) -> None:
    event = await client.insert(meeting())

    assert event["updated"] == "2026-03-06T14:00:00.000Z"
    assert event["etag"] == f'"{1772805600000 * 2000}"'


async def test_what_is_answered_on_insert_is_what_get_answers(client: Client) -> None:
    event = await client.insert(meeting(description="long", location="here", colorId="5", transparency="transparent"))

    assert await client.event(event["id"]) == event


async def test_members_at_their_default_are_not_printed(client: Client) -> None:
    event = await client.insert(
        meeting(
            transparency="opaque", visibility="default", guestsCanInviteOthers=True, guestsCanModify=False,
            guestsCanSeeOtherGuests=True, anyoneCanAddSelf=False, description="", recurrence=[],
        )
    )  # fmt: skip

    assert event.keys() == (await client.insert(meeting())).keys()


async def test_members_that_are_not_at_their_default_are_printed(client: Client) -> None:
    event = await client.insert(meeting(guestsCanInviteOthers=False, guestsCanSeeOtherGuests=False))

    assert (event["guestsCanInviteOthers"], event["guestsCanSeeOtherGuests"]) == (False, False)


async def test_unknown_and_read_only_members_are_dropped_without_a_word(client: Client) -> None:
    event = await client.insert(
        meeting(
            nonsense={"a": 1}, htmlLink="http://x", creator={"email": "x@y.z"}, organizer={"email": "x@y.z"},
            created="2001-01-01T00:00:00Z", etag="mine", hangoutLink="http://x", locked=True,
        )
    )  # fmt: skip

    assert event.keys() == (await client.insert(meeting())).keys()
    assert event["organizer"] == event["creator"] == {"email": ALICE, "self": True}


async def test_a_secondary_calendar_organizes_its_events_itself(client: Client) -> None:
    event = await client.insert(meeting(), TEAM, as_="carol")

    assert event["organizer"] == {"email": TEAM, "displayName": "Team", "self": True}
    assert event["creator"] == {"email": CAROL}


async def test_a_new_event_can_be_private_to_its_copy(client: Client) -> None:
    assert (await client.insert(meeting(privateCopy=True)))["privateCopy"] is True


async def test_two_events_of_one_instant_have_different_etags(client: Client) -> None:
    first, second = await client.insert(meeting()), await client.insert(meeting())

    assert first["etag"] < second["etag"]


# Ids


async def test_an_id_made_by_the_server_is_26_characters_of_base32hex(client: Client) -> None:
    event = await client.insert(meeting())

    assert len(event["id"]) == 26
    assert set(event["id"]) <= set("0123456789abcdefghijklmnopqrstuv")
    assert event["iCalUID"] == f"{event['id']}@google.com"


async def test_a_client_may_choose_the_id(client: Client) -> None:
    event = await client.insert(meeting(id="0v0v0"))

    assert event["id"] == "0v0v0"
    assert (await client.event("0v0v0"))["iCalUID"] == "0v0v0@google.com"


@pytest.mark.parametrize("id_", ["", "abcd", "a" * 1025, "ABCDE", "wwwww", "abc-de", "abcd_", "äbcde"])
async def test_an_id_is_5_to_1024_characters_of_base32hex(client: Client, id_: str) -> None:
    assert await refused(client, meeting(id=id_)) == (400, "invalid", "Invalid resource id value.")


async def test_the_longest_id_is_1024_characters(client: Client) -> None:
    assert (await client.insert(meeting(id="a" * 1024)))["id"] == "a" * 1024


async def test_an_id_that_is_taken_is_a_duplicate(client: Client) -> None:
    await client.insert(meeting(id="taken"))

    assert await refused(client, meeting(id="taken")) == (
        409,
        "duplicate",
        "The requested identifier already exists.",
    )


async def test_the_id_of_a_deleted_event_is_taken_still(client: Client) -> None:
    await client.insert(meeting(id="taken"))
    await client.delete("taken")

    assert (await refused(client, meeting(id="taken")))[:2] == (409, "duplicate")


async def test_an_id_is_taken_in_its_own_calendar_only(client: Client) -> None:
    await client.insert(meeting(id="taken"))

    assert (await client.insert(meeting(id="taken"), TEAM))["id"] == "taken"


async def test_an_event_may_come_with_an_ical_uid_of_its_own(client: Client) -> None:
    assert (await client.insert(meeting(iCalUID="mine@example.com")))["iCalUID"] == "mine@example.com"


# Start and end


async def test_the_missing_end_is_found_before_the_missing_start(client: Client) -> None:
    assert await refused(client, {"summary": "When?"}) == (400, "required", "Missing end time.")
    assert await refused(client, {"start": {"dateTime": TEN}}) == (400, "required", "Missing end time.")


@pytest.mark.parametrize(
    "body",
    [
        {"end": {"dateTime": ELEVEN}},
        {"start": {"date": "2026-03-09"}, "end": {"dateTime": ELEVEN}},
        {"start": {"dateTime": TEN}, "end": {"date": "2026-03-10"}},
    ],
)
async def test_start_and_end_are_of_one_kind(client: Client, body: Any) -> None:
    words = "Start and end times must either both be date or both be dateTime."
    assert await refused(client, body) == (400, "invalid", words)


@pytest.mark.parametrize(
    "body", [timed(ELEVEN, TEN), all_day("2026-03-10", "2026-03-09"), timed(TEN, "2026-03-09T13:59:59Z")]
)
async def test_an_event_that_ends_before_it_starts_is_an_empty_time_range(client: Client, body: Any) -> None:
    answer = await client.ask("POST", events_path(), body)

    assert answer.status == 400
    assert answer.json["error"]["errors"] == [
        {
            "domain": "calendar",
            "reason": "timeRangeEmpty",
            "message": "The specified time range is empty.",
            "locationType": "parameter",
            "location": "timeMax",
        }
    ]


async def test_an_event_may_end_as_it_starts(client: Client) -> None:
    assert (await client.insert(timed(TEN, TEN)))["end"] == {"dateTime": TEN}


async def test_neither_date_nor_date_time_is_an_invalid_start(client: Client) -> None:
    named = {"timeZone": "UTC"}
    assert await refused(client, {"start": named, "end": named}) == (400, "invalid", "Invalid start time.")


@pytest.mark.parametrize("text", ["tomorrow", "2026-13-01T00:00:00Z", "2026-03-09", "2026-03-09T10:00"])
async def test_a_malformed_date_time_is_an_invalid_value(client: Client, text: str) -> None:
    status, reason, message = await refused(client, timed(text, ELEVEN))

    assert (status, reason) == (400, "invalid")
    assert message.startswith("Invalid value for: ")


async def test_a_null_where_a_scalar_belongs_is_an_invalid_value(client: Client) -> None:
    assert await refused(client, meeting(summary=None)) == (
        400,
        "invalid",
        "Invalid value for: null is not a valid value",
    )


async def test_a_time_without_an_offset_is_read_in_its_zone(client: Client) -> None:
    event = await client.insert(timed("2026-03-09T15:00:00", "2026-03-09T16:00:00", "Europe/London"))

    assert event["start"] == {"dateTime": "2026-03-09T11:00:00-04:00", "timeZone": "Europe/London"}


async def test_a_time_without_offset_and_zone_is_read_in_the_calendars_zone(client: Client) -> None:
    event = await client.insert(timed("2026-03-09T10:00:00", "2026-03-09T11:00:00"), as_="dev")

    assert event["start"] == {"dateTime": "2026-03-09T10:00:00+05:30"}


async def test_an_offset_says_when_it_is_and_the_zone_is_just_attached(client: Client) -> None:
    event = await client.insert(timed("2026-03-09T15:00:00Z", "2026-03-09T16:00:00Z", "Asia/Kolkata"))

    assert event["start"] == {"dateTime": "2026-03-09T11:00:00-04:00", "timeZone": "Asia/Kolkata"}


async def test_a_calendar_in_utc_prints_z(client: Client) -> None:
    event = await client.insert(timed(TEN, ELEVEN), as_="uma")

    assert event["start"] == {"dateTime": "2026-03-09T14:00:00Z"}


async def test_an_all_day_event_has_no_zone(client: Client) -> None:
    body = {"start": {"date": "2026-03-09", "timeZone": "UTC"}, "end": {"date": "2026-03-10", "timeZone": "UTC"}}

    event = await client.insert(body)

    assert (event["start"], event["end"]) == ({"date": "2026-03-09"}, {"date": "2026-03-10"})


@pytest.mark.parametrize("zone", ["Mars/Olympus", "Eastern Standard Time"])
async def test_a_zone_is_an_iana_name(client: Client, zone: str) -> None:
    assert (await refused(client, timed(TEN, ELEVEN, zone)))[:2] == (400, "invalid")


# Bodies and rights


async def test_a_body_that_is_no_json_is_a_parse_error(client: Client) -> None:
    assert await refused(client, b'{"summary": ') == (400, "parseError", "Parse Error")


async def test_a_body_in_a_form_is_told_so(client: Client) -> None:
    form = {"Content-Type": "application/x-www-form-urlencoded"}

    answer = await client.ask("POST", events_path(), {"summary": "x"}, headers=form)

    assert answer.json["error"]["message"] == "This API does not support parsing form-encoded input."


async def test_an_insert_without_a_body_lacks_an_end(client: Client) -> None:
    assert await refused(client, None) == (400, "required", "Missing end time.")


async def test_a_reader_of_a_calendar_does_not_write_it(client: Client) -> None:
    words = "You need to have writer access to this calendar."
    assert await refused(client, meeting(), TEAM, "bob") == (403, "requiredAccessLevel", words)


async def test_a_calendar_that_one_does_not_see_is_not_found(client: Client) -> None:
    assert (await refused(client, meeting(), TEAM, "uma"))[:2] == (404, "notFound")


async def test_max_attendees_leaves_the_callers_own_row_of_more_guests(client: Client) -> None:
    guests = [{"email": ALICE}, {"email": "one@example.com"}]

    event = await client.insert(meeting(attendees=guests), maxAttendees=1)

    assert [guest["email"] for guest in event["attendees"]] == [ALICE]
    assert event["attendeesOmitted"] is True
    assert len((await client.event(event["id"]))["attendees"]) == 2


async def test_mail_is_a_parameter_that_changes_nothing(client: Client) -> None:
    for parameter in ({"sendUpdates": "all"}, {"sendUpdates": "none"}, {"sendNotifications": True}):
        ok(await client.ask("POST", events_path(), meeting(), as_="alice", headers=None, **parameter))
