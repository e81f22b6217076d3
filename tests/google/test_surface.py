"""Whatever it is asked, every one of the published methods answers as Google published it, and never by failing.

schemathesis makes the requests from the project's own description (`tests/google/openapi.py`): right ones and wrong
ones, as whoever may call and whoever may not. `tests/contract.py` judges the answers. Each request finds the same
world.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode

from mockserver.google.description import methods
from mockserver.google.settings import DEFAULTS
from mockserver.session.session import Choices
from tests.contract import check_google_answer
from tests.google.event_world import (
    ALICE,
    BOB,
    CAROL,
    CLOSED,
    DEV,
    TEAM,
    all_day,
    events_path,
    meeting,
    series,
    template,
)
from tests.google.openapi import document
from tests.google.reading_world import answered

if TYPE_CHECKING:
    from collections.abc import Iterator

    from schemathesis.generation.case import Case as AnyCase
    from schemathesis.schemas import APIOperation

    from mockserver.session import Session
    from tests.live import LiveServer

    Case = AnyCase[Any]
    Operation = APIOperation[Any, Any, Any, Any]

SESSION = "surface"
SINGLE, SERIES, DELETED, CHANNEL = "single0", "series0", "deleted0", "channel0"
MOVED, CANCELLED, UNTOUCHED = (f"{SERIES}_2026030{day}T1{hour}0000Z" for day, hour in ((7, 4), (8, 3), (9, 3)))
ADDRESS = "https://127.0.0.1:9/hook"
CALLERS = st.sampled_from([*["alice"] * 6, "bob", "dev", "alice-readonly", "alice-expired", "nonsense", ""])
UID = {"iCalUID": "uid@outside.example"}
SOUND: dict[str, list[dict[str, Any]]] = {
    "AclRule": [
        {"scope": {"type": "user", "value": DEV}, "role": "reader"},
        {"scope": {"type": "default"}, "role": "none"},
    ],
    "Calendar": [{"summary": "Sound", "timeZone": "Europe/London"}],
    "CalendarListEntry": [{"id": TEAM, "hidden": True}, {"id": CLOSED}, {"summaryOverride": "Mine", "colorId": "5"}],
    "Channel": [{"id": "fresh0", "type": "web_hook", "address": ADDRESS}, {"id": CHANNEL}],
    "Event": [one | UID for one in (meeting(), series(), all_day("2026-03-09", "2026-03-10"))],
    "FreeBusyRequest": [
        {"timeMin": "2026-03-01T00:00:00Z", "timeMax": "2026-03-20T00:00:00Z", "items": [{"id": TEAM}]}
    ],
}
"""A body that is right, by what it is of."""
GOOD = {"calendarId": TEAM, "eventId": SINGLE, "ruleId": f"user:{BOB}", "setting": "locale"}
# What no description says: the ids of this world, and texts that mean something where they stand.
WORDS = {
    "calendarId": ["primary", ALICE, TEAM, CLOSED, DEV],
    "eventId": [SINGLE, SERIES, MOVED, CANCELLED, UNTOUCHED, DELETED],
    "ruleId": [f"user:{BOB}", f"user:{ALICE}", "default"],
    "setting": [*list(DEFAULTS)[:3]],
    "fields": ["*", "kind", "etag,id", "items/id", "items(id,start/date),nextSyncToken"],
    "timeZone": ["America/New_York", "Australia/Lord_Howe", "UTC"],
    "timeMin": ["2026-03-01T00:00:00Z", "2026-03-08T00:00:00+13:45", "0001-01-01T00:00:00Z"],
    "timeMax": ["2026-04-01T00:00:00Z", "2026-03-08T02:30:00-05:00", "9999-12-31T23:59:59Z"],
    "updatedMin": ["2026-03-06T00:00:00Z", "2020-01-01T00:00:00Z"],
    "originalStart": ["2026-03-07T14:00:00Z", "2026-03-07"],
    "dateTime": ["2026-03-08T02:30:00", "2026-03-09T10:00:00Z", "2026-03-09T11:00:00+05:30", "9999-12-31T23:59:59Z"],
    "date": ["2026-03-08", "2026-03-09", "0001-01-01", "9999-12-31"],
    "recurrence": ["RRULE:FREQ=DAILY;COUNT=3", "RRULE:FREQ=DAILY", "EXDATE:20260309T100000Z"],
    "email": [BOB, CAROL, ALICE, DEV, "ann@outside.example"],
    "status": ["confirmed", "tentative", "cancelled"],
    "responseStatus": ["accepted", "declined", "needsAction"],
    "eventType": ["default", "birthday", "focusTime", "outOfOffice", "workingLocation"],
    "visibility": ["default", "public", "private"],
    "transparency": ["opaque", "transparent"],
    "colorId": ["1", "11"],
    "backgroundColor": ["#16a765"],
    "foregroundColor": ["#000000"],
    "role": ["none", "freeBusyReader", "reader", "writer", "owner"],
    "type": ["user", "default", "domain", "web_hook", "hangoutsMeet", "homeOffice", "eventCreation"],
    "method": ["popup", "email", "sms"],
    "id": [SINGLE, TEAM, CHANNEL],
    "iCalUID": ["uid@outside.example", f"{SINGLE}@google.com"],
    "address": [ADDRESS, "https://203.0.113.1/hook"],
    "expiration": ["1772900000000"],
    "destination": [TEAM, ALICE, CLOSED],
    "newDataOwner": [CAROL],
    "value": [BOB, "x.example"],
    "text": ["Lunch tomorrow at 12:30", "2026-03-09", "\u2603"],
}
PLACES = {
    "calendar.calendarList.delete": {"calendarId": CLOSED},
    "calendar.calendars.clear": {"calendarId": ALICE},
    "calendar.events.move": {"calendarId": ALICE},
}
"""Where what can be done with most calendars of this world can not be done with the team's."""


