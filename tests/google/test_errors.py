"""Every error that today's operations can answer with, word for word, as Google's backend writes it.

Those of tokens and scopes, which the front end writes, are in `test_errors_front_end.py`.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from tests.google.calendar_world import calendar_path, entry_path
from tests.google.event_world import (
    ALICE,
    BOB,
    CLOSED,
    TEAM,
    Client,
    all_day,
    events_path,
    meeting,
    series,
    serving,
    timed,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from tests.google.calendar_world import Answer

LIST, RULES, FREE_BUSY = events_path(), f"{calendar_path(TEAM)}/acl", "/freeBusy"
QUICK, IMPORT, WATCH = (events_path("primary", name) for name in ("quickAdd", "import", "watch"))
LATER, NOW = "2026-03-09T10:00:00Z", "2026-03-06T10:00:00Z"
IMPORTED = meeting(iCalUID="uid@elsewhere", organizer={"email": "someone@elsewhere.example"})
FOREIGN = "The owner of the calendar must either be the organizer or an attendee of an event that is imported."
MIXED = "Start and end times must either both be date or both be dateTime."
EMPTY = "The specified time range is empty."
RESTRICTED = "Sync token cannot be used with other request restrictions."
UNORDERED = "Sync token cannot be used with non-default ordering."
ORDERING = "The requested ordering is not available for the particular query."
EXPIRED = "Sync token is no longer valid, a full sync is required."
TOO_LONG_AGO = "The requested minimum modification time lies too far in the past."
FORM = "This API does not support parsing form-encoded input."
ONE_DAY = "An all-day working location event must be exactly one day long."
WORKING = all_day("2026-03-09", "2026-03-11", eventType="workingLocation", visibility="public") | {
    "transparency": "transparent",
    "workingLocationProperties": {"type": "homeOffice", "homeOffice": {}},
}


class Row(NamedTuple):
    """One request and the error that answers it; `at` is the parameter that it names."""

    asked: tuple[Any, ...]
    code: int
    domain: str
    reason: str
    message: str
    at: str = ""
    query: Mapping[str, Any] = MappingProxyType({})
    as_: str = "alice"

    def __str__(self) -> str:
        return f"{self.reason} {self.asked[0]} {self.asked[1].rpartition('/')[2]}"


# What needs nothing to be there before it is asked.
AT_ONCE = [
    Row(("GET", LIST), 400, "calendar", "timeRangeEmpty", EMPTY, "timeMax", {"timeMin": LATER, "timeMax": NOW}),
    Row(("POST", LIST, timed(LATER, NOW)), 400, "calendar", "timeRangeEmpty", EMPTY, "timeMax"),
    Row(("POST", FREE_BUSY, {"timeMin": LATER, "timeMax": NOW}), 400, "calendar", "timeRangeEmpty", EMPTY, "timeMax"),
    Row(("POST", LIST, {"summary": "Never"}), 400, "global", "required", "Missing end time."),
    Row(("POST", RULES, {"role": "reader"}), 400, "global", "required", "Missing scope type."),
    Row(
        ("POST", LIST, timed(NOW, LATER, recurrence=["RRULE:FREQ=DAILY"])),
        400, "global", "required", "Missing time zone definition for start time.",
    ),
    Row(("POST", QUICK), 400, "global", "required", "Required parameter: text", "text"),
    Row(("POST", LIST, meeting(id="NO!")), 400, "global", "invalid", "Invalid resource id value."),
    Row(("POST", IMPORT, IMPORTED | {"id": "abcde"}), 400, "global", "invalid", "Invalid resource id value."),
    Row(("POST", LIST, meeting(attendees=[{"email": "x"}])), 400, "global", "invalid", "Invalid attendee email."),
    Row(("POST", LIST, meeting() | {"start": {"date": "2026-03-09"}}), 400, "global", "invalid", MIXED),
    Row(("POST", LIST, {"end": meeting()["end"]}), 400, "global", "invalid", MIXED),
    Row(("GET", LIST), 400, "global", "invalid", "Invalid sync token value.", "", {"syncToken": "!"}),
    Row(("GET", LIST), 400, "global", "invalid", ORDERING, "orderBy", {"orderBy": "startTime"}),
    Row(
        ("POST", LIST, meeting(summary=None)),
        400, "global", "invalid", "Invalid value for: null is not a valid value",
    ),
    Row(
        ("POST", FREE_BUSY, {"timeMin": "2026-03-09T10:00:00", "timeMax": LATER}),
        400, "global", "badRequest", "Bad Request",
    ),
    Row(("GET", LIST), 400, "global", "badRequest", "Bad Request", "", {"timeMin": "2026-03-09T10:00:00"}),
    Row(("POST", LIST, b"{"), 400, "global", "parseError", "Parse Error"),
    Row(
        ("GET", LIST),
        400, "global", "invalidParameter", "Invalid field selection nothing", "fields", {"fields": "nothing"},
    ),
    Row(("POST", IMPORT, IMPORTED), 400, "global", "participantIsNeitherOrganizerNorAttendee", FOREIGN),
    Row(("POST", LIST, WORKING), 400, "calendar", "malformedWorkingLocationEvent", ONE_DAY),
    Row(
        ("POST", FREE_BUSY, {"timeMin": NOW, "timeMax": "2026-07-09T10:00:00Z"}),
        400, "calendar", "timeRangeTooLong", "The requested time range is too long.", "timeMax",
    ),
    Row(
        ("POST", WATCH, {"id": "c1", "type": "web_hook", "address": "http://app.example/hook"}),
        400, "global", "push.webhookUrlNotHttps", "WebHook callback must be HTTPS: http://app.example/hook",
    ),
    Row(
        ("POST", events_path(TEAM), meeting()),
        403, "calendar", "requiredAccessLevel", "You need to have writer access to this calendar.", as_="bob",
    ),
    Row(
        ("PATCH", calendar_path(TEAM), {"summary": "A"}),
        403, "calendar", "requiredAccessLevel", "You need to have owner access to this calendar.", as_="carol",
    ),
    Row(("GET", RULES), 403, "global", "forbidden", "Forbidden", as_="bob"),
    Row(
        ("PATCH", f"{RULES}/user:{ALICE}", {"role": "reader"}),
        403, "calendar", "cannotChangeOwnAcl", "Cannot change your own access level.",
    ),
    Row(
        ("DELETE", calendar_path("primary")),
        403, "calendar", "cannotDeletePrimaryCalendar", "The primary calendar cannot be deleted.",
    ),
    Row(
        ("DELETE", entry_path(TEAM)), 403, "calendar", "cannotUnsubscribeFromOwnedCalendar",
        "The data owner of a calendar cannot remove such a calendar from their calendar list.",
    ),
    Row(("GET", events_path(CLOSED)), 404, "global", "notFound", "Not Found"),
    Row(("GET", events_path("primary", "never")), 404, "global", "notFound", "Not Found"),
    Row(("GET", calendar_path("never@example.com")), 404, "global", "notFound", "Not Found"),
    Row(("GET", "/nothing/here"), 404, "global", "notFound", "Not Found"),
    Row(
        ("GET", LIST),
        410, "calendar", "updatedMinTooLongAgo", TOO_LONG_AGO, "updatedMin", {"updatedMin": "2026-01-01T00:00:00Z"},
    ),
    Row(("GET", LIST), 410, "calendar", "fullSyncRequired", EXPIRED, "syncToken", {"syncToken": "CPDAlvWDx70CGAU="}),
]  # fmt: skip


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with serving() as client:
        yield client


def told(answer: Answer) -> dict[str, Any]:
    """The body of an error, which is asked for by its words: its shape is judged by the client."""
    body: dict[str, Any] = answer.json["error"]
    assert answer.headers["Cache-Control"] == "private, max-age=0"
    return body


def written(row: Row) -> dict[str, Any]:
    place = {"locationType": "parameter", "location": row.at} if row.at else {}
    item = {"domain": row.domain, "reason": row.reason, "message": row.message} | place
    return {"errors": [item], "code": row.code, "message": row.message}


@pytest.mark.parametrize("row", AT_ONCE, ids=str)
async def test_it_is_refused_in_googles_words(client: Client, row: Row) -> None:
    answer = await client.ask(*row.asked, as_=row.as_, headers=None, **row.query)

    assert (answer.status, told(answer)) == (row.code, written(row))
    assert list(told(answer)) == ["errors", "code", "message"]


def check(answer: Answer, code: int, *words: str) -> None:
    """Compare with an error, by its domain, reason, message and perhaps parameter."""
    domain, reason, message, at = (*words, "")[:4]
    assert (answer.status, told(answer)) == (code, written(Row(("", ""), code, domain, reason, message, at)))


async def test_a_form_is_not_read_as_json(client: Client) -> None:
    form = {"Content-Type": "application/x-www-form-urlencoded"}

    check(await client.ask("POST", LIST, b"a=b", headers=form), 400, "global", "parseError", FORM)


@pytest.mark.parametrize(
    ("query", "reason", "message"),
    [
        ({"timeMin": NOW}, "syncTokenWithRequestRestrictions", RESTRICTED),
        ({"orderBy": "updated"}, "syncTokenWithNonDefaultOrdering", UNORDERED),
    ],
)
async def test_a_sync_token_goes_alone(client: Client, query: dict[str, str], reason: str, message: str) -> None:
    token = (await client.page())["nextSyncToken"]

    answer = await client.get(LIST, {"syncToken": token} | query)

    check(answer, 400, "calendar", reason, message, "syncToken")


async def test_a_sequence_goes_up_only(client: Client) -> None:
    event = await client.insert(meeting())
    moved = await client.patch(event["id"], timed(NOW, LATER))
    words = (
        "Invalid sequence value. The specified sequence number is below the current sequence number of the resource. "
        "Re-fetch the resource and use its sequence number on the following request."
    )

    answer = await client.ask("PUT", events_path("primary", event["id"]), moved | {"sequence": 0})

    check(answer, 400, "global", "invalid", words)


async def test_an_occurrence_has_no_other_organizer_than_its_series(client: Client) -> None:
    master = (await client.insert(series()))["id"]
    first = (await client.instances(master))[0]["id"]

    answer = await client.ask("POST", events_path("primary", first, "move"), destination=TEAM)

    words = "Cannot change the organizer of an instance."
    check(answer, 400, "calendar", "cannotChangeOrganizerOfInstance", words)


async def test_a_guest_does_not_change_who_may_change_an_event(client: Client) -> None:
    event = await client.insert(meeting(attendees=[{"email": BOB}]))

    answer = await client.ask("PATCH", events_path("primary", event["id"]), {"guestsCanModify": True}, as_="bob")

    words = "Shared properties can only be changed by the organizer of the event."
    check(answer, 403, "calendar", "forbiddenForNonOrganizer", words)


async def test_a_service_account_invites_nobody_by_itself(client: Client) -> None:
    body = meeting(attendees=[{"email": BOB}])

    answer = await client.ask("POST", LIST, body, as_=client.robot())

    words = "Service accounts cannot invite attendees without Domain-Wide Delegation of Authority."
    check(answer, 403, "calendar", "forbiddenForServiceAccounts", words)


async def test_a_channel_that_is_not_there_is_not_stopped(client: Client) -> None:
    answer = await client.ask("POST", "/channels/stop", {"id": "c1", "resourceId": "r1"})

    assert (answer.status, answer.reason) == (404, "notFound")
    assert told(answer)["message"].startswith("Channel 'c1' not found for project '")


async def test_an_id_is_used_once_even_if_its_event_was_deleted(client: Client) -> None:
    event = await client.insert(meeting())
    again = meeting(id=event["id"])
    row = 409, "global", "duplicate", "The requested identifier already exists."

    check(await client.ask("POST", LIST, again), *row)
    await client.delete(event["id"])
    check(await client.ask("POST", LIST, again), *row)


async def test_what_is_deleted_is_not_deleted_again(client: Client) -> None:
    event = await client.insert(meeting())
    await client.delete(event["id"])

    answer = await client.ask("DELETE", events_path("primary", event["id"]))

    check(answer, 410, "global", "deleted", "Resource has been deleted")


async def test_an_error_of_the_mock_itself_is_a_backend_error(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("mockserver.google.provider.run", broken)

    answer = await client.ask("GET", LIST)

    check(answer, 500, "global", "backendError", "Backend Error.")
    assert "an error of the mock itself: ZeroDivisionError" in client.notes()
    assert "ZeroDivisionError" in caplog.text
    assert b"ZeroDivision" not in answer.body
