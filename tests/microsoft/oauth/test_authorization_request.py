"""An authorization request as it is understood."""

from __future__ import annotations

import pytest

from mockserver.microsoft.oauth.authorization_request import WayBack, way_back
from mockserver.microsoft.oauth.refusals import Refusal
from tests.microsoft.oauth.oauth_world import CALLBACK, entra


@pytest.mark.parametrize("uri", [CALLBACK, "http://localhost:50123/callback", "http://localhost/callback"])
async def test_any_port_of_this_machine_is_a_registered_one(uri: str) -> None:
    async with entra() as client:
        back = way_back(client.identity, "autosched", {"redirect_uri": uri})

    assert back.redirect_uri == uri


@pytest.mark.parametrize(
    "uri",
    [
        "https://localhost:3000/callback",
        "http://localhost:3000/callback/",
        "http://127.0.0.1:3000/callback",
        "http://localhost:x/callback",
        "http://user@localhost:3000/callback",
        "http://localhost:3000/callback?more",
    ],
)
async def test_nothing_else_is(uri: str) -> None:
    async with entra() as client:
        with pytest.raises(Refusal):
            way_back(client.identity, "autosched", {"redirect_uri": uri})


async def test_a_public_app_without_any_may_come_from_any_port_of_this_machine() -> None:
    async with entra() as client:
        back = way_back(client.identity, "device", {"redirect_uri": "http://localhost:5012"})

    assert back.redirect_uri == "http://localhost:5012"


def test_what_is_sent_back_goes_behind_a_query_that_is_there() -> None:
    reply = WayBack("http://localhost/?a=1", "query", None).reply([("code", "x y")])

    assert reply.headers["Location"] == "http://localhost/?a=1&code=x+y"
