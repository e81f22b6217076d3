"""What goes wrong before a provider's own code is reached; each provider renders it in its own words."""

from __future__ import annotations


class TooLarge(Exception):  # noqa: N818 - named by what it says
    """The body is larger than is read."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"the request's body is larger than the {limit} bytes that are read")
        self.limit = limit


class BadBody(ValueError):  # noqa: N818 - named by what it says
    """The body cannot be read: broken compression, or cut off."""


class BadQuery(ValueError):  # noqa: N818 - named by what it says
    """The query cannot be read: too many parameters."""
