"""Conditional writes: `If-Match` on PUT, PATCH and DELETE. `If-None-Match` on GET is the renderer's.

https://developers.google.com/workspace/calendar/api/guides/version-resources
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockserver.google.refusals import CONDITION_NOT_MET, Refusal

if TYPE_CHECKING:
    from mockserver.http.exchange import Exchange


def check_if_match(exchange: Exchange, etag: str) -> None:
    """Raise `Refusal` (412) where the request is meant for another version. Weak validators are not used."""
    wanted = exchange.headers.get("If-Match")
    if wanted is None or wanted.strip() == "*" or etag in (part.strip() for part in wanted.split(",")):
        return
    raise Refusal(CONDITION_NOT_MET, why=f"the resource's etag is {etag}, the request is for {wanted}")
