"""What `$expand` puts into an event: what lies beside it, its calendar, and of a series its occurrences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

from mockserver.microsoft.calendars.store import document_of
from mockserver.microsoft.events import attachment_documents, beside, extensions, items, store
from mockserver.microsoft.odata.evaluation import evaluate
from mockserver.microsoft.refusals import Refusal
from mockserver.microsoft.render import METADATA, place
from mockserver.microsoft.rows import ACCESS_DENIED
from mockserver.microsoft.windows import read_window

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mockserver.microsoft.events.documents import Event
    from mockserver.microsoft.events.reading import Reading
    from mockserver.microsoft.events.views import View
    from mockserver.microsoft.odata.expand import Expansion

_BESIDE: Final = frozenset(
    {"attachments", "extensions", "singleValueExtendedProperties", "multiValueExtendedProperties"}
)
_EXTENDED: Final = frozenset({"singleValueExtendedProperties", "multiValueExtendedProperties"})


def check(view: View, expansions: Sequence[Expansion]) -> None:
    """Raise `Refusal` (403) where a token shows only the basics of events, and more is to be expanded."""
    refused = [expansion.name for expansion in expansions if view.basic and expansion.name in _BESIDE]
    if refused:
        raise Refusal(ACCESS_DENIED, why=f"Calendars.ReadBasic does not show {', '.join(refused)}; Calendars.Read does")


def members(reading: Reading, kept: Event) -> dict[str, Any]:
    """What a request expands of an event that is kept so, each member after its context."""
    found: dict[str, Any] = {}
    inner = f"{METADATA}{reading.of}{place('', reading.view.id(kept['id']))}"
    for expansion in reading.asked.expansions:
        name = expansion.name
        if name == "calendar":
            calendar = expansion.selection.applied(document_of(reading.view.calendar))
            found |= {f"{name}@odata.context": f"{inner}/{name}/$entity", name: calendar}
            continue
        many = list(_beside(reading, kept, expansion) if name in _BESIDE else _events(reading, kept, expansion))
        if many or name not in _EXTENDED:  # properties that an event does not have are left out [inferred]
            found |= {f"{name}@odata.context": f"{inner}/{name}", name: many}
    return found


def _beside(reading: Reading, kept: Event, expansion: Expansion) -> Iterator[dict[str, Any]]:
    if not reading.view.details(kept):
        return
    mailbox = reading.view.calendar.mailbox
    for one in beside.items(mailbox, kept["id"], cast("beside.Name", expansion.name)):
        ids = extensions.ids_of(one) if expansion.name == "extensions" else (one["id"],)
        if expansion.condition is None or any(evaluate(expansion.condition, one | {"id": id_}) for id_ in ids):
            shown = attachment_documents.shown(mailbox, one) if expansion.name == "attachments" else one
            yield expansion.selection.applied(shown)


def _events(reading: Reading, kept: Event, expansion: Expansion) -> Iterator[dict[str, Any]]:
    """The occurrences of a series in the window asked for, or its exceptions; of what is no series none."""
    for item in _items(reading, kept, expansion.name):
        document = reading.visible(item)
        if expansion.condition is None or evaluate(expansion.condition, document):
            yield expansion.selection.applied(reading.view.of(document))


def _items(reading: Reading, kept: Event, name: str) -> Iterable[items.Item]:
    calendar = reading.view.calendar
    window = read_window(reading.exchange) if name == "instances" else None
    master = calendar.events.get(kept["id"])
    if master is None or kept["type"] != "seriesMaster":
        return ()
    if window is None:
        return (items.Item(record.start, record) for record in store.exceptions(calendar, master))
    return items.instances(calendar, master, window)
