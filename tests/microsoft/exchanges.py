"""Exchanges of Microsoft's side in a session whose clock stands still. A helper, not a test."""

from __future__ import annotations

from multidict import CIMultiDict

from mockserver.clock import parse_instant
from mockserver.documents import BaseBuilder
from mockserver.http.exchange import Exchange
from mockserver.identity.directory import Directory
from mockserver.session import Session, Template

START = parse_instant("2026-03-06T14:00:00Z")
ORIGIN = "http://mock:8080"


def asked(method: str = "GET", target: str = "/v1.0/me/events", *, placed: bool = True, **headers: str) -> Exchange:
    """A request; `accept="…"` is a header, `client_request_id="…"` another."""
    path, _, query = target.partition("?")
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    exchange = Exchange(method, path, query, CIMultiDict({"Host": "mock:8080"} | given))
    exchange.pairs.extend(
        (name, value) for name, _, value in (pair.partition("=") for pair in query.split("&") if pair)
    )
    if placed:
        template = Template("office", Directory(), start=START, flow="frozen", base=BaseBuilder().build())
        exchange.session = Session("k3v9", template)
    return exchange
