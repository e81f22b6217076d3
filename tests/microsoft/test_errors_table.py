"""The table of Graph's errors, word for word: a plain request brings each about, and a fault what no request can.

Who is refused at the door, and for what path, is in `test_errors.py`; what happens when there is too much, in
`test_limits.py`; the wording of every fault, in `test_faults.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from mockserver.faults import Fault, Rule, When
from mockserver.microsoft.provider import NAME, receive
from tests.microsoft.world import ALICE, BOB, CAROL, attendee, daily, graph, meeting, template, timed

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.microsoft.world import Answer, Client

NO = "Your request can't be completed."
VALIDATION = (400, "ErrorPropertyValidationFailure", "At least one property failed validation.")
NOT_FOUND = (404, "ErrorItemNotFound", "The specified object was not found in the store.")
WINDOW = "startDateTime=2026-03-01T00:00:00Z&endDateTime=2026-04-01T00:00:00Z"
VIEW, DELTA = f"/me/calendarView?{WINDOW}", f"/me/calendarView/delta?{WINDOW}"
EVENTS, SCHEDULE = "/me/events", "/me/calendar/getSchedule"
BARE = "without an innerError"
LIMITS = {"startTime": {"dateTime": "2026-03-09T09:00:00"}, "endTime": {"dateTime": "2026-03-09T10:00:00"}}


def lasting(days: int) -> dict[str, Any]:
    """A daily series, each occurrence of which lasts so many days."""
    return daily(2, end={"dateTime": f"2026-03-{6 + days:02}T09:00:00", "timeZone": "Eastern Standard Time"})


class Row(NamedTuple):
    """A request, and the error that answers it. `{single}` and the like stand for ids of the world below."""

    method: str
    path: str
    body: Any
    status: int
    code: str
    message: str
    inner: str = ""


def post(path: str, body: Any, *error: Any) -> Row:
    return Row("POST", path, body, *error)


def get(path: str, *error: Any) -> Row:
    return Row("GET", path, None, *error)


def patch(path: str, body: Any, *error: Any) -> Row:
    return Row("PATCH", path, body, *error)


OF_IDS = (
    get(f"{EVENTS}/malformed", 400, "ErrorInvalidIdMalformed", "Id is malformed."),
    get(f"{EVENTS}/{{gone}}", *NOT_FOUND),
    Row("DELETE", f"{EVENTS}/{{gone}}", None, *NOT_FOUND),
    get(f"{EVENTS}/{{bobs}}", *NOT_FOUND),
    get("/me/calendars/{gone}", *NOT_FOUND),
)
OF_EVENTS = (
    post(EVENTS, timed("2026-03-09T10:00:00", "2026-03-09T09:00:00"), *VALIDATION),
    post(EVENTS, {"subject": "Without times"}, *VALIDATION),
    post(
        EVENTS, timed("2026-03-09T10:00:00", "2026-03-10T00:00:00", isAllDay=True), 400, "ErrorInvalidRequest",
        "The Event.Start property for an all-day event needs to be set to midnight.",
    ),
    post(
        EVENTS, timed("2026-03-09T00:00:00", "2026-03-10T10:00:00", isAllDay=True), 400, "ErrorInvalidRequest",
        "The Event.End property for an all-day event needs to be set to midnight.",
    ),
    post(EVENTS, timed("2026-03-09T00:00:00", "2026-03-09T00:00:00", isAllDay=True), *VALIDATION),
    post(
        EVENTS, timed("2026-03-09T10:00:00", "2026-03-09T11:00:00", "Mars"), 400, "TimeZoneNotSupportedException",
        "A valid TimeZone value must be specified. The following TimeZone value is not supported: 'Mars'.", BARE,
    ),
    post(
        EVENTS, timed("2026-03-09T10:00:00", "2032-03-09T11:00:00"), 400, "ErrorCalendarDurationIsTooLong",
        "Duration is too long.",
    ),
    post(
        EVENTS, meeting(subject="Other", transactionId="taken"), 400, "ErrorDuplicateTransactionId",
        f"{NO} The TransactionId specified in the request has already been used to create a different event.",
    ),
    post(
        EVENTS, meeting(attendees=[attendee("nobody")]), 400, "ErrorInvalidRecipients",
        "At least one recipient isn't valid.",
    ),
    post(
        EVENTS, meeting(subject={"text": "Meeting"}), 400, "UnableToDeserializePostBody", "were unable to deserialize"
    ),
    post(
        EVENTS, lasting(3), 400, "ErrorOccurrenceTimeSpanTooBig",
        "The occurrence is longer than the period of the recurrence.",
    ),
    patch(
        f"{EVENTS}/{{occurrence}}", timed("2026-03-09T10:00:00", "2026-03-09T11:00:00"), 400,
        "ErrorOccurrenceCrossingBoundary", "Modified occurrence is crossing or overlapping adjacent occurrence.",
    ),
    post(
        "/me/calendars", {"name": "Second"}, 409, "ErrorFolderExists",
        "A folder with the specified name already exists., Could not create folder 'Second'.",
    ),
    Row(
        "DELETE", "/me/calendars/{calendar}", None, 400, "ErrorDeleteDistinguishedFolder",
        "Distinguished folders cannot be deleted.",
    ),
)  # fmt: skip
OF_ANSWERS = (
    post(
        f"{EVENTS}/{{single}}/accept", {}, 400, "ErrorInvalidRequest",
        f"{NO} You can't respond to this meeting because you're the meeting organizer.",
    ),
    post(
        f"{EVENTS}/{{quiet}}/accept", {"sendResponse": True}, 400, "ErrorInvalidRequest",
        f"{NO} The meeting organizer hasn't requested a response.",
    ),
    post(
        f"{EVENTS}/{{invited}}/decline",
        {"sendResponse": False, "proposedNewTime": timed("2026-03-09T10:00:00", "2026-03-09T11:00:00")},
        400, "ErrorInvalidParameter", f"{NO} A new time can be proposed only if a response is sent.", BARE,
    ),
    post(
        f"{EVENTS}/{{quiet}}/decline", {"proposedNewTime": timed("2026-03-09T10:00:00", "2026-03-09T11:00:00")},
        400, "ErrorInvalidRequest", f"{NO} The meeting organizer doesn't allow new time proposals.",
    ),
    post(
        f"{EVENTS}/{{invited}}/cancel", {}, 400, "ErrorInvalidRequest",
        f"{NO} You need to be an organizer to cancel a meeting.",
    ),
    post(f"{EVENTS}/{{bobs}}/accept", {}, *NOT_FOUND),
)  # fmt: skip
OF_WINDOWS = (
    get(
        "/me/calendarView?startDateTime=2026-03-01", 400, "ErrorInvalidParameter",
        "This request requires a time window specified by the query string parameters StartDateTime and EndDateTime.",
        BARE,
    ),
    get(
        "/me/calendarView/delta?endDateTime=2026-03-01", 400, "ErrorInvalidParameter",
        "This request requires a time window specified by the query string parameters StartDateTime and EndDateTime.",
        BARE,
    ),
    get(
        "/me/calendarView?startDateTime=2020-03-01&endDateTime=2026-03-01", 400, "ErrorInvalidRequest",
        "The requested time range must be within 1825 days.",
    ),
    get(
        "/me/calendarView?startDateTime=2026-03-02&endDateTime=2026-03-01", 400, "ErrorInvalidParameter",
        "The start of the time window must be before its end.", BARE,
    ),
)  # fmt: skip
OF_OPTIONS = (
    get(
        f"{EVENTS}?$select=nothing", 400, "BadRequest",
        "Parsing OData Select and Expand failed: "
        "Could not find a property named 'nothing' on type 'microsoft.graph.event'.",
    ),
    get(
        f"{EVENTS}?$orderby=start", 400, "BadRequest",
        "The $orderby expression must evaluate to a single value of primitive type.",
    ),
    get(
        f"{EVENTS}?$filter=recurrence%20eq%20null", 400, "ErrorInvalidUrlQueryFilter",
        "The property 'Recurrence' does not support filtering.",
    ),
    get(
        f"{EVENTS}?$filter=endswith(subject,'x')", 400, "ErrorInvalidUrlQueryFilter",
        "The query filter contains one or more invalid nodes.",
    ),
    get(
        f"{EVENTS}?$filter=start/dateTime%20ge%20'2026'&$orderby=subject", 400, "InefficientFilter",
        "The restriction or sort order is too complex for this operation.",
    ),
    get(
        f"{EVENTS}?$search=x", 400, "ErrorInvalidUrlQuery",
        "The query parameter '$search' is not supported on this resource.",
    ),
    get(
        f"{DELTA}&$top=5", 400, "ErrorInvalidUrlQuery",
        "The '$top' parameter is not supported with change tracking over the 'CalendarView' resource as page size "
        "cannot be guaranteed. Express page size preferences using the Prefer: odata.maxpagesize= header instead.",
    ),
    *(
        get(
            f"{DELTA}&{option}", 400, "ErrorInvalidUrlQuery",
            "The following parameters are not supported with change tracking over the 'CalendarView' resource: "
            "'$orderby, $filter, $select, $expand, $search'.",
        )
        for option in ("$orderby=subject", "$filter=isAllDay", "$select=id", "$expand=calendar", "$search=x")
    ),
    get("/me/calendarView/delta?$deltatoken=nonsense", 400, "BadRequest", "Badly formed token."),
    get(
        "/me/events/delta", 400, "BadRequest", "Change tracking is not supported against 'microsoft.graph.event'."
    ),
)  # fmt: skip
OF_SCHEDULES = (
    post(
        SCHEDULE, {"schedules": [f"{number}@x.example" for number in range(101)]} | LIMITS, 400,
        "ErrorMailboxDataArrayTooBig",
        "There are too many target users in the EmailAddress array. The allowed size = 100; the actual size = 101.",
    ),
    post(
        SCHEDULE, {"schedules": [ALICE]} | LIMITS | {"endTime": {"dateTime": "2026-05-15T10:00:00"}}, 400,
        "ErrorTimeIntervalTooBig",
        "The requested time duration specified for FreeBusyViewOptions.TimeWindow is too long.",
    ),
    post(
        SCHEDULE, {"schedules": [ALICE]} | LIMITS | {"endTime": {"dateTime": "2026-03-09T09:00:00"}}, 400,
        "ErrorInvalidTimeInterval", "The time duration specified for FreeBusyViewOptions.TimeWindow is invalid.",
    ),
)  # fmt: skip
OF_BODIES = (
    post(
        EVENTS, b"{", 400, "BadRequest",
        "Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON "
        "format.",
    ),
    patch(
        "/me/mailboxSettings", {"nothing": 1}, 400, "RequestBodyRead",
        "The property 'nothing' does not exist on type 'microsoft.graph.mailboxSettings'. Make sure to only use "
        "property names that are defined by the type or mark the type as open type.",
    ),
    post(
        "/subscriptions",
        {"changeType": "updated", "notificationUrl": "https://127.0.0.1:9/hook", "resource": "me/events"},
        400, "InvalidRequest", "expirationDateTime is a required property for subscription creation",
    ),
    get("/subscriptions/nothing", 404, "ResourceNotFound", "The object was not found."),
    post("/$batch", {"requests": 1}, 400, "BadRequest", "Invalid batch payload format."),
)  # fmt: skip
ROWS = OF_IDS + OF_EVENTS + OF_ANSWERS + OF_WINDOWS + OF_OPTIONS + OF_SCHEDULES + OF_BODIES


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with graph(template(receivers={NAME: receive})) as made:
        yield made


async def ids(client: Client) -> dict[str, str]:
    """The ids of a meeting and of a series, of what is deleted, of another mailbox's, and of two invitations."""
    made = {"single": (await client.create(meeting(transactionId="taken")))["id"]}
    series = (await client.create(daily()))["id"]
    made["occurrence"] = (await client.read(f"/me/events/{series}/instances?{WINDOW}"))["value"][0]["id"]
    made["gone"] = (await client.create(meeting()))["id"]
    await client.ask("DELETE", f"/me/events/{made['gone']}")
    guests = {"attendees": [attendee(ALICE)]}
    made["bobs"] = (await client.create(meeting(**guests, subject="Invited"), as_="bob"))["id"]
    await client.create(
        meeting(**guests, subject="Quiet", responseRequested=False, allowNewTimeProposals=False), as_="bob"
    )
    titles = {event["subject"]: event["id"] for event in (await client.read("/me/events"))["value"]}
    made |= {"invited": titles["Invited"], "quiet": titles["Quiet"]}
    made["calendar"] = (await client.read("/me/calendar"))["id"]
    await client.create({"name": "Second"}, "/me/calendars")
    return made


