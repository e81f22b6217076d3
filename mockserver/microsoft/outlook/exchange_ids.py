"""The forms of an id of a mailbox's items, and one turned into another.

`restId` and `restImmutableEntryId` are what Graph's answers have. The others are those of older interfaces: an id of
Exchange Web Services is the same bytes in standard base64. An entry id is only the end of them, without the mailbox, in
URL-safe base64 with the number of the `=` that it would end with in their place.
https://learn.microsoft.com/graph/api/user-translateexchangeids
"""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING, Any, Final

from mockserver.http.operation import OperationTable
from mockserver.microsoft import formats, scopes
from mockserver.microsoft.bodies import read_body
from mockserver.microsoft.events import store
from mockserver.microsoft.mailbox import open_own_mailbox
from mockserver.microsoft.refusals import Refusal
from mockserver.microsoft.render import Collection, fragment
from mockserver.microsoft.rows import INVALID_REQUEST, PROPERTY_VALIDATION
from mockserver.microsoft.templates import USER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mockserver.http.exchange import Exchange
    from mockserver.microsoft.mailbox import Mailbox
    from mockserver.microsoft.render import Value

table = OperationTable("microsoft")
MOST_IDS: Final = 1_000
_IMMUTABLE: Final = frozenset({"immutableEntryId", "restImmutableEntryId"})
_TO_EWS: Final = str.maketrans("-_", "/+")
_TO_REST: Final = str.maketrans("/+", "-_")
_ENTRIES: Final = frozenset({"entryId", "immutableEntryId"})
_REGULAR_HEAD, _IMMUTABLE_HEAD = 41, 3
_PADDINGS: Final = frozenset("012")
_CONTEXT = "Collection(microsoft.graph.convertIdResult)"


@table.operation(
    "translateExchangeIds", "POST", f"{USER}/translateExchangeIds",
    scopes=scopes.READ_USER, reference="https://learn.microsoft.com/graph/api/user-translateexchangeids",
)  # fmt: skip
def translate_exchange_ids(exchange: Exchange) -> Value:
    mailbox = open_own_mailbox(exchange)
    given = read_body(exchange, "translateExchangeIdsPostRequestBody")
    ids, source, target = (given.get(name) for name in ("InputIds", "SourceIdType", "TargetIdType"))
    if not ids or source is None or target is None:
        raise Refusal(PROPERTY_VALIDATION, why="an InputIds that is not empty, a SourceIdType and a TargetIdType")
    if len(ids) > MOST_IDS:
        detail = f"The number of ids must not exceed {MOST_IDS}."  # [inferred]: the words
        raise Refusal(INVALID_REQUEST, detail=detail, why=f"there are {len(ids)} ids")
    items = [_result(mailbox, text, source, target) for text in ids]
    return Collection([fragment(item) for item in items], _CONTEXT, type="convertIdResult")


def _result(mailbox: Mailbox, text: str, source: str, target: str) -> dict[str, Any]:
    """What one id becomes; where it is none of the mailbox's, what is wrong with it [inferred]."""
    rest = _rest_id(mailbox, text, source)
    if rest is None:
        details = {"code": "ErrorInvalidIdMalformed", "message": "Id is malformed."}
        return {"sourceId": text, "errorDetails": details}
    regular = _regular(mailbox, rest)
    if regular is None:
        details = {"code": "ErrorItemNotFound", "message": "The specified object was not found in the store."}
        return {"sourceId": text, "errorDetails": details}
    return {"sourceId": text, "targetId": _written(mailbox, regular, target)}


def _regular(mailbox: Mailbox, rest: str) -> str | None:
    """The regular id of whatever an id names. An immutable one has to be looked up: it does not say in which folder."""
    named = formats.read_id(rest, mailbox.keys)
    if named is None or named.form != "immutable":
        return None if named is None else rest
    found = store.lookup(mailbox, rest)
    return None if found is None else found.id


def _rest_id(mailbox: Mailbox, text: str, source: str) -> str | None:
    """The id as Graph writes it, None where it is none of this mailbox, or not of the form that it is said to be of."""
    immutable = source in _IMMUTABLE
    written = text.translate(_TO_REST) if source == "ewsId" else text
    for id_ in _of_entry(mailbox, text, immutable=immutable) if source in _ENTRIES else (written,):
        named = formats.read_id(id_, mailbox.keys)
        if named is not None and (named.form == "immutable") == immutable:
            return id_
    return None


def _written(mailbox: Mailbox, regular: str, target: str) -> str:
    id_ = store.immutable(mailbox, regular) if target in _IMMUTABLE else regular
    if target not in _ENTRIES:
        return id_.translate(_TO_EWS) if target == "ewsId" else id_
    data = base64.b64decode(id_, altchars=b"_-")
    entry = base64.urlsafe_b64encode(data[len(_head(mailbox, immutable=target in _IMMUTABLE)) + 2 :]).decode()
    bare = entry.rstrip("=")
    return f"{bare}{len(entry) - len(bare)}"


def _of_entry(mailbox: Mailbox, text: str, *, immutable: bool) -> Iterator[str]:
    """The ids that an entry id may be the end of; before it is a mark that an occurrence has."""
    if text[-1:] not in _PADDINGS:
        return
    try:
        entry = base64.b64decode(text[:-1] + "=" * int(text[-1]), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return
    head = _head(mailbox, immutable=immutable)
    length = (len(entry) & 0xFFFF).to_bytes(2, "little")
    for start in (head,) if immutable else (head, head[:-1] + b"\x01"):
        yield base64.b64encode(start + length + entry, altchars=b"_-").decode()


def _head(mailbox: Mailbox, *, immutable: bool) -> bytes:
    """What stands in an id of this mailbox before the length of its entry id."""
    id_ = formats.immutable_id(mailbox.keys, 0) if immutable else formats.calendar_id(mailbox.keys, 0)
    return base64.b64decode(id_, altchars=b"_-")[: _IMMUTABLE_HEAD if immutable else _REGULAR_HEAD]
