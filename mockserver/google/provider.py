"""Google as the pipeline sees it: the calendar API and the OAuth server, two that refuse in different words."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, cast

from mockserver.faults import API_FAULTS, OAUTH_FAULTS, Met
from mockserver.google import caller, settings
from mockserver.google.calendars import free_busy
from mockserver.google.calendars import operations as calendars
from mockserver.google.events import lists as event_lists
from mockserver.google.events import operations as events
from mockserver.google.limits import LIMITS
from mockserver.google.oauth import paths as oauth_paths
from mockserver.google.push import channels
from mockserver.google.refusals import NOT_BUILT, NOT_FOUND, Refusal, refusal_of
from mockserver.google.render import Value, check_common_parameters, refused, render
from mockserver.http.exchange import Reply
from mockserver.http.operation import joined
from mockserver.http.routing import Routes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mockserver.http.exchange import Exchange
    from mockserver.http.operation import Operation
    from mockserver.limits import Limit
    from mockserver.session.watching import Watcher

CALENDAR_PATHS = ("/calendar/v3/", "/discovery/v1/apis/calendar/")
WHOLE_PATHS = frozenset({"/batch/calendar/v3", "/batch", "/discovery/v1/apis/calendar/v3/rest", "/$discovery/rest"})
LARGEST_BODY = 1024 * 1024
"""Bytes of a request's body, after decompression."""


def _late_calendar() -> Iterable[Operation]:
    from mockserver.google import batch, discovery  # noqa: PLC0415 - many servers are never asked; `Routes` says when
    from mockserver.google.calendars import calendar_list, colors, ownership, sharing  # noqa: PLC0415 - late, as above
    from mockserver.google.push import operations as push  # noqa: PLC0415 - late, as above

    modules = (calendar_list, sharing, colors, discovery, batch, ownership, push)
    return joined(*(module.table for module in modules))


def _late_oauth() -> Iterable[Operation]:
    from mockserver.google.oauth import authorize, device, discovery, operations, userinfo  # noqa: PLC0415 - as above

    return joined(*(module.table for module in (operations, authorize, discovery, userinfo, device)))


class GoogleCalendar:
    """Google Calendar v3."""

    name = "google"
    routes = Routes(
        joined(event_lists.table, events.table, calendars.table, free_busy.table, settings.table), _late_calendar
    )
    body_limit = LARGEST_BODY
    faults = frozenset(API_FAULTS)
    limits = LIMITS
    in_session = True

    def owns(self, path: str) -> bool:
        return path.startswith(CALENDAR_PATHS) or path in WHOLE_PATHS

    def credential(self, exchange: Exchange) -> str | None:
        return caller.credential_of(exchange)

    def unmatched(self, exchange: Exchange) -> Exception:
        """501 for what Google publishes and this server does not emulate, Google's own 404 for everything else."""
        from mockserver.google import description  # noqa: PLC0415 - read only when a request leads nowhere

        near = self.routes.nearest(exchange.path) or "none"
        published = description.match(exchange.method, exchange.path)
        if published is not None:
            name = published.replace("calendar.", "google.", 1)
            return Refusal(NOT_BUILT, operation=name, nearest=near, why=f"{name} is published but not emulated")
        return Refusal(NOT_FOUND, why=f"Google publishes no {exchange.method} {exchange.path}; nearest served: {near}")

    def admit(self, exchange: Exchange) -> None:
        operation = cast("Operation", exchange.operation)
        if operation.scopes:  # without any, nobody has to say who they are: discovery, and batch as a whole
            caller.admit(exchange, operation)
        check_common_parameters(exchange)

    def handle(self, exchange: Exchange) -> object:
        return run(exchange)

    def render(self, exchange: Exchange, value: object) -> Reply:
        if isinstance(value, Reply):  # of a batch, which is no JSON
            return value
        return render(exchange, cast("Value", value))

    def refuse(self, exchange: Exchange, error: Exception) -> Reply:
        if isinstance(error, Met):
            from mockserver.google import faults  # noqa: PLC0415 - few sessions have any

            error = faults.refusal(exchange, error.fault)
        return refused(exchange, refusal_of(error))


class GoogleOAuth:
    """Google's OAuth server. Whoever calls says who they are in the request itself, and is judged by its operation."""

    name = "google"
    routes = Routes((), _late_oauth)
    body_limit = LARGEST_BODY
    faults = frozenset(OAUTH_FAULTS)
    limits: Mapping[str, Limit] = MappingProxyType({})
    in_session = True

    def owns(self, path: str) -> bool:
        return oauth_paths.owns(path)

    def credential(self, exchange: Exchange) -> str | None:
        from mockserver.google.oauth import operations as oauth  # noqa: PLC0415 - late, as its operations

        return oauth.credential(exchange)

    def unmatched(self, exchange: Exchange) -> Exception:
        from mockserver.google.oauth import operations as oauth  # noqa: PLC0415 - the same

        return oauth.unmatched(exchange)

    def admit(self, exchange: Exchange) -> None:
        """Let everybody in, having found out whom the request is about: faults and the journal name them."""
        from mockserver.google.oauth import concerned  # noqa: PLC0415 - late, as its operations

        concerned.name(exchange)

    def handle(self, exchange: Exchange) -> object:
        return run(exchange)

    def render(self, exchange: Exchange, value: object) -> Reply:
        from mockserver.google.oauth import answers as oauth_answers  # noqa: PLC0415 - the same

        return oauth_answers.render(exchange, value)

    def refuse(self, exchange: Exchange, error: Exception) -> Reply:
        from mockserver.google.oauth import answers as oauth_answers  # noqa: PLC0415 - the same

        if isinstance(error, Met):
            from mockserver.google.oauth import faults  # noqa: PLC0415 - few sessions have any

            error = faults.refusal(exchange, error.fault)
        return oauth_answers.refused(exchange, error)


def run(exchange: Exchange) -> object:
    """Run the operation's handler, with the parameters that were read if it declares any."""
    handler = cast("Operation", exchange.operation).handler
    return handler(exchange) if exchange.query is None else handler(exchange, exchange.query)


PROVIDERS = (GoogleCalendar, GoogleOAuth)
WATCHERS: tuple[Watcher, ...] = (channels,)
