from __future__ import annotations

from typing import Any

import msgspec
import pytest

from mockserver.clock import Clock
from mockserver.identity import refresh_tokens
from mockserver.identity.refresh_tokens import RefreshToken, RefreshTokens
from mockserver.identity.tokens import session_of
from mockserver.ids import Ids


@pytest.fixture
def table() -> RefreshTokens:
    return RefreshTokens("k3v9", Clock(5, "frozen"), Ids("office"))


def token(text: str, provider: Any = "google") -> RefreshToken:
    return RefreshToken(text, "alice", "autosched", provider, (), 0, 10, 1, 0)


@pytest.mark.parametrize(("provider", "start"), [("google", "1//0"), ("microsoft", "1.A")])
def test_texts_look_as_the_provider_s_say_their_session_and_never_repeat(
    table: RefreshTokens, provider: Any, start: str
) -> None:
    first, second = table.new_text(provider), table.new_text(provider)

    assert first.startswith(start)
    assert session_of(first) == "k3v9"
    assert first != second
    assert len(first) <= 512


def test_only_google_counts_the_tokens_of_a_person_and_an_app(
    table: RefreshTokens, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refresh_tokens, "PER_PERSON_AND_APP", 1)
    other = msgspec.structs.replace(token("other"), app="fixed")
    for one in (token("a"), other, token("b"), token("c", "microsoft"), token("d", "microsoft")):
        table.put(one)

    there = {text for text in "abcd" if table.get(text, "google") or table.get(text, "microsoft")}
    assert there == {"b", "c", "d"}
    assert table.get("other", "google") == other


def test_the_table_is_bounded(table: RefreshTokens, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refresh_tokens, "LIMIT", 2)
    for text in "abc":
        table.put(token(text, "microsoft"))

    assert [text for text in "abc" if table.get(text, "microsoft")] == ["b", "c"]


def test_a_fixed_end_is_not_moved_by_use(table: RefreshTokens) -> None:
    fixed = msgspec.structs.replace(token("a"), fixed=True)
    table.put(fixed)
    table.used(fixed)

    assert table.get("a", "google") == fixed
