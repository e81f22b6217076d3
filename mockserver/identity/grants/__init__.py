"""The grants of the token endpoint, one file each.

A grant is a function from a request and the session's identity to what is issued; what it refuses it raises as an
`OAuthRefusal`. A new one is a file and its line in `GRANTS`.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from mockserver.identity.grants import authorization_code, device_code, jwt_bearer, refresh_token
from mockserver.identity.grants.request import Grant, Issued, TokenRequest
from mockserver.identity.refusals import google

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mockserver.identity.identity import Identity

__all__ = ["DEVICE_CODE", "GRANTS", "Issued", "TokenRequest", "exchange_grant"]

DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code"
GRANTS: Mapping[str, Grant] = MappingProxyType(
    {
        "authorization_code": authorization_code.exchange,
        "refresh_token": refresh_token.exchange,
        "urn:ietf:params:oauth:grant-type:jwt-bearer": jwt_bearer.exchange,
        DEVICE_CODE: device_code.exchange,
        "http://oauth.net/grant_type/device/1.0": device_code.exchange,
    }
)
"""The grants that Google's discovery document and its guides name."""


def exchange_grant(request: TokenRequest, identity: Identity) -> Issued:
    """What the token endpoint issues for a request. Raises `OAuthRefusal`."""
    grant_type = request.form.get("grant_type", "")
    grant = GRANTS.get(grant_type)
    if grant is not None:
        return grant(request, identity)
    why = f"grant_type is {grant_type!r}; there are {', '.join(sorted(GRANTS))}"
    raise google("grant-type-unsupported", why, grant_type=grant_type)