def said(answer: Answer) -> tuple[int, str, str]:
    return answer.status, answer.code, answer.message


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.method} {row.path[:60]} {row.code}")
async def test_an_error_is_worded_as_the_service_words_it(client: Client, row: Row) -> None:
    known = await ids(client)
    path = row.path
    for name, id_ in known.items():
        path = path.replace(f"{{{name}}}", id_)

    answer = await client.ask(row.method, path, row.body)

    assert said(answer) == (row.status, row.code, row.message)
    assert ("innerError" in answer.json["error"]) == (row.inner != BARE)


async def test_a_body_without_a_content_type_is_415(client: Client) -> None:
    answer = await client.ask("POST", EVENTS, b"{}", headers={"Content-Type": ""})

    assert said(answer) == (
        415,
        "RequestBodyRead",
        (
            "A missing or empty content type header was found when trying to read a message. The content type header "
            "is required."
        ),
    )


async def test_a_zone_in_prefer_that_is_none_is_refused_as_one_in_a_body(client: Client) -> None:
    answer = await client.get(EVENTS, prefer='outlook.timezone="Mars"')

    assert (answer.status, answer.code) == (400, "TimeZoneNotSupportedException")
    assert "innerError" not in answer.json["error"]


async def test_what_is_already_taken_is_named_beside_the_message(client: Client) -> None:
    known = await ids(client)

    answer = await client.ask("POST", EVENTS, meeting(subject="Other", transactionId="taken"))

    assert answer.json["error"]["@event.existingEventId"] == known["single"]


