"""The tokens that a session issued on request: a table that cannot grow without end."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mockserver.clock import Instant
    from mockserver.identity.tokens import AccessToken

LIMIT = 10_000
"""Issued access tokens that a session keeps. Where so many live, the oldest tenth becomes unknown."""
_FIRST_SWEEP = 256


class IssuedTokens:
    """Issued access tokens by their text. Expired ones are dropped whenever the table has doubled."""

    __slots__ = ("_by_text", "_limit", "_sweep_at")

    def __init__(self, limit: int = LIMIT) -> None:
        self._limit = limit
        self._by_text: dict[str, AccessToken] = {}
        self._sweep_at = min(_FIRST_SWEEP, limit)

    def __len__(self) -> int:
        return len(self._by_text)

    def get(self, text: str) -> AccessToken | None:
        return self._by_text.get(text)

    def put(self, token: AccessToken, now: Instant) -> None:
        """Keep a token, in place of the one of that text if there is one."""
        if len(self._by_text) >= self._sweep_at and token.text not in self._by_text:
            self._sweep(now)
        self._by_text[token.text] = token

    def snapshot(self) -> dict[str, AccessToken]:
        return dict(self._by_text)

    def restore(self, saved: dict[str, AccessToken]) -> None:
        self._by_text = dict(saved)
        self._sweep_at = min(max(_FIRST_SWEEP, 2 * len(saved)), self._limit)

    def _sweep(self, now: Instant) -> None:
        self._by_text = {text: token for text, token in self._by_text.items() if token.expires > now}
        if len(self._by_text) >= self._limit:
            for oldest in list(self._by_text)[: max(1, self._limit // 10)]:
                del self._by_text[oldest]
        self._sweep_at = min(max(_FIRST_SWEEP, 2 * len(self._by_text)), self._limit)
