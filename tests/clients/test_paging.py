"""Pages and incremental sync, as the real clients read them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.clients.real_clients import ApiError

if TYPE_CHECKING:
    from tests.clients.real_clients import Client

# Every occurrence of the scenario's two weeks in March, in their order.
WEEKS = {"timeMin": "2026-03-01T00:00:00-05:00", "timeMax": "2026-03-15T00:00:00-04:00"}


def pages(client: Client, method: str, **parameters: Any) -> list[dict[str, Any]]:
    """Every page of a list, as a client follows them: the same question, with the token of the page before."""
    found = [client.call(method, calendarId="primary", **parameters)]
    while token := found[-1].get("nextPageToken"):
        assert len(found) < 100, "pages without end"
        found.append(client.call(method, calendarId="primary", **parameters, pageToken=token))
    return found


def test_the_pages_of_a_list_are_together_the_whole_of_it(alice: Client) -> None:
    query: dict[str, Any] = {"singleEvents": True, "orderBy": "startTime", **WEEKS}
    whole = alice.call("events.list", calendarId="primary", **query)

    parts = pages(alice, "events.list", maxResults=4, **query)

    assert len(whole["items"]) == 15
    assert [len(page["items"]) for page in parts] == [4, 4, 4, 3]
    assert [event for page in parts for event in page["items"]] == whole["items"]
    assert [event["start"] for event in whole["items"]] == sorted(
        (event["start"] for event in whole["items"]), key=lambda start: start.get("dateTime", start.get("date"))
    )


def test_the_pages_of_a_series_are_together_all_its_occurrences(alice: Client) -> None:
    series = alice.call("events.list", calendarId="primary", q="Night batch skipped")["items"][0]["id"]

    parts = pages(alice, "events.instances", eventId=series, maxResults=2)

    assert [len(page["items"]) for page in parts] == [2, 2, 1]
    assert [event["originalStartTime"]["dateTime"] for page in parts for event in page["items"]] == [
        "2026-03-06T02:30:00-05:00",
        "2026-03-07T02:30:00-05:00",
        "2026-03-08T03:30:00-04:00",
        "2026-03-09T02:30:00-04:00",
        "2026-03-10T02:30:00-04:00",
    ]


def test_the_last_page_alone_has_a_sync_token_which_leads_to_what_changed_since(alice: Client) -> None:
    parts = pages(alice, "events.list", maxResults=3)
    assert [("nextSyncToken" in page, "nextPageToken" in page) for page in parts] == [
        *[(False, True)] * (len(parts) - 1),
        (True, False),
    ]
    token = parts[-1]["nextSyncToken"]
    gone = next(event["id"] for page in parts for event in page["items"] if event.get("start", {}).get("date"))
    added = alice.call("events.quickAdd", calendarId="primary", text="Dentist on March 9 2026 at 3pm")
    alice.call("events.delete", calendarId="primary", eventId=gone)

    delta = alice.call("events.list", calendarId="primary", syncToken=token)

    assert [(event["id"], event["status"]) for event in delta["items"]] == [
        (added["id"], "confirmed"),
        (gone, "cancelled"),
    ]
    assert alice.call("events.list", calendarId="primary", syncToken=delta["nextSyncToken"])["items"] == []


def test_a_page_token_that_nobody_gave_is_refused(alice: Client) -> None:
    with pytest.raises(ApiError) as refused:
        alice.call("events.list", calendarId="primary", pageToken="page 2")

    assert (refused.value.status, refused.value.reason) == (400, "invalid")
