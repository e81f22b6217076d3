from __future__ import annotations

from mockserver.identity.issued import IssuedTokens
from mockserver.identity.tokens import AccessToken


def token(number: int, expires: int) -> AccessToken:
    return AccessToken(f"t{number}", "alice", "autosched", "google", frozenset(), 0, expires)


def test_expired_tokens_are_dropped_as_the_table_fills() -> None:
    """So a token that lives long is kept, though many were issued and died after it."""
    table = IssuedTokens(100)
    table.put(token(0, expires=9_999), now=0)
    for number in range(1, 1_000):
        table.put(token(number, expires=number + 10), now=number)
    assert len(table) <= 100
    assert table.get("t0") is not None
    assert table.get("t999") is not None
    assert table.get("t5") is None


def test_where_all_live_the_oldest_make_room() -> None:
    table = IssuedTokens(100)
    for number in range(1_000):
        table.put(token(number, expires=1_000_000), now=0)
        assert len(table) <= 100
    assert all(table.get(f"t{number}") is not None for number in range(911, 1_000))
    assert table.get("t0") is None


def test_a_table_of_one_keeps_the_newest() -> None:
    table = IssuedTokens(1)
    table.put(token(1, expires=9), now=0)
    table.put(token(2, expires=9), now=0)
    assert (len(table), table.get("t1")) == (1, None)


def test_a_snapshot_is_not_changed_by_what_comes_after() -> None:
    table = IssuedTokens()
    table.put(token(1, expires=9), now=0)
    saved = table.snapshot()
    table.put(token(2, expires=9), now=0)
    table.restore(saved)
    table.put(token(3, expires=9), now=0)
    assert (table.get("t2"), len(saved)) == (None, 1)
