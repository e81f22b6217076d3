from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mockserver.control.problems import UNKNOWN_SESSION
from tests.control.asking import refused
from tests.wire import world

if TYPE_CHECKING:
    from tests.control.asking import Asker
    from tests.live import LiveServer
    from tests.wire import World

SECRET = "canary-5d1c"


def call(session: World, path: str = "/calendar/v3/colors", token: str = "alice", method: str = "GET") -> int:
    headers = {"Authorization": f"Bearer {token}"}
    return session.wire.send(method, f"/s/{session.id}{path}", headers).status


def test_a_request_stands_there_with_what_was_asked_and_answered(ask: Asker, office: World) -> None:
    call(office, "/calendar/v3/calendars/primary/events?maxResults=1")

    [entry] = ask.get(f"{office.path}/requests")["requests"]

    assert "Daily stand-up" in entry.pop("answer")
    assert entry == {
        "number": 1,
        "at": "2026-03-06T14:00:00.000Z",
        "method": "GET",
        "path": "/calendar/v3/calendars/primary/events",
        "query": "maxResults=1",
        "operation": "google.events.list",
        "provider": "google",
        "person": "alice",
        "app": "autosched",
        "status": 200,
    }


def test_a_fresh_session_has_seen_nothing(ask: Asker, office: World) -> None:
    assert ask.get(f"{office.path}/requests") == {"requests": [], "next": 0, "more": False, "dropped": 0}


def test_requests_of_one_session_stand_in_no_other(ask: Asker, office: World, live_server: LiveServer) -> None:
    with world(live_server.url, scenario="office") as other:
        call(office)

        assert ask.get(f"{other.path}/requests")["requests"] == []


def test_filters_say_which_are_meant(ask: Asker, office: World) -> None:
    call(office)
    call(office, token="bob")
    call(office, token="nobody")

    def numbers(query: str) -> list[int]:
        return [entry["number"] for entry in ask.get(f"{office.path}/requests?{query}")["requests"]]

    assert numbers("person=bob") == [2]
    assert numbers("status=401") == [3]
    assert numbers("operation=google.colors.get&status=200") == [1, 2]
    assert numbers("method=post") == []
    assert numbers("path=/calendar/v3/co&person=alice") == [1]


def test_a_reader_goes_on_where_it_stopped_and_misses_nothing(ask: Asker, office: World) -> None:
    for _ in range(5):
        call(office)
    seen: list[int] = []
    after, more = 0, True

    while more:
        page = ask.get(f"{office.path}/requests?limit=2&after={after}")
        seen += [entry["number"] for entry in page["requests"]]
        after, more = page["next"], page["more"]

    assert seen == [1, 2, 3, 4, 5]
    assert ask.get(f"{office.path}/requests?after={after}") == {"requests": [], "next": 5, "more": False, "dropped": 0}


def test_a_filter_that_meets_nothing_goes_on_behind_all_it_looked_at(ask: Asker, office: World) -> None:
    call(office)

    page = ask.get(f"{office.path}/requests?person=bob")

    assert (page["requests"], page["next"], page["more"]) == ([], 1, False)


def test_the_journal_is_bounded_and_counts_what_left_it(ask: Asker, office: World) -> None:
    for _ in range(1_003):
        call(office)

    page = ask.get(f"{office.path}/requests")

    assert len(page["requests"]) <= 1_000
    assert page["dropped"] == 1_003 - len(page["requests"])
    assert page["requests"][-1]["number"] == 1_003


def test_clearing_forgets_and_numbers_go_on(ask: Asker, office: World) -> None:
    call(office)

    assert ask("DELETE", f"{office.path}/requests").status == 204
    call(office)

    page = ask.get(f"{office.path}/requests")
    assert [entry["number"] for entry in page["requests"]] == [2]
    assert page["dropped"] == 0


@pytest.mark.parametrize(
    ("method", "target", "authorization"),
    [
        ("GET", f"/calendar/v3/colors?access_token={SECRET}", "Bearer alice"),
        ("GET", "/calendar/v3/colors", f"Bearer {SECRET}"),
        ("POST", f"/revoke?token={SECRET}", ""),
        ("POST", f"/token?refresh_token={SECRET}&client_secret={SECRET}", ""),
        ("GET", f"/oauth2/v3/tokeninfo?access_token={SECRET}", ""),
        ("GET", f"/calendar/v3/nowhere%3Faccess_token={SECRET}", ""),
    ],
)
def test_no_secret_stands_in_the_journal(
    ask: Asker, office: World, method: str, target: str, authorization: str
) -> None:
    office.wire.send(method, f"/s/{office.id}{target}", {"Authorization": authorization})

    answer = ask("GET", f"{office.path}/requests")

    assert len(answer.json["requests"]) == 1
    assert SECRET.encode() not in answer.body


def test_tokens_that_are_issued_stand_in_no_journal(ask: Asker, office: World) -> None:
    client = office.document["apps"]["autosched"]["google"]
    form = f"grant_type=refresh_token&refresh_token={office.google('alice')['refresh_token']}"
    form += f"&client_id={client['client_id']}&client_secret={client['client_secret']}"
    headers = {"Content-Type": "application/x-www-form-urlencoded"}

    issued = office.wire.send("POST", "/token", headers, form).json["access_token"]

    journal = ask("GET", f"{office.path}/requests").body.decode()
    assert "google-oauth.token" in journal or '"path": "/token"' in journal
    for secret in (issued, client["client_secret"], office.google("alice")["refresh_token"]):
        assert secret not in journal


def test_the_control_api_itself_stands_in_no_journal(ask: Asker, office: World) -> None:
    ask.get(f"{office.path}/clock")

    assert ask.get(f"{office.path}/requests")["requests"] == []


def test_the_session_must_live(ask: Asker) -> None:
    refused(ask("GET", "/sessions/nobodys/requests"), UNKNOWN_SESSION)
