"""The query options of a request, taken out of its query: which are OData's, each at most once, and known.

The `$` may be left out; letter case does not count. What a value means is the business of the other modules.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from mockserver.microsoft.odata.refusals import BadQuery, short

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
    """The OData options in a query. Raises BadQuery for one given twice, and for an unknown one with a `$`."""
    known = Options.__struct_fields__
    found: dict[str, str] = {}
    for name, value in query:
        key = name.lower().removeprefix("$")
        if key not in known:
            if name.startswith("$"):
                raise BadQuery("BadRequest", f"The query parameter '{short(name)}' is not supported.")
            continue  # of the operation itself, such as startDateTime
        if key in found:
            raise BadQuery(
                "BadRequest",
                f"Query option '${key}' was specified more than once, but it must be specified at most once.",
            )
        found[key] = value
    return Options(**found)


def refuse_with_delta(given: Options, resource: str = "CalendarView") -> None:
    """Refuse what change tracking does not support, in the recorded words."""
    over = f"not supported with change tracking over the '{resource}' resource"
    if given.top is not None:
        raise BadQuery(
            "ErrorInvalidUrlQuery",
            f"The '$top' parameter is {over} as page size cannot be guaranteed. "
            "Express page size preferences using the Prefer: odata.maxpagesize= header instead.",
        )
    if any(getattr(given, name) is not None for name in REFUSED_BY_DELTA):
        names = ", ".join(f"${name}" for name in REFUSED_BY_DELTA)
        raise BadQuery("ErrorInvalidUrlQuery", f"The following parameters are {over}: '{names}'.")
