"""The judge of Graph's answers lets right ones pass and finds what is wrong with the others."""

from __future__ import annotations

from typing import Any

import pytest

from mockserver.microsoft import description
from tests.microsoft.answers import (
    ANSWERED,
    ASKED,
    CHANGES,
    DELTA,
    EVENT,
    FAILED,
    JSON,
    LIST,
    METADATA,
    NONE,
    ONE,
    OUTER,
    PAGE,
    PLAIN,
    PROBLEM,
    REQUEST_ID,
    SCHEDULES,
    SUGGESTIONS,
    changed,
    written,
)
from tests.microsoft.contract import ACTIONS, check_graph_answer, right_status
from tests.microsoft.shapes import differences


@pytest.mark.parametrize(
    ("http_method", "path", "status", "headers", "body"),
    [
        ("GET", ONE, 200, JSON, written(EVENT)),
        ("GET", f"http://127.0.0.1:8080/s/k3v9{ONE}?$select=subject", 200, JSON, written(EVENT)),
        ("POST", LIST, 201, JSON, written(EVENT)),
        ("PATCH", ONE, 200, JSON, written(EVENT)),
        ("PATCH", ONE, 204, PLAIN | {"Preference-Applied": "return=minimal"}, b""),
        ("DELETE", ONE, 204, PLAIN, b""),
        ("POST", f"{ONE}/accept", 202, PLAIN, b""),
        ("POST", f"{ONE}/snoozeReminder", 200, PLAIN, b""),
        ("GET", LIST, 200, JSON, written(PAGE)),
        ("GET", LIST, 200, JSON, written(PAGE | {"@odata.count": 1, "@odata.nextLink": "http://h/v1.0/x?$skip=1"})),
        ("GET", LIST, 200, NONE, written({"value": [{"id": "AAMkA=", "subject": "Lunch"}]})),
        ("GET", f"{LIST}/$count", 200, PLAIN | {"Content-Type": "text/plain"}, b"12"),
        ("GET", DELTA, 200, JSON, written(CHANGES)),
        ("POST", "/v1.0/me/calendar/getSchedule", 200, JSON, written(SCHEDULES)),
        ("POST", "/v1.0/me/findMeetingTimes", 200, JSON, written(SUGGESTIONS)),
        ("GET", f"{ONE}/attachments/a/$value", 200, PLAIN | {"Content-Type": "image/png"}, b"\x89PNG"),
        (
            "GET",
            "/v1.0/me/mailboxSettings/timeZone",
            200,
            JSON,
            written({"@odata.context": f"{METADATA}users('u')/mailboxSettings/timeZone", "value": "UTC"}),
        ),
        (
            "GET",
            "/v1.0/me/calendar/allowedCalendarSharingRoles(User='b')",
            200,
            JSON,
            written({"@odata.context": f"{METADATA}Collection(microsoft.graph.calendarRoleType)", "value": ["read"]}),
        ),
        (
            "GET",
            "/v1.0/me",
            200,
            JSON,
            written({"@odata.context": f"{METADATA}users/$entity", "@microsoft.graph.tips": "", "displayName": "A"}),
        ),
        ("GET", ONE, 404, FAILED, written(PROBLEM)),
        ("GET", LIST, 401, FAILED | {"WWW-Authenticate": 'Bearer realm=""'}, written(PROBLEM)),
        ("GET", LIST, 429, FAILED | {"Retry-After": "5"}, written(changed(PROBLEM, "error/innerError", ...))),
        ("POST", LIST, 400, FAILED, written(changed(PROBLEM, "error/@event.existingEventId", "AAMkA="))),
        ("GET", "/v1.0/me/nowhere", 400, FAILED, written(PROBLEM)),
        ("OPTIONS", LIST, 200, {}, b""),
        ("POST", "/common/oauth2/v2.0/token", 400, {}, b'{"error": "invalid_grant"}'),
        (
            "GET",
            f"/s/gone{ONE}",
            404,
            {"Content-Type": "application/problem+json"},
            b'{"title": "No such session", "status": 404}',
        ),
    ],
)
def test_a_right_answer_passes(http_method: str, path: str, status: int, headers: dict[str, str], body: bytes) -> None:
    check_graph_answer(http_method, path, status, headers, body)


