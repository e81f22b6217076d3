"""What a grant is given and what it gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import msgspec

from mockserver.clock import SECOND
from mockserver.identity.refusals import google

if TYPE_CHECKING:
    from mockserver.identity.identity import Identity
    from mockserver.identity.tokens import AccessToken


class TokenRequest(msgspec.Struct, frozen=True):
    """A request to the token endpoint: its form, its Authorization header, and the URLs that this endpoint has."""

    form: Mapping[str, str]
    authorization: str | None = None
    endpoints: tuple[str, ...] = ()

    def demand(self, name: str) -> str:
        """A parameter that must be there. Raises `OAuthRefusal`."""
        value = self.form.get(name)
        if not value:
            raise google("parameter-missing", name=name)
        return value


class Issued(msgspec.Struct, frozen=True):
    """What the token endpoint answers with; what is None is left out of the answer.

    `access_token` is None where a service account asked for an ID token alone.
    """

    access_token: AccessToken | None
    scope: str | None = None
    refresh_token: str | None = None
    token_type: str = "Bearer"
    id_token: str | None = None

    def body(self) -> dict[str, Any]:
        """The JSON members of the answer (RFC 6749 section 5.1), in the order Google writes them."""
        members: dict[str, Any] = {}
        if self.access_token is not None:
            lifetime = self.access_token.expires - self.access_token.issued
            members = {"access_token": self.access_token.text, "expires_in": lifetime // SECOND}
        if self.refresh_token is not None:
            members["refresh_token"] = self.refresh_token
        if self.scope is not None:
            members["scope"] = self.scope
        if self.access_token is not None:
            members["token_type"] = self.token_type
        return members if self.id_token is None else members | {"id_token": self.id_token}


Grant = Callable[[TokenRequest, "Identity"], Issued]
