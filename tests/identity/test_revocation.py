from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mockserver.identity.refusals import OAuthRefusal
from mockserver.identity.revocation import revoke
from mockserver.identity.tokens import TokenRefused

if TYPE_CHECKING:
    from mockserver.identity.identity import Identity


@pytest.mark.parametrize("kind", ["access_token", "refresh_token"])
def test_either_token_revokes_both_once(identity: Identity, kind: str) -> None:
    standing = identity.standing("alice", "autosched")
    revoke(identity, getattr(standing, kind))
    with pytest.raises(TokenRefused, match="revoked"):
        identity.judge(standing.access_token)
    with pytest.raises(TokenRefused, match="revoked"):
        identity.judge_refresh(standing.refresh_token or "")
    with pytest.raises(OAuthRefusal, match="invalid_token: the token is revoked"):
        revoke(identity, getattr(standing, kind))


@pytest.mark.parametrize(
    ("text", "row"),
    [
        (None, "parameter-missing"),
        ("", "parameter-missing"),
        ("ya29.x", "revocation-unknown-token"),
        ("alice-expired", "revocation-unknown-token"),
    ],
)
def test_there_must_be_a_good_token_to_revoke(identity: Identity, text: str | None, row: str) -> None:
    with pytest.raises(OAuthRefusal) as raised:
        revoke(identity, text)
    assert raised.value.row.key == row