@pytest.mark.parametrize(
    ("http_method", "path", "status", "headers", "body", "message"),
    [
        ("GET", ONE, 201, JSON, written(EVENT), "status 201; GET .* answers 200"),
        ("POST", LIST, 200, JSON, written(EVENT), "status 200; POST .* answers 201"),
        ("POST", f"{ONE}/accept", 200, PLAIN, b"", "status 200; .*accept answers 202"),
        ("POST", f"{ONE}/accept", 202, JSON, b"{}", "a body of 2 bytes"),
        ("GET", "/v1.0/me/nowhere", 200, JSON, b"{}", "for what is not published"),
        ("GET", ONE, 200, JSON | {"Content-Type": "application/json"}, written(EVENT), "Content-Type"),
        ("GET", ONE, 200, JSON | {"OData-Version": "4.01"}, written(EVENT), "OData-Version '4.01'"),
        ("GET", ONE, 200, JSON | {"request-id": "7"}, written(EVENT), "request-id '7' is no GUID"),
        ("GET", ONE, 200, JSON | {"client-request-id": ""}, written(EVENT), "client-request-id is missing"),
        ("GET", ONE, 200, JSON | {"x-ms-ags-diagnostic": "{}"}, written(EVENT), "no ServerInfo"),
        ("GET", ONE, 200, JSON, b'{"id": "1", "id": "1"}', "stands twice"),
        ("GET", ONE, 200, JSON, b"[]", "no object"),
        ("GET", f"{LIST}/$count", 200, JSON, b'{"value": 12}', "right would be a number"),
        ("GET", LIST, 200, NONE, written(PAGE), "no annotations with odata.metadata=none"),
        ("GET", ONE, 404, JSON, b'{"error": "not found"}', "the one member error"),
        ("GET", LIST, 401, FAILED, written(PROBLEM), "a 401 carries WWW-Authenticate"),
        ("GET", LIST, 429, FAILED, written(PROBLEM), "429 carries Retry-After"),
        ("GET", ONE, 403, {"Content-Type": "application/problem+json"}, b"{}", "for unknown sessions only"),
    ],
)
def test_a_wrong_answer_is_found(  # noqa: PLR0917 - the parts of one answer
    http_method: str, path: str, status: int, headers: dict[str, str], body: bytes, message: str
) -> None:
    with pytest.raises(AssertionError, match=message):
        check_graph_answer(http_method, path, status, headers, body)


@pytest.mark.parametrize(
    ("path", "to", "message"),
    [
        ("@odata.context", ..., "@odata.context: None"),
        ("@odata.context", "users/events", "@odata.context: 'users/events' leads to no"),
        ("@odata.context", f"{METADATA}users('u')/events", "ends with /\\$entity"),
        ("@odata.etag", ..., "@odata.etag: every event has one"),
        ("@odata.etag", '"strong"', "is no weak entity tag"),
        ("id", ..., "id: event always has one"),
        ("id", None, "id: event always has one"),
        ("sujet", "Lunch", "sujet: event has no such property; near: .*subject"),
        ("subject", 7, "subject: 7 is no String"),
        ("isAllDay", "false", "isAllDay: 'false' is no Boolean"),
        ("reminderMinutesBeforeStart", True, "is no Integer"),
        ("reminderMinutesBeforeStart", 1.5, "is no Integer"),
        ("reminderMinutesBeforeStart", 2**63, "is no Integer"),
        ("showAs", "WorkingElsewhere", "is no freeBusyStatus; right would be one of unknown, free"),
        ("createdDateTime", "2026-03-08T08:00:00", "is no DateTimeOffset"),
        ("createdDateTime", "2026-02-30T08:00:00Z", "is no DateTimeOffset"),
        ("start/dateTime", "2026-03-08T09:00:00", "start.dateTime: .*right would be"),
        ("start/dateTime", "2026-03-08T09:00:00.0000000Z", "start.dateTime: .*right would be"),
        ("start/timeZone", None, "start.timeZone: None; right would be the name of a zone"),
        ("start", "2026-03-08", "start: '2026-03-08' is no dateTimeTimeZone"),
        ("categories", "Red", "categories: 'Red' is no list of String"),
        ("categories", [None], r"categories\[0\]: null in a list"),
        ("attendees/0/type", "chair", r"attendees\[0\].type: 'chair' is no attendeeType"),
        ("recurrence/range/startDate", "2026-03-08T00:00:00Z", "recurrence.range.startDate: .* is no Date"),
        ("attachments/0/@odata.type", ..., r"attachments\[0\]: @odata.type is missing"),
        ("attachments/0/@odata.type", "#microsoft.graph.event", r"attachments\[0\].@odata.type: .* is no attachment"),
        ("attachments/0/contentBytes", "a", "is no Binary"),
        ("atendees@odata.context", "x", "atendees@odata.context: no annotation of event"),
        ("@odata.novelty", "x", "@odata.novelty: no annotation of event"),
    ],
)
def test_a_wrong_member_of_an_event_is_found(path: str, to: Any, message: str) -> None:
    with pytest.raises(AssertionError, match=message):
        check_graph_answer("GET", ONE, 200, JSON, written(changed(EVENT, path, to)))


