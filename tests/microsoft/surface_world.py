"""The world that Graph's whole surface is tried in: one of everything, which every request finds as it was furnished.

Who lives in it is `world.py`'s. A helper, not a test.
"""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import requests

from mockserver.clock import DAY
from mockserver.microsoft.calendars.calendar import default_calendar, events_of
from mockserver.microsoft.mailbox import mailbox_of
from mockserver.microsoft.provider import NAME, receive
from mockserver.microsoft.push import subscriptions
from mockserver.microsoft.routes import ROOT
from mockserver.session.session import Choices
from tests.microsoft.contract import check_graph_answer
from tests.microsoft.world import ALICE, BOB, CAROL, START, attendee, daily, meeting, template

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mockserver.session import Session
    from tests.live import LiveServer

SESSION = "surface"
WORDS: Mapping[str, Sequence[str]] = {
    "$select": ["id", "subject,start", "displayName", "*", "nothing", "id,", "body/content", "cancelledOccurrences"],
    "$expand": ["attachments", "extensions", "instances", "calendar", "nothing", "exceptionOccurrences",
        "singleValueExtendedProperties($filter=id eq 'String {66f5a359-4659-4830-9070-00047ec6ac6e} Name Color')"],
    "$filter": ["subject eq 'Meeting'", "start/dateTime ge '2026-03-01'", "contains(subject,'e')", "isAllDay eq false",
        "categories/any(c:c eq 'X')", "attendees/any(a:a/type eq 'required')", "((", "subject eq", "not (id eq null)",
        "displayName eq 'x'", "lastModifiedDateTime gt 2026-03-01T00:00:00Z", "recurrence eq null", "'\u2603"],
    "$orderby": ["start/dateTime", "subject desc,end/dateTime", "start", "nothing", "subject up", "displayName"],
    "$search": ["x", '"displayName:a"', ""],
    "startDateTime": ["2026-03-01T00:00:00Z", "2026-03-06T00:00:00-05:00", "2026-03-06", "soon", "0001-01-01T00:00:00"],
    "endDateTime": ["2026-04-01T00:00:00Z", "2026-03-09T00:00:00", "2026-02-01", "9999-12-31T23:59:59.9999999Z", ""],
    "dateTime": ["2026-03-09T10:00:00", "2026-03-08T02:30:00", "2026-03-09", "2026-03-09T12:00:00.0000000Z",
        "9999-12-31T23:59:59.9999999", "0001-01-01T00:00:00", "2026-02-30T00:00:00", ""],
    "timeZone": ["Eastern Standard Time", "UTC", "America/New_York", "tzone://Microsoft/Utc", "Mars", ""],
    "recurrenceTimeZone": ["Eastern Standard Time", "Mars", ""],
    "startDate": ["2026-03-09", "0001-01-01", "2026-02-30"],
    "address": [BOB, ALICE, "room-4@autosched.example", "ann@outside.example", "nobody"],
    "contentType": ["text/plain", "text", "html"],
    "@odata.type": ["#microsoft.graph.fileAttachment", "#microsoft.graph.itemAttachment", "#nothing"],
    "transactionId": ["one", ""],
    "changeType": ["created", "created,updated,deleted", "moved"],
    "notificationUrl": ["https://127.0.0.1:9/hook", "http://x.example", ""],
    "resource": ["me/events", "/me/calendars", "users/nobody/events", "me/messages", ""],
    "expirationDateTime": ["2026-03-07T14:00:00Z", "2036-03-07T14:00:00Z", "2020-03-07T14:00:00Z"],
    "locale": ["de-DE", "xx-XX"],
}  # fmt: skip
"""What means something where it stands, beside the ids of this world."""
SUBSCRIPTION = "5ab5c1b1-0000-4000-8000-000000000001"
EXTENSION = "com.example.kept"
_EXTENSION = {"@odata.type": "microsoft.graph.openTypeExtension", "extensionName": EXTENSION, "colour": "red"}
_FILE = {
    "@odata.type": "#microsoft.graph.fileAttachment",
    "name": "notes.txt",
    "contentBytes": b64encode(b"notes").decode(),
}


