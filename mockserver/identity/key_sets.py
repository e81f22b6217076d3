"""What an authorization server of a session signs with and publishes: one key set for each provider.

A set has no end: its n-th key is derived from the session's seed, or made when it is first needed where the scenario
says `keys: random`. Published are the key that signs, the one that will sign next and, once keys were rotated, the one
that did before, as both providers overlap theirs; a client that keeps documents too long meets an unknown `kid` after
two rotations.
"""

from __future__ import annotations

import base64
import hashlib
import json
from typing import TYPE_CHECKING, Any, Literal

from mockserver.identity import key_pool
from mockserver.identity.key_pool import base64url
from mockserver.ids import derive

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mockserver.identity.directory import Provider
    from mockserver.identity.key_pool import SigningKey

ALGORITHM = "RS256"
_SUBJECTS: dict[Provider, str] = {
    "google": "federated-signon.system.gserviceaccount.com",
    "microsoft": "accounts.accesscontrol.windows.net",
}


class BadSignature(Exception):  # noqa: N818 - named by what it says
    """A token is not one that a published key of the set signed with RS256. `reason` tells which check failed."""

    def __init__(self, reason: Literal["malformed", "algorithm", "header", "unknown-key", "signature"]) -> None:
        super().__init__(f"the token cannot be believed: {reason}")
        self.reason = reason


class KeySet:
    """One provider's keys in one session."""

    __slots__ = ("_active", "_fresh", "_provider", "_seed")

    def __init__(self, provider: Provider, seed: str, keys: Literal["derived", "random"] = "derived") -> None:
        self._provider = provider
        self._seed = seed
        self._active = 0
        self._fresh: dict[int, SigningKey] | None = {} if keys == "random" else None

    @property
    def active(self) -> SigningKey:
        """The key that signs now."""
        return self._key(self._active)

    @property
    def published(self) -> tuple[SigningKey, ...]:
        """The key that signs first, then the next one, then the former one."""
        former = (self._key(self._active - 1),) if self._active else ()
        return (self.active, self._key(self._active + 1), *former)

    def rotate(self) -> None:
        """From now on the next key signs."""
        self._active += 1

    def kid(self, key: SigningKey) -> str:
        """What the provider calls a key: 40 hexadecimal digits at Google, the certificate's `x5t` at Microsoft."""
        return key.thumbprint.lower() if self._provider == "google" else key.x5t

    def sign(self, claims: Mapping[str, Any], **header: object) -> str:
        """Claims as a JSON Web Token (RFC 7519) of the active key; `header` adds members or replaces some."""
        return self._signed(claims, self._header(self.active) | header)

    def sign_for_graph(self, claims: Mapping[str, Any], nonce: str) -> str:
        """An access token for Graph, signed as Microsoft signs its own: not as its header reads.

        Covered is the header with the nonce's SHA-256 in the nonce's place [inferred], so whoever verifies it as
        RFC 7515 says finds it wrong. A `rh` that begins with `tokens.routing_mark` says which session issued it.
        """
        kid = self.kid(self.active)
        hidden = base64url(hashlib.sha256(nonce.encode()).digest())
        signing = {"typ": "JWT", "nonce": hidden, "alg": ALGORITHM, "x5t": kid, "kid": kid}
        _, payload, signature = self._signed(claims, signing).split(".")
        header = json.dumps(signing | {"nonce": nonce}, separators=(",", ":")).encode()
        return f"{base64url(header)}.{payload}.{signature}"

    def verify(self, text: str) -> dict[str, Any]:
        """The claims of a token that a published key signed; their times are not judged. Raises `BadSignature`."""
        from joserfc import jws  # noqa: PLC0415 - slow to import, and rarely needed
        from joserfc.errors import JoseError  # noqa: PLC0415 - the same

        from mockserver.identity.assertions import REFUSED_HEADERS, Unreadable, parse  # noqa: PLC0415 - the same

        try:
            token = parse(text)
        except Unreadable:
            raise BadSignature("malformed") from None
        if token.header.get("alg") != ALGORITHM:
            raise BadSignature("algorithm")
        if any(name in token.header for name in REFUSED_HEADERS):
            raise BadSignature("header")
        key = next((one for one in self.published if self.kid(one) == token.header.get("kid")), None)
        if key is None:
            raise BadSignature("unknown-key")
        registry = jws.JWSRegistry(algorithms=[ALGORITHM], strict_check_header=False)
        registry.max_header_length = len(text)
        try:
            jws.deserialize_compact(text, key.jose_public, registry=registry)
        except (JoseError, ValueError):
            raise BadSignature("signature") from None
        return dict(token.claims)

    def jwks(self, issuer: str | None = None) -> dict[str, list[dict[str, Any]]]:
        """The key set as the provider publishes it (RFC 7517); Microsoft's keys name the `issuer` they sign for."""
        return {"keys": [self._jwk(key, issuer) for key in self.published]}

    def certificates(self) -> dict[str, str]:
        """The certificates in PEM by `kid`, as Google's older documents have them."""
        return {self.kid(key): key.certificate_pem for key in self.published}

    def snapshot(self) -> tuple[int, dict[int, SigningKey] | None]:
        return self._active, None if self._fresh is None else dict(self._fresh)

    def restore(self, saved: tuple[int, dict[int, SigningKey] | None]) -> None:
        self._active, fresh = saved
        self._fresh = None if fresh is None else dict(fresh)

    def _key(self, number: int) -> SigningKey:
        subject = _SUBJECTS[self._provider]
        serial = derive("signing-key-serial", self._seed, self._provider, str(number)).number(1 << 120) + 1
        if self._fresh is None:
            first = derive("signing-key", self._seed, self._provider).number(key_pool.SIZE)
            return key_pool.pooled(first + number, subject, serial)
        if number not in self._fresh:
            self._fresh[number] = key_pool.fresh(subject, serial)
        return self._fresh[number]

    def _signed(self, claims: Mapping[str, Any], header: Mapping[str, object]) -> str:
        from joserfc import jws  # noqa: PLC0415 - slow to import, and only signing needs it

        registry = jws.JWSRegistry(algorithms=[ALGORITHM], strict_check_header=False)
        payload = json.dumps(claims, separators=(",", ":")).encode()
        return jws.serialize_compact(dict(header), payload, self.active.jose, registry=registry)

    def _header(self, key: SigningKey) -> dict[str, object]:
        kid = self.kid(key)
        if self._provider == "google":
            return {"alg": ALGORITHM, "kid": kid, "typ": "JWT"}
        return {"typ": "JWT", "alg": ALGORITHM, "kid": kid}

    def _jwk(self, key: SigningKey, issuer: str | None) -> dict[str, Any]:
        kid, numbers = self.kid(key), key.numbers
        if self._provider == "google":
            return {"kid": kid, **numbers, "alg": ALGORITHM, "use": "sig", "kty": "RSA"}
        x5c = [base64.b64encode(key.der).decode()]
        members: dict[str, Any] = {"kty": "RSA", "use": "sig", "kid": kid, "x5t": kid, **numbers, "x5c": x5c}
        return members if issuer is None else members | {"issuer": issuer}
