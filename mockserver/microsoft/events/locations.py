"""Where an event takes place: `location` and `locations`, each of which follows from the other.

Writing one replaces the other (the reference's section 3.9). What no recording shows is marked [inferred].
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from mockserver.microsoft.events.documents import NO_LOCATION
from mockserver.microsoft.events.times import refuse_value

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    Location = dict[str, Any]

MOST: Final = 100
"""Places of one event [inferred]."""
_JOINED_BY = "; "
_DETAILS: Final = ("address", "coordinates")


def read(body: Mapping[str, Any]) -> dict[str, Any]:
    """`location` and `locations` as a body has them; nothing where it has neither. `locations` count first [inferred].

    Raises `Refusal`.
    """
    if "locations" in body:
        given = body["locations"] or []
        if len(given) > MOST:
            refuse_value(f"an event has up to {MOST} locations, and these are {len(given)}")
        return _both([_place(one) for one in given])
    return _both(list(_single(body["location"]))) if "location" in body else {}


def _single(given: Mapping[str, Any] | None) -> Iterator[Location]:
    if given is not None and any(value for name, value in given.items() if name != "locationType"):
        yield _place(given)


def _both(places: list[Location]) -> dict[str, Any]:
    if not places:
        return {"location": NO_LOCATION, "locations": []}
    if len(places) == 1:
        return {"location": places[0], "locations": places}
    names = _JOINED_BY.join(place["displayName"] for place in places)
    return {"location": _place({"displayName": names}), "locations": places}


def _place(given: Mapping[str, Any]) -> Location:
    """A place with the ids that it gets: a room of the directory by its address, any other by its name."""
    name, type_ = given.get("displayName") or "", given.get("locationType") or "default"
    address = given.get("locationUri") or given.get("locationEmailAddress") or ""
    of_directory = type_ == "conferenceRoom" and "@" in address
    uri, mail = given.get("locationUri") or (address if of_directory else ""), given.get("locationEmailAddress")
    unique = given.get("uniqueId") or (address if of_directory else name)
    kind = given.get("uniqueIdType") or ("directory" if of_directory else "private" if unique else "unknown")
    return {
        "displayName": name or address,
        **({"locationUri": uri} if uri else {}),
        **({"locationEmailAddress": mail} if mail else {}),
        "locationType": type_,
        **({"uniqueId": unique} if unique else {}),
        "uniqueIdType": kind,
        **{detail: _filled(given.get(detail) or {}) for detail in _DETAILS if of_directory or given.get(detail)},
    }


def _filled(detail: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in detail.items() if value is not None}
