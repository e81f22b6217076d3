"""Client authentication at the token endpoint (RFC 6749 section 2.3): by HTTP Basic, or in the form."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING
from urllib.parse import unquote_plus

from mockserver.identity.refusals import google

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mockserver.identity.clients import Client
    from mockserver.identity.identity import Identity


def authenticate(identity: Identity, form: Mapping[str, str], authorization: str | None = None) -> Client:
    """The client that sent a form, proven by its secret. Raises `OAuthRefusal`.

    `authorization` is the header of that name; where it is Basic, it counts and the form must not contradict it.
    """
    basic = _basic(authorization)
    client_id, secret = basic or (form.get("client_id", ""), form.get("client_secret", ""))
    if basic is not None and form.get("client_id", client_id) != client_id:
        raise google("request-malformed", "the Authorization header and the form name different clients")
    if not client_id:
        raise google("client-undetermined", "neither the form nor a Basic Authorization header has a client_id")
    client = identity.client_by_id(client_id)
    if client is None:
        raise google("client-unknown", f"no client {client_id!r} in session {identity.session_id!r}")
    if not secret:
        raise google("client-secret-missing")
    # RFC 6749 section 2.3.1 form-encodes both parts of Basic; most clients do not.
    if client.client_secret not in {secret, unquote_plus(secret) if basic is not None else secret}:
        raise google("client-secret-wrong", f"the client_secret is not that of client {client_id!r}")
    return client


def client_id_of(form: Mapping[str, str], authorization: str | None = None) -> str | None:
    """The client id that a form or a Basic header names, unproven."""
    basic = _basic(authorization)
    return basic[0] if basic is not None else form.get("client_id")


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
