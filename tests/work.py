"""Work for a server to do: scripts of requests, made by a seed, that depend on the answers as a client's requests do.

A `Worker` makes a session, does what its seed says in it, and ends it. The same seed and the same answers give the same
requests, so two runs differ only where the server answered differently. A helper, not a test.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar
from urllib.parse import quote, urlencode

from mockserver.ids import derive
from tests.wire import JSON

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tests.wire import Wire

# Scenarios whose first person is named, with a readable token of the same name.
SCENARIOS = {"office": "alice", "dst-new-york": "alice", "dst-lord-howe": "carol", "token-states": "alice"}
STEPS = 12
SAME_FOR_ALL = {"Host": "mock.test", "Accept-Encoding": "identity", "Accept": "*/*"}
RULES = ["FREQ=DAILY;COUNT=5", "FREQ=WEEKLY;BYDAY=MO,TH;COUNT=6", "FREQ=MONTHLY;COUNT=3", "FREQ=DAILY"]
WORDS = ["Lunch", "Review", "Flight", "Dentist", "Planning", "Dinner"]
QUERIES: list[dict[str, Any]] = [
    {"maxResults": 3},
    {"maxResults": 2, "showDeleted": "true"},
    {"singleEvents": "true", "orderBy": "startTime", "timeMin": "2026-03-01T00:00:00Z", "maxResults": 4},
    {"singleEvents": "true", "timeMin": "2026-10-01T00:00:00Z", "timeMax": "2026-11-15T00:00:00Z", "maxResults": 5},
    {"q": "Daily"},
    {"fields": "nextSyncToken,nextPageToken,items(id,etag,start)", "maxResults": 20},
    {"orderBy": "startTime"},
    {"timeMin": "2026-03-01"},
]


T = TypeVar("T")


class Request(NamedTuple):
    method: str
    path: str
    headers: dict[str, str]
    body: str | None


class Seen(NamedTuple):
    """An answer, all of it."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


def seen(request: Request, status: int, headers: Iterable[tuple[str, str]], body: bytes) -> Seen:
    """What was answered. The control API is in no session, so its `Date` is the real one and says nothing."""
    control = request.path.startswith("/_mock")
    return Seen(status, tuple(pair for pair in headers if not (control and pair[0] == "Date")), body)


def differences(one: Mapping[str, Sequence[Seen]], other: Mapping[str, Sequence[Seen]]) -> list[str]:
    """Where some runs of work, by their seeds, were answered differently."""
    assert one.keys() == other.keys()
    return [
        f"{seed}, request {number}:\n  {first}\n  {second}"
        for seed in one
        for number, (first, second) in enumerate(zip(one[seed], other[seed], strict=True))
        if first != second
    ]


