"""The master list of a mailbox's categories: names, each with a colour. Events have names, of the list or not.

Kept whole, in `microsoft/categories` by the mailbox's key; a list that nobody changed yet is that of a fresh mailbox.
https://learn.microsoft.com/graph/api/resources/outlookcategory
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NoReturn

import msgspec

from mockserver.http.operation import OperationTable
from mockserver.ids import derive
from mockserver.microsoft import lists, queries, scopes
from mockserver.microsoft.bodies import read_body
from mockserver.microsoft.mailbox import open_own_mailbox
from mockserver.microsoft.refusals import Refusal
from mockserver.microsoft.rows import CATEGORY_EXISTS, ITEM_NOT_FOUND, PROPERTY_VALIDATION
from mockserver.microsoft.templates import USER

if TYPE_CHECKING:
    from mockserver.http.exchange import Exchange
    from mockserver.microsoft.lists import Document
    from mockserver.microsoft.mailbox import Mailbox
    from mockserver.microsoft.render import Value

table = OperationTable("microsoft")
TYPE = "outlookCategory"
KEPT = "microsoft/categories"
PATH = f"{USER}/outlook/masterCategories"
ONE = PATH + "/{category}"
# Outlook's own six, by the numbers of their colours [inferred]
FRESH: Final = (
    ("Red category", "preset0"), ("Orange category", "preset1"), ("Yellow category", "preset3"),
    ("Green category", "preset4"), ("Blue category", "preset7"), ("Purple category", "preset8"),
)  # fmt: skip
LONGEST_NAME: Final = 255
_REFERENCE = "https://learn.microsoft.com/graph/api/"


def categories_of(mailbox: Mailbox) -> list[Document]:
    """The master list, in the order in which it was made."""
    record = mailbox.session.documents.collection(KEPT).get(mailbox.key)
    return _fresh(mailbox) if record is None else msgspec.json.decode(record.body)


@table.operation(
    "masterCategories.list", "GET", PATH,
    scopes=scopes.READ_SETTINGS, options={"odata": queries.LIST},
    reference=f"{_REFERENCE}outlookuser-list-mastercategories",
)  # fmt: skip
def list_categories(exchange: Exchange) -> Value:
    mailbox = open_own_mailbox(exchange)
    return lists.page_of(exchange, categories_of(mailbox), _place(mailbox), TYPE)


@table.operation(
    "masterCategories.count", "GET", f"{PATH}/$count",
    scopes=scopes.READ_SETTINGS, options={"odata": ("filter", "search")},
    reference=f"{_REFERENCE}outlookuser-list-mastercategories",
)  # fmt: skip
def count_categories(exchange: Exchange) -> Value:
    return lists.count_of(exchange, categories_of(open_own_mailbox(exchange)), TYPE)


@table.operation(
    "masterCategories.get", "GET", ONE,
    scopes=scopes.READ_SETTINGS, options={"odata": queries.ONE}, reference=f"{_REFERENCE}outlookcategory-get",
)  # fmt: skip
def get_category(exchange: Exchange) -> Value:
    mailbox = open_own_mailbox(exchange)
    return lists.one_of(exchange, _found(categories_of(mailbox), exchange), _place(mailbox), TYPE)


@table.operation(
    "masterCategories.create", "POST", PATH,
    scopes=scopes.WRITE_SETTINGS, reference=f"{_REFERENCE}outlookuser-post-mastercategories",
)  # fmt: skip
def create_category(exchange: Exchange) -> Value:
    mailbox = open_own_mailbox(exchange)
    given = read_body(exchange, TYPE)
    name = given.get("displayName")
    if not name or len(name) > LONGEST_NAME:
        _refuse(f"displayName is {str(name)[:40]!r}; right would be 1 to {LONGEST_NAME} characters")
    if any(known["displayName"].casefold() == name.casefold() for known in categories_of(mailbox)):
        raise Refusal(CATEGORY_EXISTS, name=name, why=f"{mailbox.key} has a category {name!r}; names are unique")
    id_ = mailbox.session.ids.uuid("category")
    document = {"id": id_, "displayName": name, "color": given.get("color") or "none"}
    _keep(mailbox, [*categories_of(mailbox), document])
    return lists.one_of(exchange, document, _place(mailbox), TYPE, created=True)


@table.operation(
    "masterCategories.update", "PATCH", ONE,
    scopes=scopes.WRITE_SETTINGS, reference=f"{_REFERENCE}outlookcategory-update",
)  # fmt: skip
def update_category(exchange: Exchange) -> Value:
    """Only the colour changes: events know a category by its name."""
    mailbox = open_own_mailbox(exchange)
    every = categories_of(mailbox)
    document = _found(every, exchange)
    given = read_body(exchange, TYPE)
    if given.get("displayName", document["displayName"]) != document["displayName"]:
        _refuse(f"displayName cannot be changed from {document['displayName']!r}; make a new category")
    document["color"] = given.get("color") or document["color"]
    _keep(mailbox, every)
    return lists.one_of(exchange, document, _place(mailbox), TYPE)


@table.operation(
    "masterCategories.delete", "DELETE", ONE,
    scopes=scopes.WRITE_SETTINGS, reference=f"{_REFERENCE}outlookcategory-delete",
)  # fmt: skip
def delete_category(exchange: Exchange) -> None:
    """Events keep the name."""
    mailbox = open_own_mailbox(exchange)
    every = categories_of(mailbox)
    every.remove(_found(every, exchange))
    _keep(mailbox, every)


def _place(mailbox: Mailbox) -> str:
    return f"{mailbox.place}/outlook/masterCategories"


def _fresh(mailbox: Mailbox) -> list[Document]:
    world = mailbox.session.template.scenario
    return [
        {"id": derive("microsoft-category", world, mailbox.key, name).uuid(), "displayName": name, "color": color}
        for name, color in FRESH
    ]


def _keep(mailbox: Mailbox, categories: list[Document]) -> None:
    mailbox.session.documents.put(KEPT, mailbox.key, msgspec.json.encode(categories))


def _found(every: list[Document], exchange: Exchange) -> Document:
    named = exchange.parameters["category"].lower()
    found = next((document for document in every if document["id"] == named), None)
    if found is None:
        there = ", ".join(f"{one['id']} ({one['displayName']})" for one in every)
        raise Refusal(ITEM_NOT_FOUND, why=f"there is no category {named[:60]!r}, but {there[:1000]}")
    return found


def _refuse(why: str) -> NoReturn:
    raise Refusal(PROPERTY_VALIDATION, why=why)
