"""What browsers ask for before and beside a request (the Fetch standard's CORS protocol): any origin is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockserver.http.exchange import Reply

if TYPE_CHECKING:
    from mockserver.http.exchange import Exchange

METHODS = "DELETE,GET,HEAD,OPTIONS,PATCH,POST,PUT"
EXPOSED = "Cache-Control,Content-Encoding,Content-Length,Content-Type,Date,ETag,Expires,Location,Retry-After"
MAX_AGE = "3600"


def is_preflight(exchange: Exchange) -> bool:
    return exchange.method == "OPTIONS"


def preflight(exchange: Exchange) -> Reply:
    """Answer an OPTIONS request: to a browser what it may send, to anybody else which methods there are."""
    headers = {"Allow": METHODS, "Access-Control-Allow-Methods": METHODS, "Access-Control-Max-Age": MAX_AGE}
    asked = exchange.headers.get("Access-Control-Request-Headers")
    if asked:
        headers["Access-Control-Allow-Headers"] = asked
    return Reply(200, headers)


def allow_origin(exchange: Exchange, reply: Reply) -> None:
    """Let the page that sent the request read its answer."""
    origin = exchange.headers.get("Origin")
    if origin is None:
        return
    reply.headers["Access-Control-Allow-Origin"] = origin
    reply.headers["Access-Control-Allow-Credentials"] = "true"
    reply.headers["Access-Control-Expose-Headers"] = EXPOSED
    vary = reply.headers.get("Vary")
    if vary is None:
        reply.headers["Vary"] = "Origin"
    elif "origin" not in vary.lower():
        reply.headers["Vary"] = f"{vary}, Origin"
