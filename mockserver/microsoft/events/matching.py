"""Which events of a list meet a filter, and in which order: decoded as far as the query speaks of them, and once.

What is found is remembered until something in the calendar changes. A filter on times looks only at what the calendar's
index says can meet it.
"""

from __future__ import annotations

from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

import msgspec

from mockserver.clock import DAY
from mockserver.documents import FOREVER
from mockserver.microsoft.events import beside, items
from mockserver.microsoft.events.documents import UTC, Event
from mockserver.microsoft.events.items import Drawn, Item
from mockserver.microsoft.events.times import seven_digits
from mockserver.timing import wall, zones

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator

    from mockserver.clock import Instant
    from mockserver.microsoft.events.reading import Reading
    from mockserver.microsoft.lists import Asked
    from mockserver.microsoft.odata.expressions import Expression
    from mockserver.microsoft.odata.orderby import Order

_TIMES: Final = (("start", "dateTime"), ("end", "dateTime"))
_EXTENDED: Final = "singleValueExtendedProperties"
_INDEX: Final[dict[tuple[str, ...], Callable[[Item], Instant]]] = {
    ("start", "dateTime"): lambda item: item.start,
    ("lastModifiedDateTime",): lambda item: item.record.updated,
}
# What tells how much of an event may be seen, and on which clocks its days begin.
_NEEDED: Final = frozenset({"id", "sensitivity", "isAllDay", "originalStartTimeZone", "originalEndTimeZone"})


def drawn(reading: Reading, source: Hashable, make: Callable[[], Iterator[Item]]) -> Drawn[Item]:
    """The items of a list that meet the filter, in the order asked for, as far as they were drawn.

    `source` names the list, whose items `make` gives by their start.
    """
    asked, calendar = reading.asked, reading.view.calendar
    seen = (calendar.role, reading.view.basic)
    key = (source, asked.condition, asked.order, *seen)
    return calendar.events.remembered(key, lambda: Drawn(_matching(reading, make())))


def listed(reading: Reading) -> Iterator[Item]:
    """The singles and series of a calendar that can meet a filter by when they are."""
    after, before = _bounds(reading.asked.condition)
    return items.listed(reading.view.calendar, after, before)


def _matching(reading: Reading, source: Iterator[Item]) -> Iterable[Item]:
    asked, order = reading.asked, _given(reading.asked.order)
    if asked.condition is not None:
        names = _names(asked)
        met = asked.condition_met()
        source = (item for item in source if met(_compared(reading, item, names)))
    if not order:
        return source
    if all(one.path in _INDEX for one in order):
        return _by_index(source, order)
    from mockserver.microsoft.odata.orderby import ordered  # noqa: PLC0415 - late, as the whole of odata

    names = _names(asked)
    pairs = [(_part(reading, item, names), item) for item in source]
    return [item for _, item in ordered(pairs, order, itemgetter(0))]


def _given(order: tuple[Order, ...]) -> tuple[Order, ...]:
    """The order, none where it is that of the items anyway."""
    plain = len(order) == 1 and order[0].path == ("start", "dateTime") and not order[0].descending
    return () if plain else order


def _by_index(source: Iterator[Item], order: tuple[Order, ...]) -> list[Item]:
    found = list(source)
    for one in reversed(order):
        found.sort(key=_INDEX[one.path], reverse=one.descending)
    return found


def _names(asked: Asked) -> frozenset[str]:
    from mockserver.microsoft.odata.expressions import paths  # noqa: PLC0415 - late, as the whole of odata

    filtered = () if asked.condition is None else (path.names[0] for path in paths(asked.condition))
    return _NEEDED.union(filtered, (one.path[0] for one in asked.order))


def _part(reading: Reading, item: Item, names: frozenset[str]) -> Event:
    """Those members of an event that a query speaks of, as far as the caller may see them."""
    if item.occurrence is not None:
        return reading.visible(item)
    return reading.view.visible(msgspec.structs.asdict(_decoder(names).decode(item.record.body)))


def _compared(reading: Reading, item: Item, names: frozenset[str]) -> Event:
    """What a filter is held against: days begin at midnight of their own zone (recorded), and not where they show."""
    document = _part(reading, item, names)
    if document["isAllDay"]:
        for (name, _), zone in zip(_TIMES, ("originalStartTimeZone", "originalEndTimeZone"), strict=True):
            if document.get(name):
                document = document | {name: _midnight(document[name], document[zone])}
    if _EXTENDED in names and reading.view.details(document) and not reading.view.basic:
        document = document | {_EXTENDED: beside.items(reading.view.calendar.mailbox, document["id"], _EXTENDED)}
    return document


def _midnight(shown: dict[str, str], zone: str) -> dict[str, str]:
    from datetime import date  # noqa: PLC0415 - beside the types, which are for checking only

    instant = wall.midnight(date.fromisoformat(shown["dateTime"][:10]), zones.zone(zone))
    return shown | {"dateTime": seven_digits(wall.local(instant, UTC.zone))}


@lru_cache(64)
def _decoder(names: frozenset[str]) -> msgspec.json.Decoder[Any]:
    """Decodes these members of an event and no others, which is a small part of the work."""
    return msgspec.json.Decoder(msgspec.defstruct("Part", [(name, Any, None) for name in sorted(names)]))


def _bounds(condition: Expression | None) -> tuple[Instant, Instant]:
    """The span that an event has to reach into to meet a filter, as the index has it: a day more on either side."""
    after, before = -FOREVER, FOREVER
    for operator, instant in _limits(condition) if condition is not None else ():
        if operator in {"gt", "ge", "eq"}:
            after = max(after, instant - DAY - 1)
        if operator in {"lt", "le", "eq"}:
            before = min(before, instant + DAY + 1)
    return after, before


def _limits(condition: Expression) -> Iterator[tuple[str, Instant]]:
    """The comparisons of a start or an end with a time that all have to be true."""
    from mockserver.microsoft.odata.expressions import (  # noqa: PLC0415 - late, as the whole of odata
        Comparison,
        Constant,
        Logical,
        Path,
    )
    from mockserver.microsoft.odata.tokens import instant_of_text  # noqa: PLC0415 - late, as the whole of odata

    match condition:
        case Logical("and", operands):
            for operand in operands:
                yield from _limits(operand)
        case Comparison(operator, Path(names), Constant(_, value)) if names in _TIMES:
            instant = instant_of_text(str(value))
            if instant is not None:
                yield operator, instant
        case _:
            return
