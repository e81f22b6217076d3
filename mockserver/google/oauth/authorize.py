"""Google's authorization endpoint: who is meant, whether they have to be asked, and the way back to the app.

The request is read in `authorization_request.py`; the page that asks is `consent/`'s.
https://developers.google.com/identity/protocols/oauth2/web-server#redirecting
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from mockserver.consent import words
from mockserver.consent.page import HEADERS, page
from mockserver.consent.view import OWN_FIELDS, Account, BadDecision, ConsentView, decision
from mockserver.google.oauth import authorization_request
from mockserver.google.oauth.forms import posted
from mockserver.google.oauth.paths import AUTHORIZE
from mockserver.google.oauth.refusals import PageRefusal
from mockserver.http.exchange import Reply
from mockserver.http.operation import OperationTable
from mockserver.identity.codes import Asked
from mockserver.identity.consent_answers import accounts_at, answer
from mockserver.identity.id_tokens import GOOGLE_ISSUER, google_profile

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from mockserver.consent.view import AskedScope, Decision
    from mockserver.google.oauth.authorization_request import AuthorizationRequest
    from mockserver.http.exchange import Exchange
    from mockserver.identity.identity import Identity

_GUIDE = "https://developers.google.com/identity/protocols/oauth2/web-server#creatingclient"
table = OperationTable("google")


@table.operation("oauth.authorize", "GET", AUTHORIZE, also=("POST",), confidential=True, reference=_GUIDE)
def authorize(exchange: Exchange) -> Reply:
    """Ask a person for an app, or answer for them as the scenario says, and lead back to the app."""
    pairs = fields(exchange)
    request = authorization_request.read(exchange, [pair for pair in pairs if pair[0] not in OWN_FIELDS])
    if any(name in OWN_FIELDS for name, _ in pairs):
        return _answered(exchange, request, pairs)
    identity = exchange.session.identity
    said = answer(identity, request.client.app, "google", request.login_hint)
    if said.kind == "deny":
        return _refused(exchange, request, "access_denied")
    if request.login_hint and said.person is None:
        exchange.note("login_hint names nobody with a Google account here")
    exchange.person = said.person or ""
    if said.person is not None and not _must_ask(identity, request, said.person):
        if said.kind == "grant" or "select_account" not in request.prompts:
            return _granted(exchange, request, said.person, request.scopes, seen=False)
    elif "none" in request.prompts:
        return _refused(exchange, request, "login_required" if said.person is None else "interaction_required")
    elif said.kind == "grant" and said.person is not None:
        return _granted(exchange, request, said.person, request.scopes, seen=True)
    return _page(exchange, request, None if "select_account" in request.prompts else said.person)


def fields(exchange: Exchange) -> list[tuple[str, str]]:
    """The parameters of the query and of the form together. Raises `PageRefusal`."""
    try:
        return [*exchange.pairs, *posted(exchange)]
    except ValueError:
        raise PageRefusal("answer-malformed", "the form has too many fields") from None


def accounts(identity: Identity, domain: str = "") -> tuple[Account, ...]:
    """Who can be chosen; of an organization's people those alone, where `hd` hints at it and there are some."""
    people = [identity.directory.person(key) for key in accounts_at(identity, "google")]
    near = [one for one in people if domain and one.email.lower().endswith(f"@{domain.lower()}")]
    return tuple(Account(one.key, one.name or one.key, one.email) for one in near or people)


def decided(pairs: list[tuple[str, str]], identity: Identity) -> Decision:
    """What the page posted, of somebody who can sign in. Raises `PageRefusal`."""
    try:
        said = decision(pairs)
    except BadDecision as bad:
        raise PageRefusal("answer-malformed", str(bad)) from None
    if said.account is not None and said.account not in accounts_at(identity, "google"):
        raise PageRefusal("answer-malformed", f"account={said.account!r} is nobody with a Google account here")
    return said


def ticked(said: Decision, asked: Sequence[AskedScope]) -> tuple[str, ...]:
    """What was allowed: nothing where every box was unticked, for then all is refused. Raises `PageRefusal`."""
    try:
        granted = said.granted(asked)
    except BadDecision as bad:
        raise PageRefusal("answer-malformed", str(bad)) from None
    boxes = {scope.name for scope in asked if not scope.required}
    return () if boxes and boxes.isdisjoint(granted) else granted


