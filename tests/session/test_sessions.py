"""The register of live sessions: ids, limits, what ends when nobody asks for it, and that none sees another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.documents import BaseBuilder
from mockserver.identity.directory import Directory
from mockserver.journal import ALL_ENTRIES, ENTRIES, Entry
from mockserver.session import (
    BadSessionId,
    SessionExists,
    Sessions,
    Template,
    TooManySessions,
    UnknownSession,
    sessions,
)
from mockserver.session.session import Choices

if TYPE_CHECKING:
    from mockserver.session import Session

OFFICE = Template("office", Directory())


def made(register: Sessions, session_id: str | None = None) -> Session:
    return register.create(OFFICE, Choices(), session_id)


class Time:
    """A monotonic clock that a test moves."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Time:
    """Real time stands still for the register and for the sessions."""
    clock = Time()
    for module in (sessions, __import__("mockserver.session.session", fromlist=["x"])):
        monkeypatch.setattr(module, "monotonic", clock)
    return clock


def test_the_default_session_is_always_there() -> None:
    register = Sessions(OFFICE)

    assert register.ids() == ["default"]
    assert register.get("default") is register.default


def test_a_session_gets_the_id_that_was_chosen_or_a_fresh_one() -> None:
    register = Sessions(OFFICE)

    assert made(register, "my-test-1").id == "my-test-1"
    assert len({made(register).id for _ in range(20)}) == 20


@pytest.mark.parametrize("session_id", ["a", "0", "a" * 32, "a-", "0-9"])
def test_an_id_is_1_to_32_of_a_to_z_0_to_9_and_hyphen(session_id: str) -> None:
    assert made(Sessions(OFFICE), session_id).id == session_id


@pytest.mark.parametrize("session_id", ["", "-a", "A", "a" * 33, "a.b", "a/b", "ä", "a\n", "a b", "٣"])
def test_anything_else_is_no_id(session_id: str) -> None:
    register = Sessions(OFFICE)

    with pytest.raises(BadSessionId, match="1 to 32 of a-z, 0-9 and -, not starting with -") as refused:
        made(register, session_id)
    assert repr(session_id) in str(refused.value)
    assert register.ids() == ["default"]


@pytest.mark.parametrize("session_id", ["k3v9", "default"])
def test_an_id_is_taken_once(session_id: str) -> None:
    register = Sessions(OFFICE)
    first = register.default if session_id == "default" else made(register, session_id)

    with pytest.raises(SessionExists, match=session_id):
        made(register, session_id)
    assert register.get(session_id) is first


def test_an_ended_session_is_unknown_and_its_id_free() -> None:
    register = Sessions(OFFICE)
    first = made(register, "k3v9")
    register.end("k3v9")

    with pytest.raises(UnknownSession):
        register.get("k3v9")
    with pytest.raises(UnknownSession):
        register.end("k3v9")
    assert made(register, "k3v9") is not first


def test_the_default_session_begins_again_instead_of_ending() -> None:
    register = Sessions(OFFICE)
    register.default.documents.put("x", "a", b"1")
    register.end("default")

    assert register.get("default") is register.default
    assert register.default.documents.find("x") is None


def test_only_so_many_sessions_live_at_once() -> None:
    register = Sessions(OFFICE, limit=3)
    for _ in range(2):
        made(register)

    with pytest.raises(TooManySessions, match="3 sessions live, all that may; delete those that are done"):
        made(register)
    register.end(register.ids()[1])
    assert made(register, "fits").id == "fits"


def test_a_session_ends_when_nobody_has_asked_for_it_for_a_while(time: Time) -> None:
    register = Sessions(OFFICE, idle_seconds=60)
    made(register, "idle")
    made(register, "busy")
    time.seconds += 60
    register.get("busy")
    time.seconds += 1

    assert register.ids() == ["default", "busy"]
    with pytest.raises(UnknownSession):
        register.get("idle")
    time.seconds += 10_000
    assert register.ids() == ["default"]


def test_an_idle_session_makes_room_for_another(time: Time) -> None:
    register = Sessions(OFFICE, limit=2, idle_seconds=60)
    first = made(register, "k3v9")
    with pytest.raises(TooManySessions):
        made(register)
    time.seconds += 61

    assert made(register, "k3v9") is not first
    assert register.ids() == ["default", "k3v9"]


def test_the_memory_of_idle_sessions_is_given_back_with_the_next_one(time: Time) -> None:
    register = Sessions(OFFICE, idle_seconds=60)
    for _ in range(5):
        made(register)
    time.seconds += 61
    register.end_idle()

    assert register._count() == 1  # noqa: SLF001 - what is kept shows nowhere else


@given(st.lists(st.sampled_from(["a", "b", "default"]), max_size=20))
def test_sessions_of_one_scenario_never_see_each_other(writes: list[str]) -> None:
    builder = BaseBuilder()
    builder.add("events", "shared", b"0")
    template = Template("office", Directory(), base=builder.build())
    register = Sessions(template)
    for name in ("a", "b"):
        register.create(template, Choices(), name)
    for number, name in enumerate(writes):
        session = register.get(name)
        session.documents.put("events", "shared", b"%d" % number)
        session.ids.next("event")
        session.clock.advance(1_000_000)

    for name in ("a", "b", "default"):
        last = max((number for number, one in enumerate(writes) if one == name), default=0)
        session = register.get(name)
        found = session.documents.collection("events").get("shared")
        assert found is not None
        assert found.body == b"%d" % last
        assert session.ids.snapshot() == ({"event": writes.count(name)} if name in writes else {})


def test_two_sessions_of_one_scenario_hand_out_the_same_ids() -> None:
    register = Sessions(OFFICE)
    one, two = made(register, "one"), made(register, "two")
    one.ids.hex("noise", 8)

    assert [one.ids.hex("event", 8) for _ in range(3)] == [two.ids.hex("event", 8) for _ in range(3)]


def filled(session: Session) -> None:
    for _ in range(ENTRIES):
        session.journal.write(Entry(0, "GET", "/", "", status=200))


def kept(register: Sessions) -> int:
    return sum(1 for session in register for _ in session.journal.read())


def test_the_journals_of_many_sessions_stay_within_what_all_may_keep_though_they_rest() -> None:
    register = Sessions(OFFICE)
    for count in (32, 65, 131):
        while len(register.ids()) < count:
            filled(made(register))
        assert kept(register) <= 2 * ALL_ENTRIES, count


def test_a_few_sessions_fill_their_journals() -> None:
    register = Sessions(OFFICE)
    for _ in range(20):
        filled(made(register))

    assert kept(register) == 20 * ENTRIES