async def test_an_event_that_has_changed_meanwhile_is_412(client: Client) -> None:
    known = await ids(client)

    answer = await client.ask("PATCH", f"{EVENTS}/{known['single']}", {"subject": "x"}, headers={"If-Match": 'W/"old"'})

    assert said(answer) == (
        412,
        "ErrorIrresolvableConflict",
        (
            "The send or update operation could not be performed because the change key passed in the request does not "
            "match the current change key for the item."
        ),
    )


@pytest.mark.filterwarnings("ignore:Sending a large body:ResourceWarning")
async def test_a_request_of_more_than_4_mb_is_413(client: Client) -> None:
    answer = await client.ask("POST", EVENTS, b'{"subject":"' + b"x" * 4 * 1024 * 1024 + b'"}')

    assert (answer.status, answer.code) == (413, "RequestEntityTooLarge")


async def test_whoever_is_shared_nothing_with_is_denied(client: Client) -> None:
    assert (await client.get(f"/users/{BOB}/events")).code == "ErrorAccessDenied"
    assert (await client.get(f"/users/{CAROL}/calendarView?{WINDOW}")).code == "ErrorAccessDenied"


# Name, status, code, message, Retry-After: what no request brings about by itself.
FAULTS = (
    ("rate-limited-per-user", 429, "ApplicationThrottled", "Application is over its MailboxConcurrency limit.", "1"),
    ("rate-limited-per-minute", 429, "ApplicationThrottled", "Application is over its RequestCount limit.", "1"),
    ("rate-limited", 429, "TooManyRequests", "Please retry again later.", "1"),
    ("daily-limit-exceeded", 429, "activityLimitReached", "Please retry again later.", "1"),
    (
        "backend-error", 500, "ErrorInternalServerTransientError",
        "An internal server error occurred. Try again later.", None,
    ),
    ("unavailable", 503, "ServiceUnavailable", "The service is unavailable.", "1"),
    ("quota-exceeded", 507, "ErrorQuotaExceeded", "The mailbox is full.", None),
    ("conflict", 409, "ErrorIrresolvableConflict", "The item was changed by another request.", None),
    ("gateway-timeout", 504, "UnknownError", "", None),
    ("resource-locked", 423, "notAllowed", "The resource is locked.", None),
    ("resource-not-discovered", 404, "ResourceNotFound", "Resource could not be discovered.", None),
    ("unknown-error", 500, "UnknownError", "", None),
)  # fmt: skip


