"""What a request that leads to no operation is answered: it depends on who asks, and on what Microsoft publishes.

[inferred]: the token is judged first, then the path, then the method.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from mockserver.http.operation import METHODS
from mockserver.microsoft import description, unserved
from mockserver.microsoft.caller import identify
from mockserver.microsoft.refusals import Refusal
from mockserver.microsoft.rows import METHOD_NOT_ALLOWED, NOT_BUILT, UNKNOWN_SEGMENT

if TYPE_CHECKING:
    from mockserver.http.exchange import Exchange
    from mockserver.microsoft.routes import GraphRoutes


def refusal(exchange: Exchange) -> Exception:
    """The refusal of a request for a path, or with a method, that no operation is there for."""
    try:
        identify(exchange)
    except Refusal as refused:
        return refused
    method, path, routes = exchange.method, exchange.path, cast("GraphRoutes", exchange.provider.routes)
    canonical = routes.canonical(path)
    near = routes.nearest(canonical) or "none"
    published = description.match(method, canonical)
    if published is not None:
        why = unserved.reason(published) or f"{published} is published but not emulated"
        return Refusal(NOT_BUILT, operation=published, nearest=near, why=why)
    others = [other for other in sorted(METHODS - {method}) if routes.find(other, path) is not None]
    if others:
        return Refusal(METHOD_NOT_ALLOWED, why=f"{path} takes {', '.join(others)}")
    segment = path.rstrip("/").rpartition("/")[2][:100]
    beta = unserved.BETA_ONLY.get(segment.lower().partition("(")[0])
    why = beta or f"Graph publishes no {method} {path}; nearest served: {near}"
    return Refusal(UNKNOWN_SEGMENT, segment=segment, why=why)
