"""An authorization request (RFC 6749 section 4.1.1) as Google reads it: parameters, checked before anybody is asked.

What is wrong with it is shown to the person and not told to whatever the redirect URI is.
https://developers.google.com/identity/protocols/oauth2/web-server#creatingclient
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

import msgspec

from mockserver.google.oauth.answers import NotEmulated
from mockserver.google.oauth.forms import repeated
from mockserver.google.oauth.refusals import PageRefusal
from mockserver.identity import scopes

if TYPE_CHECKING:
    from mockserver.http.exchange import Exchange
    from mockserver.identity.clients import Client
    from mockserver.identity.codes import Method
    from mockserver.identity.identity import Identity

READ = frozenset({
    "access_type", "approval_prompt", "client_id", "code_challenge", "code_challenge_method", "enable_granular_consent",
    "hd", "include_granted_scopes", "login_hint", "nonce", "prompt", "redirect_uri", "response_type", "scope", "state",
})  # fmt: skip
_LONGEST = 4_000
"""Characters of one parameter."""
_MOST = 100
_PROMPTS = frozenset({"none", "consent", "select_account"})
_CHALLENGE = re.compile(r"[A-Za-z0-9._~-]{43,128}")  # RFC 7636 section 4.2
_OUT_OF_BAND = ("urn:ietf:wg:oauth:2.0:oob", "urn:ietf:wg:oauth:2.0:oob:auto", "oob")
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_RESPONSE_TYPES = frozenset({"code", "token", "id_token", "none"})


class AuthorizationRequest(msgspec.Struct, frozen=True):
    """What an app asks for. `scopes` are in Google's spelling."""

    client: Client
    redirect_uri: str
    scopes: tuple[str, ...]
    offline: bool
    prompts: frozenset[str]
    include_granted: bool
    granular: bool
    login_hint: str
    domain: str
    state: str | None
    nonce: str | None
    challenge: str | None
    method: Method


def read(exchange: Exchange, pairs: list[tuple[str, str]]) -> AuthorizationRequest:
    """Read a request's parameters. Raises `PageRefusal`, or `NotEmulated` for the implicit and hybrid flows."""
    said = _single(exchange, pairs)
    client = _client(exchange.session.identity, said)
    redirect_uri = _redirect_uri(client, said, public=exchange.session.identity.directory.app(client.app).public)
    _check_response_type(said)
    challenge, method = _challenge(said)
    return AuthorizationRequest(
        client,
        redirect_uri,
        _scopes(said),
        _one_of(said, "access_type", ("online", "offline")) == "offline",
        _prompts(said),
        _one_of(said, "include_granted_scopes", ("false", "true")) == "true",
        _one_of(said, "enable_granular_consent", ("true", "false")) == "true",
        said.get("login_hint", ""),
        said.get("hd", ""),
        said.get("state"),
        said.get("nonce"),
        challenge,
        method,
    )


def demand(said: dict[str, str], name: str) -> str:
    """A parameter that must be there. Raises `PageRefusal`."""
    if not said.get(name):
        raise PageRefusal("parameter-missing", name=name)
    return said[name]


def _single(exchange: Exchange, pairs: list[tuple[str, str]]) -> dict[str, str]:
    ours = [(name, value) for name, value in pairs[:_MOST] if name in READ]
    for name in repeated(ours):
        raise PageRefusal("parameter-repeated", name=name)
    for name, value in ours:
        if len(value) > _LONGEST:
            why = f"{name} has {len(value)} characters; at most {_LONGEST} are read"
            raise PageRefusal("parameter-invalid", why, name=name, value=f"{value[:40]}...")
    ignored = sorted({name[:60] for name, _ in pairs if name not in READ})
    if ignored:
        exchange.note(f"without effect: {', '.join(ignored[:20])}")
    return dict(ours)


def _client(identity: Identity, said: dict[str, str]) -> Client:
    client_id = demand(said, "client_id")
    client = identity.client_by_id(client_id)
    if client is None:
        raise PageRefusal("client-unknown", f"no client {client_id[:200]!r} in session {identity.session_id!r}")
    return client


