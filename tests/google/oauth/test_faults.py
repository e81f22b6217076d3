"""The faults at Google's OAuth server: every one of the catalogue has words, for programs or for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from google.auth.exceptions import ReauthFailError, RefreshError

from mockserver.faults import OAUTH_FAULTS, Fault, Rule, When
from mockserver.google.oauth.faults import NAMES, PAGE_ROWS, ROWS
from mockserver.google.oauth.refusals import PAGES
from mockserver.identity.refusals import GOOGLE
from tests.google.oauth.test_operations import refresh

if TYPE_CHECKING:
    from tests.google.oauth.oauth_world import Server


def test_every_fault_of_the_catalogue_has_words() -> None:
    assert OAUTH_FAULTS.keys() == NAMES
    assert set(ROWS.values()) <= GOOGLE.keys()
    assert set(PAGE_ROWS.values()) <= PAGES.keys()


@pytest.mark.parametrize("fault", sorted(ROWS))
async def test_a_fault_is_its_row_at_the_token_endpoint(server: Server, fault: str) -> None:
    server.session.faults.arm(Rule(When(person="alice", app="autosched"), Fault(fault), times=1))
    row = GOOGLE[ROWS[fault]]
    assert (await server.send("/token", server.refresh_form("bob")))[0] == 200
    status, headers, body = await server.send("/token", server.refresh_form())
    assert (status, body["error"], body.get("error_description")) == (row.status, row.error, row.description)
    assert {name: body[name] for name in row.extra} == dict(row.extra)
    assert headers["Content-Type"] == "application/json; charset=utf-8"
    assert (await server.send("/token", server.refresh_form()))[0] == 200


async def test_the_nth_assertion_of_a_service_account_can_fail(server: Server) -> None:
    server.session.faults.arm(Rule(When(app="sync-bot", nth=2), Fault("oauth-client-disabled")))
    await refresh(server.account())
    with pytest.raises(RefreshError, match="disabled_client"):
        await refresh(server.account())
    await refresh(server.account())


async def test_a_fault_for_people_has_no_words_for_a_program(server: Server) -> None:
    server.session.faults.arm(Rule(When(), Fault("oauth-user-agent")))
    status, _, body = await server.send("/token", server.refresh_form())
    assert (status, body["error"]) == (501, "not_implemented")


@pytest.mark.parametrize("fault", ["oauth-session-control", "oauth-session-control-required"])
async def test_google_auth_tells_session_control_by_its_own_error(server: Server, fault: str) -> None:
    server.session.faults.arm(Rule(When(), Fault(fault)))
    user: Any = server.user()
    expected = (ReauthFailError, RefreshError)
    with pytest.raises(expected, match=r"[Rr]eauth"):
        await refresh(user)
