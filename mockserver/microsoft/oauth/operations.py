"""Microsoft's authorization server: the operations on its paths.

The paths stand in `paths.py`; deciding is `identity`'s business; how answers are written stands in `answers.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mockserver.clock import SECOND
from mockserver.http.operation import OperationTable
from mockserver.identity.client_authentication import ClientRefused, prove
from mockserver.identity.device_codes import INTERVAL, LIFETIMES
from mockserver.identity.tokens import session_of
from mockserver.microsoft.oauth import authorize as authorization_endpoint
from mockserver.microsoft.oauth import device, metadata, paths, scopes
from mockserver.microsoft.oauth import refusals as rows
from mockserver.microsoft.oauth.answers import Published
from mockserver.microsoft.oauth.forms import form_of
from mockserver.microsoft.oauth.grants import GRANTS, Brought
from mockserver.microsoft.oauth.refusals import NotEmulated, Refusal
from mockserver.microsoft.oauth.signing_out import signed_out
from mockserver.microsoft.oauth.tenants import Tenant, tenant_of
from mockserver.microsoft.oauth.userinfo import userinfo as userinfo_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mockserver.http.exchange import Exchange, Reply
    from mockserver.identity.client_authentication import ClientFault, Proven

_GUIDE = "https://learn.microsoft.com/entra/identity-platform/"
_SECRETS = ("refresh_token", "code", "device_code", "assertion")

table = OperationTable("microsoft")


def credential(exchange: Exchange) -> str | None:
    """The first thing a request sends that says which session it belongs to."""
    try:
        form = form_of(exchange)
    except Refusal:
        return None  # the handler refuses it
    bearer = exchange.headers.get("Authorization", "").partition(" ")[2]
    sent = [form.get(name) for name in _SECRETS] + [bearer, exchange.argument("id_token_hint")]
    return next((text for text in sent if text and session_of(text) is not None), None)


def unmatched(exchange: Exchange) -> Exception:
    """The POST that was meant, or 501 for what is not emulated."""
    found = exchange.provider.routes.find("POST", exchange.path)
    if found is not None:
        return Refusal(rows.POST_ONLY, method=exchange.method)
    near = exchange.provider.routes.nearest(exchange.path) or "none"
    return NotEmulated(f"{exchange.method} {exchange.path} is not emulated by mockserver. Nearest served: {near}.")


@table.operation("oauth.token", "POST", paths.TOKEN, confidential=True, reference=_GUIDE + "v2-oauth2-auth-code-flow")
def token(exchange: Exchange) -> dict[str, Any]:
    """Issue tokens by one of the grants."""
    identity = exchange.session.identity
    tenant = tenant_of(identity, exchange.parameters["tenant"])
    if "/v2.0/" not in exchange.path:
        raise NotEmulated("The token endpoint of version 1 is not emulated. Nearest served: /oauth2/v2.0/token.")
    form = form_of(exchange)
    kind = form.get("grant_type")
    if not kind:
        raise Refusal(rows.BODY_PARAMETER_MISSING, name="grant_type")
    if kind == "password":
        raise NotEmulated("The grant of a user name and a password is not emulated. Nearest served: device_code.")
    grant = GRANTS.get(kind)
    if grant is None:
        raise Refusal(rows.UNSUPPORTED_GRANT, f"there is {', '.join(GRANTS)}", grant=kind[:200])
    proven = _proven(exchange, form, tenant)
    issued = grant(Brought(identity, tenant, metadata.issuer_of(_own(exchange), exchange.base_url), form, proven))
    exchange.token = issued.access_token
    exchange.person = issued.access_token.principal or issued.access_token.app
    return issued.members


@table.operation(
    "oauth.authorize",
    "GET",
    paths.AUTHORIZE,
    also=("POST",),
    confidential=True,
    reference=_GUIDE + "v2-oauth2-auth-code-flow#request-an-authorization-code",
)
def authorize(exchange: Exchange) -> Reply:
    """Ask a person, or find that nobody needs to be asked."""
    return authorization_endpoint.authorize(exchange)


@table.operation(
    "oauth.device_code", "POST", paths.DEVICE_CODE, confidential=True, reference=_GUIDE + "v2-oauth2-device-code"
)
def device_code(exchange: Exchange) -> dict[str, Any]:
    """Let a device wait for a person."""
    identity = exchange.session.identity
    tenant = tenant_of(identity, exchange.parameters["tenant"])
    form = form_of(exchange)
    if not form.get("client_id"):
        raise Refusal(rows.BODY_PARAMETER_MISSING, name="client_id")
    app = identity.microsoft_app(form["client_id"])
    if app is None:
        raise Refusal(rows.APP_UNKNOWN, id=form["client_id"][:200], tenant=tenant.id)
    if not form.get("scope"):
        raise Refusal(rows.BODY_PARAMETER_MISSING, name="scope")
    wanted = scopes.parse(identity, app, form["scope"])
    made = identity.authorization.device_codes.issue(app, "microsoft", wanted.names, tenant.id, " ".join(wanted.spelt))
    place = f"{exchange.base_url}/common/oauth2/deviceauth"
    return {
        "user_code": made.user_code,
        "device_code": made.text,
        "verification_uri": place,
        "expires_in": LIFETIMES["microsoft"] // SECOND,
        "interval": INTERVAL // SECOND,
        "message": f"To sign in, use a web browser to open the page {place} and enter the code {made.user_code} to "
        "authenticate.",
    }


@table.operation(
    "oauth.device_page",
    "GET",
    paths.DEVICE_PAGE,
    also=("POST",),
    confidential=True,
    reference=_GUIDE + "v2-oauth2-device-code#authenticating-the-user",
)
def device_page(exchange: Exchange) -> Reply:
    """Let a person type the code of a device, and allow or deny what it asks for."""
    return device.device_page(exchange)


@table.operation("oauth.discovery", "GET", paths.DISCOVERY, reference=_GUIDE + "v2-protocols-oidc")
def discovery(exchange: Exchange) -> Published:
    """Describe the server to a tenant's apps."""
    return Published(metadata.discovery(_described(exchange), exchange.base_url))


