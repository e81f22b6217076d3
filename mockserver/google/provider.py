"""Google as the pipeline sees it: which paths are its own, who is let in, how values and refusals are answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from mockserver.google import calendar_list, calendars, caller, event_lists, events, oauth, oauth_answers
from mockserver.google.refusals import NOT_BUILT, NOT_FOUND, Refusal, refusal_of
from mockserver.google.render import Value, check_common_parameters, refused, render
from mockserver.http.operation import joined
from mockserver.http.routing import Routes

if TYPE_CHECKING:
    from mockserver.http.exchange import Exchange, Reply
    from mockserver.http.operation import Operation

SERVICE_PATH = "/calendar/v3/"
CALENDAR_PATHS = (SERVICE_PATH, "/batch/calendar/v3", "/discovery/v1/apis/calendar/", "/$discovery/rest")
OPERATIONS = joined(event_lists.table, events.table, calendars.table, calendar_list.table, oauth.table)


class Google:
    """Google Calendar v3 and Google's OAuth server. The two refuse in different words: RFC 6749's there."""

    name = "google"
    operations = OPERATIONS
    routes = Routes(OPERATIONS)
    body_limit = 1024 * 1024
    in_session = True

    def owns(self, path: str) -> bool:
        return path.startswith(CALENDAR_PATHS) or oauth.owns(path)

    def credential(self, exchange: Exchange) -> str | None:
        return oauth.credential(exchange) if oauth.owns(exchange.path) else caller.credential_of(exchange)

    def unmatched(self, exchange: Exchange) -> Exception:
        """501 for what Google publishes and this server does not emulate, Google's own 404 for everything else."""
        from mockserver.google import description  # noqa: PLC0415 - read only when a request leads nowhere

        if oauth.owns(exchange.path):
            return oauth.unmatched(exchange)
        near = self.routes.nearest(exchange.path) or "none"
        published = description.match(exchange.method, exchange.path)
        if published is not None:
            name = published.replace("calendar.", "google.", 1)
            return Refusal(NOT_BUILT, operation=name, nearest=near, why=f"{name} is published but not emulated")
        return Refusal(NOT_FOUND, why=f"Google publishes no {exchange.method} {exchange.path}; nearest served: {near}")

    def admit(self, exchange: Exchange) -> None:
        operation = cast("Operation", exchange.operation)
        if operation.scopes:
            caller.admit(exchange, operation)
            check_common_parameters(exchange)

    def handle(self, exchange: Exchange) -> object:
        operation = cast("Operation", exchange.operation)
        if exchange.query is None:
            return operation.handler(exchange)
        return operation.handler(exchange, exchange.query)

    def render(self, exchange: Exchange, value: object) -> Reply:
        if oauth.owns(exchange.path):
            return oauth_answers.render(exchange, value)
        return render(exchange, cast("Value", value))

    def refuse(self, exchange: Exchange, error: Exception) -> Reply:
        if oauth.owns(exchange.path):
            return oauth_answers.refused(exchange, error)
        return refused(exchange, refusal_of(error))
