"""Conditional requests: `If-Match` on PATCH and DELETE. Graph's etags are weak, and compared as they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockserver.microsoft.refusals import Refusal
from mockserver.microsoft.rows import CHANGE_KEY_MISMATCH

if TYPE_CHECKING:
    from mockserver.http.exchange import Exchange


def check_if_match(exchange: Exchange, etag: str) -> None:
    """Raise `Refusal` (412) where the request is meant for another version."""
    wanted = exchange.headers.get("If-Match")
    if wanted is None or wanted.strip() == "*" or etag in (part.strip() for part in wanted.split(",")):
        return
    raise Refusal(CHANGE_KEY_MISMATCH, why=f"the item's etag is {etag}, the request is for {wanted[:200]}")
