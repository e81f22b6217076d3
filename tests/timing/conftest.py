"""What the tests of more than one part of `timing` need."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mockserver.timing import expansion

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mockserver.timing.rule import Rule


@pytest.fixture
def periods_visited(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The periods that expansions have looked at; grows as they go on."""
    visited: list[int] = []
    periods = expansion.periods

    def counting(rule: Rule, index: int) -> Iterator[tuple[int, Sequence[int]]]:
        for begins, chosen in periods(rule, index):
            visited.append(begins)
            yield begins, chosen

    monkeypatch.setattr(expansion, "periods", counting)
    return visited
