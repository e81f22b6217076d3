"""Client authentication (RFC 6749 section 2.3, RFC 7523 section 2.2): Basic, in the form, by assertion, or not at all.

Why a client is not believed comes as `ClientRefused`; `authenticate` says it in Google's words.
"""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING, Literal
from urllib.parse import unquote_plus

import msgspec

from mockserver.identity.refusals import google

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from mockserver.identity.clients import Client
    from mockserver.identity.directory import Provider
    from mockserver.identity.identity import Identity

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

ClientFault = Literal[
    "contradiction",
    "no-client-id",
    "unknown",
    "secret-missing",
    "secret-wrong",
    "secret-unexpected",
    "assertion-type",
    "assertion-malformed",
    "assertion-header",
    "assertion-algorithm",
    "assertion-key-missing",
    "assertion-key-unknown",
    "assertion-signature",
    "assertion-issuer",
    "assertion-subject",
    "assertion-audience",
    "assertion-times",
    "assertion-expired",
    "assertion-early",
]


class ClientRefused(Exception):  # noqa: N818 - it names what was decided, and is worded by the endpoints
    """A client is not who it says, and why. `why` is for people; `client_id` is what it called itself."""

    def __init__(self, reason: ClientFault, client_id: str = "", why: str = "") -> None:
        super().__init__(why or f"the client {client_id!r} is not believed: {reason}")
        self.reason = reason
        self.client_id = client_id
        self.why = str(self)


class Credentials(msgspec.Struct, frozen=True):
    """What a request says of its client, unproven."""

    client_id: str
    method: Literal["basic", "post", "assertion", "none"]
    secret: str = ""
    assertion: str = ""


class Proven(msgspec.Struct, frozen=True):
    """A client that is believed. `app` is its key in the scenario.

    `replayed` says that its assertion's `jti` had come before, which neither provider minds: MSAL sends one many times.
    """

    app: str
    client_id: str
    method: Literal["basic", "post", "assertion", "none"]
    replayed: bool = False


def credentials(form: Mapping[str, str], authorization: str | None = None) -> Credentials:
    """What a form and an Authorization header say of the client. Raises `ClientRefused` where they contradict."""
    basic = _basic(authorization)
    if basic is not None:
        client_id, secret = basic
        if form.get("client_id", client_id) != client_id:
            why = "the Authorization header and the form name different clients"
            raise ClientRefused("contradiction", client_id, why)
        return Credentials(client_id, "basic", secret)
    client_id, secret, assertion = (form.get(name, "") for name in ("client_id", "client_secret", "client_assertion"))
    if assertion:
        return Credentials(client_id, "assertion", assertion=assertion)
    return Credentials(client_id, "post" if secret else "none", secret)


def prove(
    identity: Identity,
    provider: Provider,
    form: Mapping[str, str],
    authorization: str | None = None,
    audiences: Collection[str] = (),
) -> Proven:
    """The client that sent a form, proven; a public one has nothing to prove. Raises `ClientRefused`.

    `audiences` are what the `aud` of an assertion may be, which only Microsoft takes.
    """
    said = credentials(form, authorization)
    if provider == "microsoft" and said.method == "assertion":
        from mockserver.identity import client_assertions  # noqa: PLC0415 - few clients have certificates

        if form.get("client_assertion_type") != ASSERTION_TYPE:
            why = f"client_assertion_type is {form.get('client_assertion_type')!r}; right would be {ASSERTION_TYPE}"
            raise ClientRefused("assertion-type", said.client_id, why)
        return client_assertions.prove(identity, said, audiences)
    app, right = known(identity, provider, said.client_id)
    public = identity.directory.app(app).public
    if not said.secret:
        if not public:
            raise ClientRefused("secret-missing", said.client_id)
        return Proven(app, said.client_id, "none")
    if public and provider == "microsoft":
        raise ClientRefused("secret-unexpected", said.client_id, f"{app!r} is public and has no secret")
    # RFC 6749 section 2.3.1 form-encodes both parts of Basic; most clients do not.
    if right not in {said.secret, unquote_plus(said.secret) if said.method == "basic" else said.secret}:
        why = f"the client_secret is not that of client {said.client_id!r}"
        raise ClientRefused("secret-wrong", said.client_id, why)
    return Proven(app, said.client_id, said.method)


def known(identity: Identity, provider: Provider, client_id: str) -> tuple[str, str]:
    """The app that a client id names, and its secret. Raises `ClientRefused`."""
    if not client_id:
        why = "neither the form nor a Basic Authorization header has a client_id"
        raise ClientRefused("no-client-id", why=why)
    if provider == "google":
        client = identity.client_by_id(client_id)
        if client is not None:
            return client.app, client.client_secret
    else:
        app = identity.microsoft_app(client_id)
        if app is not None:
            return app, identity.microsoft_client(app).client_secret
    raise ClientRefused("unknown", client_id, f"no client {client_id!r} in session {identity.session_id!r}")


def authenticate(identity: Identity, form: Mapping[str, str], authorization: str | None = None) -> Client:
    """The client that sent a form to Google, proven by its secret. Raises `OAuthRefusal`."""
    try:
        return identity.client(prove(identity, "google", form, authorization).app)
    except ClientRefused as refused:
        raise google(_GOOGLE_ROWS[refused.reason], refused.why) from None


def client_id_of(form: Mapping[str, str], authorization: str | None = None) -> str | None:
    """The client id that a form or a Basic header names, unproven."""
    basic = _basic(authorization)
    return basic[0] if basic is not None else form.get("client_id")


_GOOGLE_ROWS: dict[ClientFault, str] = {
    "contradiction": "request-malformed",
    "no-client-id": "client-undetermined",
    "unknown": "client-unknown",
    "secret-missing": "client-secret-missing",
    "secret-wrong": "client-secret-wrong",
}


def _basic(authorization: str | None) -> tuple[str, str] | None:
    scheme, _, encoded = (authorization or "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        text = base64.b64decode(encoded.strip(), validate=True).decode()
    except (binascii.Error, ValueError):
        return "", ""
    client_id, _, secret = text.partition(":")
    return unquote_plus(client_id), secret
