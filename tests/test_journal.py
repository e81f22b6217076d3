"""The journal: bounded in every way, masked when it is written, followed by whoever reads along."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.clock import SECOND
from mockserver.journal import ALL_ENTRIES, ALL_KEPT_BYTES, BODY_BYTES, ENTRIES, KEPT_BYTES, Entry, Journal

AT = 1_772_805_600 * SECOND
CANARY = "c4n4ry"


def entry(path: str = "/books", query: str = "", **facts: Any) -> Entry:
    return Entry(AT, "POST", path, query, status=facts.pop("status", 200), **facts)


def numbers(journal: Journal, after: int = 0) -> list[int]:
    return [kept.number for kept in journal.read(after)]


def test_entries_are_numbered_from_1_and_read_oldest_first() -> None:
    journal = Journal()
    for name in "abc":
        journal.write(entry(f"/{name}"))

    assert [(kept.number, kept.path) for kept in journal.read()] == [(1, "/a"), (2, "/b"), (3, "/c")]
    assert numbers(journal, after=2) == [3]
    assert (journal.written, journal.dropped) == (3, 0)


def test_the_facts_of_an_entry_are_json_for_people() -> None:
    full = entry(
        query="alt=json",
        provider="google",
        operation="google.events.list",
        person="alice",
        app="autosched",
        reason="notFound",
        notes=("unknown parameter",),
        body=b'{"a":1}',
        answer=b"\xff",
        status=404,
    )
    Journal().write(full)

    assert full.facts() == {
        "number": 1,
        "at": "2026-03-06T14:00:00.000Z",
        "method": "POST",
        "path": "/books",
        "query": "alt=json",
        "operation": "google.events.list",
        "provider": "google",
        "person": "alice",
        "app": "autosched",
        "reason": "notFound",
        "status": 404,
        "notes": ["unknown parameter"],
        "body": '{"a":1}',
        "answer": "\ufffd",
    }


def test_what_is_empty_is_left_out() -> None:
    assert list(entry().facts()) == ["number", "at", "method", "path", "status"]


def test_the_oldest_entries_go_first_and_are_counted() -> None:
    journal = Journal()
    for _ in range(ENTRIES + 5):
        journal.write(entry())

    assert numbers(journal) == [*range(6, ENTRIES + 6)]
    assert (journal.written, journal.dropped) == (ENTRIES + 5, 5)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2 * BODY_BYTES)), max_size=30))
def test_the_bytes_kept_are_bounded_whatever_carries_them(sizes: list[tuple[int, int]]) -> None:
    journal = Journal(lambda: 1000)  # so that little is enough to fill it
    for kind, size in sizes:
        text = "x" * size
        journal.write(
            [
                entry(text),
                entry(query=text, reason=text),
                entry(notes=(text, text)),
                entry(body=text.encode(), answer=text.encode()),
            ][kind]
        )
        kept = [*journal.read()]
        assert sum(one.size for one in kept) <= ALL_KEPT_BYTES // 1000 or len(kept) == 1
    assert numbers(journal)[-1:] == ([len(sizes)] if sizes else [])  # the newest always stays


def test_one_session_keeps_no_more_bytes_than_it_may() -> None:
    journal = Journal()
    for _ in range(200):
        journal.write(entry(body=b"x" * BODY_BYTES))

    assert sum(kept.size for kept in journal.read()) <= KEPT_BYTES
    assert len(numbers(journal)) == KEPT_BYTES // (BODY_BYTES + len("/books"))


def test_many_sessions_share_what_all_may_keep() -> None:
    sessions = 320
    journal = Journal(lambda: sessions)
    for _ in range(500):
        journal.write(entry())

    assert len(numbers(journal)) == ALL_ENTRIES // sessions


def test_a_journal_at_rest_goes_down_to_its_share_when_it_is_told_to() -> None:
    sharers = 1
    journal = Journal(lambda: sharers)
    for _ in range(500):
        journal.write(entry())
    sharers = ALL_ENTRIES // 10
    journal.drop_oldest()

    assert numbers(journal) == [*range(491, 501)]


def test_a_long_body_is_cut_and_says_how_long_it_was() -> None:
    journal = Journal()
    journal.write(entry(body=b"x" * (BODY_BYTES + 1), answer=b"y" * (BODY_BYTES + 2)))
    journal.write(entry(body=b"x" * BODY_BYTES))

    first, second = journal.read()
    assert first.body == b"x" * BODY_BYTES + b"... (16385 bytes in all)"
    assert first.answer.endswith(b"yy... (16386 bytes in all)")
    assert second.body == b"x" * BODY_BYTES


def test_secrets_are_masked_when_they_are_written() -> None:
    journal = Journal()
    journal.write(
        entry(
            f"/token%3Fcode%3D{CANARY}",
            f"access_token={CANARY}&alt=json",
            body=f"client_secret={CANARY}".encode(),
            answer=f'{{"access_token":"{CANARY}"}}'.encode(),
            reason=f"no /token%3Fcode%3D{CANARY}",
            notes=(f"nearest to /token?code={CANARY}",),
        )
    )

    (kept,) = journal.read()
    assert CANARY not in repr(kept.facts())
    assert (kept.query, kept.body) == ("access_token=***&alt=json", b"client_secret=***")


def test_an_answer_without_secrets_is_kept_as_it_is() -> None:
    """A page of events is not searched for words: it would cost more than to make it."""
    journal = Journal()
    journal.write(entry(answer=b'{"token":"a word in an event"}'), confidential=False)

    assert next(journal.read()).answer == b'{"token":"a word in an event"}'


@pytest.mark.parametrize("before", [0, 100, BODY_BYTES - 30, BODY_BYTES - 20, BODY_BYTES - 1])
def test_a_secret_that_the_cut_falls_into_is_masked_all_the_same(before: int) -> None:
    journal = Journal()
    body = b'{"pad":"' + b"x" * before + b'","token":"' + CANARY.encode() * 5_000 + b'"}'
    journal.write(entry(body=body))

    assert b"c4n" not in next(journal.read()).body


def test_a_cleared_journal_is_empty_and_numbers_go_on() -> None:
    journal = Journal()
    for _ in range(3):
        journal.write(entry(body=b"x"))
    journal.clear()
    journal.write(entry())

    assert numbers(journal) == [4]
    assert journal.dropped == 3


def test_a_reader_gets_each_new_entry_until_it_lets_go() -> None:
    journal, got = Journal(), []
    journal.write(entry("/before"))
    let_go = journal.follow(lambda kept: got.append(kept.path))
    journal.write(entry("/during"))
    let_go()
    let_go()
    journal.write(entry("/after"))

    assert got == ["/during"]


def test_a_reader_may_let_go_while_it_reads_and_the_others_lose_nothing() -> None:
    journal, got = Journal(), []

    def once(kept: Entry) -> None:
        got.append(("once", kept.number))
        let_go()

    let_go = journal.follow(once)
    journal.follow(lambda kept: got.append(("always", kept.number)))
    journal.write(entry())
    journal.write(entry())

    assert got == [("once", 1), ("always", 1), ("always", 2)]


def test_reading_is_not_disturbed_by_writing() -> None:
    journal = Journal()
    for _ in range(3):
        journal.write(entry())
    reading = journal.read()
    next(reading)
    journal.clear()
    journal.write(entry())

    assert [kept.number for kept in reading] == [2, 3]


def test_the_beginning_of_an_answer_that_is_given_again_is_kept_once() -> None:
    journal, page = Journal(), b"a" * (2 * BODY_BYTES)
    for answer in (page, page, b"b" * len(page), page):
        journal.write(entry(answer=answer), confidential=False)

    first, again, other, last = [kept.answer for kept in journal.read()]
    assert again is first
    assert other.startswith(b"bbb")
    assert last == first
