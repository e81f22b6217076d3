"""Revocation (RFC 7009) as Google has it: no client authentication, either token, and an error for an unknown one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockserver.identity.refusals import google
from mockserver.identity.tokens import TokenRefused

if TYPE_CHECKING:
    from mockserver.identity.identity import Identity


def revoke(identity: Identity, text: str | None) -> None:
    """Revoke the grant that a token belongs to. Raises `OAuthRefusal` where the token is missing or not good."""
    if not text:
        raise google("parameter-missing", name="token")
    try:
        identity.revoke(text)
    except TokenRefused as refused:
        raise google("revocation-unknown-token", f"the token is {refused.reason}") from None
