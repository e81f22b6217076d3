"""What belongs to an event and is shown only when it is asked for: attachments, extensions, extended properties.

`microsoft/beside/{mailbox}` has one record for each event, or calendar, that has any: its lists by the names of the
navigation properties. An occurrence has what its series has until it has its own. The bytes of attachments lie by
themselves in `microsoft/contents/{mailbox}`, in as many parts as they came in, and are copied for nobody: an attachment
has the keys of its parts as its `parts`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from mockserver.documents import StoreFull
from mockserver.microsoft import formats
from mockserver.microsoft.render import decoded, fragment

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mockserver.documents import Record
    from mockserver.microsoft.mailbox import Mailbox

Name = Literal["attachments", "extensions", "singleValueExtendedProperties", "multiValueExtendedProperties"]
Items = list[dict[str, Any]]


def beside_of(mailbox: str) -> str:
    return f"microsoft/beside/{mailbox}"


def contents_of(mailbox: str) -> str:
    return f"microsoft/contents/{mailbox}"


def items(mailbox: Mailbox, owner: str, name: Name) -> Items:
    """What the event, or the calendar, of an id has of one kind, in the order in which it was added."""
    found: Items = _all(mailbox, owner).get(name, [])
    return found


def put(mailbox: Mailbox, owner: str, name: Name, changed: Sequence[dict[str, Any]]) -> None:
    """Keep what an event has of one kind now. Raises `StoreFull` at the session's limit.

    With that an occurrence has its own of every kind.
    """
    before = _all(mailbox, owner)
    after = before | {name: list(changed)}
    old, new = set(_parts(before)), set(_parts(after))
    try:
        mailbox.session.documents.put(beside_of(mailbox.key), owner, fragment(after))
    except StoreFull:
        drop_contents(mailbox, new - old)
        raise
    drop_contents(mailbox, old - new)


def drop(mailbox: Mailbox, owner: str) -> None:
    """Forget all of it: the event is gone, or is an occurrence as its series says again."""
    record = mailbox.session.documents.collection(beside_of(mailbox.key)).get(owner)
    if record is not None and not record.deleted:
        mailbox.session.documents.put(beside_of(mailbox.key), owner, b"{}", deleted=True)
        drop_contents(mailbox, _parts(decoded(record.body)))


def has_own(mailbox: Mailbox, owner: str) -> bool:
    """Whether an occurrence no longer has what its series has."""
    return _own(mailbox, owner) is not None


def put_content(mailbox: Mailbox, part: str, content: bytes) -> None:
    """Keep a part of an attachment's content. Raises `StoreFull` at the session's limit."""
    mailbox.session.documents.put(contents_of(mailbox.key), part, content)


def content(mailbox: Mailbox, parts: Iterable[str]) -> bytes:
    """The whole content of an attachment."""
    records = map(mailbox.session.documents.collection(contents_of(mailbox.key)).get, parts)
    return b"".join(record.body for record in records if record is not None)


def drop_contents(mailbox: Mailbox, parts: Iterable[str]) -> None:
    """Forget parts of contents, but those that somebody still has: an occurrence may share them with its series."""
    for part in sorted(parts):
        needle = f'"{part}"'.encode()
        others = mailbox.session.documents.collection(beside_of(mailbox.key)).since()
        if not any(needle in other.body for other in others):
            mailbox.session.documents.put(contents_of(mailbox.key), part, b"", deleted=True)


def _all(mailbox: Mailbox, owner: str) -> dict[str, Any]:
    record = _own(mailbox, owner)
    if record is None and (split := formats.split_occurrence_id(owner)) is not None:
        record = _own(mailbox, split[0])
    return {} if record is None else decoded(record.body)


def _own(mailbox: Mailbox, owner: str) -> Record | None:
    collection = mailbox.session.documents.find(beside_of(mailbox.key))
    record = None if collection is None else collection.get(owner)
    return None if record is None or record.deleted else record


def _parts(kept: dict[str, Any]) -> list[str]:
    return [part for item in kept.get("attachments", ()) for part in item.get("parts", ())]
