"""How an access token for Graph looks: three base64url segments, with the claims that Microsoft writes into the second.

Clients must take it for opaque, and nobody can verify a real one: its header has a nonce that the published keys do not
cover. So the third segment of a standing token is no signature. It says which session issued the token, since `tid` and
`appid` cannot, for whom and to whom; the rest of it only that session can have derived, from all that stands before.
What the token endpoint issues is signed: `KeySet.sign_for_graph`.
"""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

from mockserver.clock import MINUTE, SECOND

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mockserver.identity.directory import Directory
    from mockserver.identity.microsoft_names import MicrosoftNames
    from mockserver.identity.tokens import AccessToken

_SEAL = ".mock-"  # an underscore ends the session's id, for no id has one
_AUDIENCE = "https://graph.microsoft.com"
_BEFORE = 5 * MINUTE  # `iat` and `nbf` lie so much before the issue [inferred]
# Microsoft tells what the mailbox and the directory are asked for; refresh tokens it grants without saying so.
_UNTOLD = frozenset({"offline_access"})


def unsealed(token: AccessToken, names: MicrosoftNames, directory: Directory) -> str:
    """The first two segments of a token's text. `token.text` is not read."""
    return f"{_HEADER}.{_segment(claims_of(token, names, directory))}"


def claims_of(token: AccessToken, names: MicrosoftNames, directory: Directory) -> dict[str, Any]:
    """What a token for Graph claims, with times on the session's clock. `token.text` is not read."""
    tenant = names.tenant_id
    issued = (token.issued - _BEFORE) // SECOND
    claims: dict[str, Any] = {
        "aud": _AUDIENCE,
        "iss": f"https://sts.windows.net/{tenant}/",
        "iat": issued,
        "nbf": issued,
        "exp": token.expires // SECOND,
        "appid": names.client_id(token.app),
    }
    claims |= _app_claims(token, names) if token.principal is None else _person_claims(token, names, directory)
    return claims | {"tid": tenant, "ver": "1.0"}


def seal_start(session_id: str) -> str:
    """What follows the first two segments in every token of a session."""
    return f"{_SEAL}{session_id}_"


def _person_claims(token: AccessToken, names: MicrosoftNames, directory: Directory) -> dict[str, Any]:
    person = directory.person(token.principal or "")
    told = sorted(token.scopes - _UNTOLD)
    return {"idtyp": "user", "oid": names.object_id(person.key), "scp": " ".join(told), "upn": person.email}


def _app_claims(token: AccessToken, names: MicrosoftNames) -> dict[str, Any]:
    object_id = names.client(token.app).object_id
    return {"idtyp": "app", "oid": object_id, "sub": object_id, "roles": sorted(token.scopes)}


def _segment(members: Mapping[str, Any]) -> str:
    raw = json.dumps(members, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


_HEADER = _segment({"typ": "JWT", "nonce": "mock", "alg": "RS256", "x5t": "mock", "kid": "mock"})
