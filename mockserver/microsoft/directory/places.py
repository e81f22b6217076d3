"""Places: rooms, and the lists that they are found in. They come from the scenario, and only their facts change.

Every mailbox of a room is a place; equipment is none. A group whose members are all rooms is a room list, and the rooms
that are in none are in one of their domain's [inferred: Exchange has lists only where somebody made them]. What is
changed of a place is kept whole, in `microsoft/places` by its id.
https://learn.microsoft.com/graph/api/resources/place
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from mockserver.http.operation import OperationTable
from mockserver.ids import derive
from mockserver.microsoft import lists, queries, scopes
from mockserver.microsoft.bodies import read_body
from mockserver.microsoft.odata.properties import is_navigation
from mockserver.microsoft.refusals import Refusal
from mockserver.microsoft.render import Resource, decoded, fragment, place
from mockserver.microsoft.routes import ROOT
from mockserver.microsoft.rows import ITEM_NOT_FOUND, PROPERTY_VALIDATION

if TYPE_CHECKING:
    from mockserver.http.exchange import Exchange
    from mockserver.identity.directory import Person
    from mockserver.microsoft.lists import Document
    from mockserver.microsoft.render import Value
    from mockserver.session import Session

table = OperationTable("microsoft")
PLACES = f"{ROOT}/places"
ONE = PLACES + "/{place}"
KEPT = "microsoft/places"
DEFAULT_SIZE: Final = 100
_OTHER_KIND: Final = re.compile(r"(?:microsoft\.)?graph\.(?:building|desk|floor|section|workspace)", re.IGNORECASE)
_KINDS: Final = {"graph.room": "room", "graph.roomList": "roomList"}
_SETTLED: Final = frozenset({"id", "placeId", "displayName", "emailAddress", "@odata.type"})
_LIST: Final = {"odata": queries.LIST}
_COUNT: Final = {"odata": ("filter", "search")}
_REFERENCE = "https://learn.microsoft.com/graph/api/place-"


def places_of(session: Session, kind: str) -> list[Document]:
    """Every `room` or `roomList`, in the order of the scenario."""
    every = _rooms(session) if kind == "room" else [document for document, _ in _room_lists(session)]
    return [_current(session, document) for document in every]


@table.operation(
    "places.rooms.list", "GET", f"{PLACES}/graph.room",
    scopes=scopes.READ_PLACES, options=_LIST, reference=f"{_REFERENCE}list",
)  # fmt: skip
def list_rooms(exchange: Exchange) -> Value:
    return _page(exchange, "room")


@table.operation(
    "places.roomLists.list", "GET", f"{PLACES}/graph.roomList",
    scopes=scopes.READ_PLACES, options=_LIST, reference=f"{_REFERENCE}list",
)  # fmt: skip
def list_room_lists(exchange: Exchange) -> Value:
    return _page(exchange, "roomList")


@table.operation(
    "places.rooms.count", "GET", f"{PLACES}/graph.room/$count",
    scopes=scopes.READ_PLACES, options=_COUNT, reference=f"{_REFERENCE}list",
)  # fmt: skip
def count_rooms(exchange: Exchange) -> Value:
    return lists.count_of(exchange, places_of(exchange.session, "room"), "room")


@table.operation(
    "places.roomLists.count", "GET", f"{PLACES}/graph.roomList/$count",
    scopes=scopes.READ_PLACES, options=_COUNT, reference=f"{_REFERENCE}list",
)  # fmt: skip
def count_room_lists(exchange: Exchange) -> Value:
    return lists.count_of(exchange, places_of(exchange.session, "roomList"), "roomList")


@table.operation(
    "places.count", "GET", f"{PLACES}/$count",
    scopes=scopes.READ_PLACES, options=_COUNT, reference=f"{_REFERENCE}list",
)  # fmt: skip
def count_places(exchange: Exchange) -> Value:
    every = [document for kind in _KINDS.values() for document in places_of(exchange.session, kind)]
    return lists.count_of(exchange, every, "place")


@table.operation(
    "places.get", "GET", ONE,
    scopes=scopes.READ_PLACES, options={"odata": queries.ONE}, reference=f"{_REFERENCE}get",
)  # fmt: skip
def get_place(exchange: Exchange) -> Value:
    kind, document = _found(exchange)
    return _typed(exchange, kind, document)


@table.operation(
    "places.room.get", "GET", f"{ONE}/graph.room",
    scopes=scopes.READ_PLACES, options={"odata": queries.ONE}, reference=f"{_REFERENCE}get",
)  # fmt: skip
def get_room(exchange: Exchange) -> Value:
    return _cast(exchange, "graph.room")


@table.operation(
    "places.roomList.get", "GET", f"{ONE}/graph.roomList",
    scopes=scopes.READ_PLACES, options={"odata": queries.ONE}, reference=f"{_REFERENCE}get",
)  # fmt: skip
def get_room_list(exchange: Exchange) -> Value:
    return _cast(exchange, "graph.roomList")


@table.operation(
    "places.roomList.rooms.list", "GET", f"{ONE}/graph.roomList/rooms",
    scopes=scopes.READ_PLACES, options=_LIST, reference=f"{_REFERENCE}list",
)  # fmt: skip
def list_rooms_of_list(exchange: Exchange) -> Value:
    rooms = _rooms_in_list(exchange)
    return lists.page_of(exchange, rooms, _rooms_place(exchange), "room", default_size=DEFAULT_SIZE)


@table.operation(
    "places.roomList.rooms.count", "GET", f"{ONE}/graph.roomList/rooms/$count",
    scopes=scopes.READ_PLACES, options=_COUNT, reference=f"{_REFERENCE}list",
)  # fmt: skip
def count_rooms_of_list(exchange: Exchange) -> Value:
    return lists.count_of(exchange, _rooms_in_list(exchange), "room")


@table.operation(
    "places.roomList.rooms.get", "GET", f"{ONE}/graph.roomList/rooms/{{room}}",
    scopes=scopes.READ_PLACES, options={"odata": queries.ONE}, reference=f"{_REFERENCE}get",
)  # fmt: skip
def get_room_of_list(exchange: Exchange) -> Value:
    named = exchange.parameters["room"]
    room = next((room for room in _rooms_in_list(exchange) if _is(room, named)), None)
    if room is None:
        raise Refusal(ITEM_NOT_FOUND, why=f"the list has no room {named[:100]!r}")
    return lists.one_of(exchange, room, _rooms_place(exchange), "room")


@table.operation(
    "places.update", "PATCH", ONE, scopes=scopes.WRITE_PLACES, reference=f"{_REFERENCE}update",
)  # fmt: skip
def update_place(exchange: Exchange) -> Value:
    """Everything but what the directory says of a place. A body names the place's own type, or none."""
    kind, document = _found(exchange)
    given = read_body(exchange, kind)
    for name, value in given.items():
        if name in _SETTLED or is_navigation(kind, name):
            if document.get(name, value) != value:
                exchange.note(f"{name} was passed over: it cannot be changed here")
        elif value is not None and name in {"capacity", "floorNumber"} and abs(value) >= 2**31:
            raise Refusal(PROPERTY_VALIDATION, why=f"{name} is {value}; right would be a number of 32 bits")
        else:
            document[name] = value
    exchange.session.documents.put(KEPT, document["id"], fragment(document))
    return _typed(exchange, kind, document)


