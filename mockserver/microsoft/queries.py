"""The query of a request to Graph: the options of OData, the parameters of the operation, and what is neither.

An operation declares in its options what it takes: `odata` names options without their `$`, `parameters` its own.
Letter case does not count. Whatever else stands in a query is passed over as Graph does, and the journal says so.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, cast

from mockserver.microsoft.odata.options import Options, options
from mockserver.microsoft.preferences import Preferences, read_preferences

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mockserver.http.exchange import Exchange
    from mockserver.http.operation import Operation

ONE = ("select", "expand")
LIST = ("select", "expand", "filter", "orderby", "top", "skip", "count", "search")
WINDOW = ("startDateTime", "endDateTime")


_KNOWN = frozenset(Options.__struct_fields__)
_NONE = Options()


def odata_options(exchange: Exchange) -> Options:
    """The OData options of a request that its operation declares. Raises `Refusal`."""
    return options_among(exchange.pairs, declared_options(exchange))


def declared_options(exchange: Exchange) -> tuple[str, ...]:
    """The OData options that the operation of a request declares, without their `$`."""
    declared: tuple[str, ...] = cast("Operation", exchange.operation).options.get("odata", ())
    return declared


def options_among(pairs: Iterable[tuple[str, str]], declared: tuple[str, ...]) -> Options:
    """Those options of a query that are declared. Raises `Refusal`."""
    taken = [pair for pair in pairs if _option(pair[0]) in declared or _option(pair[0]) not in _KNOWN]
    return options(taken) if taken else _NONE


def _option(name: str) -> str:
    return name.lower().removeprefix("$")


def preferences_of(exchange: Exchange) -> Preferences:
    """What the request's `Prefer` headers ask for. Raises `Refusal` where a zone does not exist."""
    headers = exchange.headers
    if "Prefer" not in headers:
        return _default()
    given = headers.getall("Prefer", []) if hasattr(headers, "getall") else [headers.get("Prefer", "")]
    return read_preferences(given)


@cache
def _default() -> Preferences:
    return read_preferences(())


def parameter(exchange: Exchange, name: str) -> str | None:
    """The value of an operation's own parameter, None where it is not given."""
    wanted = name.lower()
    return next((value for key, value in exchange.pairs if _option(key) == wanted), None)


def note_ignored(exchange: Exchange) -> None:
    """Say in the journal which parts of a query the operation does not look at."""
    if not exchange.pairs:
        return
    odata = declared_options(exchange)
    own: tuple[str, ...] = cast("Operation", exchange.operation).options.get("parameters", ())
    known = _taken(odata, own)
    for name, _ in exchange.pairs:
        if _option(name) not in known:
            right = ", ".join((*own, *(f"${option}" for option in odata))) or "none"
            exchange.note(f"query parameter {name[:80]} has no effect here; right would be: {right}")


@lru_cache(64)
def _taken(odata: tuple[str, ...], own: tuple[str, ...]) -> frozenset[str]:
    return frozenset((*odata, *(name.lower() for name in own)))
