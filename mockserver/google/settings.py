"""The operations `settings.*`: a user's settings, which the API only reads. Values are always text.

A user has Google's defaults, the zone of the person, and whatever stands in their collection of settings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import msgspec

from mockserver.google import formats, scopes
from mockserver.google.caller import signed_in
from mockserver.google.change_lists import DEFAULT_PAGE, listing, place
from mockserver.google.refusals import NOT_FOUND, Refusal
from mockserver.google.render import Listing, Resource, resource
from mockserver.http.operation import OperationTable
from mockserver.timing.zones import to_iana

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mockserver.google.caller import Caller
    from mockserver.http.exchange import Exchange
    from mockserver.session import Session

table = OperationTable("google")
SETTINGS = "/calendar/v3/users/me/settings"
REFERENCE = "https://developers.google.com/workspace/calendar/api/v3/reference/settings/"
DEFAULTS = {
    "autoAddHangouts": "false",
    "dateFieldOrder": "MDY",
    "defaultEventLength": "60",
    "format24HourTime": "false",
    "hideInvitations": "false",
    "hideWeekends": "false",
    "locale": "en",
    "remindOnRespondedEventsOnly": "false",
    "showDeclinedEvents": "true",
    "timezone": "Etc/GMT",
    "useKeyboardShortcuts": "true",
    "weekStart": "0",
}
"""Google's own, in the order of the reference page. It may leave those at their default out of a list; here none is."""


class ListQuery(msgspec.Struct, frozen=True, rename="camel"):
    """The parameters of `settings.list`."""

    max_results: Annotated[int, msgspec.Meta(ge=1)] = DEFAULT_PAGE
    page_token: str | None = None
    sync_token: str | None = None


def settings_of(person: str) -> str:
    """The collection of what a person has set: the value as text under the setting's id."""
    return f"google/settings/{person}"


def value_of(session: Session, caller: Caller, name: str) -> str:
    """What a setting is for a caller. Raises KeyError where there is no such setting."""
    chosen = session.documents.collection(settings_of(caller.person)).get(name)
    if chosen is not None:
        return chosen.body.decode()
    return to_iana(caller.zone) if name == "timezone" and caller.zone else DEFAULTS[name]


@table.operation(
    "settings.list",
    "GET",
    SETTINGS,
    scopes=scopes.READ_SETTINGS,
    query=ListQuery,
    reference=REFERENCE + "list",
    options={"response": "Settings", "method": "calendar.v3.Settings.List"},
)
def list_settings(exchange: Exchange, query: ListQuery) -> Listing:
    """Every setting, or with a sync token those that were set since."""
    caller = signed_in(exchange)
    scope = settings_of(caller.person)
    collection = exchange.session.documents.collection(scope)
    begun = place(exchange, scope, collection.revision, (query.page_token, query.sync_token))
    names = (
        ((record.revision, record.id) for record in collection.since(begun.revision))
        if query.sync_token
        else _all_from(begun.revision)
    )
    found = ((at, _document(exchange.session, caller, name)) for at, name in names)
    return listing(exchange, scope, begun, found, kind="calendar#settings", size=query.max_results)


@table.operation(
    "settings.get",
    "GET",
    SETTINGS + "/{setting}",
    scopes=scopes.READ_SETTINGS,
    reference=REFERENCE + "get",
    options={"response": "Setting", "method": "calendar.v3.Settings.Get"},
)
def get(exchange: Exchange) -> Resource:
    name = exchange.parameters["setting"]
    if name not in DEFAULTS:
        raise Refusal(NOT_FOUND, why=f"there is no setting {name}; there are {', '.join(DEFAULTS)}")
    return resource(_document(exchange.session, signed_in(exchange), name))


def _all_from(passed: int) -> Iterator[tuple[int, str]]:
    """The settings behind those passed, each with its number: a full list goes by the settings, not by changes."""
    return ((number, name) for number, name in enumerate(DEFAULTS, 1) if number > passed)


def _document(session: Session, caller: Caller, name: str) -> dict[str, str]:
    value = value_of(session, caller, name)
    etag = formats.calendar_etag(name, value)  # [inferred]: opaque, the same for the same value
    return {"kind": "calendar#setting", "etag": etag, "id": name, "value": value}
