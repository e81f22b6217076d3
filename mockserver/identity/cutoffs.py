"""What was made to expire before its time: for each kind of token, person and provider, the change that did it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from mockserver.identity.directory import Provider

What = Literal["access-tokens", "refresh-tokens"]
Key = tuple[What, str | None, "Provider | None"]
"""None stands for everybody, and for every provider."""


class Cutoffs:
    """The serials below which tokens are expired, whatever the clock says."""

    __slots__ = ("_serials",)

    def __init__(self) -> None:
        self._serials: dict[Key, int] = {}

    def set(self, what: What, person: str | None, provider: Provider | None, serial: int) -> None:
        self._serials[what, person, provider] = serial

    def get(self, what: What, person: str | None, provider: Provider) -> int:
        """The serial that the tokens of this person at this provider must have reached."""
        if not self._serials:
            return 0
        keys: list[Key] = [(what, who, where) for who in (None, person) for where in (None, provider)]
        return max(self._serials.get(key, 0) for key in keys)

    def snapshot(self) -> dict[Key, int]:
        return dict(self._serials)

    def restore(self, saved: dict[Key, int]) -> None:
        self._serials = dict(saved)
