"""A refusal of Microsoft Graph's calendar side: a row of `rows.py` with words, raised, and rendered in one place.

How an answer is written is `render.py`'s.
"""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING, Any

from mockserver.clock import SECOND
from mockserver.documents import StoreFull
from mockserver.http.refusals import BadBody, BadQuery, TooLarge
from mockserver.identity.tokens import TokenRefused
from mockserver.microsoft.rows import (
    BAD_QUERY,
    MAILBOX_FULL,
    MALFORMED_JSON,
    TOKEN_AUDIENCE,
    TOKEN_EXPIRED,
    TOKEN_MALFORMED,
    TOKEN_OPAQUE,
    TOKEN_REVOKED,
    TOO_LARGE,
    UNFORESEEN,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from mockserver.microsoft.rows import Row

# A second: clients wait as long as they are told to, and kiota three seconds more.
_DEFAULTS = {"retry_after": "1"}


class Refusal(Exception):  # noqa: N818 - the field's word for an answer that is no
    """A refusal by its row. `words` fill the row's placeholders; `why` goes to the journal, for the developer.

    A word whose name begins with `@` is an annotation beside the message, as `@event.existingEventId`. Raises KeyError
    where a placeholder has no word; `retry_after`, in seconds, has one by itself.
    """

    def __init__(self, row: Row, *, why: str = "", **words: str) -> None:
        filled = _DEFAULTS | words
        self.row = row
        self.why = why
        self.message = row.message.format_map(filled)
        super().__init__(f"{row.code}: {self.message}")
        self.headers = {name: value.format_map(filled) for name, value in row.headers}
        self.annotations = {name: word for name, word in words.items() if name[0] == "@"}

    def body(self, date: str, request_id: str, client_request_id: str) -> dict[str, Any]:
        """The `error` member. `date` has neither a zone nor a fraction."""
        row = self.row
        error: dict[str, Any] = {"code": row.code, "message": self.message, **self.annotations}
        if not row.bare:
            ids = {"date": date, "request-id": request_id, "client-request-id": client_request_id}
            error["innerError"] = {**dict(row.inner), **ids}
        return error


def _bad_token(error: TokenRefused) -> Refusal:
    why = f"the access token is {error.reason}"
    if error.reason != "revoked":
        return Refusal(_BAD_TOKENS[error.reason], why=why)
    # A token that was issued no later than this one, in seconds since 1970, will not do.
    later = 1 + (error.token.issued // SECOND if error.token is not None else 0)
    claims = b64encode(b'{"access_token":{"nbf":{"essential":true,"value":"%d"}}}' % later).decode()
    return Refusal(TOKEN_REVOKED, why=why, claims=claims)


_BAD_TOKENS = {
    "unknown": TOKEN_OPAQUE,
    "expired": TOKEN_EXPIRED,
    "malformed": TOKEN_MALFORMED,
    "foreign-audience": TOKEN_AUDIENCE,
}
_FORESEEN: dict[type[Exception], Callable[[Any], Refusal]] = {
    TokenRefused: _bad_token,
    TooLarge: lambda error: Refusal(TOO_LARGE, why=str(error)),
    BadBody: lambda error: Refusal(MALFORMED_JSON, why=str(error)),
    BadQuery: lambda error: Refusal(BAD_QUERY, why=str(error)),
    StoreFull: lambda error: Refusal(MAILBOX_FULL, why=str(error)),
}


def refusal_of(error: Exception) -> Refusal:
    """The refusal that an error of any layer is answered with; what nobody foresaw is a 500."""
    if isinstance(error, Refusal):
        return error
    answer = next((answer for kind, answer in _FORESEEN.items() if isinstance(error, kind)), None)
    return Refusal(UNFORESEEN) if answer is None else answer(error)
