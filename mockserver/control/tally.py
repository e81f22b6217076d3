"""How many requests were answered, by provider and class of status: what `/_mock/metrics` counts."""

from __future__ import annotations

from collections import Counter


class Tally:
    """Counts since the server started."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[str, int]] = Counter()

    def count(self, provider: str, status: int) -> None:
        self._counts[provider, status // 100] += 1

    def rows(self) -> list[tuple[str, str, int]]:
        """Provider, class of status such as `2xx`, and count, in a stable order."""
        return [(provider, f"{status}xx", count) for (provider, status), count in sorted(self._counts.items())]