class Surface:
    """The served world. `good` has an id that is right for each parameter of a path, `ids` all of them."""

    def __init__(self, server: LiveServer) -> None:
        self._server = server
        self.url = f"{server.url}/s/{SESSION}"
        self._http = requests.Session()
        made = template(receivers={NAME: receive})
        self._session = server.do(lambda: server.server.sessions.create(made, Choices(), SESSION))
        group = server.do(lambda: self._session.identity.group_id("team"))
        self.good = {"user-id": "me", "group-id": group, "User": BOB, "extension-id": EXTENSION}
        self.good |= {"TimeZoneStandard": "Iana", "StartDateTime": "2026-03-01", "EndDateTime": "2026-04-01"}
        self.good |= {"place-id": "room-4@autosched.example", "room-id": "room-4@autosched.example"}
        self.ids = {name: [value] for name, value in self.good.items()}
        self._furnish()
        server.do(lambda: self._session.save("furnished"))

    def send(self, method: str, url: str, caller: str, **sent: Any) -> requests.Response:
        """A request in the world as it was furnished; its answer is judged."""
        self._server.do(lambda: self._session.restore("furnished"))
        return self._ask(method, url, caller, **sent)

    def path(self, published: str, **ids: str) -> str:
        """A published path as a URL, with an id for each of its parameters: `ids`, else what is good."""
        for name, value in (self.good | ids).items():
            published = published.replace(f"{{{name}}}", quote(value, safe=""))
        return f"{self.url}{ROOT}{published}"

    def close(self) -> None:
        """End the session."""
        self._http.close()
        self._server.do(lambda: self._server.server.sessions.end(SESSION))

    def _ask(self, method: str, url: str, caller: str, **sent: Any) -> requests.Response:
        headers = dict(sent.pop("headers", None) or {})
        headers |= {"Authorization": f"Bearer {caller}"} if caller else {}
        answer = self._http.request(method, url, headers=headers, timeout=30, allow_redirects=False, **sent)
        body = answer.request.body
        judged = body if isinstance(body, bytes) and answer.status_code == 200 else b""
        check_graph_answer(method, answer.url, answer.status_code, answer.headers, answer.content, sent=judged)
        return answer

    def _made(self, path: str, body: Any, caller: str = "alice") -> str:
        answer = self._ask("POST", f"{self.url}{ROOT}{path}", caller, json=body)
        assert answer.status_code == 201, answer.text
        id_: str = answer.json()["id"]
        return id_

    def _listed(self, path: str) -> list[str]:
        answer = self._ask("GET", f"{self.url}{ROOT}{path}", "alice")
        assert answer.status_code == 200, answer.text
        return [item["id"] for item in answer.json()["value"]]

    def _furnish(self) -> None:
        single = self._made("/me/events", meeting(attendees=[attendee(BOB), attendee(CAROL)]))
        series = self._made("/me/events", daily())
        group = self._made(f"/groups/{self.good['group-id']}/events", meeting())
        invited = self._made("/me/events", meeting(attendees=[attendee(ALICE)]), "bob")
        copies = [id_ for id_ in self._listed("/me/events") if id_ not in {single, series}]
        window = "startDateTime=2026-03-01T00:00:00Z&endDateTime=2026-04-01T00:00:00Z"
        occurrences = self._listed(f"/me/events/{series}/instances?{window}")
        moved = {"start": {"dateTime": "2026-03-07T10:00:00"}, "end": {"dateTime": "2026-03-07T11:00:00"}}
        self._ask("PATCH", f"{self.url}{ROOT}/me/events/{occurrences[1]}", "alice", json=moved)
        self._ask("DELETE", f"{self.url}{ROOT}/me/events/{occurrences[2]}", "alice")
        gone = self._made("/me/events", meeting())
        self._ask("DELETE", f"{self.url}{ROOT}/me/events/{gone}", "alice")
        self.ids["event-id"] = [single, series, *occurrences[:3], *copies, group, invited, gone, "malformed", "AAMkA="]
        calendar = self._made("/me/calendars", {"name": "Second"})
        groups = self._listed("/me/calendarGroups")
        self.ids["calendar-id"] = [*self._listed("/me/calendars"), calendar, "AAMkB="]
        self.ids["calendarGroup-id"] = [*groups, self._made("/me/calendarGroups", {"name": "Third"}), "AAMkC="]
        category = self._made("/me/outlook/masterCategories", {"displayName": "Urgent", "color": "preset1"})
        shared = {"role": "read", "emailAddress": {"address": CAROL, "name": "Carol"}}
        permission = self._made("/me/calendar/calendarPermissions", shared)
        attachment = self._made(f"/me/events/{single}/attachments", _FILE)
        self._made(f"/me/events/{single}/extensions", _EXTENSION)
        self._server.do(lambda: _subscribe(self._session))
        self._keep(category, permission, attachment)
        self.ids["user-id"] = ["me", ALICE, BOB, "nobody@x.example"]
        self.of_group, self.invitation = group, copies[0]
        self.second, self.third = calendar, self.ids["calendarGroup-id"][-2]

    def _keep(self, category: str, permission: str, attachment: str) -> None:
        found = {"outlookCategory-id": category, "calendarPermission-id": permission, "attachment-id": attachment}
        for name, id_ in (found | {"subscription-id": SUBSCRIPTION}).items():
            self.ids[name] = [id_, "nothing"]
        self.good |= {name: values[0] for name, values in self.ids.items() if name not in self.good}


def _subscribe(session: Session) -> None:
    """A subscription that needs no handshake, for nobody listens."""
    mailbox = mailbox_of(session, "alice")
    collection = events_of("alice", default_calendar(mailbox).folder)
    app = next(iter(session.template.directory.apps))
    subscription = subscriptions.Subscription(
        id=SUBSCRIPTION, app=app, person="alice", resource="me/events", mailbox="alice", event="",
        change_type="updated", url="https://127.0.0.1:9/hook", lifecycle_url=None, client_state=None, tls="v1_2",
        immutable_ids=False, grant=None, expires=START + DAY, since=START, authorized_until=START + DAY, reminded=START,
    )  # fmt: skip
    subscriptions.open_subscription(session, collection, subscription)