@table.operation("oauth.keys", "GET", paths.KEYS, reference=_GUIDE + "signing-key-rollover")
def keys(exchange: Exchange) -> Published:
    """Publish the keys."""
    return Published(metadata.keys(exchange.session.identity, _described(exchange), exchange.base_url))


@table.operation("oauth.instance", "GET", paths.INSTANCE, reference=_GUIDE + "authentication-national-cloud")
def instance(exchange: Exchange) -> Published:
    """Say which hosts are Microsoft's, of which this one is to be."""
    return Published(metadata.instance(exchange.base_url, exchange.argument("authorization_endpoint")))


@table.operation(
    "oauth.userinfo", "GET", paths.USERINFO, also=("POST",), confidential=True, reference=_GUIDE + "userinfo"
)
def userinfo(exchange: Exchange) -> dict[str, Any]:
    """Say who a token speaks for."""
    return userinfo_of(exchange)


@table.operation(
    "oauth.logout",
    "GET",
    paths.LOGOUT,
    also=("POST",),
    reference=_GUIDE + "v2-protocols-oidc#send-a-sign-out-request",
)
def logout(exchange: Exchange) -> Reply:
    """Sign a person out: nobody is signed in between two requests, so only the way back is to be found."""
    return signed_out(exchange)


def _own(exchange: Exchange) -> Tenant:
    own = exchange.session.identity.tenant_id
    return Tenant(own, "own", own)


def _described(exchange: Exchange) -> Tenant:
    try:
        return tenant_of(exchange.session.identity, exchange.parameters["tenant"])
    except Refusal as refusal:
        if refusal.row != rows.TENANT_UNKNOWN:
            raise
        raise Refusal(rows.TENANT_UNKNOWN_AT_DISCOVERY, refusal.why, tenant=exchange.parameters["tenant"]) from None


def _proven(exchange: Exchange, form: Mapping[str, str], tenant: Tenant) -> Proven:
    """The client that sent a form. Raises `Refusal`."""
    try:
        proven = prove(
            exchange.session.identity,
            "microsoft",
            form,
            exchange.headers.get("Authorization"),
            _audiences(exchange, tenant),
        )
    except ClientRefused as refused:
        row = _CLIENT_ROWS[refused.reason]
        reason = _REASONS.get(refused.reason, "The key was not found.")
        raise Refusal(
            row, refused.why, name="client_id", id=refused.client_id[:200], tenant=tenant.id, reason=reason
        ) from None
    if proven.replayed:
        exchange.note("the client assertion's jti had come before, which is accepted")
    return proven


def _audiences(exchange: Exchange, tenant: Tenant) -> frozenset[str]:
    hosts = {exchange.base_url, exchange.origin, f"https://{metadata.MICROSOFT}"}
    names = {tenant.asked, tenant.id, "common", "organizations"}
    ends = ("oauth2/v2.0/token", "oauth2/token", "v2.0")
    return frozenset(f"{host}/{name}/{end}" for host in hosts for name in names for end in ends)


_CLIENT_ROWS: Mapping[ClientFault, rows.Row] = {
    "contradiction": rows.CREDENTIALS_WRONG,
    "no-client-id": rows.BODY_PARAMETER_MISSING,
    "unknown": rows.APP_UNKNOWN,
    "secret-missing": rows.SECRET_MISSING,
    "secret-wrong": rows.SECRET_WRONG,
    "secret-unexpected": rows.SECRET_UNEXPECTED,
    "assertion-type": rows.CREDENTIALS_WRONG,
    "assertion-malformed": rows.ASSERTION_MALFORMED,
    "assertion-header": rows.ASSERTION_MALFORMED,
    "assertion-algorithm": rows.ASSERTION_SIGNATURE,
    "assertion-key-missing": rows.ASSERTION_SIGNATURE,
    "assertion-key-unknown": rows.ASSERTION_SIGNATURE,
    "assertion-signature": rows.ASSERTION_SIGNATURE,
    "assertion-issuer": rows.ASSERTION_CLIENT,
    "assertion-subject": rows.ASSERTION_CLIENT,
    "assertion-audience": rows.ASSERTION_AUDIENCE,
    "assertion-times": rows.ASSERTION_TIMES,
    "assertion-expired": rows.ASSERTION_TIMES,
    "assertion-early": rows.ASSERTION_TIMES,
}
_REASONS: Mapping[ClientFault, str] = {
    "assertion-algorithm": "The algorithm is not supported.",  # [inferred]
    "assertion-signature": "The key was found, but use of the key to verify the signature failed.",  # [inferred]
}
