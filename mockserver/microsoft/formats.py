"""How Microsoft Graph writes ids, change keys, etags, iCalUIds, links and points in time.

An id is bytes in base64: which mailbox, which folder, which item, and for an occurrence which day. The layouts were
decoded from recorded ids (the reference's section 3.3); what no recording shows is marked [inferred]. Which ids exist
is the store's affair; what a time of an event looks like is in `times`.
"""

from __future__ import annotations

import base64
import binascii
import uuid
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal, NamedTuple
from urllib.parse import quote

from mockserver.clock import parse_instant, rfc3339
from mockserver.ids import Derived, derive

if TYPE_CHECKING:
    from mockserver.clock import Instant

DEFAULT_CALENDAR: Final = 0x010D
"""The folder whose events are in the default calendar."""
CALENDARS: Final = 0x0106
"""The folder in which listed calendars and calendar groups are."""
_REGULAR: Final = bytes.fromhex("00032400")
_IMMUTABLE: Final = bytes.fromhex("000900")  # "AAkA"; what follows is [inferred], with the parts of a regular id
_ITEM: Final = 70  # bytes of an item's entry id
_FOLDER: Final = 46  # bytes of a folder's entry id, and of an item's immutable one
_ATTACHED: Final = bytes.fromhex("0112001000")
_GLOBAL_OBJECT: Final = "040000008200E00074C5B7101A82E008"
_FILETIME_EPOCH: Final = parse_instant("1601-01-01T00:00:00Z")
_TICKS_A_DAY: Final = 24 * 60 * 60 * 10_000_000
_NEVER: Final = "0001-01-01T00:00:00Z"

Form = Literal["item", "folder", "immutable"]


class MailboxKeys(NamedTuple):
    """What all ids and change keys of one mailbox have in common."""

    mailbox: str
    store: bytes
    replica: bytes
    changes: bytes


class Named(NamedTuple):
    """What an id names: an item of a folder, a folder, or (immutable) an item anywhere; for an occurrence its `day`."""

    form: Form
    folder: int
    number: int
    day: date | None = None


def mailbox_keys(*parts: str) -> MailboxKeys:
    """The keys that belong to a mailbox of a session: `parts` say which."""
    mailbox = derive("microsoft-mailbox", *parts).uuid()
    store, replica, changes = (derive(f"microsoft-{use}", *parts).bytes(16) for use in ("store", "replica", "changes"))
    # Every etag recorded in a notification begins DwAAABYAAAA, so the first two bits of these are 0.
    return MailboxKeys(mailbox, store, replica, bytes((changes[0] & 0x3F,)) + changes[1:])


def item_id(keys: MailboxKeys, folder: int, number: int) -> str:
    """The regular id of the mailbox's `number`-th item (152 characters); it changes when the item changes folder."""
    return _encode(_item_bytes(keys, folder, number))


@lru_cache(1_024)
def calendar_id(keys: MailboxKeys, number: int) -> str:
    """The id of a calendar or a calendar group as they are listed; it has no immutable form."""
    return item_id(keys, CALENDARS, number)


def folder_id(keys: MailboxKeys, folder: int) -> str:
    """The shorter spelling of a calendar's id, as `calendar@odata.navigationLink` has it (120 characters)."""
    return _encode(_folder_bytes(keys, folder))


def immutable_id(keys: MailboxKeys, number: int) -> str:
    """The id that an item keeps in whatever folder it is (`Prefer: IdType="ImmutableId"`)."""
    return _encode(_immutable_bytes(keys, number))


def occurrence_id(master: str, day: date) -> str:
    """The id of the occurrence whose original date is `day`, and of an exception: of the same form as its master's.

    Raises ValueError where `master` is not the id of an item.
    """
    data = _decode(master) or b""
    for head, size in ((_regular_head(data), _ITEM), (_IMMUTABLE, _FOLDER)):
        if data.startswith(head) and len(data) == len(head) + _shift(head) + 2 + size:
            inner = b"\x08" + _ticks(day) + bytes((size,)) + data[-size:] + b"\x10"
            mark = b"\x01" if head != _IMMUTABLE else b""
            return _encode(head + mark + len(inner).to_bytes(2, "little") + inner)
    raise ValueError(f"{master!r} is not the id of an item")


def split_occurrence_id(id_: str) -> tuple[str, date] | None:
    """The master's id and the original date that an occurrence's id is made of, None for any other."""
    data = _decode(id_) or b""
    for head, size in ((_regular_head(data), _ITEM), (_IMMUTABLE, _FOLDER)):
        start = len(head) + _shift(head) + 2
        day = _day(data[start + 1 : start + 9])
        if not data.startswith(head) or len(data) != start + size + 11 or day is None:
            continue
        mark = b"\x00" if head != _IMMUTABLE else b""
        master = _encode(head + mark + size.to_bytes(2, "little") + data[start + 10 : start + 10 + size])
        if occurrence_id(master, day) == id_:
            return master, day
    return None


def attachment_id(item: str, number: bytes) -> str:
    """The id of what is attached to an item: the item's own, and 16 bytes of which attachment it is.

    Raises ValueError where `item` is no id.
    """
    data = _decode(item)
    if data is None:
        raise ValueError(f"{item!r} is no id")
    return _encode(data + _ATTACHED + number)


