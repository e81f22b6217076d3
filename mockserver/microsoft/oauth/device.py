"""The page where a person types the code of a device (RFC 8628 section 3.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockserver.consent import page, words
from mockserver.consent.view import ConsentView, Decision, ErrorView
from mockserver.http.exchange import Reply
from mockserver.identity.consent_answers import accounts_at, answer
from mockserver.microsoft.oauth import refusals as rows
from mockserver.microsoft.oauth.authorize import accounts, posted_decision
from mockserver.microsoft.oauth.forms import parameters_of
from mockserver.microsoft.oauth.refusals import Refusal

if TYPE_CHECKING:
    from mockserver.http.exchange import Exchange
    from mockserver.identity.device_codes import DeviceCode

_NO_SUCH = ErrorView("", "That code didn't work. Check the code and try again.")


def device_page(exchange: Exchange) -> Reply:
    """Ask for the code, then whether the device may have what it asks for."""
    typed = parameters_of(exchange).get("user_code")
    here = f"{exchange.base_url}{exchange.path}"
    if not typed:
        return _reply(page.code_page("microsoft", here))
    identity = exchange.session.identity
    device = identity.authorization.device_codes.by_user_code(typed[:64], "microsoft")
    if device is None:
        exchange.note("no device that waits has that user_code")
        return _reply(page.code_page("microsoft", here, _NO_SUCH))
    said = posted_decision(exchange) or _said_by_scenario(exchange, device)
    if said.allowed is False:
        return _denied(exchange, device)
    if said.account is not None and said.account not in accounts_at(identity, "microsoft"):
        raise Refusal(rows.MALFORMED, f"nobody of the account {said.account!r} can sign in")
    if said.account is None or not said.allowed:
        return _question(exchange, device, said.account)
    return _approved(exchange, device, said.account)


def _said_by_scenario(exchange: Exchange, device: DeviceCode) -> Decision:
    """What is answered without asking; nothing where somebody has to be asked."""
    hint = parameters_of(exchange).get("login_hint")
    found = answer(exchange.session.identity, device.app, "microsoft", hint)
    allowed = {"grant": True, "deny": False}.get(found.kind)
    return Decision(allowed if found.person is not None or allowed is False else None, found.person)


def _approved(exchange: Exchange, device: DeviceCode, person: str) -> Reply:
    exchange.person = person
    exchange.session.identity.authorization.approve_device(device, person, device.scopes)
    name = exchange.session.identity.directory.app(device.app).name or device.app
    text = f"You have signed in to the {name} application on your device. You may now close this window."
    return _reply(page.message_page("microsoft", name, text))


def _denied(exchange: Exchange, device: DeviceCode) -> Reply:
    exchange.session.identity.authorization.device_codes.deny(device)
    return _reply(page.message_page("microsoft", "Declined", "The device gets nothing. You may now close this window."))


def _question(exchange: Exchange, device: DeviceCode, chosen: str | None) -> Reply:
    identity = exchange.session.identity
    agreed = identity.authorization.consented(chosen, device.app, "microsoft") if chosen is not None else frozenset()
    view = ConsentView(
        "microsoft",
        identity.directory.app(device.app).name or device.app,
        accounts(identity),
        chosen,
        words.asked("microsoft", device.scopes, agreed),
        f"{exchange.base_url}{exchange.path}",
        (("user_code", device.user_code),),
    )
    return _reply(page.page(view))


def _reply(body: bytes) -> Reply:
    return Reply(200, dict(page.HEADERS), body)
