"""Refresh tokens that were issued, beside the standing ones: whose, for what, and until when.

Whether the consent behind one still stands is judged in `authorization.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

from mockserver.clock import DAY
from mockserver.identity.tokens import MICROSOFT_REFRESH_PREFIX, REFRESH_PREFIX

if TYPE_CHECKING:
    from mockserver.clock import Clock, Instant
    from mockserver.identity.directory import Provider
    from mockserver.ids import Ids

LIFETIMES: dict[Provider, int] = {"google": 182 * DAY, "microsoft": 90 * DAY}
"""How long a token lives that nobody uses: six months at Google, 90 days at Microsoft."""
PER_PERSON_AND_APP = 100
"""Live ones that Google keeps for an account and a client; the oldest dies without a word."""
LIMIT = 10_000
"""Refresh tokens that a session keeps; the oldest is forgotten."""
_PREFIXES: dict[Provider, str] = {"google": REFRESH_PREFIX, "microsoft": MICROSOFT_REFRESH_PREFIX}

RefreshFault = Literal["unknown", "foreign-client", "revoked", "expired"]


class RefreshToken(msgspec.Struct, frozen=True):
    """What a refresh token says. `fixed` ones (of single-page apps) do not live longer by being used."""

    text: str
    person: str
    app: str
    provider: Provider
    scopes: tuple[str, ...]
    issued: Instant
    expires: Instant
    serial: int
    generation: int
    nonce: str | None = None
    fixed: bool = False
    standing: bool = False
    """Whether it was there from the start."""


class RefreshRefused(Exception):  # noqa: N818 - it names what was decided, and is worded by the endpoints
    """A refresh token brings nothing, and why. `token` is what it said, where that is known."""

    def __init__(self, reason: RefreshFault, token: RefreshToken | None = None) -> None:
        super().__init__(f"the refresh token is {reason}")
        self.reason = reason
        self.token = token


class RefreshTokens:
    """The issued refresh tokens of one session."""

    __slots__ = ("_by_text", "_clock", "_ids", "_session_id")

    def __init__(self, session_id: str, clock: Clock, ids: Ids) -> None:
        self._session_id = session_id
        self._clock = clock
        self._ids = ids
        self._by_text: dict[str, RefreshToken] = {}

    def new_text(self, provider: Provider) -> str:
        """The text of the next one."""
        return f"{_PREFIXES[provider]}{self._session_id}.{self._ids.token('refresh-token', 80)}"

    def put(self, token: RefreshToken) -> None:
        """Keep a new token; at Google the oldest of its person and app dies where there are too many."""
        if token.provider == "google":
            pair = (token.person, token.app, "google")
            of_pair = [text for text, one in self._by_text.items() if (one.person, one.app, one.provider) == pair]
            if len(of_pair) >= PER_PERSON_AND_APP:
                del self._by_text[of_pair[0]]
        while len(self._by_text) >= LIMIT:
            del self._by_text[next(iter(self._by_text))]
        self._by_text[token.text] = token

    def get(self, text: str, provider: Provider) -> RefreshToken | None:
        token = self._by_text.get(text)
        return token if token is not None and token.provider == provider else None

    def used(self, token: RefreshToken) -> None:
        """A token was used: Google's live on from here. Microsoft's use makes another one instead."""
        if token.provider == "google" and not token.fixed:
            self._by_text[token.text] = msgspec.structs.replace(
                token, expires=self._clock.now() + LIFETIMES[token.provider]
            )

    def snapshot(self) -> dict[str, RefreshToken]:
        return dict(self._by_text)

    def restore(self, saved: dict[str, RefreshToken]) -> None:
        self._by_text = dict(saved)
