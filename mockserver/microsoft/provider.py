"""Microsoft as the pipeline sees it: Graph, and the authorization server, two that refuse in different words.

Everything below is imported with the first request for it.
"""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple, cast

from mockserver.faults import API_FAULTS, GRAPH_FAULTS, Met
from mockserver.http.routing import Routes
from mockserver.microsoft.limits import LIMITS
from mockserver.microsoft.oauth import paths as oauth_paths
from mockserver.microsoft.routes import ALIASES, GraphRoutes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from mockserver.delivery import Subscription
    from mockserver.http.exchange import Exchange, Reply
    from mockserver.http.operation import Operation
    from mockserver.identity.directory import Provider
    from mockserver.limits import Limit
    from mockserver.microsoft.render import Value
    from mockserver.scenario.seeding import Seeder
    from mockserver.session import Session
    from mockserver.session.invitations import Message
    from mockserver.session.watching import Watcher

NAME: Final = "microsoft"
LARGEST_BODY = 4 * 1024 * 1024
"""Bytes of a request's body, after decompression: Graph's own limit."""
SUBSCRIPTIONS = "subscriptions/microsoft"
"""The collection of a session's subscriptions."""

UPLOADS: Final = "/api/v2.0/"
"""What the paths of upload URLs begin with: Outlook's, who takes the uploads for Graph."""


def _operations() -> Iterable[Operation]:
    from mockserver.microsoft import operations  # noqa: PLC0415 - many servers are never asked for Graph

    return operations.ALL


class _Late(NamedTuple):
    """What every request for Graph needs, imported with the first."""

    credential_of: Callable[[Exchange], str | None]
    admit: Callable[[Exchange, Operation], None]
    note_ignored: Callable[[Exchange], None]
    render: Callable[[Exchange, Value], Reply]


@cache
def _late() -> _Late:
    from mockserver.microsoft import caller, queries, render  # noqa: PLC0415 - late, as the operations

    return _Late(caller.credential_of, caller.admit, queries.note_ignored, render.render)


def _oauth() -> Iterable[Operation]:
    from mockserver.microsoft.oauth import operations  # noqa: PLC0415 - late, as above

    return operations.table


class MicrosoftGraph:
    """Microsoft Graph v1.0, the calendar side."""

    name: str = NAME
    routes: Routes = GraphRoutes(_operations)
    body_limit = LARGEST_BODY
    faults = frozenset((*API_FAULTS, *GRAPH_FAULTS))
    limits = LIMITS
    in_session = True

    def owns(self, path: str) -> bool:
        return (path[:5].lower() in ALIASES and path[5:6] in {"", "/"}) or path.startswith(UPLOADS)

    def credential(self, exchange: Exchange) -> str | None:
        if exchange.path.startswith(UPLOADS):
            return exchange.argument("authtoken")
        return _late().credential_of(exchange)

    def unmatched(self, exchange: Exchange) -> Exception:
        """401 without a good token, 501 for what is published and not emulated, else 405 or 400 in Graph's words."""
        from mockserver.microsoft import unmatched  # noqa: PLC0415 - read only when a request leads nowhere

        return unmatched.refusal(exchange)

    def admit(self, exchange: Exchange) -> None:
        operation = cast("Operation", exchange.operation)
        if operation.scopes:  # without any, nobody has to say who they are: a batch as a whole, an upload
            _late().admit(exchange, operation)
        _late().note_ignored(exchange)

    def handle(self, exchange: Exchange) -> object:
        return cast("Operation", exchange.operation).handler(exchange)

    def render(self, exchange: Exchange, value: object) -> Reply:
        return _late().render(exchange, cast("Value", value))

    def refuse(self, exchange: Exchange, error: Exception) -> Reply:
        from mockserver.microsoft import refusals, render  # noqa: PLC0415 - late, as the operations

        if isinstance(error, Met):
            from mockserver.microsoft import faults  # noqa: PLC0415 - few sessions have any

            error = faults.refusal(error)
        return render.refused(exchange, refusals.refusal_of(error))


class MicrosoftOAuth:
    """Microsoft's authorization server. Whoever calls says who they are in the request itself, so anybody is let in."""

    name: str = NAME
    routes: Routes = Routes((), _oauth)
    body_limit = 1024 * 1024
    faults = frozenset({
        "oauth-admin-policy", "oauth-client-disabled", "oauth-rate-limited", "oauth-server-error",
        "oauth-session-control", "oauth-session-control-required", "oauth-token-dead", "oauth-unavailable",
    })  # fmt: skip
    limits: Mapping[str, Limit] = MappingProxyType({})
    in_session = True

    def owns(self, path: str) -> bool:
        return oauth_paths.owns(path)

    def credential(self, exchange: Exchange) -> str | None:
        from mockserver.microsoft.oauth import operations  # noqa: PLC0415 - late, as the operations

        return operations.credential(exchange)

    def unmatched(self, exchange: Exchange) -> Exception:
        from mockserver.microsoft.oauth import operations  # noqa: PLC0415 - late, as the operations

        return operations.unmatched(exchange)

    def admit(self, exchange: Exchange) -> None:
        """Let everybody in, having found out whom the request is about: faults and the journal name them."""
        from mockserver.microsoft.oauth import faults  # noqa: PLC0415 - late, as the operations

        faults.name(exchange)

    def handle(self, exchange: Exchange) -> object:
        return cast("Operation", exchange.operation).handler(exchange)

    def render(self, exchange: Exchange, value: object) -> Reply:
        from mockserver.microsoft.oauth import answers  # noqa: PLC0415 - late, as the operations

        return answers.render(exchange, value)

    def refuse(self, exchange: Exchange, error: Exception) -> Reply:
        from mockserver.microsoft.oauth import answers, faults  # noqa: PLC0415 - late, as the operations

        if isinstance(error, Met):
            error = faults.refusal(error.fault)
        return answers.refused(exchange, error)


def receive(session: Session, message: Message) -> bool:
    """Take an invitation for one of the session's mailboxes; nothing is imported where nobody has that address."""
    person = session.template.directory.by_email(message.recipient)
    if person is None or NAME not in person.accounts:
        return False
    from mockserver.microsoft.events import invitations  # noqa: PLC0415 - late, as the operations

    return invitations.receive(session, message)


def seeder() -> Seeder:
    """What writes a scenario's Microsoft side."""
    from mockserver.microsoft import seed  # noqa: PLC0415 - late, as the operations

    return seed.SEEDER


class Subscriptions:
    """Looks after a session's subscriptions; a session that has none pays for one look into a dict."""

    def notify(self, session: Session) -> None:
        if session.documents.find(SUBSCRIPTIONS) is not None:
            from mockserver.microsoft.push import notifications  # noqa: PLC0415 - late, as the operations

            notifications.notify(session)

    def subscriptions(self, session: Session) -> Iterable[Subscription]:
        if session.documents.find(SUBSCRIPTIONS) is None:
            return ()
        from mockserver.microsoft.push import notifications  # noqa: PLC0415 - late, as the operations

        return notifications.subscriptions(session)

    def expire(self, session: Session, provider: Provider | None, person: str | None) -> None:
        if provider in {None, NAME} and session.documents.find(SUBSCRIPTIONS) is not None:
            from mockserver.microsoft.push import lifecycle  # noqa: PLC0415 - late, as the operations

            lifecycle.expire(session, person)


PROVIDERS = (MicrosoftGraph, MicrosoftOAuth)
WATCHERS: tuple[Watcher, ...] = (Subscriptions(),)
