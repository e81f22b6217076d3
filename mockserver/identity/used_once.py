"""What may be used once only, such as the `jti` of an assertion (RFC 7519 section 4.1.7)."""

from __future__ import annotations

LIMIT = 10_000
"""Names that are remembered; the oldest is forgotten."""


class UsedOnce:
    """The names that were used in one session."""

    __slots__ = ("_names",)

    def __init__(self) -> None:
        self._names: dict[tuple[str, ...], None] = {}

    def use(self, *name: str) -> bool:
        """Use a name; says whether it had been used before."""
        if name in self._names:
            return True
        while len(self._names) >= LIMIT:
            del self._names[next(iter(self._names))]
        self._names[name] = None
        return False

    def snapshot(self) -> dict[tuple[str, ...], None]:
        return dict(self._names)

    def restore(self, saved: dict[tuple[str, ...], None]) -> None:
        self._names = dict(saved)
