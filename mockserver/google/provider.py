"""Google as the pipeline sees it: the calendar API and the OAuth server, two that refuse in different words."""

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

CALENDAR_PATHS = ("/calendar/v3/", "/batch/calendar/v3", "/discovery/v1/apis/calendar/", "/$discovery/rest")
LARGEST_BODY = 1024 * 1024
"""Bytes of a request's body, after decompression."""


class GoogleCalendar:
    """Google Calendar v3."""

    name = "google"
    operations = joined(event_lists.table, events.table, calendars.table, calendar_list.table)
    routes = Routes(operations)
    body_limit = LARGEST_BODY
    in_session = True

    def owns(self, path: str) -> bool:
        return path.startswith(CALENDAR_PATHS)

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
        caller.admit(exchange, cast("Operation", exchange.operation))
        check_common_parameters(exchange)

    def handle(self, exchange: Exchange) -> object:
        return run(exchange)

    def render(self, exchange: Exchange, value: object) -> Reply:
        return render(exchange, cast("Value", value))

    def refuse(self, exchange: Exchange, error: Exception) -> Reply:
        return refused(exchange, refusal_of(error))


class GoogleOAuth:
    """Google's OAuth server. Whoever calls says who they are in the request itself, so anybody is let in."""

    name = "google"
    operations = joined(oauth.table)
    routes = Routes(operations)
    body_limit = LARGEST_BODY
    in_session = True

    def owns(self, path: str) -> bool:
        return oauth.owns(path)

    def credential(self, exchange: Exchange) -> str | None:
        return oauth.credential(exchange)

    def unmatched(self, exchange: Exchange) -> Exception:
        return oauth.unmatched(exchange)

    def admit(self, exchange: Exchange) -> None:
        """Let everybody in."""

    def handle(self, exchange: Exchange) -> object:
        return run(exchange)

    def render(self, exchange: Exchange, value: object) -> Reply:
        return oauth_answers.render(exchange, value)

    def refuse(self, exchange: Exchange, error: Exception) -> Reply:
        return oauth_answers.refused(exchange, error)


def run(exchange: Exchange) -> object:
    """Run the operation's handler, with the parameters that were read if it declares any."""
    handler = cast("Operation", exchange.operation).handler
    return handler(exchange) if exchange.query is None else handler(exchange, exchange.query)


PROVIDERS = (GoogleCalendar, GoogleOAuth)
