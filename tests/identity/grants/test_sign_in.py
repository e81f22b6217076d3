from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mockserver.identity.grants.sign_in import id_token_for
from mockserver.identity.id_tokens import at_hash
from mockserver.identity.scopes import CALENDAR, EMAIL, OPENID, PROFILE

if TYPE_CHECKING:
    from mockserver.identity.identity import Identity


@pytest.mark.parametrize("scope", [OPENID, EMAIL, PROFILE])
def test_an_id_token_names_the_access_token_it_came_with(identity: Identity, scope: str) -> None:
    access = identity.issue("alice", "autosched", (CALENDAR, scope))
    claims = identity.authorization.keys["google"].verify(id_token_for(identity, access, "client") or "")
    assert (claims["aud"], claims["at_hash"]) == ("client", at_hash(access.text))


def test_nobody_signs_in_with_calendar_scopes_or_without_a_person(identity: Identity) -> None:
    assert id_token_for(identity, identity.issue("alice", "autosched", (CALENDAR,)), "client") is None
    assert id_token_for(identity, identity.issue(None, "sync-bot", (OPENID,)), "client") is None
