"""How Google writes an answer: the backend's JSON, its headers, `fields`, `prettyPrint` and the two kinds of no answer.

Documents are kept as fragments: printed as they stand inside a list, so that a page is joined and not encoded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from mockserver.google.conditions import names
from mockserver.google.fields import Selection, parse, select
from mockserver.google.refusals import INVALID_PARAMETER, UNFORESEEN, Refusal
from mockserver.http.exchange import Reply
from mockserver.http.receiving import http_date

if TYPE_CHECKING:
    from mockserver.http.exchange import Exchange

_ALWAYS = {
    "Content-Type": "application/json; charset=UTF-8",
    "Vary": "Origin, X-Origin, Referer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "X-XSS-Protection": "0",
    "Server": "ESF",
}
_READ = _ALWAYS | {"Cache-Control": "private, max-age=0, must-revalidate, no-transform"}
_WRITTEN = _ALWAYS | {
    "Cache-Control": "no-cache, no-store, max-age=0, must-revalidate",
    "Pragma": "no-cache",
    "Expires": "Mon, 01 Jan 1990 00:00:00 GMT",
}
# What every method understands beside its own parameters. https://cloud.google.com/apis/docs/system-parameters
COMMON = frozenset({"alt", "fields", "prettyPrint", "key", "access_token", "oauth_token", "quotaUser"})
COMMON_WITHOUT_EFFECT = {
    "userIp": "deprecated; there is no quota by address",
    "$.xgafv": "the error format of version 1 is the only one",
    "callback": "JSONP is gone from the API",
    "uploadType": "Calendar has no uploads",
    "upload_protocol": "Calendar has no uploads",
}


class Resource(msgspec.Struct, frozen=True):
    """One resource as a fragment, with its etag if it has one."""

    fragment: bytes
    etag: str | None = None


class Listing(msgspec.Struct, frozen=True):
    """A collection: the members before `items`, and the items as fragments."""

    head: dict[str, Any]
    items: list[bytes]


class Page(msgspec.Struct, frozen=True):
    """A collection whose head is printed already, and the token that comes after it, by name, if there is one."""

    head: bytes
    etag: str
    items: list[bytes]
    token: tuple[str, str] | None = None


Value = Resource | Listing | Page | None
"""What a handler returns; None is `204 No Content`."""


def fragment(document: dict[str, Any]) -> bytes:
    """A document as it is printed inside a list's `items`."""
    return msgspec.json.format(msgspec.json.encode(document), indent=1).replace(b"\n", b"\n  ")


def resource(document: dict[str, Any]) -> Resource:
    return Resource(fragment(document), document.get("etag"))


def printed_head(members: dict[str, Any]) -> bytes:
    """The members before `items` as they are printed, without the end of the object."""
    return msgspec.json.format(msgspec.json.encode(members), indent=1)[:-2]


def decoded(body: bytes) -> dict[str, Any]:
    """A fragment as the document it was made of."""
    document: dict[str, Any] = msgspec.json.decode(body)
    return document


def render(exchange: Exchange, value: Value) -> Reply:
    """Make the answer of what a handler returned."""
    if value is None:
        headers = dict(_WRITTEN)
        del headers["Content-Type"]
        return Reply(204, headers)
    reads = exchange.method in {"GET", "HEAD"}
    headers = dict(_READ if reads else _WRITTEN)
    etag = value.head.get("etag") if isinstance(value, Listing) else value.etag
    if reads:
        headers["Expires"] = http_date(exchange.session)
        known = exchange.headers.get("If-None-Match")
        if etag is not None and known is not None and names(known, etag):
            del headers["Content-Type"]
            return Reply(304, headers | {"ETag": etag})
    if isinstance(value, Resource) and etag is not None:
        headers["ETag"] = etag
    return Reply(200, headers, _body(exchange, value))


