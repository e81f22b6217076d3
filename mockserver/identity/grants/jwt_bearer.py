"""The JWT bearer grant of service accounts (RFC 7523 section 2.1), with domain-wide delegation by `sub`.

https://developers.google.com/identity/protocols/oauth2/service-account#authorizingrequests
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockserver.identity import assertions, scopes
from mockserver.identity.directory import ACCESS_LIFETIME
from mockserver.identity.grants.request import Issued
from mockserver.identity.refusals import google

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from mockserver.identity.clients import ServiceAccount
    from mockserver.identity.directory import Grant
    from mockserver.identity.grants.request import TokenRequest
    from mockserver.identity.identity import Identity


_LONGEST_AUDIENCE = 2_000


def exchange(request: TokenRequest, identity: Identity) -> Issued:
    """Issue an access token for an assertion: the account's own, or that of the person it acts for.

    The answer tells no scope, as Google's does not. Raises `OAuthRefusal`.
    """
    assertion = assertions.read(request.demand("assertion"))
    account = _account(assertion.issuer, identity)
    assertions.verify(assertion, account)
    assertions.check_times(assertion.claims, identity.assertion_time())
    assertions.check_audience(assertion.claims, request.endpoints)
    if "target_audience" in assertion.claims:
        return _id_token(assertion.claims, account, identity)
    wanted = _scopes(assertion.claims)
    person = _delegator(assertion.claims, account, identity)
    lifetime = ACCESS_LIFETIME
    if person is not None:
        lifetime = _delegation(person, account, wanted, identity).lifetime
    return Issued(identity.issue(person, account.app, wanted, lifetime=lifetime))


def _id_token(claims: Mapping[str, Any], account: ServiceAccount, identity: Identity) -> Issued:
    """The account's own ID token, and nothing else."""
    audience = claims["target_audience"]
    if not isinstance(audience, str) or not audience.strip() or len(audience) > _LONGEST_AUDIENCE:
        raise google("assertion-scope", "target_audience must be a string: whom the ID token is for")
    if claims.get("scope"):
        raise google("assertion-scope", "an assertion asks for a scope or for a target_audience, not for both")
    from mockserver.identity import id_tokens  # noqa: PLC0415 - few accounts ask for one

    told = id_tokens.google_service_account(identity, account.app, audience)
    return Issued(None, id_token=identity.authorization.keys["google"].sign(told))


def _account(issuer: str, identity: Identity) -> ServiceAccount:
    account = identity.service_account_by_email(issuer)
    if account is not None:
        return account
    if identity.directory.by_email(issuer) is not None or identity.client_by_id(issuer) is not None:
        raise google("assertion-issuer-keyless", f"iss {issuer!r} is no service account and has no key")
    known = ", ".join(identity.service_account(app.key).email for app in identity.directory.service_accounts)
    raise google("assertion-account-unknown", f"iss is {issuer!r}; this session has {known or 'no service account'}")


def _scopes(claims: Mapping[str, Any]) -> tuple[str, ...]:
    asked = claims.get("scope", "")
    if not isinstance(asked, str) or not asked.split():
        raise google("assertion-scope", "scope must be a string of scopes, separated by spaces")
    try:
        return scopes.parse(asked)
    except scopes.UnknownScope as unknown:
        raise google("assertion-scope", str(unknown)) from None


def _delegator(claims: Mapping[str, Any], account: ServiceAccount, identity: Identity) -> str | None:
    """The key of the person in `sub`; None where the account speaks for itself."""
    subject = claims.get("sub")
    if subject is None or subject == account.email:
        return None
    if not isinstance(subject, str) or "@" not in subject:
        raise google("assertion-subject-no-email", f"sub must be a person's e-mail address, not {subject!r}")
    person = identity.directory.by_email(subject)
    if person is None or person.kind != "person" or "google" not in person.accounts:
        raise google("assertion-subject-unknown", f"sub {subject!r} is nobody with a Google account in this scenario")
    return person.key


def _delegation(person: str, account: ServiceAccount, wanted: tuple[str, ...], identity: Identity) -> Grant:
    """What the account was authorised for with this person. Raises `OAuthRefusal` where that does not cover all."""
    consent = identity.consent(person, account.app)
    granted = consent.grant.scopes if consent is not None and not consent.revoked else ()
    refused = [scope for scope in wanted if scope not in granted]
    if consent is None or len(refused) == len(wanted):
        raise google("delegation-missing", f"{account.app!r} may not act for {person!r} with {' '.join(wanted)}")
    if refused:
        raise google("delegation-scope", f"{account.app!r} may act for {person!r}, but not with {' '.join(refused)}")
    return consent.grant
