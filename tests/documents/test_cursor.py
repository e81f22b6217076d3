"""Opaque tokens that remember a place: sealed, bound to what they were handed out for, and mortal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.clock import DAY, Clock
from mockserver.documents import FOREVER, Cursor, CursorExpired, CursorMalformed, Cursors

START = 1_772_805_600_000_000
CURSORS = st.tuples(
    st.integers(0, 1 << 40), st.integers(-FOREVER, FOREVER), st.text(st.characters(exclude_categories=["Cs"]))
).map(lambda parts: Cursor(*parts))


def clock() -> Clock:
    return Clock(START, "frozen")


@given(CURSORS, st.sampled_from(["page", "sync"]), st.text("abc/", max_size=5), st.text("abc=&", max_size=5))
def test_a_cursor_comes_back_as_it_was_handed_out(cursor: Cursor, purpose: str, scope: str, query: str) -> None:
    cursors = Cursors("office", clock())
    opened = cursors.open(purpose, scope, query, cursors.seal(purpose, scope, query, cursor))

    assert (opened.revision, opened.at, opened.tie, opened.issued) == (cursor.revision, cursor.at, cursor.tie, START)


@pytest.mark.parametrize(
    ("purpose", "scope", "query", "why"),
    [
        ("sync", "events", "q=a", "another purpose"),
        ("page", "calendars", "q=a", "another collection or of another query"),
        ("page", "events", "q=b", "another collection or of another query"),
        ("page", "events\0q=a", "", "another collection or of another query"),
    ],
)
def test_a_cursor_serves_what_it_was_handed_out_for(purpose: str, scope: str, query: str, why: str) -> None:
    cursors = Cursors("office", clock())
    sealed = cursors.seal("page", "events", "q=a", Cursor(3))

    with pytest.raises(CursorMalformed, match=why):
        cursors.open(purpose, scope, query, sealed)


def test_a_cursor_of_another_seed_is_none() -> None:
    sealed = Cursors("other", clock()).seal("page", "events", "", Cursor(3))

    with pytest.raises(CursorMalformed, match="not a cursor of this session"):
        Cursors("office", clock()).open("page", "events", "", sealed)


def test_two_sessions_of_one_seed_hand_out_the_same_cursors() -> None:
    one, two = Cursors("office", clock()), Cursors("office", clock())

    assert one.seal("page", "events", "", Cursor(3)) == two.seal("page", "events", "", Cursor(3))


@given(CURSORS, st.data())
def test_a_cursor_that_was_tampered_with_is_none(cursor: Cursor, data: st.DataObject) -> None:
    cursors = Cursors("office", clock())
    sealed = bytearray(cursors.seal("page", "events", "", cursor))
    at = data.draw(st.integers(0, len(sealed) - 1))
    sealed[at] ^= data.draw(st.integers(1, 255))

    with pytest.raises(CursorMalformed):
        cursors.open("page", "events", "", bytes(sealed))


@given(st.binary(max_size=80))
def test_whatever_else_arrives_is_no_cursor(junk: bytes) -> None:
    with pytest.raises(CursorMalformed):
        Cursors("office", clock()).open("page", "events", "", junk)


def test_a_cursor_dies_with_its_lifetime_on_the_sessions_clock() -> None:
    time = clock()
    cursors = Cursors("office", time, lifetime=DAY)
    sealed = cursors.seal("sync", "events", "", Cursor(3))

    time.advance(DAY - 1)
    assert cursors.open("sync", "events", "", sealed).revision == 3
    time.advance(1)
    with pytest.raises(CursorExpired):
        cursors.open("sync", "events", "", sealed)


def test_the_cursors_of_a_scope_can_be_ended_at_once() -> None:
    cursors = Cursors("office", clock())
    ended, other = (cursors.seal("sync", scope, "", Cursor(3)) for scope in ("events", "calendars"))

    cursors.expire("events")

    with pytest.raises(CursorExpired):
        cursors.open("sync", "events", "", ended)
    assert cursors.open("sync", "calendars", "", other).revision == 3
    assert cursors.open("sync", "events", "", cursors.seal("sync", "events", "", Cursor(4))).revision == 4


def test_restoring_brings_ended_cursors_back() -> None:
    cursors = Cursors("office", clock())
    sealed = cursors.seal("sync", "events", "", Cursor(3))
    saved = cursors.snapshot()
    cursors.expire("events")
    cursors.restore(saved)

    assert cursors.open("sync", "events", "", sealed).revision == 3
    cursors.expire("events")
    assert saved == {}
