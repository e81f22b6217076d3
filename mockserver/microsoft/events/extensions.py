"""Open extensions: what an app keeps with an event, under a name of its own.

An extension has two ids, of which the older is answered, and goes by its name as well.
https://learn.microsoft.com/graph/api/resources/opentypeextension
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from mockserver.http.operation import OperationTable
from mockserver.microsoft import queries, templates
from mockserver.microsoft.bodies import read_body
from mockserver.microsoft.events import beside, opening
from mockserver.microsoft.events.times import refuse_value
from mockserver.microsoft.lists import count_of, one_of, page_of
from mockserver.microsoft.mailbox import entity_set, open_mailbox
from mockserver.microsoft.refusals import Refusal
from mockserver.microsoft.render import fragment
from mockserver.microsoft.rows import ACCESS_DENIED, ITEM_NOT_FOUND
from mockserver.microsoft.scopes import READ_DETAILS, WRITE_EVENTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mockserver.http.exchange import Exchange
    from mockserver.microsoft.mailbox import Mailbox
    from mockserver.microsoft.render import Value

table = OperationTable("microsoft")
TYPE: Final = "openTypeExtension"
LONGEST_NAME: Final = 255  # characters [inferred]
LARGEST: Final = 32 * 1024
"""Bytes of an extension; Microsoft publishes a limit only for the directory's [inferred]."""
MOST: Final = 100  # on one event [inferred]
_ID: Final = "Microsoft.OutlookServices.OpenTypeExtension."
_NEWER_ID: Final = "microsoft.graph.openTypeExtension."
_OWN: Final = frozenset({"@odata.type", "id", "extensionName"})
_DOCS: Final = "https://learn.microsoft.com/graph/api"
_LIST: Final = templates.event("/extensions")
_ONE: Final = templates.event("/extensions/{extension}")


@table.operation(
    "extensions.list", "GET", _LIST,
    scopes=READ_DETAILS, options={"odata": queries.LIST}, reference=f"{_DOCS}/opentypeextension-get",
)  # fmt: skip
def list_extensions(exchange: Exchange) -> Value:
    return page_of(exchange, _items(exchange), entity_set(exchange, open_mailbox(exchange)), TYPE)


@table.operation(
    "extensions.count", "GET", templates.event("/extensions/$count"),
    scopes=READ_DETAILS, options={"odata": ("filter", "search")}, reference=f"{_DOCS}/opentypeextension-get",
)  # fmt: skip
def count_extensions(exchange: Exchange) -> Value:
    return count_of(exchange, _items(exchange), TYPE)


@table.operation(
    "extensions.get", "GET", _ONE,
    scopes=READ_DETAILS, options={"odata": queries.ONE}, reference=f"{_DOCS}/opentypeextension-get",
)  # fmt: skip
def get_extension(exchange: Exchange) -> Value:
    found = _named(exchange, _items(exchange))
    return one_of(exchange, found, entity_set(exchange, open_mailbox(exchange)), TYPE)


@table.operation(
    "extensions.create", "POST", _LIST,
    scopes=WRITE_EVENTS, reference=f"{_DOCS}/opentypeextension-post-opentypeextension",
)  # fmt: skip
def create_extension(exchange: Exchange) -> Value:
    """One of a name that there is gets what is new and keeps the rest (recorded)."""
    found = opening.event_to_write(exchange)
    given = read_body(exchange, TYPE)
    check(given)
    check_owner(found.calendar.mailbox)
    before = beside.items(found.calendar.mailbox, found.id, "extensions")
    items, made = added(before, given)
    opening.change(found, "extensions", items)
    return one_of(exchange, made, entity_set(exchange, open_mailbox(exchange)), TYPE, created=True)


