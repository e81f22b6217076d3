"""What answers for a family of paths: a provider, or the control API, which is built the same way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mockserver.http.exchange import Exchange, Reply
    from mockserver.http.routing import Routes
    from mockserver.limits import Limit


class Provider(Protocol):
    """The pipeline's view of a provider. Whatever one of these raises is given to its own `refuse`."""

    name: str
    routes: Routes
    body_limit: int
    """Bytes of a request's body that it reads, after decompression."""
    faults: frozenset[str]
    """The names of the faults whose words it has."""
    limits: Mapping[str, Limit]
    """The limits that a scenario may set, by name."""
    in_session: bool
    """Whether its requests belong to a session; the control API's name theirs in the path."""

    def owns(self, path: str) -> bool:
        """Whether a path is one of its own, built or not."""

    def credential(self, exchange: Exchange) -> str | None:
        """The credential that a request brings, by which its session may be found."""

    def unmatched(self, exchange: Exchange) -> Exception:
        """Refuse a request that no operation is there for: not built, or not published."""

    def admit(self, exchange: Exchange) -> None:
        """Let the request in, and note who calls, or raise the refusal."""

    def handle(self, exchange: Exchange) -> object:
        """Run the operation's handler; by default that is all, a coroutine is awaited."""

    def render(self, exchange: Exchange, value: object) -> Reply:
        """Make the answer of a handler's value."""

    def refuse(self, exchange: Exchange, error: Exception) -> Reply:
        """Make the answer of anything that was raised, an unforeseen error included."""
