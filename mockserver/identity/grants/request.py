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
    """What the token endpoint answers with; `scope` is None where the grant does not tell."""

    access_token: AccessToken
    scope: str | None = None
    refresh_token: str | None = None
    token_type: str = "Bearer"

    @property
    def expires_in(self) -> int:
        """Seconds from its issue to its end."""
        return (self.access_token.expires - self.access_token.issued) // SECOND

    def body(self) -> dict[str, Any]:
        """The JSON members of the answer (RFC 6749 section 5.1), in the order Google writes them."""
        members: dict[str, Any] = {"access_token": self.access_token.text, "expires_in": self.expires_in}
        if self.refresh_token is not None:
            members["refresh_token"] = self.refresh_token
        if self.scope is not None:
            members["scope"] = self.scope
        return members | {"token_type": self.token_type}


class GrantNotServed(Exception):  # noqa: N818 - named by what it says
    """A grant that the provider has and this server does not serve. `served` are those it does."""

    def __init__(self, grant_type: str, served: tuple[str, ...]) -> None:
        super().__init__(f"the grant {grant_type} is not served here; served are {', '.join(served)}")
        self.grant_type = grant_type
        self.served = served


Grant = Callable[[TokenRequest, "Identity"], Issued]
