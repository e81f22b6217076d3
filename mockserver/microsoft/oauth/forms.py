"""What is read of a request: the fields of its form and of its query, each of them once."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from mockserver.consent.view import OWN_FIELDS
from mockserver.microsoft.oauth.refusals import MALFORMED, Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mockserver.http.exchange import Exchange

_FORM = "application/x-www-form-urlencoded"
_MAX_FIELDS = 200


def form_of(exchange: Exchange) -> dict[str, str]:
    """The form of a request. Raises `Refusal` for a field that stands there twice (RFC 6749 section 3.2)."""
    found = pairs(exchange)
    if exchange.body and not found:
        exchange.note(f"the body was not read: it is no form, or its Content-Type is not {_FORM}")
    return _once(found)


def parameters_of(exchange: Exchange) -> dict[str, str]:
    """The parameters of an authorization request, which may come either way; what the page adds is left out."""
    if exchange.unpaired is not None:
        raise exchange.unpaired
    found = [*exchange.pairs, *pairs(exchange)]
    return _once([(name, value) for name, value in found if name not in OWN_FIELDS])


def pairs(exchange: Exchange) -> list[tuple[str, str]]:
    """The fields of a form, none where the body is no form. Raises `Refusal` where there are too many."""
    if not exchange.body or not exchange.headers.get("Content-Type", "").lower().startswith(_FORM):
        return []
    text = exchange.body.decode("utf-8", "replace")
    try:
        return parse_qsl(text, keep_blank_values=True, max_num_fields=_MAX_FIELDS)
    except ValueError:
        raise Refusal(MALFORMED, f"the form has more than {_MAX_FIELDS} fields") from None


def _once(found: Iterable[tuple[str, str]]) -> dict[str, str]:
    form: dict[str, str] = {}
    for name, value in found:
        if form.setdefault(name, value) != value:
            raise Refusal(MALFORMED, f"{name} stands there more than once")
    return form
