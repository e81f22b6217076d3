"""From aiohttp's request to an exchange, and from a reply to aiohttp's response. Every input is bounded here."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from aiohttp import ClientError, web
from aiohttp.helpers import rfc822_formatted_time
from aiohttp.http_exceptions import HttpProcessingError

from mockserver.clock import datetime_of
from mockserver.http.exchange import Exchange, Reply
from mockserver.http.refusals import BadBody, BadQuery, TooLarge
from mockserver.http.resolving import split_prefix

if TYPE_CHECKING:
    from mockserver.session import Session

MAX_PARAMETERS = 500
OVERRIDE = "X-HTTP-Method-Override"
FORM = "application/x-www-form-urlencoded"


def open_exchange(request: web.BaseRequest, public_url: str | None) -> Exchange:
    """Begin an exchange: what can be said of a request before its body is read."""
    target = request.raw_path
    if not target.startswith("/"):  # the absolute form, which clients send to what they take for a proxy (RFC 9112 3.2)
        parts = urlsplit(target)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    path, _, query_text = target.partition("?")
    prefix, path = split_prefix(path)
    exchange = Exchange(request.method, path, query_text, request.headers)
    exchange.prefix = prefix
    exchange.scheme = request.scheme
    exchange.public_url = public_url
    if query_text:
        _read_query(exchange, query_text)
    return exchange


def _read_query(exchange: Exchange, text: str) -> None:
    try:
        exchange.pairs.extend(parse_qsl(text, keep_blank_values=True, max_num_fields=MAX_PARAMETERS))
    except ValueError:
        exchange.unpaired = BadQuery(f"more than {MAX_PARAMETERS} query parameters")


async def receive_body(request: web.BaseRequest, exchange: Exchange, limit: int) -> None:
    """Read the body, decompressed, and apply a method override. Raises `TooLarge` or `BadBody`."""
    if (request.content_length or 0) > limit:
        raise TooLarge(limit)
    chunks: list[bytes] = []
    size = 0
    try:
        async for chunk in request.content.iter_any():
            size += len(chunk)
            if size > limit:
                raise TooLarge(limit)
            chunks.append(chunk)
    except (HttpProcessingError, ClientError, zlib.error) as error:
        raise BadBody("the request's body cannot be read: its Content-Encoding and its bytes disagree") from error
    exchange.body = b"".join(chunks)


def override_method(exchange: Exchange) -> None:
    """Take the method from `X-HTTP-Method-Override`; a form sent with it is the query of a GET too long for a URL."""
    meant = exchange.headers.get(OVERRIDE)
    if meant is None or exchange.method != "POST":
        return
    exchange.method = meant.upper()
    if exchange.method == "GET" and exchange.headers.get("Content-Type", "").startswith(FORM):
        _read_query(exchange, exchange.body.decode("utf-8", "replace"))
        exchange.body = b""


def response_of(reply: Reply, session: Session | None) -> web.StreamResponse:
    """Make aiohttp's response. A frozen session's `Date` stands still with its clock."""
    headers = reply.headers
    if session is not None and session.clock.flow == "frozen":
        headers["Date"] = http_date(session)
    if reply.stream is not None:
        return web.StreamResponse(status=reply.status, headers=headers)
    return web.Response(body=reply.body, status=reply.status, headers=headers)


def http_date(session: Session | None) -> str:
    """The time as an IMF-fixdate (RFC 9110 section 5.6.7): a frozen session's own, else the real one."""
    if session is None or session.clock.flow == "real":
        return rfc822_formatted_time()
    return datetime_of(session.clock.now()).strftime("%a, %d %b %Y %H:%M:%S GMT")