# Answers.


def _page(exchange: Exchange, kind: str) -> Value:
    of = f"places/microsoft.graph.{kind}"
    return lists.page_of(exchange, places_of(exchange.session, kind), of, kind, default_size=DEFAULT_SIZE)


def _typed(exchange: Exchange, kind: str, document: Document) -> Resource:
    """A place of the set of all: it says of which type it is."""
    typed = {"@odata.type": f"#microsoft.graph.{kind}"} | document
    return lists.one_of(exchange, typed, "places", kind)


def _cast(exchange: Exchange, cast: str) -> Value:
    kind, document = _found(exchange)
    if kind != _KINDS[cast]:
        raise Refusal(ITEM_NOT_FOUND, why=f"{document['emailAddress']} is a {kind}")
    return lists.one_of(exchange, document, f"places/microsoft.graph.{kind}", kind)


def _rooms_place(exchange: Exchange) -> str:
    return f"{place('places', exchange.parameters['place'])}/microsoft.graph.roomList/rooms"


# What there is.


def _found(exchange: Exchange) -> tuple[str, Document]:
    """The place that a path names by its id or its address; a kind of places is no place. Raises `Refusal`."""
    named = exchange.parameters["place"]
    if _OTHER_KIND.fullmatch(named):
        raise exchange.provider.unmatched(exchange)
    every = [(kind, document) for kind in _KINDS.values() for document in places_of(exchange.session, kind)]
    found = next(((kind, document) for kind, document in every if _is(document, named)), None)
    if found is None:
        there = ", ".join([document["emailAddress"] for _, document in every][:20]) or "none"
        raise Refusal(ITEM_NOT_FOUND, why=f"no place is called {named[:100]!r}; there are: {there}")
    return found