@pytest.mark.parametrize(
    ("request_path", "value", "path", "to", "message"),
    [
        (LIST, PAGE, "value", ..., "value: a collection has one"),
        (LIST, PAGE, "@odata.nextLink", "/v1.0/me/events?$skip=1", "is no absolute URL"),
        (LIST, PAGE, "@odata.context", f"{METADATA}users/$entity", "is that of one entity"),
        (DELTA, CHANGES, "@odata.deltaLink", ..., "a nextLink or a deltaLink"),
        (DELTA, CHANGES, "@odata.nextLink", "http://h/v1.0/me/calendarView/delta?$skiptoken=t", "a nextLink or"),
        (DELTA, CHANGES, "value/0/@odata.type", ..., r"value\[0\].@odata.type: is missing"),
        (DELTA, CHANGES, "value/1/@removed/reason", "gone", "gives no reason"),
    ],
)
def test_a_wrong_page_is_found(request_path: str, value: Any, path: str, to: Any, message: str) -> None:
    with pytest.raises(AssertionError, match=message):
        check_graph_answer("GET", request_path, 200, JSON, written(changed(value, path, to)))


def test_an_answer_that_the_official_models_cannot_read_is_found() -> None:
    """Twenty-five o'clock has the form of a time of day."""
    late = changed(SCHEDULES, "value/0/workingHours/startTime", "25:00:00.0000000")

    with pytest.raises(AssertionError, match=r"msgraph-sdk cannot read it: hour must be in 0\.\.23"):
        check_graph_answer("POST", "/v1.0/me/calendar/getSchedule", 200, JSON, written(late))


@pytest.mark.parametrize(
    ("path", "to", "message"),
    [
        ("error/code", "", "error.code: '' is no code"),
        ("error/message", None, "error.message: None is no text"),
        ("error/errors", [], r"error: has \['errors'\]"),
        ("error/innerError/date", "2026-03-08T09:00:00Z", "innerError.date"),
        ("error/innerError/date", ..., "innerError: .* has not all of"),
        ("error/innerError/request-id", "another", "innerError.request-id: 'another', but the header says"),
    ],
)
def test_a_wrong_error_is_found(path: str, to: Any, message: str) -> None:
    with pytest.raises(AssertionError, match=message):
        check_graph_answer("GET", ONE, 404, FAILED, written(changed(PROBLEM, path, to)))


def test_what_is_posted_creates_an_entity_or_is_a_known_action() -> None:
    """A route whose status nobody has looked up would be judged by the status of a creation."""
    for method_id, row in description.methods().items():
        if method_id.startswith("POST ") and method_id.rpartition("/")[2] not in ACTIONS:
            assert row.response is not None, method_id
            assert description.type_of(row.response).kind == "entity", method_id
            assert right_status(method_id) == 201


def test_a_notification_is_judged_as_what_is_sent() -> None:
    """No route answers it, so a test that receives one asks for its type."""
    sent = {
        "value": [
            {
                "subscriptionId": REQUEST_ID,
                "subscriptionExpirationDateTime": "2026-03-09T09:00:00.1234567+00:00",
                "changeType": "created",
                "resource": "Users/u/Events/e",
                "resourceData": {"@odata.type": "#Microsoft.Graph.Event", "@odata.id": "Users/u/Events/e", "id": "e"},
                "clientState": "s",
                "tenantId": REQUEST_ID,
            }
        ]
    }
    name = "changeNotificationCollection"

    assert list(differences(name, sent)) == []
    assert list(differences(name, changed(sent, "value/0/changeType", "deletd")))
    assert list(differences(name, changed(sent, "value/0/tenantId", "t")))


# Batches. Each answer inside one is judged by its own request.

BATCH = "/v1.0/$batch"


def test_a_batch_of_right_answers_passes() -> None:
    check_graph_answer("POST", BATCH, 200, OUTER, written(ANSWERED), sent=written(ASKED))


@pytest.mark.parametrize(
    ("path", "to", "message"),
    [
        ("responses/0/id", "4", r"has the ids .*; asked were \['1', '2', '3'\]"),
        ("responses/1/body/subject", 7, r"responses\[1\]: subject: 7 is no String"),
        ("responses/0/body", {"error": "x"}, r"responses\[2\]: an error's body has the one member error"),
        ("responses/2/status", 200, r"responses\[3\]: status 200"),
        ("responses/0/status", "404", r"responses\[0\].status: '404' is no Integer"),
        ("responses/0/reason", "x", "batchResponseItem has no such property"),
    ],
)
def test_a_wrong_answer_inside_a_batch_is_found(path: str, to: Any, message: str) -> None:
    with pytest.raises(AssertionError, match=message):
        check_graph_answer("POST", BATCH, 200, OUTER, written(changed(ANSWERED, path, to)), sent=written(ASKED))