def _body(exchange: Exchange, value: Resource | Listing | Page) -> bytes:
    printed = _printed(value)
    if not exchange.query_text:
        return printed
    selection = exchange.argument("fields")
    if selection:
        printed = _selected(exchange, selection, printed)
    if exchange.argument("prettyPrint") == "false":
        return msgspec.json.format(printed, indent=-1)
    return msgspec.json.format(printed, indent=1) if selection else printed


def _printed(value: Resource | Listing | Page) -> bytes:
    if isinstance(value, Resource):
        return value.fragment.replace(b"\n  ", b"\n")
    if isinstance(value, Listing):
        head = printed_head(value.head)
    else:
        head = value.head
        if value.token is not None:  # base64, which JSON prints as it is
            head = b'%b,\n "%b": "%b"' % (head, value.token[0].encode(), value.token[1].encode())
    if not value.items:
        return head + b',\n "items": []\n}'
    # Joined once: a page is what is copied, and each copy of it costs as much as looking for its events.
    parts = [b'%b,\n "items": [\n  %b' % (head, value.items[0]), *value.items[1:]]
    parts[-1] += b"\n ]\n}"
    return b",\n  ".join(parts)


def _selected(exchange: Exchange, selection: str, printed: bytes) -> bytes:
    return msgspec.json.encode(select(msgspec.json.decode(printed), _selection(exchange, selection)))


def _selection(exchange: Exchange, text: str) -> Selection:
    """What `fields` asks for. Raises `BadFieldSelection`."""
    operation = exchange.operation
    return parse(text, operation.options.get("response") if operation is not None else None)


def check_common_parameters(exchange: Exchange) -> None:
    """Refuse a wrong `alt`, and say in the journal which parameters had no effect and which nobody knows."""
    if not exchange.pairs:
        return
    operation = exchange.operation
    emulated = operation.reader.names if operation is not None else frozenset()
    accepted = operation.accepted if operation is not None else {}
    for name, value in exchange.pairs:
        if name in emulated:
            continue
        if name == "alt" and value != "json":
            raise Refusal(
                INVALID_PARAMETER, name="alt", message=f"Invalid string value: '{value}'. Allowed values: [json]"
            )
        if name == "fields" and value:
            _selection(exchange, value)  # a write that asks for a wrong selection is refused before it is done
        if name in COMMON:
            continue
        reason = accepted.get(name) or COMMON_WITHOUT_EFFECT.get(name)
        if reason is not None:
            exchange.note(f"parameter {name} was accepted without effect: {reason}")
        else:
            exchange.note(_unknown(name, emulated | COMMON | frozenset(accepted)))


def _unknown(name: str, known: frozenset[str]) -> str:
    from difflib import get_close_matches  # noqa: PLC0415 - only a mistake pays for it

    near = get_close_matches(name, sorted(known), n=1)
    meant = f"; did you mean {near[0]}?" if near else f"; known are {', '.join(sorted(known))}"
    return f"unknown parameter {name} was ignored, as Google ignores it{meant}"


def refused(exchange: Exchange, refusal: Refusal) -> Reply:
    """Make the answer of a refusal, by the writer that answers so at Google."""
    row = refusal.row
    if refusal.why:
        exchange.note(refusal.why)
    operation = exchange.operation
    error = {"error": refusal.body(operation.options.get("method", "") if operation is not None else "")}
    encoded = msgspec.json.encode(error)
    if row.status:  # the front end: always indented by two, with a newline at its end
        printed = msgspec.json.format(encoded, indent=2) + b"\n"
    elif exchange.argument("prettyPrint") == "false":
        printed = encoded
    else:
        printed = msgspec.json.format(encoded, indent=1)
    headers = dict(_ALWAYS)
    if not row.status:
        headers |= {"Cache-Control": "private, max-age=0", "Expires": http_date(exchange.session)}
    if challenge := refusal.challenge:
        headers["WWW-Authenticate"] = challenge
    # Without a reason it is an error of this server, which the pipeline reports.
    return Reply(row.code, headers, printed, "" if row is UNFORESEEN else row.reason)