class Worker:
    """One session's work. Ask for its `next` request, and tell it what was answered with `saw`."""

    def __init__(self, seed: str) -> None:
        self.seed = seed
        self._drawn = 0
        self.scenario = self._one_of(list(SCENARIOS))
        self._person = SCENARIOS[self.scenario]
        self._steps = 0
        self._ids: list[str] = []
        self._etags: dict[str, str] = {}
        self._query: dict[str, Any] = {}
        self._tokens: dict[str, str] = {}
        self._session: dict[str, Any] = {}
        self.seen: list[Seen] = []

    @property
    def done(self) -> bool:
        return self._steps > STEPS + 2

    def next(self) -> Request:
        """The next request: to make the session, to work in it, to read its journal, to end it."""
        self._steps += 1
        if self._steps == 1:
            return self._control("POST", "", {"scenario": self.scenario, "id": self.seed, "clock": {"flow": "frozen"}})
        if self._steps == STEPS + 2:
            return self._control("GET", f"/{self.seed}/requests")
        if self.done:
            return self._control("DELETE", f"/{self.seed}")
        return self._one_of(_KINDS)(self)

    def saw(self, answer: Seen) -> None:
        self.seen.append(answer)
        if answer.status != 200 and self._steps > 1:
            return
        document = json.loads(answer.body)
        if self._steps == 1:
            self._session = document
        events = document.get("items", []) if "items" in document else [document]
        for event in events:
            if isinstance(event, dict) and "etag" in event and "id" in event and "accessRole" not in event:
                self._ids.append(event["id"])
                self._etags.setdefault(event["id"], event["etag"])  # the first seen: it may be an old one by now
        for name in ("nextPageToken", "nextSyncToken"):
            if name in document:
                self._tokens = {name: document[name]}

    def _draw(self, below: int) -> int:
        self._drawn += 1
        return derive("work", self.seed, str(self._drawn)).number(below)

    def _one_of(self, choices: Sequence[T]) -> T:
        return choices[self._draw(len(choices))]

    def _control(self, method: str, path: str, body: Any = None) -> Request:
        sent = None if body is None else json.dumps(body)
        return Request(method, f"/_mock/sessions{path}", SAME_FOR_ALL | JSON, sent)

    def _google(
        self, method: str, path: str, query: dict[str, Any] | None = None, body: Any = None, if_match: str | None = None
    ) -> Request:
        """A call of the calendar, in one of the three ways to say which session it is for."""
        issued = self._session["people"][self._person]["google"]["access_token"]
        prefix, fields = self._one_of(
            [
                (f"/s/{self.seed}", {"Authorization": f"Bearer {self._person}"}),
                ("", {"Authorization": f"Bearer {self._person}", "X-Mock-Session": self.seed}),
                ("", {"Authorization": f"Bearer {issued}"}),
            ]
        )
        target = f"{prefix}/calendar/v3{path}" + (f"?{urlencode(query)}" if query else "")
        conditions = {"If-Match": if_match} if if_match else {}
        headers = SAME_FOR_ALL | JSON | fields | conditions
        return Request(method, target, headers, None if body is None else json.dumps(body))

    def list_events(self) -> Request:
        self._query = self._one_of(QUERIES)
        return self._google("GET", "/calendars/primary/events", self._query)

    def follow(self) -> Request:
        """The next page, or what changed since; without a token a list from the start."""
        names = {"nextPageToken": "pageToken", "nextSyncToken": "syncToken"}
        tokens = {names[name]: token for name, token in self._tokens.items()}
        query = {} if "syncToken" in tokens else self._query
        return self._google("GET", "/calendars/primary/events", query | tokens)

    def list_calendars(self) -> Request:
        return self._google("GET", "/users/me/calendarList", {"maxResults": 1 + self._draw(5)})

    def _body(self) -> dict[str, Any]:
        day = f"2026-{self._one_of(['03', '10'])}-{1 + self._draw(28):02d}"
        zone = self._one_of(["America/New_York", "Europe/London", "Australia/Lord_Howe"])
        return {
            "summary": self._one_of(WORDS),
            "start": {"dateTime": f"{day}T10:30:00", "timeZone": zone},
            "end": {"dateTime": f"{day}T11:30:00", "timeZone": zone},
        }

    def insert(self) -> Request:
        body = self._body()
        if self._draw(2):
            body["recurrence"] = [f"RRULE:{self._one_of(RULES)}"]
        if self._draw(3) == 0:
            body["id"] = self._one_of(["lunch1", "lunch2"])
        return self._google("POST", "/calendars/primary/events", body=body)

    def _event(self) -> str:
        return quote(self._one_of(self._ids) if self._ids else "nothing")

    def patch(self) -> Request:
        event = self._event()
        if_match = self._etags.get(event, '"1"') if self._draw(2) else None
        body = {"summary": self._one_of(WORDS)} if self._draw(2) else self._body()
        return self._google("PATCH", f"/calendars/primary/events/{event}", body=body, if_match=if_match)

    def delete(self) -> Request:
        return self._google("DELETE", f"/calendars/primary/events/{self._event()}")

    def get(self) -> Request:
        return self._google("GET", f"/calendars/primary/events/{self._event()}")

    def instances(self) -> Request:
        master = self._event().partition("_")[0]
        return self._google("GET", f"/calendars/primary/events/{master}/instances", {"maxResults": 4})

    def make_calendar(self) -> Request:
        return self._google("POST", "/calendars", body={"summary": self._one_of(WORDS)})

    def quick_add(self) -> Request:
        text = f"{self._one_of(WORDS)} on March {1 + self._draw(28)} 2026 at 3pm"
        return self._google("POST", "/calendars/primary/events/quickAdd", {"text": text})

    def without_token(self) -> Request:
        headers = SAME_FOR_ALL | {"X-Mock-Session": self.seed}
        return Request("GET", "/calendar/v3/calendars/primary/events", headers, None)

    def with_a_small_scope(self) -> Request:
        """Some scenarios have this readable token; elsewhere nobody issued it."""
        headers = SAME_FOR_ALL | JSON | {"Authorization": f"Bearer {self._person}-readonly"}
        return Request("POST", f"/s/{self.seed}/calendar/v3/calendars/primary/events", headers, "{}")

    def refresh(self) -> Request:
        client = self._session["apps"]["autosched"]["google"]
        form = {
            "grant_type": "refresh_token",
            "refresh_token": self._session["people"][self._person]["google"]["refresh_token"],
            "client_id": client["client_id"],
            "client_secret": client["client_secret"],
        }
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return Request("POST", "/token", SAME_FOR_ALL | kind, urlencode(form))

    def advance(self) -> Request:
        return self._control("PATCH", f"/{self.seed}/clock", {"advance": self._one_of(["PT1M", "PT40M", "P1D"])})

    def reset(self) -> Request:
        return self._control("POST", f"/{self.seed}/reset")


_KINDS = [
    *[Worker.list_events, Worker.insert] * 3,
    *[Worker.follow, Worker.patch, Worker.delete] * 2,
    *[Worker.get, Worker.instances, Worker.list_calendars, Worker.make_calendar, Worker.quick_add],
    *[Worker.without_token, Worker.with_a_small_scope, Worker.refresh, Worker.advance, Worker.reset],
]


def work_alone(wire: Wire, seed: str) -> list[Seen]:
    """Do all of a worker's work, from its first request to its last, and answer all that was answered."""
    worker = Worker(seed)
    while not worker.done:
        request = worker.next()
        answer = wire.send(request.method, request.path, request.headers, request.body)
        worker.saw(seen(request, answer.status, answer.headers, answer.body))
    return worker.seen
