from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mockserver.clock import SECOND
from mockserver.identity.grants.request import Issued, TokenRequest
from mockserver.identity.refusals import OAuthRefusal

if TYPE_CHECKING:
    from mockserver.identity.identity import Identity


def test_a_parameter_that_must_be_there_and_say_something_is_demanded_by_name() -> None:
    assert TokenRequest({"code": "x"}).demand("code") == "x"
    for form in ({}, {"code": ""}):
        with pytest.raises(OAuthRefusal, match="Missing required parameter: code"):
            TokenRequest(form).demand("code")


def test_an_answer_has_its_members_in_googles_order_and_none_that_are_not_told(identity: Identity) -> None:
    token = identity.issue("alice", "autosched", (), lifetime=90 * SECOND + 5)
    assert list(Issued(token).body()) == ["access_token", "expires_in", "token_type"]
    assert Issued(token, "openid", "1//0x").body() == {
        "access_token": token.text,
        "expires_in": 90,
        "refresh_token": "1//0x",
        "scope": "openid",
        "token_type": "Bearer",
    }


def test_an_id_token_may_come_with_an_access_token_or_alone(identity: Identity) -> None:
    token = identity.issue("alice", "autosched", ())
    assert list(Issued(token, id_token="ey").body())[-1] == "id_token"
    assert Issued(None, id_token="ey").body() == {"id_token": "ey"}
