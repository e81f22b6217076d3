"""Who watches a session: whatever looks at its documents after each change and tells those who asked to be told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mockserver.delivery import Subscription
    from mockserver.identity.directory import Provider
    from mockserver.session.session import Session


class Watcher(Protocol):
    """A provider's side of change notifications. A module with these three functions is one."""

    def notify(self, session: Session) -> None:
        """Post what the changes since the last call ask for. It is called after every exchange, so it must be cheap."""

    def subscriptions(self, session: Session) -> Iterable[Subscription]:
        """The standing orders that live in a session now."""

    def expire(self, session: Session, provider: Provider | None, person: str | None) -> None:
        """Let those of a provider and a person end before their time, silently; None: of any."""
