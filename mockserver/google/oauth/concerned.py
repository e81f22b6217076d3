"""Whom a request to the OAuth server is about, as far as it says so before anything of it is believed.

Faults are armed by person and by app, and the journal names them also where a request is refused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockserver.google.oauth.forms import posted
from mockserver.identity.assertions import Unreadable, parse
from mockserver.identity.client_authentication import client_id_of
from mockserver.identity.consent_answers import meant
from mockserver.identity.tokens import AccessToken, TokenRefused

if TYPE_CHECKING:
    from mockserver.http.exchange import Exchange
    from mockserver.identity.identity import Identity


def name(exchange: Exchange) -> None:
    """Say in the exchange which person and which app a request names."""
    try:
        said = dict([*exchange.pairs, *posted(exchange)])
    except ValueError:
        return  # the handler refuses it
    identity = exchange.session.identity
    person, app = _by_assertion(identity, said.get("assertion", ""))
    if not app:
        client = identity.client_by_id(client_id_of(said, exchange.headers.get("Authorization")) or "")
        app = client.app if client is not None else ""
        person = _by_refresh_token(identity, said.get("refresh_token", "")) or _by_hint(identity, said)
    exchange.person = person
    if app:
        # Nothing is good by it: it has no text and no scopes, and only carries the app's name.
        exchange.token = AccessToken("", person or None, app, "google", frozenset(), 0, 0)


def _by_assertion(identity: Identity, text: str) -> tuple[str, str]:
    if not text:
        return "", ""
    try:
        assertion = parse(text)
    except Unreadable:
        return "", ""
    account = identity.service_account_by_email(assertion.issuer)
    if account is None:
        return "", ""
    subject = assertion.claims.get("sub")
    person = identity.directory.by_email(subject) if isinstance(subject, str) else None
    return person.key if person is not None else "", account.app


def _by_refresh_token(identity: Identity, text: str) -> str:
    if not text:
        return ""
    try:
        return identity.authorization.refresh_token(text, "google").person
    except TokenRefused:
        return ""


def _by_hint(identity: Identity, said: dict[str, str]) -> str:
    account, hint = said.get("account"), said.get("login_hint")
    if account in identity.directory.people:
        return account or ""
    return (meant(identity, "google", hint) or "") if hint else ""
