"""State tokens of change tracking: which window a client follows, up to where it knows it, and when that is over.

A token is sealed by the session and belongs to one calendar; nothing is kept for it. Its form, base64 for URLs in
segments with dots between them, was recorded; what is in it is ours.
"""

from __future__ import annotations

import base64
import binascii
import struct
from typing import TYPE_CHECKING, Literal

import msgspec

from mockserver.documents import Cursor, CursorExpired, CursorMalformed
from mockserver.microsoft.calendars.calendar import events_of
from mockserver.microsoft.formats import date_time_offset
from mockserver.microsoft.refusals import Refusal
from mockserver.microsoft.render import link
from mockserver.microsoft.rows import MALFORMED_TOKEN, SYNC_STATE_NOT_FOUND
from mockserver.microsoft.windows import Window

if TYPE_CHECKING:
    from mockserver.http.exchange import Exchange
    from mockserver.microsoft.calendars.calendar import Calendar

Kind = Literal["skip", "delta"]
_STATE = struct.Struct(">qqq")
_SEGMENT = 43


class State(msgspec.Struct, frozen=True):
    """Where a client is. `told` is the last change that it was told of.

    `known` is where its round began: of what changed later it may know another state, of all else it knows none.
    """

    window: Window
    told: int
    known: int


def seal(calendar: Calendar, kind: Kind, state: State) -> str:
    """The token of a state, for the next page (`skip`) or the next round (`delta`)."""
    # In hexadecimal digits, so that a token is never shorter than the recorded ones (100 characters).
    packed = _STATE.pack(state.window.after, state.window.before, state.known).hex()
    sealed = calendar.mailbox.session.cursors.seal(kind, _scope(calendar), "", Cursor(state.told, 0, packed))
    return _written(sealed)


def unseal(exchange: Exchange, calendar: Calendar, kind: Kind, token: str) -> State:
    """The state of a token. Raises `Refusal`: 400 where it is none of this calendar's, 410 where it is over."""
    try:
        sealed = base64.b64decode(_padded(token.replace(".", "")), altchars=b"-_", validate=True)
        if _written(sealed) != token:
            raise CursorMalformed("not as it was written")
        state = _read(exchange.session.cursors.open(kind, _scope(calendar), "", sealed))
    except CursorExpired as expired:
        raise _over(exchange, calendar, _read(expired.cursor), "its time is over, or it was expired by hand") from None
    except (binascii.Error, ValueError) as error:
        why = f"${kind}token: {error}; right would be a whole nextLink or deltaLink of this calendar as it came"
        raise Refusal(MALFORMED_TOKEN, why=why) from None
    if max(state.told, state.known) > calendar.events.revision:
        raise _over(exchange, calendar, state, "it knows more changes than there were: the session was begun anew")
    return state


def _scope(calendar: Calendar) -> str:
    """What is expired together: the tokens of one calendar, by the name of its collection of events."""
    return events_of(calendar.mailbox.key, calendar.folder)


def _read(cursor: Cursor) -> State:
    after, before, known = _STATE.unpack(bytes.fromhex(cursor.tie))
    return State(Window(after, before), cursor.revision, known)


def _over(exchange: Exchange, calendar: Calendar, state: State, why: str) -> Refusal:
    """410, with the address to begin anew at: that of the first request, with an empty token."""
    window = f"startDateTime={date_time_offset(state.window.after)}&endDateTime={date_time_offset(state.window.before)}"
    return Refusal(
        SYNC_STATE_NOT_FOUND,
        generation=str(state.told),
        highest=str(calendar.events.revision),
        location=link(exchange, f"{window}&$deltatoken="),
        why=f"the token: {why}; right would be to begin anew at the Location",
    )


def _written(sealed: bytes) -> str:
    text = base64.urlsafe_b64encode(sealed).decode().rstrip("=")
    return f"{text[:-_SEGMENT]}.{text[-_SEGMENT:]}"


def _padded(text: str) -> str:
    return text + "=" * (-len(text) % 4)
