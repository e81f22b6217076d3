"""Conditional requests: `If-Match` on PUT, PATCH and DELETE; what `If-None-Match` on GET means is said here too.

https://developers.google.com/workspace/calendar/api/guides/version-resources
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockserver.google.refusals import CONDITION_NOT_MET, Refusal

if TYPE_CHECKING:
    from mockserver.http.exchange import Exchange


def names(condition: str, etag: str) -> bool:
    """Whether the value of `If-Match` or `If-None-Match` names an etag: by itself, in a list, or as any (`*`)."""
    return condition.strip() == "*" or etag in (part.strip() for part in condition.split(","))


def check_if_match(exchange: Exchange, etag: str) -> None:
    """Raise `Refusal` (412) where the request is meant for another version. Weak validators are not used."""
    wanted = exchange.headers.get("If-Match")
    if wanted is None or names(wanted, etag):
        return
    raise Refusal(CONDITION_NOT_MET, why=f"the resource's etag is {etag}, the request is for {wanted}")
