"""How faults look at Microsoft's authorization server."""

from __future__ import annotations

import pytest

from mockserver.faults import FAULTS, Fault, Rule, When
from mockserver.microsoft.oauth.faults import ROWS
from mockserver.microsoft.provider import MicrosoftOAuth
from tests.microsoft.oauth.oauth_world import GRAPH_DEFAULT, entra


def test_only_what_there_is_has_words_here() -> None:
    assert FAULTS.keys() >= ROWS.keys() == MicrosoftOAuth.faults


@pytest.mark.parametrize("name", sorted(ROWS))
async def test_each_fault_is_met_by_the_app_that_it_is_meant_for(name: str) -> None:
    async with entra(faults=(Rule(When(app="robot"), Fault(name)),)) as client:
        other = await client.token("client_credentials", scope=GRAPH_DEFAULT)
        answer = await client.token("client_credentials", "robot", scope=GRAPH_DEFAULT)

    row = ROWS[name]
    assert other.status == 200
    assert (answer.status, answer.json["error"], answer.codes) == (row.status, row.error, [row.code])
    assert answer.json.get("suberror", "") == row.suberror


async def test_a_fault_is_met_by_the_person_whose_refresh_token_it_is_the_second_time() -> None:
    rule = Rule(When(person="alice", nth=2), Fault("oauth-session-control-required"))
    async with entra(faults=(rule,)) as client:
        code = await client.code()  # the first request that names Alice
        token = (await client.redeem(code)).json["refresh_token"]
        second = await client.token("refresh_token", refresh_token=token)
        third = await client.token("refresh_token", refresh_token=token)

    assert (second.codes, second.json["suberror"]) == ([50076], "basic_action")
    assert third.status == 200
