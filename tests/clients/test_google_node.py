"""What @googleapis/calendar and google-auth-library do in a way of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.clients.real_clients import ApiError, Node, NodeClient

if TYPE_CHECKING:
    from tests.wire import World


@pytest.mark.parametrize("scenario", ["token-states"])
@pytest.mark.parametrize("person", ["mallory", "trent"])
def test_a_refresh_token_that_is_no_good_means_asking_for_consent_again(
    node: Node, session: World, person: str
) -> None:
    with pytest.raises(ApiError) as refused:
        NodeClient(node, session, person).call("events.list", calendarId="primary")

    assert (refused.value.status, refused.value.reason) == (400, "invalid_grant")
    assert refused.value.message == "Token has been expired or revoked."


@pytest.mark.parametrize("scenario", ["token-states"])
def test_a_grant_to_read_is_not_enough_to_write(node: Node, session: World) -> None:
    rui = NodeClient(node, session, "rui")
    assert [event["summary"] for event in rui.call("events.list", calendarId="primary")["items"]] == ["Planning"]

    with pytest.raises(ApiError) as refused:
        rui.call("events.quickAdd", calendarId="primary", text="Lunch tomorrow")

    assert (refused.value.status, refused.value.reason) == (403, "insufficientPermissions")


def test_a_repeated_parameter_is_sent_once_for_each_value(node: Node, session: World) -> None:
    alice = NodeClient(node, session, "alice")

    found = alice.call("events.list", calendarId="primary", eventTypes=["focusTime", "outOfOffice"])["items"]

    assert found == []
    assert session.requests()[-1]["query"] == "eventTypes=focusTime&eventTypes=outOfOffice"
