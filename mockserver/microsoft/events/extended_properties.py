"""Extended properties of events and calendars: what a body may say of them, and what is kept of it beside the owner.

How their ids are spelt is `property_ids.py`'s.
https://learn.microsoft.com/graph/api/resources/extended-properties-overview
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from mockserver.microsoft.events import beside
from mockserver.microsoft.events.times import refuse_value
from mockserver.microsoft.property_ids import canonical_id
from mockserver.microsoft.refusals import Refusal
from mockserver.microsoft.rows import EXTENDED_PROPERTY_ID, EXTENDED_PROPERTY_TYPE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mockserver.microsoft.mailbox import Mailbox

    Properties = Mapping[beside.Name, list[dict[str, Any]]]
    """Those of each kind."""

SINGLE: Final = "singleValueExtendedProperties"
MULTI: Final = "multiValueExtendedProperties"
NAMES: Final[tuple[beside.Name, ...]] = (SINGLE, MULTI)
MOST: Final = 100
"""Of one kind, in one body [inferred]."""
MOST_VALUES: Final = 500  # of a property [inferred]


def read(body: Mapping[str, Any]) -> Properties:
    """What a body says of them, under ids in their one spelling. Raises `Refusal`."""
    return {name: _read(body.get(name), name) for name in NAMES}


def keep(mailbox: Mailbox, owner: str, given: Properties) -> None:
    """Keep what a body said: a property takes the place of the one with its id. Raises `StoreFull`."""
    for name, items in given.items():
        if items:
            known = {item["id"]: item for item in beside.items(mailbox, owner, name)}
            beside.put(mailbox, owner, name, list((known | {item["id"]: item for item in items}).values()))


def _read(given: Iterable[Mapping[str, Any]] | None, name: str) -> list[dict[str, Any]]:
    items = list(given or ())
    if len(items) > MOST or not all(items):
        refuse_value(f"{name} are up to {MOST}, and each has an id and a value")
    return [_one(item, many=name == MULTI) for item in items]


def _one(item: Mapping[str, Any], *, many: bool) -> dict[str, Any]:
    id_, value = item.get("id"), item.get("value")
    if id_ is None:
        raise Refusal(EXTENDED_PROPERTY_ID, why="an extended property has an id")
    id_ = canonical_id(id_)
    if id_.partition(" ")[0].endswith("Array") is not many:
        wanted = "an Array type, such as StringArray" if many else "a type of one value, such as String"
        raise Refusal(EXTENDED_PROPERTY_TYPE, why=f"{id_[:80]}: right would be {wanted}")
    if value is None or (many and (None in value or len(value) > MOST_VALUES)):
        refuse_value(f"{id_[:80]}: its value is {f'up to {MOST_VALUES} strings' if many else 'a string'}")
    return {"id": id_, "value": value}
