"""The fields of a request to Google's OAuth server, from its form and from its query."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from mockserver.identity.refusals import google

if TYPE_CHECKING:
    from mockserver.http.exchange import Exchange

_FORM = "application/x-www-form-urlencoded"
_MAX_FIELDS = 100


def form_of(exchange: Exchange) -> dict[str, str]:
    """The form of a request. Raises `OAuthRefusal` for a field that stands there twice (RFC 6749 section 3.2)."""
    try:
        pairs = posted(exchange)
    except ValueError:
        raise google("request-malformed", f"the form has more than {_MAX_FIELDS} fields") from None
    if exchange.body and not pairs:
        exchange.note(f"the body was not read: it is no form, or its Content-Type is not {_FORM}")
    form = dict(pairs)
    if len(form) != len(pairs):
        twice = ", ".join(repeated(pairs))
        raise google("request-malformed", f"the form has {twice} more than once")
    return form


def posted(exchange: Exchange) -> list[tuple[str, str]]:
    """The fields of a form, none where the body is no form. Raises ValueError where there are too many."""
    if not exchange.body or not exchange.headers.get("Content-Type", "").lower().startswith(_FORM):
        return []
    return parse_qsl(exchange.body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=_MAX_FIELDS)


def repeated(pairs: list[tuple[str, str]]) -> list[str]:
    """The names that stand there more than once."""
    names = [name for name, _ in pairs]
    return sorted({name for name in names if names.count(name) > 1})