def furnish(session: Session) -> dict[str, list[str]]:
    """Put one of everything into the world; answers the tokens that continue its lists."""

    def ask(method: str, path: str, body: Any = None, as_: str = "alice", **query: Any) -> Any:
        return answered(session, method, path, body, as_=as_, **query)

    guests = {"attendees": [{"email": BOB}, {"email": CAROL}]}
    ask("POST", events_path(), meeting(id=SINGLE, **guests))
    ask("POST", events_path(), series(id=SERIES, attendees=[{"email": BOB}]))
    ask("POST", events_path(TEAM), meeting(id=SINGLE))
    ask("POST", events_path(), meeting(id=DELETED))
    for event in (DELETED, CANCELLED):
        ask("PATCH", events_path("primary", event), {"status": "cancelled"})
    ask("PATCH", events_path("primary", MOVED), meeting())
    rule = {"scope": {"type": "user", "value": ALICE}, "role": "owner"}
    ask("POST", f"/calendars/{quote(CLOSED)}/acl", rule, as_="bob")
    ask("POST", "/users/me/calendarList", {"id": CLOSED})
    ask("POST", events_path(CLOSED), meeting(id=SINGLE))
    watch = {"id": CHANNEL, "type": "web_hook", "address": ADDRESS}
    resource = ask("POST", events_path() + "/watch", watch)["resourceId"]
    lists = (events_path(), "/users/me/calendarList", "/users/me/settings", f"/calendars/{quote(TEAM)}/acl")
    return {
        "resourceId": [resource],
        "syncToken": [ask("GET", path)["nextSyncToken"] for path in lists],
        "pageToken": [ask("GET", path, maxResults=1)["nextPageToken"] for path in lists],
    }


