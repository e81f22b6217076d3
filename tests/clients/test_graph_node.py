"""@microsoft/microsoft-graph-client for Node, unmodified, over TLS: it sends no token over anything else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.clients.graph_clients import GraphError, GraphNode, GraphNodeClient
from tests.microsoft.world import attendee, daily, meeting
from tests.trusting import Secure, secure
from tests.wire import World, world

if TYPE_CHECKING:
    from collections.abc import Iterator

WINDOW = {"startDateTime": "2026-03-06T00:00:00Z", "endDateTime": "2026-03-14T00:00:00Z"}
CLOCK = {"start": "2026-03-06T14:00:00Z", "flow": "frozen"}


@pytest.fixture(scope="module")
def server() -> Iterator[Secure]:
    with secure() as running:
        yield running


@pytest.fixture(scope="module")
def node(server: Secure, tmp_path_factory: pytest.TempPathFactory) -> Iterator[GraphNode]:
    authority = tmp_path_factory.mktemp("authority") / "ca.pem"
    authority.write_text(server.ca_pem)
    process = GraphNode(f"https://localhost:{server.port}/", authority)
    yield process
    process.close()


@pytest.fixture
def session(server: Secure) -> Iterator[World]:
    with world(server.live.url, scenario="office", clock=CLOCK) as made:
        yield made


@pytest.fixture
def alice(node: GraphNode, session: World) -> GraphNodeClient:
    return GraphNodeClient(node, session, "alice")


def test_the_token_alone_leads_to_its_session(alice: GraphNodeClient, session: World) -> None:
    assert alice.call("get", "/me", query={"$select": "displayName"})["displayName"] == "Alice Rivera"

    assert session.requests()[-1]["operation"] == "microsoft.users.get"


def test_an_event_is_made_read_changed_and_deleted(alice: GraphNodeClient) -> None:
    made = alice.call("post", "/me/events", meeting(subject="Planning"))
    changed = alice.call("patch", f"/me/events/{made['id']}", {"subject": "Planning, moved"})

    assert changed["changeKey"] != made["changeKey"]
    assert alice.call("get", f"/me/events/{made['id']}")["subject"] == "Planning, moved"
    assert alice.call("delete", f"/me/events/{made['id']}") is None
    with pytest.raises(GraphError) as refused:
        alice.call("get", f"/me/events/{made['id']}")
    assert (refused.value.status, refused.value.code) == (404, "ErrorItemNotFound")


def test_a_series_keeps_its_wall_clock_over_the_change_of_clocks(alice: GraphNodeClient) -> None:
    made = alice.call("post", "/me/events", daily(5))

    shown = alice.call(
        "get",
        f"/me/events/{made['id']}/instances",
        query=WINDOW,
        headers={"Prefer": 'outlook.timezone="Eastern Standard Time"'},
    )["value"]
    utc = alice.call("get", f"/me/events/{made['id']}/instances", query=WINDOW)["value"]

    assert {one["start"]["dateTime"][11:16] for one in shown} == {"09:00"}
    assert [one["start"]["dateTime"][11:16] for one in utc] == ["14:00", "14:00", "13:00", "13:00", "13:00"]


def test_its_page_iterator_comes_to_the_end(alice: GraphNodeClient) -> None:
    for number in range(12):
        alice.call("post", "/me/events", meeting(subject=f"n{number}"))

    found = alice.pages("/me/events", query={"$top": 5, "$filter": "startswith(subject,'n')", "$select": "subject"})

    assert {one["subject"] for one in found["found"]} == {f"n{number}" for number in range(12)}


def test_its_page_iterator_follows_changes(alice: GraphNodeClient) -> None:
    prefer = {"Prefer": "odata.maxpagesize=3"}
    first = alice.pages("/me/calendarView/delta", query=WINDOW, headers=prefer)
    made = alice.call("post", "/me/events", meeting(subject="New"))

    again = alice.pages(first["deltaLink"], headers=prefer)

    assert first["found"]
    assert [one["id"] for one in again["found"]] == [made["id"]]


def test_a_batch_tells_what_failed_and_what_depended_on_it(alice: GraphNodeClient) -> None:
    answers = alice.batch(
        {"id": "1", "method": "GET", "url": "/me"},
        {"id": "2", "method": "GET", "url": "/me/events/AAMkAA==", "dependsOn": ["1"]},
        {"id": "3", "method": "GET", "url": "/me/calendar", "dependsOn": ["2"]},
    )

    assert {id_: part["status"] for id_, part in answers.items()} == {"1": 200, "2": 404, "3": 424}
    assert answers["1"]["body"]["displayName"] == "Alice Rivera"


def test_an_expired_token_raises_its_own_error(node: GraphNode, session: World) -> None:
    with pytest.raises(GraphError) as refused:
        GraphNodeClient(node, session, "alice", "alice-expired").call("get", "/me/events")

    assert (refused.value.status, refused.value.code) == (401, "InvalidAuthenticationToken")


def test_an_invitation_is_answered(node: GraphNode, session: World, alice: GraphNodeClient) -> None:
    bob = GraphNodeClient(node, session, "bob")
    made = alice.call("post", "/me/events", meeting(attendees=[attendee("bob@partner.example")], subject="Together"))
    [copy] = bob.call("get", "/me/events", query={"$filter": "subject eq 'Together'"})["value"]

    bob.call("post", f"/me/events/{copy['id']}/accept", {"comment": "Gladly", "sendResponse": True})

    [row] = alice.call("get", f"/me/events/{made['id']}")["attendees"]
    assert row["status"]["response"] == "accepted"
    assert copy["iCalUId"] == made["iCalUId"]
    assert copy["id"] != made["id"]
