"""Signing out: a page that says so, or the way back to an app that is known there.

https://learn.microsoft.com/entra/identity-platform/v2-protocols-oidc#send-a-sign-out-request
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from mockserver.consent import page
from mockserver.http.exchange import Reply
from mockserver.microsoft.oauth.forms import parameters_of
from mockserver.microsoft.oauth.tenants import tenant_of

if TYPE_CHECKING:
    from mockserver.http.exchange import Exchange


def signed_out(exchange: Exchange) -> Reply:
    """Go back to `post_logout_redirect_uri` where an app registered it, else say so on a page."""
    identity = exchange.session.identity
    tenant_of(identity, exchange.parameters["tenant"])
    parameters = parameters_of(exchange)
    uri, state = parameters.get("post_logout_redirect_uri"), parameters.get("state")
    known = {one for app in identity.directory.apps.values() for one in app.redirect_uris}
    if uri in known:
        joint = "&" if "?" in uri else "?"
        location = uri + (f"{joint}{urlencode({'state': state})}" if state is not None else "")
        return Reply(302, {"Location": location})
    if uri:
        exchange.note("post_logout_redirect_uri is no redirect URI of any app, so it was not followed")
    text = "It's a good idea to close all browser windows."
    return Reply(200, dict(page.HEADERS), page.message_page("microsoft", "You signed out of your account", text))
