from __future__ import annotations

import gc

from mockserver.control.tally import Tally
from mockserver.identity.directory import Directory
from mockserver.journal import ENTRIES, Entry
from mockserver.session import Session, Template


def session_with(entries: int) -> Session:
    session = Session("one", Template("empty", Directory()))
    write(session, entries)
    return session


def write(session: Session, entries: int) -> None:
    for _ in range(entries):
        session.journal.write(Entry(0, "GET", "/", "", status=200))


def test_answers_are_counted_by_provider_and_class_in_a_stable_order() -> None:
    tally = Tally()
    for provider, status in (("google", 404), ("control", 201), ("google", 200), ("google", 400), ("google", 204)):
        tally.count(provider, status)

    assert tally.rows() == [("control", "2xx", 1), ("google", "2xx", 2), ("google", "4xx", 2)]


def test_what_left_a_full_journal_is_lost() -> None:
    assert Tally().lost(session_with(ENTRIES)) == 0
    assert Tally().lost(session_with(ENTRIES + 3)) == 3


def test_what_was_cleared_is_not_lost() -> None:
    tally, session = Tally(), session_with(ENTRIES + 3)

    tally.clear_journal(session)

    assert tally.lost(session) == 0
    write(session, ENTRIES + 2)
    assert tally.lost(session) == 2


def test_a_session_that_ended_is_forgotten() -> None:
    tally, session = Tally(), session_with(1)
    tally.clear_journal(session)

    del session
    gc.collect()

    assert len(tally._cleared) == 0  # noqa: SLF001 - a leak shows nowhere else
