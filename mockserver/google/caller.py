"""Who calls Google: a person, a service account by itself, or nobody with an API key."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from mockserver.google.refusals import INSUFFICIENT_SCOPE, INVALID_CREDENTIALS, LOGIN_REQUIRED, Refusal
from mockserver.identity.tokens import AccessToken, TokenRefused
from mockserver.ids import derive

if TYPE_CHECKING:
    from mockserver.http.exchange import Exchange
    from mockserver.http.operation import Operation
    from mockserver.session import Session


class Caller(msgspec.Struct, frozen=True):
    """`email` is empty for nobody; `person` is the key of a person of the scenario, or of a service account."""

    email: str
    person: str
    zone: str = "UTC"
    service_account: bool = False


NOBODY = Caller("", "")


def credential_of(exchange: Exchange) -> str | None:
    """The token in the `Authorization` header, else in one of the query parameters that carry one."""
    header = exchange.headers.get("Authorization")
    if header is not None:
        scheme, _, token = header.partition(" ")
        return token.strip() if scheme.lower() == "bearer" else None
    if "token=" in exchange.query_text:
        return exchange.argument("access_token") or exchange.argument("oauth_token")
    return None


def admit(exchange: Exchange, operation: Operation) -> None:
    """Let a request in whose token is good and has a scope that will do. Raises `Refusal`."""
    session = exchange.session
    text = credential_of(exchange)
    if not text:
        _admit_without_token(exchange)
        return
    try:
        token = _judged(exchange, text)
    except TokenRefused as refused:
        if refused.token is not None:
            exchange.token = refused.token
            exchange.person = refused.token.principal or ""
        raise Refusal(INVALID_CREDENTIALS, why=f"the access token is {refused.reason}") from None
    exchange.token = token
    exchange.caller = caller_of(session, token)
    exchange.person = exchange.caller.person
    if not token.scopes & operation.scopes:
        wanted = " ".join(sorted(operation.scopes))
        held = " ".join(sorted(token.scopes)) or "none"
        raise Refusal(
            INSUFFICIENT_SCOPE, scopes=wanted, why=f"the token's scopes are: {held}; one of these would do: {wanted}"
        )


def _judged(exchange: Exchange, text: str) -> AccessToken:
    identity = exchange.session.identity
    if not text.startswith("ey") or text.count(".") != 2:  # RFC 7515: the base64url of a JSON object, and two more
        return identity.judge(text, "google")
    from mockserver.google import self_signed  # noqa: PLC0415 - few accounts sign their own tokens

    return self_signed.judge(identity, text, {f"{exchange.origin}/", f"{exchange.base_url}/"})


def caller_of(session: Session, token: AccessToken) -> Caller:
    """Whom a token speaks for."""
    directory = session.template.directory
    if token.principal is not None:
        person = directory.people[token.principal]
        return Caller(person.email, person.key, person.zone)
    account = session.identity.service_account(token.app)
    return Caller(account.email, token.app, service_account=True)


def signed_in(exchange: Exchange) -> Caller:
    """The caller, who has a list and settings. Raises `Refusal` where an API key let nobody in."""
    caller: Caller = exchange.caller
    if not caller.email:
        raise Refusal(LOGIN_REQUIRED)
    return caller


def project_of(exchange: Exchange) -> tuple[str, str]:
    """The number of the project that a request comes from, and the key of the app; a client's id begins with it."""
    identity, token = exchange.session.identity, exchange.token
    app = "" if token is None else token.app
    number = "" if token is None else identity.audience(token).partition("-")[0]
    if len(number) != 12 or not number.isdecimal():  # a service account's id, or a client id that the scenario fixed
        number = derive("google-project", exchange.session.ids.seed, app).digits(12)
    return number, app


def _admit_without_token(exchange: Exchange) -> None:
    """With `auth: off` the first person calls; with an API key nobody does, who reads what is public."""
    session = exchange.session
    if not session.template.strict:
        person = next((p for p in session.template.directory.people.values() if "google" in p.accounts), None)
        if person is not None:
            exchange.caller = Caller(person.email, person.key, person.zone)
            exchange.person = person.key
            exchange.note(f"auth is off: answered as {person.key}")
            return
    if exchange.argument("key") and exchange.method in {"GET", "HEAD"}:
        exchange.caller = NOBODY
        return
    raise Refusal(LOGIN_REQUIRED)