def _redirect_uri(client: Client, said: dict[str, str], *, public: bool) -> str:
    uri = demand(said, "redirect_uri")
    if uri in _OUT_OF_BAND:
        raise PageRefusal("out-of-band", "use a loopback redirect URI, such as http://localhost:8080/")
    if uri in client.redirect_uris or ((public or _is_desktop(client)) and _is_loopback(uri)):
        return uri
    right = ", ".join(client.redirect_uris) or "any http://localhost, http://127.0.0.1 or http://[::1]"
    raise PageRefusal("redirect-uri-mismatch", f"redirect_uri is {uri[:400]!r}; registered: {right}")


def _is_desktop(client: Client) -> bool:
    """Whether it is a desktop app: it registered nothing, or what desktop apps have, loopback without port or path."""
    bare = [urlsplit(uri) for uri in client.redirect_uris if _is_loopback(uri)]
    return not client.redirect_uris or any(uri.netloc in {"localhost", "127.0.0.1", "[::1]"}
                                           and uri.path in {"", "/"} for uri in bare)  # fmt: skip


def _is_loopback(uri: str) -> bool:
    try:
        parts = urlsplit(uri)
        return (
            parts.scheme == "http"
            and parts.hostname in _LOOPBACK
            and parts.username is None
            and parts.port != 0
            and not parts.fragment
            and uri.isascii()
            and uri.isprintable()
        )
    except ValueError:
        return False


def _check_response_type(said: dict[str, str]) -> None:
    asked = demand(said, "response_type")
    if asked == "code":
        return
    if set(asked.split()) <= _RESPONSE_TYPES:
        raise NotEmulated(f"response_type={asked}", "response_type=code")
    raise PageRefusal("response-type", value=asked[:100])


def _scopes(said: dict[str, str]) -> tuple[str, ...]:
    asked = demand(said, "scope").split()
    known, unknown = [], []
    for scope in dict.fromkeys(asked):
        try:
            known.append(scopes.canonical(scope))
        except scopes.UnknownScope:
            unknown.append(scope)
    if unknown or not known:
        raise PageRefusal("scope", valid=", ".join(known), invalid=", ".join(unknown)[:400])
    return tuple(dict.fromkeys(known))


def _prompts(said: dict[str, str]) -> frozenset[str]:
    former = _one_of(said, "approval_prompt", ("auto", "force"))
    prompts = frozenset(said.get("prompt", "").split())
    if prompts and "approval_prompt" in said:
        raise PageRefusal("prompts-conflict")
    if not prompts <= _PROMPTS or ("none" in prompts and len(prompts) > 1):
        raise PageRefusal("parameter-invalid", name="prompt", value=said["prompt"][:100])
    return frozenset({"consent"}) if former == "force" else prompts


def _challenge(said: dict[str, str]) -> tuple[str | None, Method]:
    method: Literal["S256", "plain"] = "S256" if said.get("code_challenge_method") == "S256" else "plain"
    if said.get("code_challenge_method", method) != method:
        why = "right would be S256 or plain"
        raise PageRefusal(
            "parameter-invalid", why, name="code_challenge_method", value=said["code_challenge_method"][:40]
        )
    challenge = said.get("code_challenge") or None
    if challenge is None and "code_challenge_method" in said:
        raise PageRefusal("parameter-missing", name="code_challenge")
    if challenge is not None and _CHALLENGE.fullmatch(challenge) is None:
        raise PageRefusal(
            "parameter-invalid", "right would be 43 to 128 of A-Z a-z 0-9 - . _ ~", name="code_challenge", value="..."
        )
    return challenge, method


def _one_of(said: dict[str, str], name: str, values: tuple[str, str]) -> str:
    """The value of a parameter; without it the first of those it may have. Raises `PageRefusal`."""
    value = said.get(name) or values[0]
    if value not in values:
        raise PageRefusal("parameter-invalid", f"right would be {' or '.join(values)}", name=name, value=value[:40])
    return value