@table.operation("extensions.update", "PATCH", _ONE, scopes=WRITE_EVENTS, reference=f"{_DOCS}/opentypeextension-update")
def update_extension(exchange: Exchange) -> Value:
    """What the body does not name is gone afterwards (documented); the name stays."""
    found = opening.event_to_write(exchange)
    items = beside.items(found.calendar.mailbox, found.id, "extensions")
    before = _named(exchange, items)
    given = read_body(exchange, TYPE)
    if given.get("extensionName") not in {None, before["extensionName"]}:
        exchange.note(f"the body's extensionName had no effect: this is {before['extensionName']}")
    changed = made(given | {"extensionName": before["extensionName"]})
    opening.change(found, "extensions", [changed if item is before else item for item in items])
    return one_of(exchange, changed, entity_set(exchange, open_mailbox(exchange)), TYPE)


@table.operation(
    "extensions.delete", "DELETE", _ONE, scopes=WRITE_EVENTS, reference=f"{_DOCS}/opentypeextension-delete"
)
def delete_extension(exchange: Exchange) -> Value:
    found = opening.event_to_write(exchange)
    items = beside.items(found.calendar.mailbox, found.id, "extensions")
    gone = _named(exchange, items)
    opening.change(found, "extensions", [item for item in items if item is not gone])
    return None


def check(given: Mapping[str, Any]) -> None:
    """Raise `Refusal` where an extension that a body brings could not be kept."""
    name = given.get("extensionName")
    if not isinstance(name, str) or not 0 < len(name) <= LONGEST_NAME:
        refuse_value(f"an extension has an extensionName of 1 to {LONGEST_NAME} characters")
    made(given)


def check_owner(mailbox: Mailbox) -> None:
    """Raise `Refusal` where it is somebody else's mailbox, to whose events nobody adds extensions (documented)."""
    if not mailbox.is_callers:
        raise Refusal(ACCESS_DENIED, why="the service lets only a mailbox's owner add extensions to its events")


def made(given: Mapping[str, Any]) -> dict[str, Any]:
    """An extension as it is kept. Raises `Refusal` where it is too large."""
    own = {"@odata.type": f"#microsoft.graph.{TYPE}", "id": _ID + given["extensionName"]}
    extension = own | {"extensionName": given["extensionName"], **_data(given)}
    if len(fragment(extension)) > LARGEST:
        refuse_value(f"an extension has {LARGEST} bytes of JSON at most")
    return extension


def added(before: beside.Items, given: Mapping[str, Any]) -> tuple[beside.Items, dict[str, Any]]:
    """The extensions of an event with one more, or with more in one of them; and that one. Raises `Refusal`."""
    wanted = _ID + given["extensionName"]
    old = next((item for item in before if item["id"].lower() == wanted.lower()), None)
    if old is None and len(before) >= MOST:
        refuse_value(f"an event has {MOST} extensions at most")
    new = made(given if old is None else {**given, **_data(old), **_data(given), "extensionName": old["extensionName"]})
    return [item for item in before if item is not old] + [new], new


def ids_of(extension: Mapping[str, Any]) -> tuple[str, str, str]:
    """All that an extension goes by: its two ids and its name."""
    name = extension["extensionName"]
    return _ID + name, _NEWER_ID + name, name


def _data(given: Mapping[str, Any]) -> dict[str, Any]:
    """What an app keeps in an extension: a null leaves its property out."""
    return {name: value for name, value in given.items() if name not in _OWN and value is not None}


def _items(exchange: Exchange) -> beside.Items:
    found = opening.event_to_read(exchange)
    return beside.items(found.calendar.mailbox, found.id, "extensions")


def _named(exchange: Exchange, items: beside.Items) -> dict[str, Any]:
    """The extension that a path names; letter case does not count [inferred]. Raises `Refusal` (404)."""
    wanted = exchange.parameters["extension"].lower()
    found = next((item for item in items if wanted in map(str.lower, ids_of(item))), None)
    if found is None:
        there = ", ".join(item["extensionName"] for item in items) or "none"
        raise Refusal(ITEM_NOT_FOUND, why=f"the event has no such extension; there are: {there}")
    return found
