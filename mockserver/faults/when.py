"""Which requests are meant: by what is known of one once its caller is let in, and by which one of those it is."""

from __future__ import annotations

from typing import NamedTuple


class Request(NamedTuple):
    """What is known of a request. `operation` has its provider before it, `path` is without the query."""

    operation: str
    provider: str
    method: str
    path: str
    person: str
    app: str


class When(NamedTuple):
    """What is asked of a request; what is empty asks nothing.

    `path` is how the path begins. Of the requests that fit, `nth` means that one alone, `every` each so many, `after`
    all behind the first so many; without any of the three, every one is meant.
    """

    operation: str = ""
    provider: str = ""
    method: tuple[str, ...] = ()
    path: str = ""
    person: str = ""
    app: str = ""
    nth: int = 0
    every: int = 0
    after: int = 0

    def fits(self, request: Request) -> bool:
        """Whether a request is one of those meant, whichever in turn it is."""
        return (
            (not self.operation or self.operation == request.operation)
            and (not self.provider or self.provider == request.provider)
            and (not self.method or request.method in self.method)
            and request.path.startswith(self.path)
            and (not self.person or self.person == request.person)
            and (not self.app or self.app == request.app)
        )

    def means(self, number: int) -> bool:
        """Whether it is this one of the requests that fit, counted from 1."""
        if self.nth:
            return number == self.nth
        if self.every:
            return number % self.every == 0
        return number > self.after
