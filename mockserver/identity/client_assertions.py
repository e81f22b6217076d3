"""Client assertions (RFC 7523 section 2.2) as Microsoft takes them: signed by the key of the app's certificate.

The certificate is found by the thumbprint in the header, and never in what the assertion itself brings along.
"""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING, Any

from mockserver.clock import MINUTE, SECOND
from mockserver.identity.assertions import LONGEST, REFUSED_HEADERS, Assertion, Unreadable, parse
from mockserver.identity.client_authentication import ClientRefused, Proven, known

if TYPE_CHECKING:
    from collections.abc import Collection

    from mockserver.clock import Instant
    from mockserver.identity.client_authentication import ClientFault, Credentials
    from mockserver.identity.identity import Identity

_ALGORITHMS = ("RS256", "PS256")
_SKEW = 5 * MINUTE  # how far the clocks of client and server may differ
_FURTHEST = 10**12  # seconds; arithmetic with more would be an attack


def prove(identity: Identity, said: Credentials, audiences: Collection[str]) -> Proven:
    """The client that an assertion proves. Raises `ClientRefused`."""
    try:
        assertion = parse(said.assertion)
    except Unreadable as error:
        raise ClientRefused("assertion-malformed", said.client_id, str(error)) from None
    subject = assertion.claims.get("sub")
    client_id = said.client_id or (subject if isinstance(subject, str) else "")
    app, _ = known(identity, "microsoft", client_id)
    if identity.directory.app(app).public:
        raise ClientRefused("secret-unexpected", client_id, f"{app!r} is public and has no certificate")
    fault = _signature_fault(identity, assertion, app) or _claims_fault(identity, assertion, client_id, audiences)
    if fault is not None:
        reason, why = fault
        raise ClientRefused(reason, client_id, why)
    jti = assertion.claims.get("jti")
    replayed = isinstance(jti, str) and identity.authorization.assertions.use(app, jti)
    return Proven(app, client_id, "assertion", replayed)


def _signature_fault(identity: Identity, assertion: Assertion, app: str) -> tuple[ClientFault, str] | None:
    header = assertion.header
    for name in REFUSED_HEADERS:
        if name in header and name != "x5c":  # MSAL sends it along; nobody looks for the key there
            return "assertion-header", f"the header {name!r} is not accepted"
    if header.get("alg") not in _ALGORITHMS:
        return "assertion-algorithm", f"alg is {header.get('alg')!r}; right would be {' or '.join(_ALGORITHMS)}"
    right = identity.certificate(app)
    named = [(header[name], value) for name, value in _names(right.x5t, right.x5t_s256) if name in header]
    if not named:
        return "assertion-key-missing", "the header has neither x5t#S256 nor x5t, so it names no certificate"
    if any(not isinstance(one, str) or not _same(one, value) for one, value in named):
        return (
            "assertion-key-unknown",
            f"the certificate is not that of {app!r}, whose thumbprint is {right.thumbprint}",
        )
    return None if _is_signed(identity, assertion, app) else ("assertion-signature", "the signature does not verify")


def _names(x5t: str, x5t_s256: str) -> tuple[tuple[str, str], ...]:
    return ("x5t#S256", x5t_s256), ("x5t", x5t)


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.rstrip("=").encode(), other.encode())


def _is_signed(identity: Identity, assertion: Assertion, app: str) -> bool:
    from joserfc import jws  # noqa: PLC0415 - slow to import, and few clients have certificates
    from joserfc.errors import JoseError  # noqa: PLC0415 - the same

    registry = jws.JWSRegistry(algorithms=list(_ALGORITHMS), strict_check_header=False)
    registry.max_header_length = LONGEST
    try:
        jws.deserialize_compact(assertion.text, identity.certificate_key(app).jose_public, registry=registry)
    except (JoseError, ValueError):
        return False
    return True


def _claims_fault(
    identity: Identity, assertion: Assertion, client_id: str, audiences: Collection[str]
) -> tuple[ClientFault, str] | None:
    claims = assertion.claims
    if claims.get("iss") != client_id:
        return "assertion-issuer", f"iss is {claims.get('iss')!r}; right would be the client id {client_id!r}"
    if claims.get("sub") != client_id:
        return "assertion-subject", f"sub is {claims.get('sub')!r}; right would be the client id {client_id!r}"
    audience = claims.get("aud")
    named = audience if isinstance(audience, list) else [audience]
    if not any(one in audiences for one in named if isinstance(one, str)):
        return "assertion-audience", f"aud is {audience!r}; right would be {' or '.join(sorted(audiences))}"
    return _times_fault(identity.assertion_time(), claims.get("exp"), claims.get("nbf"))


def _times_fault(now: Instant, exp: object, nbf: object) -> tuple[ClientFault, str] | None:
    expires, begins = _instant(exp), _instant(nbf if nbf is not None else 0)
    if expires is None or begins is None:
        return "assertion-times", "exp, and nbf where it is there, must be numbers of seconds since 1970"
    if expires <= now - _SKEW:
        return "assertion-expired", f"exp has passed: {expires // SECOND}, now {now // SECOND}"
    if begins > now + _SKEW:
        return "assertion-early", f"nbf lies in the future: {begins // SECOND}, now {now // SECOND}"
    return None


def _instant(value: Any) -> Instant | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not -_FURTHEST < value < _FURTHEST:
        return None
    return int(value * SECOND)
