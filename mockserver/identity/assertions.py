"""Service-account assertions (RFC 7523): read strictly, verified, and judged by their claims.

What an assertion asks for, scopes and a subject, is the grant's business (`grants/jwt_bearer.py`). Nothing in a token
chooses how it is verified: one algorithm, the account's own key, and no header that brings or fetches another.
"""

from __future__ import annotations

import base64
import json
import re
from typing import TYPE_CHECKING, Any

import msgspec

from mockserver.clock import SECOND
from mockserver.identity.refusals import google

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from mockserver.clock import Instant
    from mockserver.identity.clients import ServiceAccount

LONGEST = 16_384
"""Characters of the longest assertion that is read."""
GOOGLE_AUDIENCES = frozenset(
    (
        "https://oauth2.googleapis.com/token",
        "https://www.googleapis.com/oauth2/v4/token",
        "https://www.googleapis.com/oauth2/v3/token",
        "https://accounts.google.com/o/oauth2/token",
    )
)
"""Google's own token URLs: its libraries put them into `aud` wherever they are made to send the assertion."""

_SKEW = 60 * SECOND  # how far the clocks of client and server may differ [inferred]
_LONGEST_LIFE = 65 * 60 * SECOND  # documented are 60 minutes; refused is what lies more than 65 apart
_FURTHEST = 10**12  # seconds; no time lies further away, and arithmetic with more would be an attack
_SEGMENT = re.compile(r"[A-Za-z0-9_-]+")
_ALGORITHM = "RS256"
REFUSED_HEADERS = ("crit", "b64", "jku", "x5u", "jwk", "x5c")
"""Headers that make a verifier look for a key elsewhere, or read the token by other rules (RFC 7515, RFC 7797)."""


class Assertion(msgspec.Struct, frozen=True):
    """What an assertion says, not yet believed."""

    text: str
    header: Mapping[str, Any]
    claims: Mapping[str, Any]

    @property
    def issuer(self) -> str:
        """Who it claims to be from, empty where it does not say."""
        issuer = self.claims.get("iss")
        return issuer if isinstance(issuer, str) else ""


class Unreadable(ValueError):  # noqa: N818 - named by what it says
    """A text is no JSON Web Token that anybody may read; its message says why."""


def parse(text: str) -> Assertion:
    """Read a signed JSON Web Token without believing it. Raises `Unreadable`."""
    if len(text) > LONGEST:
        raise Unreadable(f"the assertion is longer than the {LONGEST} characters that are read")
    segments = text.split(".", 3)
    if len(segments) != 3 or not all(_SEGMENT.fullmatch(segment) for segment in segments):
        raise Unreadable("the assertion is not three base64url segments (RFC 7515 section 7.1)")
    try:
        header, claims = (_object(segment) for segment in segments[:2])
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"the assertion's header or claims cannot be read: {error}") from None
    return Assertion(text, header, claims)


def read(text: str) -> Assertion:
    """Read an assertion without believing it. Raises `OAuthRefusal` for what is no JSON Web Token."""
    try:
        return parse(text)
    except Unreadable as error:
        raise google("grant-unusable", str(error)) from None


def verify(assertion: Assertion, account: ServiceAccount) -> None:
    """Check that the account signed it. Raises `OAuthRefusal`."""
    _check_header(assertion.header, account)
    from joserfc import jws  # noqa: PLC0415 - slow to import, and only service accounts need it
    from joserfc.errors import JoseError  # noqa: PLC0415 - the same

    from mockserver.identity.keys import verifying_key  # noqa: PLC0415 - the same

    registry = jws.JWSRegistry(algorithms=[_ALGORITHM], strict_check_header=False)
    registry.max_header_length = LONGEST
    try:
        jws.deserialize_compact(assertion.text, verifying_key(), registry=registry)
    except (JoseError, ValueError) as error:
        raise google("assertion-signature", f"the signature does not verify: {error}") from None


def check_times(claims: Mapping[str, Any], now: Instant) -> None:
    """Check `iat` and `exp` (RFC 7519 sections 4.1.4 and 4.1.6) as Google does. Raises `OAuthRefusal`."""
    issued, expires = _instant(claims, "iat"), _instant(claims, "exp")
    if expires < issued:
        wrong = "exp lies before iat"
    elif expires - issued > _LONGEST_LIFE:
        wrong = "exp lies more than an hour after iat"
    elif issued > now + _SKEW:
        wrong = "iat lies in the future"
    elif expires <= now - _SKEW:
        wrong = "exp has passed"
    else:
        return
    raise google("assertion-times", f"{wrong}: iat {issued // SECOND}, exp {expires // SECOND}, now {now // SECOND}")


def check_audience(claims: Mapping[str, Any], own: Collection[str]) -> None:
    """Check that `aud` is one string, Google's token URL or one of ours. Raises `OAuthRefusal`."""
    audience = claims.get("aud")
    if not isinstance(audience, str):
        raise google("assertion-audience", "aud must be one string, not an array or anything else")
    if audience not in GOOGLE_AUDIENCES and audience not in own:
        right = ", ".join(["https://oauth2.googleapis.com/token", *own])
        raise google("assertion-audience", f"aud is {audience!r}; right would be {right}")


def _check_header(header: Mapping[str, Any], account: ServiceAccount) -> None:
    if header.get("alg") != _ALGORITHM:
        raise google("assertion-signature", f"alg is {header.get('alg')!r}; only {_ALGORITHM} is accepted")
    for name in REFUSED_HEADERS:
        if name in header:
            raise google("assertion-signature", f"the header {name!r} is not accepted")
    # Optional: the Node library sends none.
    if "kid" in header and header["kid"] != account.private_key_id:
        raise google("assertion-signature", f"kid {header['kid']!r} is no key of {account.email}")


def _instant(claims: Mapping[str, Any], name: str) -> Instant:
    value = claims.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not -_FURTHEST < value < _FURTHEST:
        raise google("assertion-times", f"{name} must be a number of seconds since 1970, not {value!r}")
    return int(value * SECOND)


def _object(segment: str) -> dict[str, Any]:
    raw = base64.urlsafe_b64decode(segment + "=" * (-len(segment) % 4))
    value = json.loads(raw.decode(), object_pairs_hook=_once, parse_constant=_no_constant)
    if not isinstance(value, dict):
        raise ValueError("it is no JSON object")  # noqa: TRY004 - all that is wrong with the text is a ValueError
    return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of these members, each there once: two readers of one token must not see two things."""
    value = dict(pairs)
    if len(value) != len(pairs):
        raise ValueError("a member stands there twice")
    return value


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")
