"""Attachments as they are kept and as they are shown: of files, of items, and references to what lies elsewhere.

Their content lies beside them (`beside.py`) and is encoded only for an answer that has it. Order of members: recorded
answers.
"""

from __future__ import annotations

import binascii
import re
from base64 import b64decode, b64encode
from mimetypes import MimeTypes
from typing import TYPE_CHECKING, Any, Final

from mockserver.microsoft import formats
from mockserver.microsoft.events import beside
from mockserver.microsoft.events.times import refuse_shape, refuse_value
from mockserver.microsoft.refusals import Refusal
from mockserver.microsoft.render import fragment
from mockserver.microsoft.rows import TOO_MANY_ATTACHMENTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mockserver.microsoft.mailbox import Mailbox

FILE: Final = "#microsoft.graph.fileAttachment"
ITEM: Final = "#microsoft.graph.itemAttachment"
REFERENCE: Final = "#microsoft.graph.referenceAttachment"
UNKNOWN_KIND: Final = "application/octet-stream"
LONGEST_NAME: Final = 255  # characters [inferred]
MOST: Final = 250
"""On one event: Exchange's limit for messages [inferred]."""
_FIELD: Final = re.compile(r"[!-~](?:[ -~]{0,253}[!-~])?")
_ANY_BASE64: Final = str.maketrans("-_", "+/")
_NAMES: Final = MimeTypes(filenames=())  # no file of the machine has a say in it


def check(given: Mapping[str, Any]) -> None:
    """Raise `Refusal` where a body's attachment could not be kept."""
    type_ = type_of(given)
    if type_ not in {FILE, ITEM, REFERENCE}:
        refuse_shape(f"an attachment says what it is: @odata.type is {FILE}, {ITEM} or {REFERENCE}")
    check_description(given)
    if type_ == FILE:
        _bytes_of(given)
    if type_ == ITEM and not (given.get("item") or {}).get("@odata.type"):
        refuse_shape("an itemAttachment has an item, whose @odata.type is such as #microsoft.graph.event")


def check_description(given: Mapping[str, Any]) -> None:
    """Raise `Refusal` where an attachment's name or content type could not be one; the type becomes a header field."""
    if not given.get("name") or len(given["name"]) > LONGEST_NAME:
        refuse_value(f"an attachment has a name of 1 to {LONGEST_NAME} characters")
    if given.get("contentType") and not _FIELD.fullmatch(given["contentType"]):
        refuse_value("a contentType is such as text/plain: printable ASCII, 255 characters at most")


def type_of(given: Mapping[str, Any]) -> str:
    """The full name of what an attachment says it is."""
    return "#microsoft.graph." + str(given.get("@odata.type")).removeprefix("#").removeprefix("microsoft.graph.")


def add(mailbox: Mailbox, owner: str, items: beside.Items, given: Mapping[str, Any]) -> beside.Items:
    """The attachments of an event with one more, whose content is kept. Raises `Refusal` and `StoreFull`."""
    check(given)
    check_room(items)
    type_, number = type_of(given), next_number(mailbox)
    if type_ != FILE:
        return [*items, _without_content(mailbox, owner, number, type_, given)]
    data, part = _bytes_of(given), part_of(number, 0)
    beside.put_content(mailbox, part, data)
    return [*items, file_attachment(mailbox, owner, number, given, size=len(data), parts=[part])]


def check_room(items: beside.Items) -> None:
    """Raise `Refusal` where an event has as many attachments as one may."""
    if len(items) >= MOST:
        raise Refusal(TOO_MANY_ATTACHMENTS, why=f"an event has {MOST} attachments at most")


def has_attachments(items: Iterable[Mapping[str, Any]]) -> bool:
    """`hasAttachments` of an event: what stands inside its body does not count [inferred]."""
    return any(not item.get("isInline") for item in items)


def next_number(mailbox: Mailbox) -> bytes:
    """What tells an attachment from all others."""
    return mailbox.session.ids.bytes("microsoft-attachment", 16)


def part_of(number: bytes, start: int) -> str:
    """The key of the part of an attachment's content that begins at a byte."""
    return f"{number.hex()}.{start}"


def file_attachment(
    mailbox: Mailbox, owner: str, number: bytes, given: Mapping[str, Any], *, size: int, parts: Sequence[str]
) -> dict[str, Any]:
    """A fileAttachment as it is kept, whose content already is."""
    kind = given.get("contentType") or _NAMES.guess_type(given["name"])[0] or UNKNOWN_KIND  # [inferred]
    return {
        "@odata.type": FILE,
        "@odata.mediaContentType": kind,
        "id": formats.attachment_id(owner, number),
        "lastModifiedDateTime": formats.date_time_offset(mailbox.session.clock.now()),
        "name": given["name"],
        "contentType": kind,
        "size": size,
        "isInline": bool(given.get("isInline")),
        "contentId": given.get("contentId"),
        "contentLocation": given.get("contentLocation"),
        "parts": list(parts),
    }


def shown(mailbox: Mailbox, item: Mapping[str, Any], *, with_item: bool = False) -> dict[str, Any]:
    """An attachment as an answer has it; what is attached of Outlook's only `with_item`."""
    document = {name: value for name, value in item.items() if name not in {"parts", "item"}}
    if item["@odata.type"] == FILE:
        document["contentBytes"] = b64encode(beside.content(mailbox, item["parts"])).decode()
    if with_item and "item" in item:
        document["item"] = item["item"]
    return document


def _without_content(
    mailbox: Mailbox, owner: str, number: bytes, type_: str, given: Mapping[str, Any]
) -> dict[str, Any]:
    now = formats.date_time_offset(mailbox.session.clock.now())
    attached: dict[str, Any] = {}
    if type_ == ITEM:
        item = given["item"]
        stamps = {"id": "", "createdDateTime": now, "lastModifiedDateTime": now}
        attached = {"item": {"@odata.type": type_of(item), **stamps, **_described(item)}}
    return {
        "@odata.type": type_,
        "id": formats.attachment_id(owner, number),
        "lastModifiedDateTime": now,
        "name": given["name"],
        "contentType": given.get("contentType"),
        "size": len(fragment(attached)) if attached else 0,  # [inferred]
        "isInline": bool(given.get("isInline")),
        **attached,
    }


def _described(item: Mapping[str, Any]) -> dict[str, Any]:
    """What is said of an attached item, its times as Graph writes them."""
    from mockserver.microsoft.events.documents import timed  # noqa: PLC0415 - few events have another one attached
    from mockserver.microsoft.events.times import read_span  # noqa: PLC0415 - as above

    said = {name: value for name, value in item.items() if name not in {"@odata.type", "id"}}
    if said.get("start") and said.get("end"):
        said |= timed(said, read_span(said["start"], said["end"], all_day=bool(said.get("isAllDay"))))
    return said


def _bytes_of(given: Mapping[str, Any]) -> bytes:
    text = given.get("contentBytes")
    if text is None:
        refuse_value("a fileAttachment has its contentBytes")
    try:
        return b64decode(text.translate(_ANY_BASE64), validate=True)
    except (binascii.Error, ValueError):
        refuse_shape("contentBytes are no base64")