def _is(document: Document, named: str) -> bool:
    return named.lower() in {document["id"], document["emailAddress"].lower()}


def _rooms_in_list(exchange: Exchange) -> list[Document]:
    """The rooms of the list that a path names by its address, which its id does not replace. Raises `Refusal`."""
    named = exchange.parameters["place"].lower()
    every = _room_lists(exchange.session)
    rooms = next((rooms for document, rooms in every if document["emailAddress"].lower() == named), None)
    if rooms is None:
        there = ", ".join([document["emailAddress"] for document, _ in every][:20]) or "none"
        raise Refusal(ITEM_NOT_FOUND, why=f"no room list has the address {named[:100]!r}; there are: {there}")
    return [_current(exchange.session, room) for room in rooms]


def _current(session: Session, document: Document) -> Document:
    record = session.documents.collection(KEPT).get(document["id"])
    return document if record is None else decoded(record.body)


def _people(session: Session) -> list[Person]:
    people = session.template.directory.people.values()
    return [person for person in people if person.kind == "room" and "microsoft" in person.accounts]


def _rooms(session: Session) -> list[Document]:
    return [_room(session, person) for person in _people(session)]


def _room_lists(session: Session) -> list[tuple[Document, list[Document]]]:
    """Each list with its rooms."""
    rooms = {room["emailAddress"].lower(): room for room in _rooms(session)}
    found = []
    left = dict(rooms)
    for group in session.template.directory.groups.values():
        members = [rooms[address.lower()] for address in group.members if address.lower() in rooms]
        if members and len(members) == len(group.members):
            found.append((_named(session, group.email, group.name or group.key), members))
            left = {address: room for address, room in left.items() if room not in members}
    by_domain: dict[str, list[Document]] = {}
    for address, room in left.items():
        by_domain.setdefault(address.rpartition("@")[2], []).append(room)
    taken = session.template.directory
    for domain, members in by_domain.items():
        address = f"rooms@{domain}"
        if taken.by_email(address) is None and taken.group(address) is None:
            found.append((_named(session, address, f"Rooms of {domain}"), members))
    return found


def _id(session: Session, address: str) -> str:
    return derive("microsoft-place", session.template.scenario, address.lower()).uuid()


def _room(session: Session, person: Person) -> Document:
    """A room in the order of the documented example; the scenario knows no more of it than who it is."""
    return _named(session, person.email, person.name) | {
        "nickname": person.name,
        "capacity": None,
        "building": None,
        "floorNumber": None,
        "floorLabel": None,
        "bookingType": "standard",
        "audioDeviceName": None,
        "videoDeviceName": None,
        "displayDeviceName": None,
        "teamsEnabledState": "unknown",
    }


def _named(session: Session, address: str, name: str) -> dict[str, Any]:
    id_ = _id(session, address)
    return {
        "id": id_,
        "emailAddress": address,
        "displayName": name,
        "address": None,
        "geoCoordinates": None,
        "phone": "",
        "label": "",
        "placeId": id_,
        "parentId": None,
        "tags": [],
        "isWheelChairAccessible": False,
    }
