"""Rules about `generate`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mockserver.scenario.generating.declared import MadeUp
from mockserver.scenario.mistakes import nearest, quoted
from mockserver.scenario.moments import BadTime, moment
from mockserver.timing.zones import UnknownZone, zone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mockserver.scenario.mistakes import Finding
    from mockserver.scenario.view import View

MOST_EVENTS = 500_000
"""Events that a scenario may have generated."""
_MADE_UP = re.compile("(person|room)-([1-9][0-9]*)")


def generate(document: View) -> Iterator[Finding]:
    """The numbers go together, the zones and the day are there, and no key is given twice."""
    section = document["generate"]
    people, events = section["people"].value, section["events_per_person"].value
    if isinstance(people, int) and isinstance(events, int) and people * events > MOST_EVENTS:
        what = f"{people} people with {events} events each are {people * events:,} events"
        yield section["events_per_person"].wrong(what, f"up to {MOST_EVENTS:,} can be generated: take less of either")
    for named in section["zones"].texts():
        try:
            zone(named.value)
        except UnknownZone as error:
            near = nearest(named.value, error.near, of="near")
            yield named.wrong(f"{quoted(named.value)} is no time zone", near if error.near else "write an IANA name")
    first = section["first_day"]
    if first.text is not None:
        try:
            moment(first.text)
        except BadTime as error:
            yield first.wrong(error.what, error.instead)
    yield from _taken_keys(document, section)


def _taken_keys(document: View, section: View) -> Iterator[Finding]:
    for person in document["people"].entries():
        named = _MADE_UP.fullmatch(person.key)
        count = section["people" if named and named[1] == "person" else "rooms"].value
        if named and isinstance(count, int) and int(named[2]) <= count and not isinstance(person.value, MadeUp):
            what = f"{quoted(person.key)} is the key of somebody whom `generate` makes up"
            yield person.wrong_key(what, "call them otherwise, such as by their name")
