"""`$search`, which no list of the calendar side supports: events are searched with `/search/query`.

What Graph answers is not recorded: the code and the form are those it uses for delta. [inferred]
"""

from __future__ import annotations

from typing import NoReturn

from mockserver.microsoft.odata.refusals import BadQuery


def refuse(resource: str) -> NoReturn:
    """Refuse a `$search` over a resource, named as in `CalendarView`."""
    raise BadQuery(
        "ErrorInvalidUrlQuery", f"The following parameters are not supported over the '{resource}' resource: '$search'."
    )
