"""The extended properties of calendars in answers: held against filters, and shown where they are expanded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from mockserver.microsoft.events import beside
from mockserver.microsoft.events.extended_properties import NAMES, SINGLE
from mockserver.microsoft.render import METADATA, place

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mockserver.microsoft.lists import Expand
    from mockserver.microsoft.mailbox import Mailbox
    from mockserver.microsoft.odata.expand import Expansion


def filterable(mailbox: Mailbox, document: Mapping[str, Any]) -> dict[str, Any]:
    """A calendar with what filters may ask for; `expander` leaves it out again."""
    return {**document, SINGLE: beside.items(mailbox, document["id"], SINGLE)}


def expander(mailbox: Mailbox, of: str) -> Expand:
    """What puts those that are asked for into a calendar of this set; none at all, where there are none [inferred]."""

    def expand(document: Mapping[str, Any], expansions: Sequence[Expansion]) -> dict[str, Any]:
        shown = {name: value for name, value in document.items() if name not in NAMES}
        for expansion in expansions:
            name = cast("beside.Name", expansion.name)
            if many := expansion.applied(beside.items(mailbox, document["id"], name)):
                context = f"{METADATA}{of}{place('', document['id'])}/{name}"
                shown |= {f"{name}@odata.context": context, name: many}
        return shown

    return expand
