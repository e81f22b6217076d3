"""Whatever changes, and whenever tokens expire, a client that follows the sync tokens ends with what the server has.

All lists that have sync tokens at once; what single lists promise besides is in `test_sync.py` (events) and in
`test_calendar_list_sync.py`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from mockserver.clock import DAY
from mockserver.google.settings import DEFAULTS, settings_of
from mockserver.session import Session
from tests.google.calendar_world import LIST, ask
from tests.google.event_world import BOB, CAROL, TEAM, events_path, series, template
from tests.google.reading_world import query_text, status_of

RULES = f"/calendars/{quote(TEAM)}/acl"
SETTINGS = "/users/me/settings"
LONG = 30 * DAY
"""Longer than any token lives."""
PICK = st.integers(0, 99)
SCOPES = st.sampled_from([BOB, CAROL, "ann@outside.example"])
ROLES = st.sampled_from(["reader", "writer", "freeBusyReader", "none"])


def is_gone(item: dict[str, Any]) -> bool:
    return item.get("status") == "cancelled" or item.get("deleted") is True or item.get("role") == "none"


@dataclass
class Follower:
    """A client of one list: it asks page by page, begins anew when it is told to, and remembers what it was told."""

    path: str
    query: dict[str, Any]
    known: dict[str, dict[str, Any]] = field(default_factory=dict)
    token: str = ""
    page: str = ""
    expired: int = 0

    def follow(self, session: Session, size: int) -> None:
        """Ask for the next page, whatever it is a page of."""
        query = self.query | {"maxResults": size}
        query |= {"syncToken": self.token} if self.token else {}
        query |= {"pageToken": self.page} if self.page else {}
        reply = ask(session, "GET", self.path, query=query_text(query))
        answer = json.loads(reply.body)
        if reply.status == 410 or (reply.status == 400 and self.page):
            self.known, self.token, self.page = {}, "", ""
            self.expired += 1
            return
        assert reply.status == 200, reply.body
        for item in answer["items"]:
            self.known.pop(item["id"], None)
            if not is_gone(item):
                self.known[item["id"]] = item
        self.page = answer.get("nextPageToken", "")
        self.token = answer.get("nextSyncToken", self.token)
        assert ("nextPageToken" in answer) != ("nextSyncToken" in answer)

    def catch_up(self, session: Session) -> None:
        self.follow(session, 2)
        while self.under_way():
            self.follow(session, 2)
        self.follow(session, 250)
        while self.under_way():  # the token had expired
            self.follow(session, 250)

    def under_way(self) -> bool:
        return bool(self.page) or not self.token

    def there(self, session: Session) -> dict[str, Any]:
        """What the server has."""
        reply = ask(session, "GET", self.path, query=query_text(self.query | {"maxResults": 250}))
        return {item["id"]: item for item in json.loads(reply.body)["items"] if not is_gone(item)}


class FollowAll(RuleBasedStateMachine):
    """Alice's client follows everything that it can, while she changes it."""

    @initialize()
    def begin(self) -> None:
        self.session = Session("sync", template())
        self.events: list[str] = []
        self.followers = [
            Follower(events_path(TEAM), {}),
            Follower(events_path(TEAM), {"singleEvents": True}),
            Follower(LIST, {"showHidden": True}),
            Follower(RULES, {}),
            Follower(SETTINGS, {}),
        ]

    @rule(recurs=st.booleans())
    def insert(self, *, recurs: bool) -> None:
        body = series() if recurs else series(recurrence=[])
        reply = ask(self.session, "POST", events_path(TEAM), body)
        self.events.append(json.loads(reply.body)["id"])

    @rule(pick=PICK, change=st.sampled_from(["rename", "delete", "cancel one"]))
    def change(self, pick: int, change: str) -> None:
        if self.events:
            event = self.events[pick % len(self.events)] + "_20260307T140000Z" * (change == "cancel one")
            method = "PATCH" if change == "rename" else "DELETE"
            status_of(self.session, method, events_path(TEAM, event), {"summary": f"Renamed {pick}"})

    @rule(title=st.sampled_from(["A", "B"]), hidden=st.booleans())
    def set_up(self, title: str, *, hidden: bool) -> None:
        self.write("PATCH", f"{LIST}/{quote(TEAM)}", {"summaryOverride": title, "hidden": hidden})

    @rule(scope=SCOPES, role=ROLES)
    def share(self, scope: str, role: str) -> None:
        self.write("POST", RULES, {"scope": {"type": "user", "value": scope}, "role": role})

    @rule(scope=SCOPES)
    def unshare(self, scope: str) -> None:
        status_of(self.session, "DELETE", f"{RULES}/{quote('user:' + scope)}")

    @rule(name=st.sampled_from(list(DEFAULTS)[:3]), value=st.sampled_from(["true", "false"]))
    def choose(self, name: str, value: str) -> None:
        """As the settings page of the application does: the API cannot."""
        self.session.documents.put(settings_of("alice"), name, value.encode())

    @rule()
    def let_tokens_expire(self) -> None:
        self.session.clock.advance(LONG)

    @rule(which=st.integers(0, 4), size=st.integers(1, 4))
    def follow(self, which: int, size: int) -> None:
        self.followers[which].follow(self.session, size)

    @rule()
    def reset_by_hand(self) -> None:
        """Expire the tokens of one list on demand, as a control does."""
        self.session.cursors.expire(settings_of("alice"))

    @invariant()
    def caught_up_each_client_knows_what_the_server_has(self) -> None:
        for one in self.followers:
            client = Follower(one.path, one.query, dict(one.known), one.token, one.page)
            client.catch_up(self.session)
            assert client.known == client.there(self.session), one.path

    def write(self, method: str, path: str, body: dict[str, Any]) -> None:
        assert ask(self.session, method, path, body).status == 200


TestFollowAll = FollowAll.TestCase
TestFollowAll.settings = settings(max_examples=20, stateful_step_count=12, deadline=None, derandomize=True)


def test_a_client_is_told_once_that_its_token_is_over_and_then_has_everything_again() -> None:
    session = Session("sync", template())
    client = Follower(events_path(TEAM), {})
    client.catch_up(session)
    ask(session, "POST", events_path(TEAM), series())
    session.clock.advance(LONG)
    client.catch_up(session)

    assert client.expired == 1
    assert client.known == client.there(session)
    assert len(client.known) == 1
