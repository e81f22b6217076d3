"""The authorization endpoint: who is meant, whether they agree, and the code that the app gets for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockserver.consent import page, words
from mockserver.consent.view import OWN_FIELDS, Account, BadDecision, ConsentView, Decision, decision
from mockserver.http.exchange import Reply
from mockserver.identity.codes import Asked
from mockserver.identity.consent_answers import accounts_at, answer
from mockserver.identity.permissions import SIGN_IN
from mockserver.microsoft.oauth import refusals as rows
from mockserver.microsoft.oauth.answers import described
from mockserver.microsoft.oauth.authorization_request import app_of, understood, way_back
from mockserver.microsoft.oauth.forms import pairs, parameters_of
from mockserver.microsoft.oauth.refusals import Refusal
from mockserver.microsoft.oauth.tenants import tenant_of
from mockserver.microsoft.oauth.tokens import client_info

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mockserver.http.exchange import Exchange
    from mockserver.identity.identity import Identity
    from mockserver.microsoft.oauth.authorization_request import AuthorizationRequest


def authorize(exchange: Exchange) -> Reply:
    """Answer an authorization request, or what a person answered to its page."""
    identity = exchange.session.identity
    parameters = parameters_of(exchange)
    tenant = tenant_of(identity, exchange.parameters["tenant"])
    app = app_of(identity, parameters, tenant)
    back = way_back(identity, app, parameters)
    try:
        request = understood(identity, tenant, app, back, parameters)
        return _answered(exchange, request, parameters)
    except Refusal as refusal:
        exchange.note(refusal.why)
        row = refusal.row
        fields = [("error", row.error), ("error_description", described(exchange, refusal))]
        reply = back.reply(fields + ([("error_subcode", "cancel")] if row == rows.DECLINED else []))
        reply.reason = f"{row.error} {row.code}"
        return reply


def accounts(identity: Identity) -> tuple[Account, ...]:
    """Everybody who can sign in, as the page shows them."""
    people = [identity.directory.person(key) for key in accounts_at(identity, "microsoft")]
    return tuple(Account(one.key, one.name, one.email) for one in people)


def posted_decision(exchange: Exchange) -> Decision | None:
    """What the page posted, None where nobody was asked yet. Raises `Refusal`."""
    form = pairs(exchange)
    if exchange.method != "POST" or not any(name in OWN_FIELDS for name, _ in form):
        return None
    try:
        return decision(form)
    except BadDecision as bad:
        raise Refusal(rows.MALFORMED, str(bad)) from None


def _answered(exchange: Exchange, request: AuthorizationRequest, parameters: Mapping[str, str]) -> Reply:
    identity = exchange.session.identity
    said = posted_decision(exchange)
    if said is not None:
        return _decided(exchange, request, parameters, said)
    found = answer(identity, request.app, "microsoft", request.login_hint)
    if request.prompt == "none":
        if found.person is None:
            raise Refusal(rows.LOGIN_REQUIRED, "no login_hint names one person")
        if _missing(identity, request, found.person) and found.kind != "grant":
            client_id, name = identity.microsoft_client_id(request.app), _name(identity, request.app)
            raise Refusal(rows.SILENT_CONSENT, id=client_id, name=name)
        return _agreed(exchange, request, found.person)
    if found.kind == "deny":
        raise Refusal(rows.DECLINED, f"{request.app!r} says consent: deny")
    if found.kind == "grant" and found.person is not None:
        return _agreed(exchange, request, found.person)
    silent = request.prompt not in {"consent", "select_account", "login"}
    if found.person is not None and silent and not _missing(identity, request, found.person):
        return _agreed(exchange, request, found.person)
    return _page(exchange, request, parameters, None if request.prompt == "select_account" else found.person)


def _decided(exchange: Exchange, request: AuthorizationRequest, parameters: Mapping[str, str], said: Decision) -> Reply:
    identity = exchange.session.identity
    if said.allowed is False:
        raise Refusal(rows.DECLINED)
    if said.account is not None and said.account not in accounts_at(identity, "microsoft"):
        raise Refusal(rows.MALFORMED, f"nobody of the account {said.account!r} can sign in")
    if said.account is None or not said.allowed:
        return _page(exchange, request, parameters, said.account)
    return _agreed(exchange, request, said.account)


def _agreed(exchange: Exchange, request: AuthorizationRequest, person: str) -> Reply:
    identity, wanted = exchange.session.identity, request.wanted
    exchange.person = person
    if request.tenant.kind == "consumers":
        email = identity.directory.person(person).email
        client_id, name = identity.microsoft_client_id(request.app), _name(identity, request.app)
        idp = f"https://sts.windows.net/{identity.tenant_id}/"
        raise Refusal(rows.FOREIGN_ACCOUNT, user=email, idp=idp, id=client_id, name=name)
    authorization = identity.authorization
    missing = _missing(identity, request, person)
    authorization.agree(person, request.app, "microsoft", wanted.names)
    code = authorization.issue_code(
        Asked(
            person=person,
            app=request.app,
            provider="microsoft",
            redirect_uri=request.back.redirect_uri,
            scopes=wanted.names,
            challenge=request.challenge,
            method=request.method,
            nonce=request.nonce,
            tenant=request.tenant.id,
            resource=wanted.resource,
            offline="offline_access" in wanted.sign_in,
            consented=bool(missing),
            spelt=" ".join(wanted.spelt),
        )
    )
    fields = [("code", code.text)]
    if request.client_info:
        fields.append(("client_info", client_info(identity, person)))
    return request.back.reply([*fields, ("session_state", identity.fresh("session-state", 32))])


def _missing(identity: Identity, request: AuthorizationRequest, person: str) -> Sequence[str]:
    """What is wanted that the person did not agree to before."""
    agreed = identity.authorization.consented(person, request.app, "microsoft")
    return [name for name in request.wanted.names if name not in agreed and name not in SIGN_IN]


def _page(
    exchange: Exchange, request: AuthorizationRequest, parameters: Mapping[str, str], chosen: str | None
) -> Reply:
    identity = exchange.session.identity
    agreed = identity.authorization.consented(chosen, request.app, "microsoft") if chosen is not None else frozenset()
    view = ConsentView(
        "microsoft",
        _name(identity, request.app),
        accounts(identity),
        chosen,
        words.asked("microsoft", request.wanted.names, agreed),
        f"{exchange.base_url}{exchange.path}",
        tuple(parameters.items()),
    )
    return Reply(200, dict(page.HEADERS), page.page(view))


def _name(identity: Identity, app: str) -> str:
    return identity.directory.app(app).name or app
