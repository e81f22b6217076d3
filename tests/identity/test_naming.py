from __future__ import annotations

from typing import TYPE_CHECKING

from mockserver.clock import SECOND

if TYPE_CHECKING:
    from mockserver.identity.identity import Identity


def test_microsoft_s_apps_are_found_by_their_client_id_in_whatever_case(identity: Identity) -> None:
    for app in ("autosched", "sync-bot"):
        assert identity.microsoft_app(identity.microsoft_client_id(app).upper()) == app
    assert identity.microsoft_app("") is None
    assert identity.microsoft_app(identity.tenant_id) is None


def test_the_claims_for_graph_are_those_of_the_token(identity: Identity) -> None:
    token = identity.issue("alice", "autosched", ("Calendars.Read", "offline_access"), "microsoft")
    claims = identity.graph_claims(token)

    assert (claims["scp"], claims["oid"]) == ("Calendars.Read", identity.object_id("alice"))
    assert (claims["appid"], claims["tid"]) == (identity.microsoft_client_id("autosched"), identity.tenant_id)
    assert claims["exp"] == token.expires // SECOND
