"""The grants of the token endpoint: what a form brings, once its client is believed.

https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow and its siblings
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from mockserver.clock import rfc3339
from mockserver.identity.codes import CodeRefused
from mockserver.identity.device_codes import DeviceRefused
from mockserver.identity.refresh_tokens import RefreshRefused
from mockserver.identity.tokens import TokenRefused
from mockserver.identity.vocabulary import everything
from mockserver.microsoft.oauth import refusals as rows
from mockserver.microsoft.oauth import scopes
from mockserver.microsoft.oauth.refusals import Refusal
from mockserver.microsoft.oauth.tokens import lifetimes, user_answer, writer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mockserver.identity.client_authentication import Proven
    from mockserver.identity.codes import CodeFault
    from mockserver.identity.identity import Identity
    from mockserver.identity.tokens import AccessToken
    from mockserver.microsoft.oauth.scopes import Wanted
    from mockserver.microsoft.oauth.tenants import Tenant


class Brought(msgspec.Struct, frozen=True):
    """A request to the token endpoint whose client is believed. `issuer` is that of the tenant's own documents."""

    identity: Identity
    tenant: Tenant
    issuer: str
    form: Mapping[str, str]
    proven: Proven

    def demand(self, name: str) -> str:
        """A field that must be there. Raises `Refusal`."""
        value = self.form.get(name)
        if not value:
            raise Refusal(rows.BODY_PARAMETER_MISSING, name=name)
        return value


class Issued(msgspec.Struct, frozen=True):
    """What was handed out, and the answer that does it."""

    access_token: AccessToken
    members: dict[str, Any]


def client_credentials(brought: Brought) -> Issued:
    """A token for the app itself."""
    identity, app = brought.identity, brought.proven.app
    if brought.tenant.kind != "own":
        raise Refusal(rows.NOT_OVER_COMMON, f"right would be the tenant {identity.tenant_id}")
    text = brought.demand("scope")
    if len(text.split()) > 1 or not text.endswith("/" + scopes.DEFAULT):
        raise Refusal(rows.SCOPE_NOT_DEFAULT, scope=text[:200])
    wanted = scopes.parse(identity, app, text)
    alone = identity.directory.app(app).kind == "service-account"
    names = everything("microsoft", app_only=True) if alone and not wanted.resource else ()
    write = writer(brought, wanted)
    token = identity.issue(None, app, names, "microsoft", resource=wanted.resource, write=write)
    return Issued(token, {"token_type": "Bearer", **lifetimes(token), "access_token": token.text})


def authorization_code(brought: Brought) -> Issued:
    """What a person agreed to in their browser."""
    identity, form, proven = brought.identity, brought.form, brought.proven
    text, uri = brought.demand("code"), brought.demand("redirect_uri")
    try:
        code = identity.authorization.redeem_code(
            text,
            proven.app,
            "microsoft",
            redirect_uri=uri,
            verifier=form.get("code_verifier"),
            tenant=brought.tenant.id,
        )
    except CodeRefused as refused:
        raise _code_refusal(refused, uri) from None
    asked = code.asked
    wanted = scopes.held(asked.scopes)
    wanted = msgspec.structs.replace(wanted, spelt=tuple(asked.spelt.split()) if asked.spelt else wanted.spelt)
    handed = identity.authorization.hand_out(
        asked.person,
        proven.app,
        "microsoft",
        wanted.names,
        refresh=asked.offline,
        nonce=asked.nonce,
        resource=wanted.resource,
        write=writer(brought, wanted),
    )
    members = user_answer(brought, wanted, handed, asked.nonce)
    return Issued(handed.access_token, members)


def refresh_token(brought: Brought) -> Issued:
    """New tokens for an old one, which keeps working; of any resource that the person agreed to."""
    identity, form, proven = brought.identity, brought.form, brought.proven
    authorization = identity.authorization
    text = brought.demand("refresh_token")
    try:
        token = authorization.redeem_refresh(text, proven.app, "microsoft")
    except RefreshRefused as refused:
        raise _refresh_refusal(identity, refused) from None
    wanted = scopes.held(token.scopes)
    if form.get("scope"):
        wanted = scopes.parse(identity, proven.app, form["scope"])
        if wanted.default and not wanted.resource:
            names = tuple(dict.fromkeys(name for name in token.scopes if not name.startswith("api://")))
            wanted = msgspec.structs.replace(wanted, names=names)
        agreed = authorization.consented(token.person, proven.app, "microsoft").union(token.scopes)
        check_consent(identity, proven.app, wanted, agreed)
    handed = authorization.hand_out(
        token.person,
        proven.app,
        "microsoft",
        wanted.names,
        refresh=True,
        after=token,
        resource=wanted.resource,
        write=writer(brought, wanted),
    )
    return Issued(handed.access_token, user_answer(brought, wanted, handed))


def device_code(brought: Brought) -> Issued:
    """What a person agreed to on another device."""
    identity, form, proven = brought.identity, brought.form, brought.proven
    text = form.get("device_code") or form.get("code") or brought.demand("device_code")
    try:
        device = identity.authorization.redeem_device(text, proven.app, "microsoft")
    except DeviceRefused as refused:
        raise Refusal(_DEVICE_ROWS[refused.reason], str(refused)) from None
    wanted = scopes.held(device.scopes)
    wanted = msgspec.structs.replace(wanted, spelt=tuple((device.spelt or "").split()) or wanted.spelt)
    handed = identity.authorization.hand_out(
        device.person,
        proven.app,
        "microsoft",
        wanted.names,
        refresh="offline_access" in wanted.sign_in,
        resource=wanted.resource,
        write=writer(brought, wanted),
    )
    return Issued(handed.access_token, user_answer(brought, wanted, handed))


