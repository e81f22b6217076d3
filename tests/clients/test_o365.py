"""O365, unmodified: what it asks of a calendar works over plain HTTP, where only its protocol's URL is set.

It signs in at a fixed host, so its token store is given the session's tokens, as a store that was filled before has
them.
"""

from __future__ import annotations

import base64
import json
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from O365 import Account, MSGraphProtocol
from O365.utils.token import MemoryTokenBackend
from requests import HTTPError

from tests.clients.graph_clients import microsoft
from tests.microsoft.contract import check_graph_answer
from tests.wire import World, world

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.live import LiveServer

NEW_YORK = ZoneInfo("America/New_York")
CLOCK = {"start": "2026-03-06T14:00:00Z", "flow": "frozen"}


@pytest.fixture
def session(live_server: LiveServer) -> Iterator[World]:
    with world(live_server.url, scenario="office", clock=CLOCK) as made:
        yield made


def account(session: World, person: str, token: str | None = None) -> Any:
    """A person's account, whose every answer is judged."""
    app = session.document["apps"]["autosched"]["microsoft"]
    held = microsoft(session, person)
    address = session.document["people"][person]["email"]
    info = base64.urlsafe_b64encode(json.dumps({"uid": held["id"], "utid": app["tenant_id"]}).encode()).decode()
    store = MemoryTokenBackend()
    store.add(
        {
            "client_id": app["client_id"],
            "scope": ["https://graph.microsoft.com/Calendars.ReadWrite"],
            "token_endpoint": f"https://login.microsoftonline.com/{app['tenant_id']}/oauth2/v2.0/token",
            "response": {
                "access_token": token or held["access_token"],
                "token_type": "Bearer",
                "expires_in": 3600,
                "client_info": info,
                "id_token_claims": {"preferred_username": address, "oid": held["id"], "tid": app["tenant_id"]},
            },
        }
    )

    class Protocol(MSGraphProtocol):  # type: ignore[misc]  # O365 has no types
        _protocol_url = session.wire.url + "/"

    made = Account((app["client_id"], app["client_secret"]), protocol=Protocol(), token_backend=store)
    made.con.username = address
    made.con.session = made.con.get_session(load_token=True)
    made.con.session.hooks["response"].append(_judge)
    return made


def _judge(response: Any, *_: Any, **__: Any) -> None:
    sent = response.request
    check_graph_answer(sent.method, sent.url, response.status_code, response.headers, response.content)


def at(day: int, hour: int) -> datetime:
    return datetime(2026, 3, day, hour, tzinfo=NEW_YORK)


def test_calendars_are_listed_by_name(session: World) -> None:
    schedule = account(session, "alice").schedule()

    assert [calendar.name for calendar in schedule.list_calendars()] == ["Calendar", "Projects"]
    assert schedule.get_calendar(calendar_name="Projects").name == "Projects"
    assert session.requests()[-1]["operation"] == "microsoft.calendars.list"


def test_an_event_is_made_changed_and_deleted(session: World) -> None:
    calendar = account(session, "alice").schedule().get_default_calendar()
    event = calendar.new_event(subject="Dentist")
    event.start, event.end = at(9, 15), at(9, 16)
    event.location = "Main Street 4"
    assert event.save()

    event.subject = "Dentist, at last"
    assert event.save()

    found = calendar.get_event(event.object_id)
    assert (found.subject, found.location["displayName"]) == ("Dentist, at last", "Main Street 4")
    assert (found.start, found.end) == (at(9, 15), at(9, 16))
    assert found.delete()
    with pytest.raises(HTTPError, match="The specified object was not found in the store"):
        calendar.get_event(event.object_id)


def test_a_view_expands_the_stand_up_over_the_change_of_clocks(session: World) -> None:
    calendar = account(session, "alice").schedule().get_default_calendar()

    found = calendar.get_events(start_recurring=at(5, 0), end_recurring=at(14, 0), include_recurring=True, limit=None)

    starts = sorted(event.start.astimezone(NEW_YORK) for event in found if event.subject == "Daily stand-up")
    assert [(start.day, f"{start:%H:%M}") for start in starts] == [
        (day, "09:30") for day in (5, 9, 10, 12, 13)
    ]  # 6 March has another title, 11 March was cancelled


def test_it_filters_and_pages_to_the_end(session: World) -> None:
    calendar = account(session, "alice").schedule().get_default_calendar()
    for number in range(12):
        event = calendar.new_event(subject=f"n{number}")
        event.start = at(9, 8) + timedelta(hours=number)
        assert event.save()
    query = calendar.new_query().startswith("subject", "n")

    found = calendar.get_events(query=query, limit=None, batch=5, include_recurring=False)

    assert sorted(event.subject for event in found) == sorted(f"n{number}" for number in range(12))


def test_an_invitation_reaches_the_other_mailbox_and_is_declined(session: World) -> None:
    mine = account(session, "alice").schedule().get_default_calendar()
    event = mine.new_event(subject="Together")
    event.start, event.end = at(9, 15), at(9, 16)
    event.attendees.add("bob@partner.example")
    assert event.save()
    theirs = account(session, "bob").schedule().get_default_calendar()
    query = theirs.new_query().equals("subject", "Together")
    [copy] = theirs.get_events(query=query, include_recurring=False)

    assert copy.decline_event("Not this week")

    [row] = mine.get_event(event.object_id).attendees
    assert row.response_status.status.value == "declined"


def test_a_refusal_is_the_library_s_own_error(session: World) -> None:
    with pytest.raises(HTTPError, match="Lifetime validation failed") as refused:
        list(account(session, "alice", "alice-expired").schedule().list_calendars())

    assert refused.value.response is not None
    assert refused.value.response.status_code == 401