def page_reply(view: ConsentView) -> Reply:
    """The page as an answer."""
    return Reply(200, dict(HEADERS), page(view))


def _answered(exchange: Exchange, request: AuthorizationRequest, pairs: list[tuple[str, str]]) -> Reply:
    identity = exchange.session.identity
    said = decided(pairs, identity)
    exchange.person = said.account or ""
    if said.allowed is None:
        if said.account is not None and not _must_ask(identity, request, said.account):
            return _granted(exchange, request, said.account, request.scopes, seen=False)
        return _page(exchange, request, said.account)
    granted = ticked(said, _asked(identity, request, said.account or ""))
    if not said.allowed or said.account is None or not granted:
        return _refused(exchange, request, "access_denied")
    return _granted(exchange, request, said.account, granted, seen=True)


def _must_ask(identity: Identity, request: AuthorizationRequest, person: str) -> bool:
    """Whether the person has to see what is asked for: something new, or the app wants it shown again."""
    agreed = identity.authorization.consented(person, request.client.app, "google")
    return "consent" in request.prompts or not agreed.issuperset(request.scopes)


def _asked(identity: Identity, request: AuthorizationRequest, person: str) -> tuple[AskedScope, ...]:
    before: Collection[str] = ()
    if person:
        before = identity.authorization.consented(person, request.client.app, "google")
    asked = words.asked("google", request.scopes, before)
    if request.granular:
        return asked
    from msgspec.structs import replace  # noqa: PLC0415 - few apps ask for all or nothing

    return tuple(replace(scope, required=True) for scope in asked)


def _page(exchange: Exchange, request: AuthorizationRequest, person: str | None) -> Reply:
    identity = exchange.session.identity
    hidden = [(name, value) for name, value in fields(exchange) if name in authorization_request.READ]
    app = identity.directory.app(request.client.app)
    view = ConsentView(
        provider="google",
        app_name=app.name or app.key,
        accounts=accounts(identity, request.domain if request.domain != "*" else ""),
        chosen=person,
        scopes=_asked(identity, request, person or ""),
        action_url=exchange.base_url + exchange.path,
        hidden=tuple(hidden),
    )
    return page_reply(view)


def _granted(
    exchange: Exchange, request: AuthorizationRequest, person: str, granted: tuple[str, ...], *, seen: bool
) -> Reply:
    identity = exchange.session.identity
    core, app = identity.authorization, request.client.app
    exchange.person = person
    if seen:
        core.agree(person, app, "google", granted)
    if request.include_granted:
        granted = (*granted, *sorted(core.consented(person, app, "google").difference(granted)))
    if request.offline and not seen:
        exchange.note("no refresh token comes with this: nothing was asked. prompt=consent would bring one")
    code = core.issue_code(
        Asked(
            person=person,
            app=app,
            provider="google",
            redirect_uri=request.redirect_uri,
            scopes=granted,
            challenge=request.challenge,
            method=request.method,
            nonce=request.nonce,
            offline=request.offline and seen,
            consented=seen,
        )
    )
    domain = google_profile(identity, identity.directory.person(person), ()).get("hd")
    said = {"state": request.state, "iss": GOOGLE_ISSUER, "code": code.text, "scope": " ".join(granted)}
    return _back(request.redirect_uri, said | {"authuser": "0", "hd": domain, "prompt": "consent" if seen else "none"})


def _refused(exchange: Exchange, request: AuthorizationRequest, error: str) -> Reply:
    exchange.note(f"the app is told {error}")
    return _back(request.redirect_uri, {"error": error, "state": request.state})


def _back(redirect_uri: str, said: dict[str, str | None]) -> Reply:
    """The way back to the app, with what it is told in the query."""
    pairs = [f"{name}={quote(value, safe=':' if name == 'code' else ':/')}" for name, value in said.items()
             if value is not None]  # fmt: skip
    joint = "&" if "?" in redirect_uri else "?"
    headers = {"Location": f"{redirect_uri}{joint}{'&'.join(pairs)}", "Cache-Control": "no-store"}
    return Reply(302, headers | {"Referrer-Policy": "no-referrer", "Content-Type": "text/html; charset=UTF-8"})
