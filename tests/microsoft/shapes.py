"""Whether a JSON value is of a type that Microsoft Graph published, with the annotations that OData puts beside it.

Types and members are those of the published description; formats are how the service writes them. A helper, not a test.
"""

from __future__ import annotations

import re
from datetime import date
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from mockserver.microsoft.description import PRIMITIVES, derives, item_of, properties_of, type_of, types

if TYPE_CHECKING:
    from collections.abc import Iterator

# How the service writes what is text in JSON. https://docs.oasis-open.org/odata/odata-json-format/v4.01 section 7.1
_FORMATS = {
    "Binary": re.compile(r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?"),
    "Date": re.compile(r"\d{4}-\d\d-\d\d", re.ASCII),
    "DateTimeOffset": re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,7})?(?:Z|\+00:00)", re.ASCII),
    "Duration": re.compile(r"-?P(?=.)(?:\d+D)?(?:T(?=.)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?", re.ASCII),
    "Guid": re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII),
    "TimeOfDay": re.compile(r"\d\d:\d\d:\d\d\.\d{7}", re.ASCII),
}
_PYTHON: dict[str, tuple[type, ...]] = {"Boolean": (bool,), "Integer": (int,), "Number": (int, float)}
_LOCAL = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}", re.ASCII)
_WEAK = re.compile(r'W/"[^"]+"')

# Returned, though not declared in v1.0's metadata.
BESIDE = {"calendar": {"groupClassId": "Guid"}, "event": {"occurrenceId": "String", "uid": "String"}}
# Any name may stand in them.
OPEN = frozenset({"customSecurityAttributeValue", "extension", "openTypeExtension", "resourceData"})
# Declared so, and never meant so: the answer says which of the derived types it is.
ABSTRACT = frozenset({"attachment", "extension", "outlookItem", "place"})
# Their `id` is not returned where `$select` does without it.
WITHOUT_ID = ("directoryObject", "place", "checkInClaim")

_OF_OBJECTS = frozenset(
    {"@odata.context", "@odata.editLink", "@odata.etag", "@odata.id", "@odata.mediaContentType", "@odata.mediaEditLink"}
    | {"@odata.mediaEtag", "@odata.mediaReadLink", "@odata.readLink", "@odata.type", "@removed"}
)
_OF_PROPERTIES = frozenset({"associationLink", "context", "count", "navigationLink", "nextLink", "type"})
# With odata.metadata=none there are these only.
_OF_PAGES = frozenset({"@odata.count", "@odata.deltaLink", "@odata.nextLink"})


def differences(type_name: str, value: Any, place: str = "", *, metadata: str = "minimal") -> Iterator[str]:
    """How a value differs from the published type of that name; nothing when it does not.

    `metadata` is the level that the answer's Content-Type names: none, minimal or full.
    """
    name, is_list = item_of(type_name)
    if value is None or name == "Any":
        return
    if is_list:
        if not isinstance(value, list):
            yield f"{place or 'the body'}: {_shown(value)} is no list of {name}"
            return
        for index, item in enumerate(value):
            here = f"{place}[{index}]"
            yield from [f"{here}: null in a list"] if item is None else differences(name, item, here, metadata=metadata)
    elif name in PRIMITIVES:
        yield from _primitive(name, value, place)
    elif type_of(name).kind == "enum":
        members = type_of(name).members
        if value not in members:
            yield f"{place}: {_shown(value)} is no {name}; right would be one of {', '.join(members)}"
    elif not isinstance(value, dict):
        yield f"{place or 'the body'}: {_shown(value)} is no {name}"
    else:
        yield from _object(name, value, place, metadata)