def on_behalf_of(brought: Brought) -> Issued:
    """A token for another API, for whoever called the app's own.

    https://learn.microsoft.com/entra/identity-platform/v2-oauth2-on-behalf-of-flow
    """
    identity, proven = brought.identity, brought.proven
    text, scope = brought.demand("assertion"), brought.demand("scope")
    if brought.demand("requested_token_use") != "on_behalf_of":
        raise Refusal(rows.MALFORMED, "requested_token_use must be on_behalf_of")
    try:
        person = identity.judge(text, "microsoft", resource=proven.app).principal
    except TokenRefused as refused:
        row = rows.ASSERTION_EXPIRED if refused.reason == "expired" else rows.ASSERTION_REFUSED
        raise Refusal(row, str(refused), reason=f"The token is {refused.reason}.") from None
    if person is None:
        why = "the token speaks for an app alone"
        raise Refusal(rows.ASSERTION_REFUSED, why, reason="The token speaks for no person.")
    authorization = identity.authorization
    agreed = authorization.consented(person, proven.app, "microsoft")
    wanted = scopes.parse(identity, proven.app, scope)
    if wanted.default and agreed:
        wanted = msgspec.structs.replace(
            wanted, names=tuple(name for name in wanted.names if name in agreed or name in wanted.sign_in)
        )
    check_consent(identity, proven.app, wanted, agreed)
    handed = authorization.hand_out(
        person,
        proven.app,
        "microsoft",
        wanted.names,
        refresh="offline_access" in wanted.sign_in,
        resource=wanted.resource,
        write=writer(brought, wanted),
    )
    return Issued(handed.access_token, user_answer(brought, wanted, handed))


def check_consent(identity: Identity, app: str, wanted: Wanted, agreed: frozenset[str]) -> None:
    """Raises `Refusal` where something is wanted that was not agreed to."""
    missing = [name for name in wanted.names if name not in agreed and name not in wanted.sign_in]
    if missing:
        why = f"not agreed to: {', '.join(missing)}"
        client_id, name = identity.microsoft_client_id(app), identity.directory.app(app).name or app
        raise Refusal(rows.NO_CONSENT, why, id=client_id, name=name)


GRANTS: Mapping[str, Callable[[Brought], Issued]] = {
    "authorization_code": authorization_code,
    "client_credentials": client_credentials,
    "refresh_token": refresh_token,
    "urn:ietf:params:oauth:grant-type:jwt-bearer": on_behalf_of,
    "urn:ietf:params:oauth:grant-type:device_code": device_code,
    "device_code": device_code,  # as @azure/msal-node writes it
}
_CODE_ROWS: Mapping[CodeFault, rows.Row] = {
    "malformed": rows.CODE_MALFORMED,
    "unknown": rows.CODE_MALFORMED,
    "foreign-client": rows.GRANT_INVALID,
    "redeemed": rows.CODE_REDEEMED,
    "expired": rows.CODE_EXPIRED,
    "foreign-tenant": rows.CODE_OF_OTHER_TENANT,
    "redirect-uri-missing": rows.REDIRECT_AT_TOKEN,
    "redirect-uri-mismatch": rows.REDIRECT_AT_TOKEN,
    "verifier-missing": rows.VERIFIER_WRONG,
    "verifier-malformed": rows.VERIFIER_MALFORMED,
    "verifier-wrong": rows.VERIFIER_WRONG,
    "verifier-unexpected": rows.VERIFIER_WRONG,
}
_DEVICE_ROWS: Mapping[str, rows.Row] = {
    "unknown": rows.DEVICE_UNKNOWN,
    "foreign-client": rows.DEVICE_UNKNOWN,
    "pending": rows.DEVICE_PENDING,
    "slow-down": rows.DEVICE_SLOW_DOWN,
    "denied": rows.DEVICE_DECLINED,
    "expired": rows.DEVICE_EXPIRED,
    "redeemed": rows.CODE_REDEEMED,
}


def _code_refusal(refused: CodeRefused, uri: str) -> Refusal:
    if refused.reason == "revoked" and refused.code is not None:
        issued = rfc3339(refused.code.issued, 3)
        return Refusal(rows.REVOKED, str(refused), issued=issued, valid_from=issued)
    if refused.reason == "verifier-missing":
        return Refusal(rows.BODY_PARAMETER_MISSING, str(refused), name="code_verifier")
    row = _CODE_ROWS.get(refused.reason, rows.GRANT_INVALID)
    right = refused.code.asked.redirect_uri if refused.code is not None else ""
    return Refusal(row, str(refused), uri=uri[:200], right=right)


def _refresh_refusal(identity: Identity, refused: RefreshRefused) -> Refusal:
    token = refused.token
    if token is None:
        return Refusal(rows.CODE_MALFORMED, str(refused))
    issued = rfc3339(token.issued, 3)
    if refused.reason == "revoked":
        consent = identity.consent(token.person, token.app, "microsoft")
        valid_from = rfc3339(consent.since if consent is not None else token.issued, 3)
        return Refusal(rows.REVOKED, str(refused), issued=issued, valid_from=valid_from)
    if refused.reason == "expired":
        return Refusal(rows.REFRESH_EXPIRED, str(refused), issued=issued)
    return Refusal(rows.REFRESH_OF_OTHER_APP, str(refused))