class Surface:
    """The served world, which every request finds as it was furnished."""

    def __init__(self, server: LiveServer) -> None:
        self._server = server
        sessions = server.server.sessions
        self._session = server.do(lambda: sessions.create(template(), Choices(), SESSION))
        self.words = WORDS | server.do(lambda: furnish(self._session))
        server.do(lambda: self._session.save("furnished"))
        self._http = requests.Session()

    def operation(self, method_id: str) -> Operation:
        """A method as schemathesis sees it."""
        verb, path = methods()[method_id].http_method, f"/calendar/v3/{methods()[method_id].path}"
        found: Operation = schemathesis.openapi.from_dict(document(self.words))[path][verb]
        return found

    def send(self, case: Case, caller: str) -> requests.Response:
        """Send a request, and have its answer judged."""
        headers = {"Authorization": f"Bearer {caller}"} if caller else {}
        return self.ask(**case.as_transport_kwargs(f"{self._server.url}/s/{SESSION}", headers=headers))

    def ask(self, method: str, url: str, **sent: Any) -> requests.Response:
        self._server.do(lambda: self._session.restore("furnished"))
        answer = self._http.request(method, url, timeout=30, **sent)
        check_google_answer(method, answer.url, answer.status_code, answer.headers, answer.content)
        return answer

    def ask_rightly(self, method_id: str) -> requests.Response:
        """Ask a method for something that it does."""
        row = methods()[method_id]
        places = GOOD | PLACES.get(method_id, {})
        path = re.sub(r"\{(\w+)\}", lambda name: quote(places[name[1]], safe=""), row.path)
        needed = [name for name, one in row.parameters.items() if one.required and one.location == "query"]
        query = {name: self.words.get(name, ["true"])[0] for name in needed}
        body = SOUND[row.request][0] if row.request else None
        if method_id == "calendar.channels.stop":
            body = {"id": CHANNEL, "resourceId": self.words["resourceId"][0]}
        url = f"{self._server.url}/s/{SESSION}/calendar/v3/{path}"
        return self.ask(row.http_method, url, params=query, json=body, headers={"Authorization": "Bearer alice"})

    def close(self) -> None:
        self._http.close()
        self._server.do(lambda: self._server.server.sessions.end(SESSION))


@pytest.fixture
def surface(live_server: LiveServer) -> Iterator[Surface]:
    made = Surface(live_server)
    yield made
    made.close()


@st.composite
def cases(draw: st.DrawFn, operation: Operation) -> Case:
    """Two of three as the description has it, the third in some way not.

    What is generated is seldom right as a whole; so some bodies and paths are, and some requests have no query.
    """
    mode = draw(st.sampled_from([GenerationMode.POSITIVE] * 2 + [GenerationMode.NEGATIVE]))
    case = draw(operation.as_strategy(generation_mode=mode))
    sound = SOUND.get(methods()[operation.definition.raw["operationId"]].request or "", [{}])
    choice = draw(st.sampled_from(["as it is", "with a sound body", "with sound members"]))
    if isinstance(case.body, dict) and choice != "as it is":
        case.body = ({} if choice == "with a sound body" else case.body) | draw(st.sampled_from(sound))
    if draw(st.booleans()):
        case.path_parameters = {name: quote(GOOD[name], safe="") for name in case.path_parameters}
    if draw(st.booleans()):
        case.query = {name: value for name, value in case.query.items() if name in {"text", "destination"}}
    return case


@pytest.mark.parametrize("method_id", methods())
def test_a_method_answers_whatever_it_is_asked(surface: Surface, method_id: str) -> None:
    @settings(max_examples=20, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
    @given(case=cases(surface.operation(method_id)), caller=CALLERS)
    def ask(case: Case, caller: str) -> None:
        answer = surface.send(case, caller)
        assert answer.status_code < 500, answer.text

    ask()


@pytest.mark.parametrize("method_id", methods())
def test_a_method_does_in_this_world_what_it_is_rightly_asked_for(surface: Surface, method_id: str) -> None:
    answer = surface.ask_rightly(method_id)

    only_for_administrators = method_id == "calendar.calendars.transferOwnership"
    assert (answer.status_code == 403) if only_for_administrators else answer.ok, answer.text
