"""What Graph supports of OData on the resources of the calendar side, as data; what it says otherwise is elsewhere.

Only of events it is recorded or documented. Of the other types every property that is a value may be filtered and
ordered by. [inferred]
"""

from __future__ import annotations

from typing import Final

import msgspec

from mockserver.microsoft import description
from mockserver.microsoft.odata.properties import is_value

Names = tuple[str, ...]


class Support(msgspec.Struct, frozen=True):
    """The properties by which one type can be queried, as paths."""

    filters: frozenset[Names]
    orders: frozenset[Names]
    collections: frozenset[Names]
    """Those a filter may ask `any` of."""
    expands: frozenset[str]


FUNCTIONS: Final = frozenset({"startswith", "contains"})
"""`endswith` is refused (recorded in 2019 and 2024 for messages); the others are inferred from it."""


def _paths(text: str) -> frozenset[Names]:
    return frozenset(tuple(name.split("/")) for name in text.split())


EVENT: Final = Support(
    filters=_paths(
        "id subject start/dateTime end/dateTime isAllDay isCancelled isOrganizer importance sensitivity showAs type"
        " iCalUId seriesMasterId createdDateTime lastModifiedDateTime"
    ),
    orders=_paths("start/dateTime end/dateTime subject createdDateTime lastModifiedDateTime"),
    collections=_paths("categories singleValueExtendedProperties"),
    expands=frozenset(
        {"attachments", "calendar", "exceptionOccurrences", "extensions", "instances"}
        | {"multiValueExtendedProperties", "singleValueExtendedProperties"}
    ),
)
_EXTENDED: Final = frozenset({"singleValueExtendedProperties", "multiValueExtendedProperties"})


def support(type_name: str) -> Support:
    """What is supported of a type."""
    return EVENT if type_name == "event" else _others(type_name)


def _others(type_name: str) -> Support:
    properties = description.properties_of(type_name)
    values = frozenset((name,) for name, of in properties.items() if not of.startswith("Coll") and is_value(of))
    extended = _EXTENDED & properties.keys()
    collections = frozenset((name,) for name in extended if name.startswith("single"))
    return Support(values, values, collections, extended)