def read_id(id_: str, keys: MailboxKeys) -> Named | None:
    """What an id names in a mailbox; None where it is malformed or another mailbox's. Case matters."""
    split = split_occurrence_id(id_)
    data = _decode(split[0] if split else id_)
    if data is None:
        return None
    folder, number = int.from_bytes(data[-32:-26], "big"), int.from_bytes(data[-8:-2], "big")
    day = split[1] if split else None
    if data == _item_bytes(keys, folder, number):
        return Named("item", folder, number, day)
    if data == _folder_bytes(keys, number):
        return Named("folder", number, 0)
    return Named("immutable", 0, number, day) if data == _immutable_bytes(keys, number) else None


def is_id(id_: str) -> bool:
    """Whether an id could be one: what is not is answered `ErrorInvalidIdMalformed`."""
    return bool(id_) and _decode(id_) is not None


def change_key(keys: MailboxKeys, count: int) -> str:
    """The change key of the mailbox's `count`-th change: 32 characters."""
    return base64.b64encode(keys.changes + count.to_bytes(6, "big")).decode()


def etag(key: str) -> str:
    """The `@odata.etag` of what has this change key, on reads."""
    return f'W/"{key}"'


def notification_etag(key: str) -> str:
    """The etag in change notifications and of skeletal occurrences: the same change key, encoded otherwise."""
    data = bytes.fromhex("0F00000016000000") + base64.b64decode(key)
    return f'W/"{base64.b64encode(data).decode()}"'


def ical_uid(created: Instant, derived: Derived) -> str:
    """The iCalUId of an event, the same in every mailbox: 112 hexadecimal digits, with the time of its creation."""
    filetime = (created - _FILETIME_EPOCH) * 10
    chance = derived.bytes(16).hex().upper()
    return f"{_GLOBAL_OBJECT}{'0' * 8}{filetime.to_bytes(8, 'little').hex().upper()}{'0' * 16}10000000{chance}"


def occurrence_ical_uid(uid: str, day: date) -> str:
    """The iCalUId of an occurrence: the series' own with the original date in it; another calendar's as it is."""
    start = len(_GLOBAL_OBJECT)
    if not uid.startswith(_GLOBAL_OBJECT):
        return uid  # [inferred]
    return f"{uid[:start]}{day.year:04X}{day.month:02X}{day.day:02X}{uid[start + 8 :]}"


def cancelled_occurrence_id(master: str, day: date) -> str:
    """What `occurrenceId` and `cancelledOccurrences` hold."""
    return f"OID.{master}.{day.isoformat()}"


def web_link(id_: str) -> str:
    """The link to an event in Outlook: with standard base64, unlike the id itself."""
    standard = quote(id_.replace("-", "/").replace("_", "+"), safe="")
    return f"https://outlook.office365.com/owa/?itemid={standard}&exvsurl=1&path=/calendar/item"


def date_time_offset(instant: Instant | None) -> str:
    """A point in time (`createdDateTime`): UTC, the zeros at the end of its fraction cut off; None is never."""
    if instant is None:
        return _NEVER
    whole, _, fraction = rfc3339(instant, 6).removesuffix("Z").partition(".")
    fraction = fraction.rstrip("0")
    return f"{whole}.{fraction}Z" if fraction else f"{whole}Z"


def _item_bytes(keys: MailboxKeys, folder: int, number: int) -> bytes:
    entry = bytes(4) + keys.store + b"\x07\x00" + _place(keys, folder) + _place(keys, number)
    return _REGULAR + keys.mailbox.encode() + b"\x00" + len(entry).to_bytes(2, "little") + entry


def _folder_bytes(keys: MailboxKeys, folder: int) -> bytes:
    entry = bytes(4) + keys.store + b"\x01\x00" + _place(keys, folder)  # the type of a folder is [inferred]
    return _REGULAR + keys.mailbox.encode() + b"\x00" + len(entry).to_bytes(2, "little") + entry


def _immutable_bytes(keys: MailboxKeys, number: int) -> bytes:
    entry = bytes(4) + keys.store + b"\x0d\x00" + _place(keys, number)
    return _IMMUTABLE + len(entry).to_bytes(2, "little") + entry


def _place(keys: MailboxKeys, number: int) -> bytes:
    return keys.replica + number.to_bytes(6, "big") + bytes(2)


def _regular_head(data: bytes) -> bytes:
    """The beginning of a regular id up to the mailbox, that of `data` where it looks like one."""
    head = data[:40]
    try:
        uuid.UUID(head[4:].decode("ascii"))
    except ValueError:
        return _REGULAR + b"\xff"  # no id begins so
    return head if head.startswith(_REGULAR) else _REGULAR + b"\xff"


def _shift(head: bytes) -> int:
    """How many bytes stand between the head and the length: a regular id's mark of an occurrence."""
    return 0 if head == _IMMUTABLE else 1


def _ticks(day: date) -> bytes:
    return ((day.toordinal() - 1) * _TICKS_A_DAY).to_bytes(8, "big")


def _day(ticks: bytes) -> date | None:
    days, rest = divmod(int.from_bytes(ticks, "big"), _TICKS_A_DAY)
    return date.fromordinal(days + 1) if not rest and days < date.max.toordinal() else None


def _encode(data: bytes) -> str:
    """Base64 with `-` for `/` and `_` for `+`: the reverse of RFC 4648 section 5."""
    return base64.b64encode(data, altchars=b"_-").decode()


def _decode(id_: str) -> bytes | None:
    """The bytes of an id; None where it is no base64, or not as it would have been written."""
    try:
        data = base64.b64decode(id_, altchars=b"_-", validate=True)
    except (binascii.Error, ValueError):
        return None
    return data if _encode(data) == id_ else None
