from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mockserver.identity.grants import TokenRequest, exchange_grant
from mockserver.identity.refusals import OAuthRefusal

if TYPE_CHECKING:
    from mockserver.identity.identity import Identity


@pytest.mark.parametrize("grant_type", ["foo", "password", "client_credentials", "REFRESH_TOKEN", ""])
def test_a_grant_that_google_has_not_is_refused_by_name(identity: Identity, grant_type: str) -> None:
    with pytest.raises(OAuthRefusal) as raised:
        exchange_grant(TokenRequest({"grant_type": grant_type}), identity)
    assert raised.value.body() == {
        "error": "unsupported_grant_type",
        "error_description": f"Invalid grant_type: {grant_type}",
    }


def test_a_request_without_a_grant_type_is_refused_as_one_with_an_empty_one(identity: Identity) -> None:
    with pytest.raises(OAuthRefusal) as raised:
        exchange_grant(TokenRequest({}), identity)
    assert raised.value.description == "Invalid grant_type: "
