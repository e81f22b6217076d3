"""The query options of a request, taken out of its query: which are OData's, each at most once, and known.

The `$` may be left out; letter case does not count. What a value means is the business of the other modules.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from mockserver.microsoft.odata.refusals import short
from mockserver.microsoft.refusals import Refusal
from mockserver.microsoft.rows import DELTA_OPTIONS, DELTA_TOP, REPEATED_OPTION, UNKNOWN_OPTION

if TYPE_CHECKING:
    from collections.abc import Iterable

REFUSED_BY_DELTA: Final = ("orderby", "filter", "select", "expand", "search")


class Options(msgspec.Struct, frozen=True):
    """The texts of the options, None for those that are not given."""

    filter: str | None = None
    select: str | None = None
    orderby: str | None = None
    expand: str | None = None
    search: str | None = None
    top: str | None = None
    skip: str | None = None
    count: str | None = None
    skiptoken: str | None = None
    deltatoken: str | None = None
    format: str | None = None


def options(query: Iterable[tuple[str, str]]) -> Options:
    """The OData options in a query. Raises `Refusal` for one given twice, and for an unknown one with a `$`."""
    known = Options.__struct_fields__
    found: dict[str, str] = {}
    for name, value in query:
        key = name.lower().removeprefix("$")
        if key not in known:
            if name.startswith("$"):
                raise Refusal(UNKNOWN_OPTION, name=short(name))
            continue  # of the operation itself, such as startDateTime
        if key in found:
            raise Refusal(REPEATED_OPTION, name=f"${key}")
        found[key] = value
    return Options(**found)


def refuse_with_delta(given: Options) -> None:
    """Refuse what change tracking does not support, in the recorded words."""
    if given.top is not None:
        raise Refusal(DELTA_TOP)
    if any(getattr(given, name) is not None for name in REFUSED_BY_DELTA):
        raise Refusal(DELTA_OPTIONS)
