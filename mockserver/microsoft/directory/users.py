"""People and rooms as the directory knows them: `/me`, `/users`, one user. Nobody is made, changed or removed here.

Of a user that was not asked for otherwise there are eleven properties; `$select` gets the others, of which the scenario
knows a few and the rest are empty. Counting is for those who accept that the directory lags (`ConsistencyLevel`).
https://learn.microsoft.com/graph/api/resources/user https://learn.microsoft.com/graph/aad-advanced-queries
"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, urlencode

import msgspec

from mockserver.documents.cursor import Cursor, CursorExpired
from mockserver.http.operation import OperationTable
from mockserver.microsoft import description, lists, scopes
from mockserver.microsoft.mailbox import find_person, is_me, mailbox_of
from mockserver.microsoft.odata.properties import is_navigation
from mockserver.microsoft.outlook.mailbox_settings import settings_of
from mockserver.microsoft.queries import odata_options, parameter, preferences_of
from mockserver.microsoft.refusals import Refusal
from mockserver.microsoft.render import collection, entity, fragment, link
from mockserver.microsoft.routes import ROOT
from mockserver.microsoft.rows import (
    ACCESS_DENIED,
    DELEGATED_ONLY,
    DIRECTORY_OBJECT_NOT_FOUND,
    NOT_BUILT,
    PAGE_SIZE_INVALID,
    PAGE_TOKEN_EXPIRED,
    PAGE_TOKEN_INVALID,
    REQUEST_DENIED,
    SEARCH_NOT_EVENTUAL,
    SKIP_NOT_SUPPORTED,
    USERS_NOT_COUNTED,
)
from mockserver.microsoft.templates import USER

if TYPE_CHECKING:
    from mockserver.http.exchange import Exchange
    from mockserver.identity.directory import Person
    from mockserver.microsoft.lists import Asked, Document
    from mockserver.microsoft.render import Value
    from mockserver.session import Session

table = OperationTable("microsoft")
TYPE = "user"
DIRECTORY: Final = {"directory": True}
DEFAULT: Final = (
    "businessPhones", "displayName", "givenName", "jobTitle", "mail", "mobilePhone", "officeLocation",
    "preferredLanguage", "surname", "userPrincipalName", "id",
)  # fmt: skip
"""What a user has where nothing is selected, in the order of the wire (recorded)."""
DEFAULT_SIZE, LARGEST_SIZE = 100, 999
TIPS = (
    "This request only returns a subset of the resource's properties. Your app will need to use $select to return "
    "non-default properties. To find out what other properties are available for this resource see "
    "https://learn.microsoft.com/graph/api/resources/user#properties"
)


@table.operation(
    "users.list", "GET", f"{ROOT}/users",
    scopes=scopes.READ_USERS,
    options=DIRECTORY | {"odata": ("select", "expand", "filter", "orderby", "top", "count", "search", "skiptoken")},
    reference="https://learn.microsoft.com/graph/api/user-list",
)  # fmt: skip
def list_users(exchange: Exchange) -> Value:
    asked, skip = _asked(exchange), _skipped(exchange)
    found = asked.among(_documents(exchange.session))
    end = skip + asked.page.size
    items = [fragment(_shown(asked, document)) for document in found[skip:end]]
    count = len(found) if asked.page.count and _eventual(exchange) else None
    if asked.page.count and count is None:
        exchange.note("$count has no effect here without the header ConsistencyLevel: eventual")
    next_link = link(exchange, _next_query(exchange, end)) if end < len(found) else None
    size = preferences_of(exchange).page_size
    applied = f"odata.maxpagesize={size}" if size else ""
    return collection(items, "users", TYPE, asked.names, count=count, next_link=next_link, applied=applied)


@table.operation(
    "users.count", "GET", f"{ROOT}/users/$count",
    scopes=scopes.READ_USERS, options=DIRECTORY | {"odata": ("filter", "search")},
    reference="https://learn.microsoft.com/graph/api/user-list",
)  # fmt: skip
def count_users(exchange: Exchange) -> Value:
    if not _eventual(exchange):
        raise Refusal(USERS_NOT_COUNTED, why="a count needs the header ConsistencyLevel: eventual")
    _asked(exchange)
    return lists.count_of(exchange, _documents(exchange.session), TYPE)


@table.operation(
    "users.get", "GET", USER,
    scopes=scopes.READ_USER, options=DIRECTORY | {"odata": ("select", "expand")},
    reference="https://learn.microsoft.com/graph/api/user-get",
)  # fmt: skip
def get_user(exchange: Exchange) -> Value:
    person = _opened(exchange)
    asked = lists.asked_of(exchange, TYPE)
    document = _document(exchange.session, person)
    if asked.selection is not None and "mailboxSettings" in asked.names:
        document["mailboxSettings"] = _settings(exchange, person)
    shown = _shown(asked, document)
    if asked.selection is None and is_me(exchange.parameters["user"]):
        shown = {"@microsoft.graph.tips": TIPS} | shown
    return entity(fragment(shown), "users", TYPE, asked.names)


def _opened(exchange: Exchange) -> Person:
    """The person whom a path names. Raises `Refusal`: 400 for `/me` without anybody signed in, 403, 404."""
    session, caller, named = exchange.session, exchange.caller, exchange.parameters["user"]
    if is_me(named):
        if caller.app_only:
            raise Refusal(DELEGATED_ONLY)
        named = session.identity.object_id(caller.person)
    person = find_person(session, named)
    if (person is None or person.key != caller.person) and not caller.scopes & scopes.READ_USERS:
        raise Refusal(REQUEST_DENIED, why=f"others need one of {', '.join(sorted(scopes.READ_USERS))}")
    if person is None or "microsoft" not in person.accounts:
        there = ", ".join([one.email for one in _people(session)][:20])
        raise Refusal(DIRECTORY_OBJECT_NOT_FOUND, id=named, why=f"there are: {there}")
    return person


def _settings(exchange: Exchange, person: Person) -> dict[str, Any]:
    """They are no part of the directory: whoever selects them needs the mailbox's permission as well."""
    caller = exchange.caller
    if not caller.scopes & scopes.READ_SETTINGS or caller.person not in {"", person.key}:
        raise Refusal(ACCESS_DENIED, why="mailboxSettings need MailboxSettings.Read, and are only one's own")
    return settings_of(mailbox_of(exchange.session, person.key, caller))


