"""An authorization request as it was understood, and the way back to the app that sent it.

https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow#request-an-authorization-code
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, cast
from urllib.parse import urlencode, urlsplit

import msgspec

from mockserver.http.exchange import Reply
from mockserver.microsoft.oauth import refusals as rows
from mockserver.microsoft.oauth import scopes
from mockserver.microsoft.oauth.refusals import Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mockserver.identity.codes import Method
    from mockserver.identity.identity import Identity
    from mockserver.microsoft.oauth.scopes import Wanted
    from mockserver.microsoft.oauth.tenants import Tenant

_CHALLENGE = re.compile(r"[A-Za-z0-9._~-]{43,128}")
_PROMPTS = frozenset({"", "login", "none", "consent", "select_account", "create"})
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
Mode = Literal["query", "fragment", "form_post"]


class WayBack(msgspec.Struct, frozen=True):
    """Where an answer goes, and how."""

    redirect_uri: str
    mode: Mode
    state: str | None

    def reply(self, fields: Sequence[tuple[str, str]]) -> Reply:
        """Send some fields to the app."""
        sent = [*fields] + ([("state", self.state)] if self.state is not None else [])
        if self.mode == "form_post":
            from mockserver.consent import page  # noqa: PLC0415 - only who is shown a page pays for it

            return Reply(200, dict(page.FORM_POST_HEADERS), page.form_post_page(self.redirect_uri, sent))
        joint = "#" if self.mode == "fragment" else "&" if "?" in self.redirect_uri else "?"
        location = f"{self.redirect_uri}{joint}{urlencode(sent)}"
        return Reply(302, {"Location": location, "Cache-Control": "no-store, no-cache", "Pragma": "no-cache"})


class AuthorizationRequest(msgspec.Struct, frozen=True):
    """What an app asks of a person."""

    app: str
    tenant: Tenant
    back: WayBack
    wanted: Wanted
    prompt: str
    challenge: str | None
    method: Method
    nonce: str | None
    login_hint: str | None
    client_info: bool


def app_of(identity: Identity, parameters: Mapping[str, str], tenant: Tenant) -> str:
    """The key of the app that asks. Raises `Refusal`, which is shown: nobody is known to tell."""
    client_id = parameters.get("client_id")
    if not client_id:
        raise Refusal(shown(rows.BODY_PARAMETER_MISSING), name="client_id")
    app = identity.microsoft_app(client_id)
    if app is None:
        raise Refusal(shown(rows.APP_UNKNOWN), id=client_id[:200], tenant=tenant.id)
    return app


def way_back(identity: Identity, app: str, parameters: Mapping[str, str]) -> WayBack:
    """Where the answer goes: to a registered redirect URI. Raises `Refusal`, which is shown."""
    known = identity.directory.app(app)
    registered = known.redirect_uris or (("http://localhost",) if known.public else ())
    if not registered:
        raise Refusal(rows.NO_REDIRECT, f"{app!r} has no redirect_uris in the scenario")
    uri = parameters.get("redirect_uri") or registered[0]
    if not any(_matches(uri, one, anywhere=not known.redirect_uris) for one in registered):
        why = f"registered for {app!r}: {', '.join(registered)}"
        raise Refusal(rows.REDIRECT_MISMATCH, why, uri=uri[:500], id=identity.microsoft_client_id(app))
    mode = parameters.get("response_mode")
    if mode not in {"query", "fragment", "form_post"}:
        mode = "fragment" if "token" in parameters.get("response_type", "") else "query"
    return WayBack(uri, cast("Mode", mode), parameters.get("state"))


def understood(
    identity: Identity, tenant: Tenant, app: str, back: WayBack, parameters: Mapping[str, str]
) -> AuthorizationRequest:
    """The rest of a request. Raises `Refusal`, which goes back to the app."""
    _check_response(parameters)
    if not parameters.get("scope"):
        raise Refusal(rows.BODY_PARAMETER_MISSING, name="scope")
    prompt = parameters.get("prompt", "").lower()
    if prompt not in _PROMPTS:
        raise Refusal(rows.PROMPT_UNKNOWN, f"prompt is {prompt!r:.100}")
    challenge, method = parameters.get("code_challenge"), parameters.get("code_challenge_method", "plain")
    if challenge is not None and (_CHALLENGE.fullmatch(challenge) is None or method not in {"S256", "plain"}):
        raise Refusal(rows.CHALLENGE_MALFORMED)
    return AuthorizationRequest(
        app,
        tenant,
        back,
        scopes.parse(identity, app, parameters["scope"]),
        prompt,
        challenge,
        cast("Method", method),
        parameters.get("nonce"),
        parameters.get("login_hint"),
        parameters.get("client_info") == "1",
    )


def shown(row: rows.Row) -> rows.Row:
    """The same refusal on a page."""
    return row._replace(page=True, status=200)


def _check_response(parameters: Mapping[str, str]) -> None:
    kind = parameters.get("response_type")
    if not kind:
        raise Refusal(rows.BODY_PARAMETER_MISSING, name="response_type")
    words = set(kind.split())
    if words - {"code", "id_token", "token"}:
        raise Refusal(rows.RESPONSE_TYPE_UNKNOWN, type=kind[:100])
    if words != {"code"}:
        raise Refusal(rows.RESPONSE_TYPE_DISABLED, type=kind[:100])
    if parameters.get("response_mode", "query") not in {"query", "fragment", "form_post"}:
        raise Refusal(rows.RESPONSE_MODE_UNKNOWN)


def _matches(uri: str, registered: str, *, anywhere: bool) -> bool:
    """Whether a redirect URI is a registered one; on this machine's own names any port is (RFC 8252 section 7.3)."""
    if uri == registered:
        return True
    try:
        one, other = urlsplit(uri), urlsplit(registered)
        one.port  # noqa: B018 - reading it is how a wrong one is found
    except ValueError:
        return False
    if one.scheme != "http" or one.hostname not in _LOOPBACK or "@" in one.netloc or one.fragment:
        return False
    same = one.hostname == other.hostname and other.scheme == "http"
    return same and (anywhere or (one.path or "/", one.query) == (other.path or "/", other.query))
