"""The properties that a query option may name, by the published description: letter case does not count in a name.

`Start/DateTime` is as good as `start/dateTime` (recorded in requests that Graph answered).
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from mockserver.microsoft import description
from mockserver.microsoft.odata.refusals import short
from mockserver.microsoft.rows import UNKNOWN_NAME

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# Answered by the live service, and in no published description.
_LIVE: Final[Mapping[str, Mapping[str, str]]] = {"event": {"uid": "String", "occurrenceId": "String"}}

_EDM: Final = {"Integer": "Int32", "Number": "Double", "Any": "Untyped"}


class UnknownPropertyError(LookupError):
    """No such property; its text is what Microsoft's OData library says of that."""

    def __init__(self, name: str, type_name: str) -> None:
        self.words = {"name": short(name), "type": full_name(type_name)}
        super().__init__(UNKNOWN_NAME.message.format_map(self.words))


def full_name(type_name: str) -> str:
    """A type as Graph's messages name it."""
    if type_name in description.PRIMITIVES or type_name == "Null":
        return f"Edm.{_EDM.get(type_name, type_name)}"
    return f"microsoft.graph.{type_name}"


def is_value(type_name: str) -> bool:
    """Whether a type is a primitive or an enum, so that its values can be compared."""
    return type_name in description.PRIMITIVES or description.type_of(type_name).kind == "enum"


def is_navigation(type_name: str, name: str) -> bool:
    """Whether a property of a type is there only when it is expanded."""
    step: str | None = type_name
    while step is not None:
        found = description.type_of(step)
        if name in found.navigation:
            return True
        step = found.base
    return False


def member(enum_name: str, value: str) -> str | None:
    """The member of an enum that a value names, whatever its letter case."""
    members = description.type_of(enum_name).members
    return next((known for known in members if known.lower() == value.lower()), None)


def property_of(type_name: str, name: str) -> tuple[str, str]:
    """A property's name as it is published, and its type. Raises UnknownPropertyError."""
    found = _names(type_name).get(name.lower())
    if found is None:
        raise UnknownPropertyError(name, type_name)
    return found


def resolved(type_name: str, names: Sequence[str]) -> tuple[tuple[str, ...], str]:
    """The names on a path as they are published, and the type at its end. Raises UnknownPropertyError."""
    canonical = []
    for name in names:
        found, type_name = property_of(type_name, name)
        canonical.append(found)
    return tuple(canonical), type_name


@cache
def _names(type_name: str) -> Mapping[str, tuple[str, str]]:
    if type_name not in description.types():
        return {}  # a primitive, or a list: nothing is below it
    known = {**description.properties_of(type_name), **_LIVE.get(type_name, {})}
    return {name.lower(): (name, of) for name, of in known.items()}
