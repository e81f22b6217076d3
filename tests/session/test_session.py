"""One world: what reset begins again, what a snapshot brings back, and what stays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from mockserver.clock import DAY, HOUR, parse_instant
from mockserver.documents import BaseBuilder, Cursor, CursorExpired
from mockserver.identity.directory import Directory
from mockserver.journal import Entry
from mockserver.session import Session, Template, TooManySnapshots, UnknownSnapshot
from mockserver.session.session import SNAPSHOTS, Choices

if TYPE_CHECKING:
    from mockserver.clock import Instant

START = parse_instant("2026-03-06T09:00:00-05:00")


def template(**facts: Any) -> Template:
    builder = BaseBuilder()
    builder.add("events", "a", b"from the scenario")
    return Template("office", Directory(), start=START, flow="frozen", base=builder.build(), **facts)


def session(choices: Choices | None = None) -> Session:
    return Session("k3v9", template(), choices)


def state(one: Session) -> tuple[dict[str, bytes], dict[str, int], Instant]:
    events = one.documents.collection("events").since()
    return {record.id: record.body for record in events}, one.ids.snapshot(), one.clock.now()


def work(one: Session) -> str:
    """Change everything that a session is made of; answer an id that it hands out."""
    one.documents.put("events", "a", b"changed")
    one.documents.put("events", "b", b"new")
    one.clock.advance(HOUR)
    one.clock.stamp()
    one.cursors.expire("events")
    return one.ids.hex("event", 8)


def test_a_session_starts_as_its_scenario_says() -> None:
    assert state(session()) == ({"a": b"from the scenario"}, {}, START)
    assert session().clock.flow == "frozen"
    assert session().ids.seed == "office"


def test_what_was_chosen_goes_before_what_the_scenario_says() -> None:
    chosen = session(Choices(seed="mine", start=START + DAY, flow="real"))

    assert chosen.ids.seed == "mine"
    assert chosen.clock.flow == "real"
    assert START + DAY <= chosen.clock.now() < START + DAY + HOUR


def test_a_session_can_start_at_the_first_instant_there_is() -> None:
    assert session(Choices(start=0)).clock.now() == 0


def test_reset_begins_again_with_the_same_choices() -> None:
    one = session(Choices(seed="mine", start=START + DAY))
    before = state(one)
    first = work(one)
    one.reset()

    assert state(one) == before
    assert work(one) == first


def test_a_reset_session_keeps_its_journal_and_its_snapshots() -> None:
    one = session()
    one.journal.write(Entry(0, "GET", "/", "", status=200))
    one.save("early")
    one.reset()

    assert one.journal.written == 1
    assert one.snapshots == ("early",)


def test_a_snapshot_brings_everything_back_as_often_as_it_is_asked() -> None:
    one = session()
    work(one)
    sealed = one.cursors.seal("sync", "events", "", Cursor(2))
    one.save("mid-test")
    before = state(one)
    following = [work(one), one.clock.stamp()]
    with pytest.raises(CursorExpired):
        one.cursors.open("sync", "events", "", sealed)
    for _ in range(2):
        one.restore("mid-test")
        assert state(one) == before
        assert one.cursors.open("sync", "events", "", sealed).revision == 2
        assert [work(one), one.clock.stamp()] == following


def test_a_snapshot_survives_a_reset() -> None:
    one = session()
    work(one)
    one.save("mid-test")
    saved = state(one)
    one.reset()
    one.restore("mid-test")

    assert state(one) == saved


def test_a_snapshot_saved_again_is_replaced() -> None:
    one = session()
    one.save("x")
    work(one)
    one.save("x")
    saved = state(one)
    work(one)
    one.restore("x")

    assert one.snapshots == ("x",)
    assert state(one) == saved


def test_an_unknown_snapshot_changes_nothing() -> None:
    one = session()
    work(one)
    before = state(one)

    with pytest.raises(UnknownSnapshot, match="other"):
        one.restore("other")
    assert state(one) == before


def test_only_so_many_snapshots_are_kept() -> None:
    one = session()
    for number in range(SNAPSHOTS):
        one.save(str(number))

    with pytest.raises(TooManySnapshots, match=f"keeps {SNAPSHOTS} snapshots; save under a name already used"):
        one.save("one too many")
    one.save("0")
    assert len(one.snapshots) == SNAPSHOTS


def test_two_sessions_of_one_template_are_apart() -> None:
    shared = template()
    one, two = Session("one", shared), Session("two", shared)
    work(one)

    assert state(two) == ({"a": b"from the scenario"}, {}, START)
    one.save("x")
    with pytest.raises(UnknownSnapshot):
        two.restore("x")