@pytest.mark.parametrize("row", FAULTS, ids=lambda row: str(row[0]))
async def test_a_fault_brings_about_what_no_request_can(
    client: Client, row: tuple[str, int, str, str, str | None]
) -> None:
    name, status, code, message, retry_after = row
    client.session.faults.arm(Rule(When(operation="microsoft.events.list"), Fault(name), 1))

    answer = await client.get(EVENTS)

    assert said(answer) == (status, code, message)
    assert answer.headers.get("Retry-After") == retry_after
    assert (await client.get(EVENTS)).status == 200


async def test_a_token_for_another_resource_is_refused_for_its_audience(client: Client) -> None:
    token = client.session.identity.issue("alice", "autosched", ["Read"], "microsoft", resource="api://ours").text

    answer = await client.get(EVENTS, as_=token)

    assert said(answer) == (
        401, "InvalidAuthenticationToken", "Access token validation failure. Invalid audience.",
    )  # fmt: skip


async def test_the_gateway_says_in_the_inner_error_too_that_it_was_too_much(client: Client) -> None:
    client.session.faults.arm(Rule(When(operation="microsoft.events.list"), Fault("rate-limited"), 1))

    inner = (await client.get(EVENTS)).json["error"]["innerError"]

    assert {name: inner[name] for name in ("code", "message", "status")} == {
        "code": "429",
        "message": "Please retry after",
        "status": "429",
    }
