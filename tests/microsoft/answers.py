"""Right answers of Microsoft Graph, and the headers that go with them. A helper, not a test."""

from __future__ import annotations

import json
from typing import Any

REQUEST_ID = "0aa49b4c-3f0e-4a2a-8f7e-6d0d5b3f2a11"
PLAIN = {
    "request-id": REQUEST_ID,
    "client-request-id": REQUEST_ID,
    "x-ms-ags-diagnostic": '{"ServerInfo":{"DataCenter":"Mock","Slice":"E","Ring":"5","ScaleUnit":"001"}}',
}
KIND = "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8"
JSON = PLAIN | {"Content-Type": KIND, "OData-Version": "4.0"}
NONE = JSON | {"Content-Type": KIND.replace("minimal", "none")}
FAILED = PLAIN | {"Content-Type": "application/json"}
OUTER = FAILED
"""Of a batch."""
METADATA = "https://graph.microsoft.com/v1.0/$metadata#"
NINE = {"dateTime": "2026-03-08T09:00:00.0000000", "timeZone": "UTC"}
TEN = {"dateTime": "2026-03-08T10:00:00.0000000", "timeZone": "Pacific Standard Time"}
SHORT: dict[str, Any] = {"@odata.etag": 'W/"a2V5"', "id": "AAMkA=", "subject": "Lunch", "start": NINE, "end": TEN}
EVENT: dict[str, Any] = {
    "@odata.context": f"{METADATA}users('u')/events/$entity",
    **SHORT,
    "createdDateTime": "2026-03-08T08:00:00.1234567Z",
    "changeKey": "a2V5",
    "categories": [],
    "transactionId": None,
    "uid": "040000008200E00074C5B7101A82E008",
    "occurrenceId": None,
    "reminderMinutesBeforeStart": 15,
    "showAs": "workingElsewhere",
    "isAllDay": False,
    "responseStatus": {"response": "organizer", "time": "0001-01-01T00:00:00Z"},
    "body": {"contentType": "html", "content": ""},
    "location": {"displayName": "", "locationType": "default", "address": {}, "coordinates": {"latitude": 47.5}},
    "recurrence": {
        "pattern": {"type": "weekly", "interval": 1, "month": 0, "daysOfWeek": ["monday"], "index": "first"},
        "range": {"type": "noEnd", "startDate": "2026-03-08", "endDate": "0001-01-01", "numberOfOccurrences": 0},
    },
    "attendees": [{"type": "required", "status": {"response": "none"}, "emailAddress": {"address": "b@x.example"}}],
    "calendar@odata.navigationLink": "https://graph.microsoft.com/v1.0/users('u')/calendars('c')",
    "attachments@odata.context": f"{METADATA}users('u')/events('e')/attachments",
    "attachments": [
        {"@odata.type": "#microsoft.graph.fileAttachment", "id": "a", "contentBytes": "aGk=", "size": 2},
    ],
}
PAGE = {"@odata.context": f"{METADATA}users('u')/events", "value": [SHORT]}
CHANGE = SHORT | {"@odata.type": "#microsoft.graph.event"}
GONE = {"@odata.type": "#microsoft.graph.event", "id": "AAMkB=", "@removed": {"reason": "deleted"}}
CHANGES = {
    "@odata.context": f"{METADATA}Collection(event)",
    "@odata.deltaLink": "http://127.0.0.1:1/v1.0/me/calendarView/delta?$deltatoken=t",
    "value": [CHANGE, GONE],
}
SCHEDULES = {
    "@odata.context": f"{METADATA}Collection(microsoft.graph.scheduleInformation)",
    "value": [
        {
            "scheduleId": "b@x.example",
            "availabilityView": "02",
            "scheduleItems": [{"status": "busy", "start": NINE, "end": TEN}],
            "workingHours": {
                "daysOfWeek": ["monday"],
                "startTime": "08:00:00.0000000",
                "endTime": "17:00:00.0000000",
                "timeZone": {"@odata.type": "#microsoft.graph.customTimeZone", "bias": 480, "name": "Custom"},
            },
        },
        {"scheduleId": "z", "error": {"responseCode": "5016"}, "scheduleItems": None},
    ],
}
SUGGESTIONS = {
    "@odata.context": f"{METADATA}microsoft.graph.meetingTimeSuggestionsResult",
    "emptySuggestionsReason": "",
    "meetingTimeSuggestions": [{"confidence": 100.0, "order": 1, "organizerAvailability": "free"}],
}
PROBLEM = {
    "error": {
        "code": "ErrorItemNotFound",
        "message": "The specified object was not found in the store.",
        "innerError": {"date": "2026-03-08T09:00:00", "request-id": REQUEST_ID, "client-request-id": REQUEST_ID},
    }
}
LIST = "/v1.0/me/events"
ONE = f"{LIST}/AAMkA="
DELTA = "/v1.0/me/calendarView/delta"
ASKED = {
    "requests": [
        {"id": "1", "method": "GET", "url": "/me/events/AAMkA="},
        {"id": "2", "method": "GET", "url": "me/events/AAMkB=?$select=id"},
        {"id": "3", "method": "DELETE", "url": "/me/events/AAMkC=", "dependsOn": ["2"]},
    ]
}
ANSWERED = {
    "responses": [
        {"id": "2", "status": 404, "headers": {"Content-Type": "application/json"}, "body": PROBLEM},
        {"id": "1", "status": 200, "headers": {"Content-Type": KIND, "OData-Version": "4.0"}, "body": EVENT},
        {"id": "3", "status": 204, "headers": {}},
    ]
}


def written(value: Any) -> bytes:
    return json.dumps(value).encode()


def changed(value: Any, path: str, to: Any) -> Any:
    """A copy of a JSON value with one member changed or added; `to` ... removes it."""
    copy = json.loads(json.dumps(value))
    *steps, last = [int(step) if step.isdigit() else step for step in path.split("/")]
    inner = copy
    for step in steps:
        inner = inner[step]
    if to is ...:
        del inner[last]
    else:
        inner[last] = to
    return copy
