"""The grants of the token endpoint, one file each.

A grant is a function from a request and the session's identity to what is issued; what it refuses it raises as an
`OAuthRefusal`. A new one is a file and its line in `GRANTS`.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from mockserver.identity.grants import jwt_bearer, refresh_token
from mockserver.identity.grants.request import Grant, GrantNotServed, Issued, TokenRequest
from mockserver.identity.refusals import google

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mockserver.identity.identity import Identity

__all__ = ["GRANTS", "PUBLISHED", "GrantNotServed", "Issued", "TokenRequest", "exchange_grant"]

GRANTS: Mapping[str, Grant] = MappingProxyType(
    {
        "refresh_token": refresh_token.exchange,
        "urn:ietf:params:oauth:grant-type:jwt-bearer": jwt_bearer.exchange,
    }
)
PUBLISHED = frozenset(
    (
        *GRANTS,
        "authorization_code",
        "urn:ietf:params:oauth:grant-type:device_code",
        "http://oauth.net/grant_type/device/1.0",
    )
)
"""The grants that Google's discovery document and its guides name."""


def exchange_grant(request: TokenRequest, identity: Identity) -> Issued:
    """What the token endpoint issues for a request. Raises `OAuthRefusal`, or `GrantNotServed`."""
    grant_type = request.form.get("grant_type", "")
    grant = GRANTS.get(grant_type)
    if grant is not None:
        return grant(request, identity)
    if grant_type in PUBLISHED:
        raise GrantNotServed(grant_type, tuple(GRANTS))
    why = f"grant_type is {grant_type!r}; there are {', '.join(sorted(PUBLISHED))}"
    raise google("grant-type-unsupported", why, grant_type=grant_type)
