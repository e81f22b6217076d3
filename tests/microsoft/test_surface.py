"""Whatever it is asked, every operation of Graph answers as Microsoft published it, and never by failing.

schemathesis makes the requests from the project's own description (`openapi.py`): right ones and wrong ones, under each
of the paths that an operation serves, as whoever may call and whoever may not. `contract.py` judges the answers. Each
request finds the same world, `surface_world.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode

from mockserver.microsoft.description import method, methods
from mockserver.microsoft.provider import MicrosoftGraph
from mockserver.microsoft.unserved import reason
from tests.microsoft.openapi import document
from tests.microsoft.surface_world import WORDS, Surface
from tests.microsoft.world import ALICE, BOB, DEV, all_day, attendee, daily, meeting, timed
from tools.coverage_microsoft import compare

if TYPE_CHECKING:
    from collections.abc import Iterator

    import requests
    from schemathesis.generation.case import Case as AnyCase
    from schemathesis.schemas import APIOperation

    from tests.live import LiveServer

    Case = AnyCase[Any]
    Operation = APIOperation[Any, Any, Any, Any]

EXAMPLES = 12
"""Requests for each operation: some thousand in all, which is what a minute is enough for."""
CALLERS = st.sampled_from([*["alice"] * 6, "bob", "dev", "app", "alice-basic", "alice-expired", "nonsense", ""])
PREFERENCES = st.sampled_from(
    [
        "",
        "",
        'outlook.timezone="Tokyo Standard Time"',
        'IdType="ImmutableId"',
        "odata.maxpagesize=1",
        'outlook.timezone="Mars"',
    ]
)
COVERAGE = compare(MicrosoftGraph.routes.operations)
SERVED = {row.operation.id.removeprefix("microsoft."): row.methods for row in COVERAGE.served}
TIMES = timed("2026-03-09T14:00:00", "2026-03-09T15:00:00")
SOUND: dict[str, list[dict[str, Any]]] = {
    "acceptPostRequestBody": [{"comment": "Yes", "sendResponse": True}],
    "attachment": [
        {"@odata.type": "#microsoft.graph.fileAttachment", "name": "a.txt", "contentBytes": "aGk="},
        {"@odata.type": "#microsoft.graph.referenceAttachment", "name": "a"},
    ],
    "batchRequestContent": [{"requests": [{"id": "1", "method": "GET", "url": "/me/events?$top=1"}]}],
    "calendar": [{"name": "Sound", "color": "lightBlue"}],
    "calendarGroup": [{"name": "Sound"}],
    "calendarPermission": [{"role": "write", "emailAddress": {"address": DEV, "name": "Dev"}}],
    "cancelPostRequestBody": [{"comment": "No"}],
    "createUploadSessionPostRequestBody": [
        {"AttachmentItem": {"attachmentType": "file", "name": "a.bin", "size": 4_000_000}}
    ],
    "declinePostRequestBody": [{"proposedNewTime": TIMES}, {"sendResponse": False}],
    "event": [
        meeting(attendees=[attendee(BOB)]), daily(), all_day("2026-03-09", "2026-03-10"),
        {"recurrence": daily()["recurrence"]}, {"recurrence": None}, {"isAllDay": True},
    ],
    "extension": [{"@odata.type": "microsoft.graph.openTypeExtension", "extensionName": "com.x.y", "n": 1}],
    "findMeetingTimesPostRequestBody": [{"attendees": [attendee(BOB)], "meetingDuration": "PT1H"}],
    "forwardPostRequestBody": [{"toRecipients": [{"emailAddress": {"address": BOB}}]}],
    "getSchedulePostRequestBody": [
        {"schedules": [ALICE, BOB], "startTime": TIMES["start"], "endTime": TIMES["end"]}
    ],
    "mailboxSettings": [{"timeZone": "Tokyo Standard Time"}, {"language": {"locale": "de-DE"}}],
    "outlookCategory": [{"displayName": "Sound", "color": "preset2"}],
    "place": [{"@odata.type": "microsoft.graph.room", "capacity": 4}],
    "snoozeReminderPostRequestBody": [{"newReminderTime": TIMES["start"]}],
    "subscription": [
        {
            "changeType": "created,updated", "notificationUrl": "https://127.0.0.1:9/hook", "resource": "me/events",
            "expirationDateTime": "2026-03-07T14:00:00Z",
        }
    ],
    "tentativelyAcceptPostRequestBody": [{"proposedNewTime": TIMES}],
    "translateExchangeIdsPostRequestBody": [
        {"inputIds": ["AAMkA="], "sourceIdType": "restId", "targetIdType": "ewsId"}
    ],
}  # fmt: skip
"""A body that is right, by what it is of."""


@pytest.fixture(scope="module")
def furnished(shared_server: LiveServer) -> Iterator[Surface]:
    made = Surface(shared_server)
    yield made
    made.close()


@pytest.fixture
def surface(furnished: Surface, live_server: LiveServer) -> Surface:  # noqa: ARG001 - who sees that nothing is logged
    return furnished


def operation(method_id: str, surface: Surface) -> Operation:
    """A published method as schemathesis sees it."""
    made = document([method_id], {**WORDS, **surface.ids})
    (path,) = made["paths"]
    (verb,) = made["paths"][path]
    found: Operation = schemathesis.openapi.from_dict(made)[path][verb.upper()]
    return found


@st.composite
def cases(draw: st.DrawFn, of: Operation) -> Case:
    """Two of three as the description has it, the third in some way not.

    What is generated is seldom right as a whole; so some bodies are, and some requests have few options.
    """
    mode = draw(st.sampled_from([GenerationMode.POSITIVE] * 2 + [GenerationMode.NEGATIVE]))
    case: Case = draw(of.as_strategy(generation_mode=mode))
    sound = SOUND.get(method(of.definition.raw["operationId"]).request or "", [{}])
    choice = draw(st.sampled_from(["as it is", "with a sound body", "with sound members"]))
    if isinstance(case.body, dict) and choice != "as it is":
        case.body = ({} if choice == "with a sound body" else case.body) | draw(st.sampled_from(sound))
    with_few = draw(st.booleans())
    if case.query and with_few:
        few = draw(st.sets(st.sampled_from(sorted(case.query)), max_size=2)) | {"startDateTime", "endDateTime"}
        case.query = {name: value for name, value in case.query.items() if name in few}
    return case


@pytest.mark.parametrize("name", SERVED)
def test_an_operation_answers_whatever_it_is_asked(surface: Surface, name: str) -> None:
    known = {method_id: cases(operation(method_id, surface)) for method_id in SERVED[name]}

    @settings(max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(data=st.data(), caller=CALLERS, prefer=PREFERENCES)
    def ask(data: st.DataObject, caller: str, prefer: str) -> None:
        case = data.draw(known[data.draw(st.sampled_from(SERVED[name]))])
        sent = case.as_transport_kwargs(surface.url, headers={"Prefer": prefer} if prefer else {})
        answer = surface.send(sent.pop("method"), sent.pop("url"), caller, **sent)
        assert answer.status_code < 500 or said_not_built(answer), answer.text

    ask()


def said_not_built(answer: requests.Response) -> bool:
    """Whether it says by name what of a request is not emulated: encrypted notifications, for one."""
    return answer.status_code == 501 and answer.json()["error"]["code"] == "NotImplemented"


# What this world does not have: a webhook that answers, a right to change rooms, lists of rooms.
OTHERWISE = {
    "events.delta": 400,
    "places.roomList.get": 404,
    "places.roomList.rooms.count": 404,
    "places.roomList.rooms.get": 404,
    "places.roomList.rooms.list": 404,
    "places.update": 403,
    "subscriptions.create": 400,
    "users.count": 400,
}
# Groups have no attachments, nobody shares their calendars, and the one of this world has no extensions.
NOT_OF_GROUPS = ("attachments.", "calendarPermissions.", "extensions.")
DEFAULT_CALENDAR = "/calendar/permanentDelete"
REPLIES = {"events.accept", "events.decline", "events.tentativelyAccept"}


def ids_for(surface: Surface, name: str, path: str) -> dict[str, str]:
    """Of what one may ask an operation, where that is not the first of its kind."""
    ids = {"event-id": surface.of_group} if path.startswith("/groups") else {}
    if name in REPLIES:
        ids["event-id"] = surface.invitation
    if name in {"calendars.delete", "calendars.permanentDelete"}:
        ids["calendar-id"] = surface.second
    if name in {"calendarGroups.delete", "calendarGroups.update", "calendars.create"}:
        ids["calendarGroup-id"] = surface.third
    return ids


def is_possible(name: str, path: str) -> bool:
    """Whether there is anything in this world that a path may be rightly asked for."""
    return not (path.startswith("/groups") and name.startswith(NOT_OF_GROUPS)) and not path.endswith(DEFAULT_CALENDAR)


@pytest.mark.parametrize("name", SERVED)
def test_an_operation_does_in_this_world_what_it_is_rightly_asked_for(surface: Surface, name: str) -> None:
    for method_id in SERVED[name]:
        verb, _, path = method_id.partition(" ")
        row = method(method_id)
        query = {one: WORDS[one][0] for one in row.required}
        body = SOUND[row.request][0] if row.request else None
        if name == "masterCategories.update":
            body = {"color": "preset3"}  # their names cannot be changed
        url = surface.path(path, **ids_for(surface, name, path))
        answer = surface.send(verb, url, "alice", params=query, json=body)
        if is_possible(name, path):
            right = answer.status_code == OTHERWISE[name] if name in OTHERWISE else answer.ok
            assert right, (method_id, answer.text)


UNSERVED = [method_id for method_id in methods() if reason(method_id) is not None]


def test_what_is_not_served_says_so(surface: Surface) -> None:
    for method_id in UNSERVED:
        verb, _, path = method_id.partition(" ")
        answer = surface.send(verb, surface.path(path), "alice")
        assert (answer.status_code, answer.json()["error"]["code"]) == (501, "NotImplemented"), method_id
