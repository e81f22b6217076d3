"""How the parsers of query options refuse: rows of `microsoft/rows.py`, filled where what is wrong is known."""

from __future__ import annotations

from typing import NoReturn

from mockserver.microsoft.refusals import Refusal
from mockserver.microsoft.rows import BAD_FILTER, BAD_SELECTION

_LONGEST = 500


def short(text: str) -> str:
    """A text of the caller's for a message, which does not grow without bound."""
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."


def bad_filter(what: str) -> NoReturn:
    """Refuse a `$filter` that is no filter. The words after the colon are those of Microsoft's OData library."""
    raise Refusal(BAD_FILTER, what=what)


def bad_selection(what: str) -> NoReturn:
    """Refuse a `$select` or an `$expand` that is none."""
    raise Refusal(BAD_SELECTION, what=what)
