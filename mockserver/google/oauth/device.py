"""Google's device flow (RFC 8628): the code for a device, and the page on which a person types it."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any

from mockserver.clock import SECOND
from mockserver.consent import words
from mockserver.consent.view import ConsentView
from mockserver.google.oauth.authorize import accounts, decided, fields, page_reply, ticked
from mockserver.google.oauth.forms import form_of
from mockserver.google.oauth.paths import DEVICE, DEVICE_CODE
from mockserver.google.oauth.refusals import PageRefusal
from mockserver.http.exchange import Reply
from mockserver.http.operation import OperationTable
from mockserver.identity import scopes
from mockserver.identity.client_authentication import ClientRefused, client_id_of, known
from mockserver.identity.consent_answers import answer
from mockserver.identity.device_codes import LIFETIMES
from mockserver.identity.refusals import google

if TYPE_CHECKING:
    from mockserver.http.exchange import Exchange
    from mockserver.identity.device_codes import DeviceCode

_GUIDE = "https://developers.google.com/identity/protocols/oauth2/limited-input-device"
# No calendar scope is among them: https://developers.google.com/identity/protocols/oauth2/limited-input-device#allowedscopes
ALLOWED = frozenset({scopes.OPENID, scopes.EMAIL, scopes.PROFILE, scopes.full("drive.file")})
_PAGE = {"Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store", "X-Frame-Options": "DENY"}
table = OperationTable("google")


@table.operation("oauth.device_code", "POST", DEVICE_CODE, confidential=True, reference=_GUIDE)
def device_code(exchange: Exchange) -> dict[str, Any]:
    """A device code, and what a person types for it."""
    identity, form = exchange.session.identity, form_of(exchange)
    client_id = client_id_of(form, exchange.headers.get("Authorization")) or ""
    try:
        app, _ = known(identity, "google", client_id)
    except ClientRefused as refused:
        row = "client-undetermined" if refused.reason == "no-client-id" else "client-unknown"
        raise google(row, refused.why) from None
    device = identity.authorization.device_codes.issue(app, "google", _scopes(form.get("scope", "")))
    # On its own, the page could not tell whose code is typed.
    prefix = exchange.prefix or f"/s/{identity.session_id}"
    return {
        "device_code": device.text,
        "user_code": device.user_code,
        "expires_in": LIFETIMES["google"] // SECOND,
        "interval": device.interval // SECOND,
        "verification_url": f"{exchange.origin}{prefix}{DEVICE}",
    }


@table.operation("oauth.device", "GET", DEVICE, also=("POST",), confidential=True, reference=_GUIDE)
def device_page(exchange: Exchange) -> Reply:
    """The page for whoever was shown a user code: they type it, choose an account, and allow or deny."""
    pairs = fields(exchange)
    said = dict(pairs)
    typed = said.get("user_code", "").strip()
    if not typed:
        return _entry(exchange)
    identity = exchange.session.identity
    device = identity.authorization.device_codes.by_user_code(typed[:40], "google")
    if device is None:
        raise PageRefusal("user-code", "no device waits for the code that was typed")
    if not {"decision", "account"}.isdisjoint(said):
        return _answered(exchange, device, pairs)
    meant = answer(identity, device.app, "google")
    if meant.kind == "deny":
        identity.authorization.device_codes.deny(device)
        return _done("You denied the device access. You can close this page.")
    if meant.kind == "grant" and meant.person is not None:
        return _approved(exchange, device, meant.person, device.scopes)
    return _question(exchange, device, meant.person)


def _scopes(asked: str) -> tuple[str, ...]:
    wanted = []
    for name in dict.fromkeys(asked.split()):
        try:
            scope = scopes.canonical(name)
        except scopes.UnknownScope:
            scope = ""
        if scope not in ALLOWED:
            raise google("device-scope", scope=name[:200])
        wanted.append(scope)
    if not wanted:
        raise google("parameter-missing", name="scope")
    return tuple(dict.fromkeys(wanted))


def _answered(exchange: Exchange, device: DeviceCode, pairs: list[tuple[str, str]]) -> Reply:
    identity = exchange.session.identity
    said = decided(pairs, identity)
    if said.allowed is None:
        return _question(exchange, device, said.account)
    granted = ticked(said, words.asked("google", device.scopes))
    if not said.allowed or said.account is None or not granted:
        identity.authorization.device_codes.deny(device)
        return _done("You denied the device access. You can close this page.")
    return _approved(exchange, device, said.account, granted)


def _approved(exchange: Exchange, device: DeviceCode, person: str, granted: tuple[str, ...]) -> Reply:
    exchange.person = person
    exchange.session.identity.authorization.approve_device(device, person, granted)
    return _done("Success! The device has access now. You can close this page.")


def _question(exchange: Exchange, device: DeviceCode, person: str | None) -> Reply:
    identity = exchange.session.identity
    app = identity.directory.app(device.app)
    before = identity.authorization.consented(person, device.app, "google") if person is not None else ()
    return page_reply(
        ConsentView(
            provider="google",
            app_name=app.name or app.key,
            accounts=accounts(identity),
            chosen=person,
            scopes=words.asked("google", device.scopes, before),
            action_url=exchange.base_url + DEVICE,
            hidden=(("user_code", device.user_code),),
        )
    )


def _entry(exchange: Exchange) -> Reply:
    action = html.escape(exchange.base_url + DEVICE)
    return _plain(
        f'<h1>Connect a device</h1>\n<form method="post" action="{action}">\n'
        '<label>Enter the code displayed on your device <input name="user_code" autocomplete="off"></label>\n'
        "<button>Continue</button>\n</form>\n"
    )


def _done(text: str) -> Reply:
    return _plain(f"<p>{html.escape(text)}</p>\n")


def _plain(body: str) -> Reply:
    text = f'<!DOCTYPE html>\n<html lang="en">\n<title>Connect a device</title>\n{body}</html>\n'
    return Reply(200, dict(_PAGE), text.encode())