def _primitive(name: str, value: Any, place: str) -> Iterator[str]:
    if name in _PYTHON:
        right = isinstance(value, _PYTHON[name]) and isinstance(value, bool) == (name == "Boolean")
        right = right and (name != "Integer" or -(2**63) <= value < 2**63)
    else:
        right = isinstance(value, str) and (name not in _FORMATS or _FORMATS[name].fullmatch(value) is not None)
        right = right and (not name.startswith("Date") or _is_date(value[:10]))
    if not right:
        yield f"{place or 'the body'}: {_shown(value)} is no {name} as Graph writes it"


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _object(declared: str, value: dict[str, Any], place: str, metadata: str) -> Iterator[str]:
    name = declared
    said = value.get("@odata.type")
    if said is not None and declared != "resourceData":
        name = str(said).removeprefix("#microsoft.graph.")
        if not str(said).startswith("#microsoft.graph.") or name not in types() or not derives(name, declared):
            yield f"{place}.@odata.type: {said!r} is no {declared}".lstrip(".")
            return
    elif declared in ABSTRACT and metadata != "none" and "@removed" not in value:
        yield f"{place}: @odata.type is missing, and {declared} alone says too little".lstrip(": ")
    yield from _annotations(name, value, place, metadata)
    yield from _members(name, value, place, metadata)
    if name == "dateTimeTimeZone":
        yield from _local_time(value, place)


def _members(name: str, value: dict[str, Any], place: str, metadata: str) -> Iterator[str]:
    known = {**properties_of(name), **BESIDE.get(name, {})}
    for key, member in value.items():
        if "@" in key and key not in known:
            continue
        if key in known:
            yield from differences(known[key], member, f"{place}.{key}".lstrip("."), metadata=metadata)
        elif name not in OPEN:
            near = ", ".join(get_close_matches(key, sorted(known)) or sorted(known))
            yield f"{place}.{key}: {name} has no such property; near: {near}".lstrip(".")
    keyed = type_of(name).kind == "entity" and not any(derives(name, base) for base in WITHOUT_ID)
    keyed = keyed and not _attached(place)
    if keyed and not (isinstance(value.get("id"), str) and value["id"]):
        yield f"{place}.id: {name} always has one".lstrip(".")


def _attached(place: str) -> bool:
    """Whether it is the item of an itemAttachment, which is kept nowhere else: its `id` is empty."""
    return place.rpartition(".")[2] == "item"


def _annotations(name: str, value: dict[str, Any], place: str, metadata: str) -> Iterator[str]:
    known = properties_of(name)
    for key in value:
        of, at, annotation = key.rpartition("@")
        if not at:
            continue
        if of:
            right = of in known and annotation.removeprefix("odata.") in _OF_PROPERTIES
        else:
            right = key in _OF_OBJECTS or key in known or key.startswith("@microsoft.graph.")
        if not right:
            yield f"{place}.{key}: no annotation of {name}".lstrip(".")
        elif "@odata." in key and metadata == "none" and key not in _OF_PAGES:
            yield f"{place}.{key}: there are no annotations with odata.metadata=none".lstrip(".")
    always = name == "event" and metadata != "none" and "@removed" not in value and not _attached(place)
    if always and "@odata.etag" not in value:
        yield f"{place}.@odata.etag: every event has one".lstrip(".")
    etag = value.get("@odata.etag", 'W/"."')
    if not (isinstance(etag, str) and _WEAK.fullmatch(etag)):
        yield f"{place}.@odata.etag: {etag!r} is no weak entity tag".lstrip(".")
    if "@removed" in value and value["@removed"] not in ({"reason": "deleted"}, {"reason": "changed"}):
        yield f"{place}.@removed: {_shown(value['@removed'])} gives no reason".lstrip(".")


def _local_time(value: dict[str, Any], place: str) -> Iterator[str]:
    """Seven digits of a second, no offset, and the zone always beside it."""
    text = value.get("dateTime")
    if not (isinstance(text, str) and _LOCAL.fullmatch(text) and _is_date(text[:10])):
        yield f"{place}.dateTime: {_shown(text)}; right would be 2026-03-08T09:00:00.0000000"
    if not (isinstance(value.get("timeZone"), str) and value["timeZone"]):
        yield f"{place}.timeZone: {_shown(value.get('timeZone'))}; right would be the name of a zone"


def _shown(value: Any) -> str:
    return repr(value)[:120]
