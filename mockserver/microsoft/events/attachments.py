"""The operations on the attachments of events: listed, counted, read, added, taken away.

Large files come in parts, in `upload_sessions.py`. How attachments look is `attachment_documents.py`'s.
https://learn.microsoft.com/graph/api/resources/attachment
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mockserver.http.operation import OperationTable
from mockserver.microsoft import formats, queries, templates
from mockserver.microsoft.bodies import read_body
from mockserver.microsoft.events import attachment_documents, beside, opening
from mockserver.microsoft.lists import count_of, one_of, page_of
from mockserver.microsoft.mailbox import entity_set, open_mailbox
from mockserver.microsoft.refusals import Refusal
from mockserver.microsoft.render import Raw
from mockserver.microsoft.rows import (
    ITEM_NOT_FOUND,
    MALFORMED_ID,
    NO_ATTACHMENTS_OF_GROUPS,
    NOT_BUILT,
    VALUE_NOT_ALLOWED,
)
from mockserver.microsoft.scopes import READ_DETAILS, WRITE_EVENTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mockserver.http.exchange import Exchange
    from mockserver.microsoft.events.store import Found
    from mockserver.microsoft.lists import Expand
    from mockserver.microsoft.mailbox import Mailbox
    from mockserver.microsoft.odata.expand import Expansion
    from mockserver.microsoft.render import Value

table = OperationTable("microsoft")
TYPE = "attachment"
_DOCS = "https://learn.microsoft.com/graph/api"
_LIST = templates.event("/attachments")
_ONE = templates.event("/attachments/{attachment}")


@table.operation(
    "attachments.list", "GET", _LIST,
    scopes=READ_DETAILS, options={"odata": queries.LIST}, reference=f"{_DOCS}/event-list-attachments",
)  # fmt: skip
def list_attachments(exchange: Exchange) -> Value:
    mailbox, items = _to_read(exchange)
    return page_of(exchange, items, entity_set(exchange, open_mailbox(exchange)), TYPE, expand=_shown(mailbox))


@table.operation(
    "attachments.count", "GET", templates.event("/attachments/$count"),
    scopes=READ_DETAILS, options={"odata": ("filter", "search")}, reference=f"{_DOCS}/event-list-attachments",
)  # fmt: skip
def count_attachments(exchange: Exchange) -> Value:
    return count_of(exchange, _to_read(exchange)[1], TYPE)


@table.operation(
    "attachments.get", "GET", _ONE,
    scopes=READ_DETAILS, options={"odata": queries.ONE}, reference=f"{_DOCS}/attachment-get",
)  # fmt: skip
def get_attachment(exchange: Exchange) -> Value:
    mailbox, items = _to_read(exchange)
    of = entity_set(exchange, open_mailbox(exchange))
    return one_of(exchange, _named(exchange, items), of, TYPE, expand=_shown(mailbox))


@table.operation(
    "attachments.value", "GET", templates.event("/attachments/{attachment}/$value"),
    scopes=READ_DETAILS, reference=f"{_DOCS}/attachment-get",
)  # fmt: skip
def get_value(exchange: Exchange) -> Value:
    """The bytes of a file. Those of an item would be a MIME message, a vCard or an iCalendar."""
    mailbox, items = _to_read(exchange)
    item = _named(exchange, items)
    if item["@odata.type"] == attachment_documents.ITEM:
        operation = "the raw content of an itemAttachment"
        raise Refusal(NOT_BUILT, operation=operation, nearest="$expand=microsoft.graph.itemattachment/item")
    if item["@odata.type"] != attachment_documents.FILE:
        raise Refusal(VALUE_NOT_ALLOWED, why="the content of a reference lies elsewhere")
    return Raw(beside.content(mailbox, item["parts"]), item["contentType"])


@table.operation("attachments.create", "POST", _LIST, scopes=WRITE_EVENTS, reference=f"{_DOCS}/event-post-attachments")
def create_attachment(exchange: Exchange) -> Value:
    """A file of 3 MB or more does not fit into a request, whose body is limited."""
    found = event_for_attachments(exchange)
    mailbox, given = found.calendar.mailbox, read_body(exchange, TYPE)
    if passed_over := sorted({"id", "lastModifiedDateTime", "size"} & given.keys()):
        exchange.note(f"the body's {', '.join(passed_over)} had no effect: the service sets them")
    items = attachment_documents.add(mailbox, found.id, beside.items(mailbox, found.id, "attachments"), given)
    opening.change(found, "attachments", items)
    of = entity_set(exchange, open_mailbox(exchange))
    return one_of(exchange, items[-1], of, TYPE, created=True, expand=_shown(mailbox))


@table.operation("attachments.delete", "DELETE", _ONE, scopes=WRITE_EVENTS, reference=f"{_DOCS}/attachment-delete")
def delete_attachment(exchange: Exchange) -> Value:
    found = event_for_attachments(exchange)
    items = beside.items(found.calendar.mailbox, found.id, "attachments")
    gone = _named(exchange, items)
    opening.change(found, "attachments", [item for item in items if item["id"] != gone["id"]])
    return None


def event_for_attachments(exchange: Exchange) -> Found:
    """The event that a path names, to whoever may attach something to it. Raises `Refusal`."""
    found = opening.event_to_write(exchange)
    _refuse_groups(found.calendar.mailbox)
    return found


def _to_read(exchange: Exchange) -> tuple[Mailbox, beside.Items]:
    """Where the attachments of the event that a path names are, and these."""
    found = opening.event_to_read(exchange)
    mailbox = found.calendar.mailbox
    _refuse_groups(mailbox)
    return mailbox, beside.items(mailbox, found.id, "attachments")


def _refuse_groups(mailbox: Mailbox) -> None:
    if mailbox.is_group:
        raise Refusal(NO_ATTACHMENTS_OF_GROUPS, why="only people's events have attachments")


def _named(exchange: Exchange, items: beside.Items) -> dict[str, Any]:
    """The attachment that a path names. Raises `Refusal`: 400 where it is no id, 404 where there is none such."""
    id_ = exchange.parameters["attachment"]
    if not formats.is_id(id_):
        raise Refusal(MALFORMED_ID, why="an id is base64 with - for / and _ for +, and case matters")
    found = next((item for item in items if item["id"] == id_), None)
    if found is None:
        there = ", ".join(repr(item["name"]) for item in items) or "none"
        raise Refusal(ITEM_NOT_FOUND, why=f"the event has no such attachment; there are: {there}")
    return found


def _shown(mailbox: Mailbox) -> Expand:
    def expand(item: dict[str, Any], expansions: Sequence[Expansion]) -> dict[str, Any]:
        return attachment_documents.shown(mailbox, item, with_item=any(one.name == "item" for one in expansions))

    return expand
