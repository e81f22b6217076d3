"""What a body brings that is kept beside its event: extended properties, and in a POST extensions and attachments.

They are not answered unless they are expanded; `beside.py` keeps them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from mockserver.microsoft.events import attachment_documents, beside, extended_properties, extensions
from mockserver.microsoft.events.times import refuse_value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mockserver.microsoft.mailbox import Mailbox

PROPERTIES: Final = extended_properties.NAMES
ONLY_CREATED: Final[tuple[beside.Name, ...]] = ("extensions", "attachments")


def check(body: Mapping[str, Any]) -> None:
    """Raise `Refusal` where what is embedded could not be kept; nothing was changed yet then."""
    extended_properties.read(body)
    for name, most in zip(ONLY_CREATED, (extensions.MOST, attachment_documents.MOST), strict=True):
        items = body.get(name) or []
        if len(items) > most or not all(items):
            refuse_value(f"{name} are up to {most}, and each is an object with members")
    for extension in body.get("extensions") or []:
        extensions.check(extension)
    for attachment in body.get("attachments") or []:
        attachment_documents.check(attachment)


def has_attachments(body: Mapping[str, Any]) -> bool:
    """`hasAttachments` of a new event."""
    return attachment_documents.has_attachments(body.get("attachments") or ())


def keep(mailbox: Mailbox, owner: str, body: Mapping[str, Any]) -> None:
    """Keep beside an event the extended properties of its body. Raises `StoreFull`."""
    extended_properties.keep(mailbox, owner, extended_properties.read(body))


def keep_created(mailbox: Mailbox, event_id: str, body: Mapping[str, Any]) -> None:
    """Keep beside a new event what its body has embedded. Raises `Refusal` and `StoreFull`."""
    if body.get("extensions"):
        extensions.check_owner(mailbox)
    keep(mailbox, event_id, body)
    items: beside.Items = []
    for extension in body.get("extensions") or []:
        items, _ = extensions.added(items, extension)
    if items:
        beside.put(mailbox, event_id, "extensions", items)
    attached: beside.Items = []
    for attachment in body.get("attachments") or []:
        attached = attachment_documents.add(mailbox, event_id, attached, attachment)
    if attached:
        beside.put(mailbox, event_id, "attachments", attached)