# The documents.


def _people(session: Session) -> list[Person]:
    return [person for person in session.template.directory.people.values() if "microsoft" in person.accounts]


def _documents(session: Session) -> list[Document]:
    return [_document(session, person) for person in _people(session)]


def _document(session: Session, person: Person) -> Document:
    """All that the directory knows of somebody, the properties that are there by default first."""
    given, _, surname = person.name.partition(" ")
    known = {
        "displayName": person.name,
        "givenName": given if person.kind == "person" else None,
        "mail": person.email,
        "surname": surname or None if person.kind == "person" else None,
        "userPrincipalName": person.email,
        "id": session.identity.object_id(person.key),
        "accountEnabled": person.kind == "person",
        "mailNickname": person.email.partition("@")[0],
        "proxyAddresses": [f"SMTP:{person.email}"],
        "userType": "Member",
    }
    types = description.properties_of(TYPE)
    names = [*DEFAULT, *(name for name in types if name not in DEFAULT and not is_navigation(TYPE, name))]
    return {name: known.get(name, [] if types[name].startswith("Collection(") else None) for name in names}


def _shown(asked: Asked, document: Document) -> Document:
    """Unlike Exchange, the directory does not add the id to what is selected."""
    if asked.selection is None:
        return {name: document[name] for name in DEFAULT}
    shown = asked.shown(document)
    return shown if ("id",) in asked.selection.paths else {name: shown[name] for name in shown if name != "id"}


# The query.


def _asked(exchange: Exchange) -> Asked:
    """What a query asks for. Raises `Refusal`."""
    given = odata_options(exchange)
    if given.search is not None:
        if not _eventual(exchange):
            raise Refusal(SEARCH_NOT_EVENTUAL)
        raise Refusal(NOT_BUILT, operation="$search of users", nearest="$filter=startswith(displayName,'…')")
    if parameter(exchange, "skip") is not None:
        raise Refusal(SKIP_NOT_SUPPORTED, why="the pages of a directory are gone through by their @odata.nextLink")
    if given.top is not None and given.top.isdecimal() and not 1 <= int(given.top[:9]) <= LARGEST_SIZE:
        raise Refusal(PAGE_SIZE_INVALID, size=given.top[:20], largest=str(LARGEST_SIZE))
    return lists.asked_of(exchange, TYPE, default_size=DEFAULT_SIZE)


def _eventual(exchange: Exchange) -> bool:
    return exchange.headers.get("ConsistencyLevel", "").strip().lower() == "eventual"


def _next_query(exchange: Exchange, end: int) -> str:
    sealed = exchange.session.cursors.seal("page", "microsoft/users", _without_token(exchange), Cursor(end))
    token = base64.urlsafe_b64encode(sealed).decode().rstrip("=")
    kept = [(name, value) for name, value in exchange.pairs if not _is_token(name)]
    return urlencode([*kept, ("$skiptoken", token)], safe="$", quote_via=quote)


def _skipped(exchange: Exchange) -> int:
    """How many users were on the pages before. Raises `Refusal`."""
    token = odata_options(exchange).skiptoken
    if token is None:
        return 0
    try:
        sealed = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
        query = _without_token(exchange)
        return exchange.session.cursors.open("page", "microsoft/users", query, sealed).revision
    except ValueError as wrong:  # no base64, or no cursor of this list
        raise Refusal(PAGE_TOKEN_INVALID, why=f"$skiptoken: {wrong}") from None
    except CursorExpired:
        raise Refusal(PAGE_TOKEN_EXPIRED) from None


def _without_token(exchange: Exchange) -> str:
    return msgspec.json.encode([pair for pair in exchange.pairs if not _is_token(pair[0])]).decode()


def _is_token(name: str) -> bool:
    return name.lower().removeprefix("$") == "skiptoken"
