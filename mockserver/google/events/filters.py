"""The filters of events.list: text, iCalUID, event types and extended properties.

They look at what the caller sees: nobody finds by its words what they may not read.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from mockserver.google.refusals import INVALID_PARAMETER, Refusal

if TYPE_CHECKING:
    from mockserver.google.events.queries import ListQuery

# The reference page asks for all of several properties of one kind, the guide for any of them.
ALL_PROPERTIES = True
_WORD = re.compile(r"\w+")
_PEOPLE = ("displayName", "email")
_PLACES = ("buildingId", "deskId", "floorId", "floorSectionId", "label")


class Filters:
    """What the query of a list leaves through."""

    def __init__(self, query: ListQuery) -> None:
        self._uid = query.i_cal_uid
        self._types = frozenset(query.event_types)
        self._terms = [term.casefold() for term in _WORD.findall(query.q or "")]
        self._private = [_pair("privateExtendedProperty", text) for text in query.private_extended_property]
        self._shared = [_pair("sharedExtendedProperty", text) for text in query.shared_extended_property]
        self.active = bool(self._uid or self._types or self._terms or self._private or self._shared)

    def match(self, document: dict[str, Any]) -> bool:
        if self._uid is not None and document.get("iCalUID") != self._uid:
            return False
        if self._types and document.get("eventType", "default") not in self._types:
            return False
        return self._has_terms(document) and self._has_properties(document)

    def _has_terms(self, document: dict[str, Any]) -> bool:
        """Every term begins a word in one of the searched members [inferred: words, in any case, not substrings]."""
        if not self._terms:
            return True
        words = {word for text in _searched(document) for word in _WORD.findall(text.casefold())}
        return all(any(word.startswith(term) for word in words) for term in self._terms)

    def _has_properties(self, document: dict[str, Any]) -> bool:
        properties = document.get("extendedProperties") or {}
        both = (("private", self._private), ("shared", self._shared))
        every = all if ALL_PROPERTIES else any
        return all(
            not pairs or every((properties.get(kind) or {}).get(key) == value for key, value in pairs)
            for kind, pairs in both
        )


def _searched(document: dict[str, Any]) -> list[str]:
    """The texts that `q` looks at. https://developers.google.com/workspace/calendar/api/v3/reference/events/list."""
    texts = [document.get(name) for name in ("summary", "description", "location")]
    people = [document.get("organizer") or {}, *(document.get("attendees") or ())]
    texts += [person.get(name) for person in people for name in _PEOPLE]
    working = document.get("workingLocationProperties") or {}
    for place in (working.get("officeLocation") or {}, working.get("customLocation") or {}):
        texts += [place.get(name) for name in _PLACES]
    return [text for text in texts if text]


def _pair(name: str, text: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if not equals:
        raise Refusal(INVALID_PARAMETER, name=name, message=f"Invalid value '{text}'. Use propertyName=value.")
    return key, value
