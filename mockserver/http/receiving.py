"""From aiohttp's request to an exchange, and from a reply to aiohttp's response. Every input is bounded here."""

from __future__ import annotations

import re
import zlib
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from aiohttp.client_exceptions import ClientError
from aiohttp.helpers import rfc822_formatted_time
from aiohttp.http_exceptions import HttpProcessingError
from aiohttp.web_response import StreamResponse

from mockserver.clock import datetime_of
from mockserver.http.answer import Answer
from mockserver.http.exchange import Exchange, Reply
from mockserver.http.refusals import BadBody, BadQuery, TooLarge
from mockserver.http.resolving import split_prefix

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aiohttp import web

    from mockserver.session import Session

MAX_PARAMETERS = 500
# Queries whose parameters are remembered, and how long such a query may be: clients ask the same few again and again.
REMEMBERED, LONGEST_REMEMBERED = 256, 300
OVERRIDE = "X-HTTP-Method-Override"
FORM = "application/x-www-form-urlencoded"
_AUTHORITY = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://[^/?#]*")


def open_exchange(request: web.BaseRequest, public_url: str | None) -> Exchange:
    """Begin an exchange: what can be said of a request before its body is read. Never raises."""
    target = request.raw_path
    if not target.isascii():
        target = _readable(target)
    if not target.startswith("/"):  # the absolute form, which clients send to what they take for a proxy (RFC 9112 3.2)
        target = "/" + _AUTHORITY.sub("", target, count=1).removeprefix("/")
    exchange = _begun(request.method, target, _readable_headers(request))
    exchange.scheme = request.scheme
    exchange.public_url = public_url
    return exchange


def exchange_of(outer: Exchange, method: str, target: str, headers: Mapping[str, str], body: bytes) -> Exchange:
    """Begin an exchange for a call that came within another request, as in a batch, and belongs where that does."""
    exchange = _begun(method, target, headers, body)
    exchange.prefix = exchange.prefix or outer.prefix
    exchange.scheme = outer.scheme
    exchange.public_url = outer.public_url
    exchange.dispatch = outer.dispatch
    return exchange


def _begun(method: str, target: str, headers: Mapping[str, str], body: bytes = b"") -> Exchange:
    path, _, query_text = target.partition("?")
    prefix, path = split_prefix(path)
    exchange = Exchange(method, path, query_text, headers, body)
    exchange.prefix = prefix
    if query_text:
        _read_query(exchange, query_text)
    return exchange


def _readable(text: str) -> str:
    """A text from the wire without the surrogates that stand for bytes that are no UTF-8: no answer can repeat them."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _readable_headers(request: web.BaseRequest) -> Mapping[str, str]:
    headers = request.headers
    if "".join(headers.values()).isascii():
        return headers
    readable = headers.copy()
    readable.clear()
    readable.extend((name, _readable(value)) for name, value in headers.items())
    return readable


def _read_query(exchange: Exchange, text: str) -> None:
    try:
        exchange.pairs.extend(_remembered_pairs(text) if len(text) <= LONGEST_REMEMBERED else _pairs(text))
    except ValueError:
        exchange.unpaired = BadQuery(f"more than {MAX_PARAMETERS} query parameters")


def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    return tuple(parse_qsl(text, keep_blank_values=True, max_num_fields=MAX_PARAMETERS))


_remembered_pairs = lru_cache(REMEMBERED)(_pairs)


async def receive_body(request: web.BaseRequest, exchange: Exchange, limit: int) -> None:
    """Read the body, decompressed. Raises `TooLarge` or `BadBody`.

    aiohttp must leave it compressed (`auto_decompress=False`): it takes a gzip that was cut off for a whole one.
    """
    if (request.content_length or 0) > limit:
        raise TooLarge(limit)
    encoding = exchange.headers.get("Content-Encoding")
    inflater = None if encoding is None else _inflater(encoding)
    chunks: list[bytes] = []
    size = 0
    try:
        async for chunk in request.content.iter_any():
            part = chunk if inflater is None else inflater.inflate(chunk, limit + 1 - size)
            size += len(part)
            if size > limit:
                raise TooLarge(limit)
            chunks.append(part)
    except (HttpProcessingError, ClientError) as error:
        raise BadBody("the request's body cannot be read: it is cut off, or its chunks are malformed") from error
    if inflater is not None:
        inflater.finish()
    exchange.body = b"".join(chunks)


def _inflater(encoding: str) -> _Inflater | None:
    """What undoes a content coding (RFC 9110 section 8.4.1), None where there is nothing to undo."""
    coding = encoding.strip().lower()
    if coding in {"", "identity"}:
        return None
    if coding not in {"gzip", "x-gzip", "deflate"}:
        raise BadBody(
            f"the request's body cannot be read: its Content-Encoding is {encoding!r}, neither gzip nor deflate"
        )
    return _Inflater(coding)


class _Inflater:
    """Decompresses a body as it comes, never further than it is asked to."""

    def __init__(self, coding: str) -> None:
        self._coding = coding
        self._zlib = zlib.decompressobj(16 + zlib.MAX_WBITS if "gzip" in coding else zlib.MAX_WBITS)
        self._begun = False

    def inflate(self, data: bytes, most: int) -> bytes:
        """What some more bytes are when decompressed, but no more than `most` of it. Raises `BadBody`."""
        if not self._begun and data:
            self._begun = True
            if self._coding == "deflate" and data[0] & 0xF != 8:  # without zlib's frame, as some clients send it
                self._zlib = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            inflated = self._zlib.decompress(data, most)
        except zlib.error as error:
            raise self._bad("its bytes are something else") from error
        if self._zlib.unused_data:
            raise self._bad("something follows its end")
        return inflated

    def finish(self) -> None:
        """Raises `BadBody` where the end has not come."""
        if not self._zlib.eof:
            raise self._bad("it is cut off")

    def _bad(self, why: str) -> BadBody:
        return BadBody(f"the request's body cannot be read: its Content-Encoding is {self._coding}, but {why}")


def override_method(exchange: Exchange) -> None:
    """Take the method from `X-HTTP-Method-Override`; a form sent with it is the query of a GET too long for a URL."""
    meant = exchange.headers.get(OVERRIDE) if exchange.method == "POST" else None
    if meant is None:
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
        return StreamResponse(status=reply.status, headers=headers)
    return Answer(reply.status, headers, reply.body)


def http_date(session: Session | None) -> str:
    """The time as an IMF-fixdate (RFC 9110 section 5.6.7): a frozen session's own, else the real one."""
    if session is None or session.clock.flow == "real":
        return rfc822_formatted_time()
    return datetime_of(session.clock.now()).strftime("%a, %d %b %Y %H:%M:%S GMT")
