"""Whatever happens to the calendars and when, a client that follows the sync tokens ends with the server's list."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from mockserver.session import Session
from tests.google.calendar_world import PUBLIC, ROTA, TEAM, ask, template

LIST = "/users/me/calendarList"
CALENDARS = st.sampled_from([TEAM, ROTA, PUBLIC])
PEOPLE = st.sampled_from(["alice", "bob", "carol"])
SHOWN = ("id", "summaryOverride", "hidden", "selected", "colorId", "backgroundColor", "accessRole")


def own_part(item: dict[str, Any]) -> dict[str, Any]:
    """What of an entry a sync promises to tell."""
    return {name: item[name] for name in SHOWN if name in item}


class FollowTheList(RuleBasedStateMachine):
    """Carol's client follows her list page by page, while she and the others change it."""

    @initialize()
    def begin(self) -> None:
        self.session = Session("sync", template())
        self.known: dict[str, dict[str, Any]] = {}
        self.token = ""
        self.page = ""
        self.made: list[str] = []

    @rule(calendar=CALENDARS, person=PEOPLE)
    def insert(self, calendar: str, person: str) -> None:
        ask(self.session, "POST", LIST, {"id": calendar}, as_=person)

    @rule(calendar=CALENDARS, person=PEOPLE)
    def unsubscribe(self, calendar: str, person: str) -> None:
        ask(self.session, "DELETE", f"{LIST}/{quote(calendar)}", as_=person)

    @rule(calendar=CALENDARS, hidden=st.booleans(), title=st.sampled_from(["A", "B", None]))
    def set_up(self, calendar: str, title: str | None, *, hidden: bool) -> None:
        body = {"hidden": hidden, "summaryOverride": title}
        ask(self.session, "PATCH", f"{LIST}/{quote(calendar)}", body, as_="carol")

    @rule(calendar=CALENDARS, person=PEOPLE)
    def rename(self, calendar: str, person: str) -> None:
        ask(self.session, "PATCH", f"/calendars/{quote(calendar)}", {"summary": "Renamed"}, as_=person)

    @rule(calendar=CALENDARS)
    def end(self, calendar: str) -> None:
        owner = "alice" if calendar == TEAM else "bob"
        ask(self.session, "DELETE", f"/calendars/{quote(calendar)}", as_=owner)

    @rule()
    def make(self) -> None:
        ask(self.session, "POST", "/calendars", {"summary": "Mine"}, as_="carol")

    @rule(size=st.integers(1, 3))
    def follow(self, size: int) -> None:
        """One page of the sync, or of the first listing, under way."""
        query = [f"maxResults={size}"]
        query += [f"syncToken={self.token}"] if self.token else ["showHidden=true"]
        query += [f"pageToken={self.page}"] if self.page else []
        reply = ask(self.session, "GET", LIST, as_="carol", query="&".join(query))
        assert reply.status == 200, reply.body
        answer = json.loads(reply.body)
        for item in answer["items"]:
            if item.get("deleted"):
                self.known.pop(item["id"], None)
            else:
                self.known[item["id"]] = own_part(item)
        self.page = answer.get("nextPageToken", "")
        self.token = answer.get("nextSyncToken", self.token)
        assert ("nextPageToken" in answer) != ("nextSyncToken" in answer)

    @invariant()
    def caught_up_the_client_knows_what_the_server_has(self) -> None:
        saved = self.known, self.token, self.page
        self.known = dict(self.known)
        while self.page or not self.token:
            self.follow(2)
        self.follow(250)
        listed = json.loads(ask(self.session, "GET", LIST, as_="carol", query="showHidden=true").body)["items"]
        assert self.known == {item["id"]: own_part(item) for item in listed}
        self.known, self.token, self.page = saved


TestFollowTheList = FollowTheList.TestCase
TestFollowTheList.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
