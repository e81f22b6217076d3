"""The one error of a query option that is wrong, or that Graph does not support: its code and its message.

The status is 400 for each of them. Which one is raised when is said where it is raised.
"""

from __future__ import annotations

from typing import NoReturn

_LONGEST = 500


class BadQuery(ValueError):  # noqa: N818 - named by what it says
    """A query option that Graph answers with 400."""

    def __init__(self, code: str, message: str, position: int | None = None) -> None:
        """`position`: the place in the option's text, in characters from 0, where a place is to blame."""
        super().__init__(message)
        self.code = code
        self.message = message
        self.position = position


def short(text: str) -> str:
    """A text of the caller's for a message, which does not grow without bound."""
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."


def bad_filter(what: str, position: int | None = None) -> NoReturn:
    """Refuse a `$filter` that is no filter. The words after the colon are those of Microsoft's OData library."""
    raise BadQuery("BadRequest", f"Invalid filter clause: {what}", position)


def bad_selection(what: str, position: int | None = None) -> NoReturn:
    """Refuse a `$select` or an `$expand` that is none."""
    raise BadQuery("BadRequest", f"Parsing OData Select and Expand failed: {what}", position)
