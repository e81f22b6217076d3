"""What is kept of subscriptions: who lives, in whose place, and when the next reminder is."""

from __future__ import annotations

from msgspec.structs import replace

from mockserver.clock import DAY, HOUR, MINUTE
from mockserver.microsoft.push.subscriptions import Subscription, change, find, live, open_subscription
from mockserver.session import Session
from tests.microsoft import world

EVENTS = "microsoft/events/alice/10d"
START = world.START


def made(**facts: object) -> Subscription:
    """A subscription of a day that was authorized for ever."""
    usual = {
        "id": "s1", "app": "autosched", "person": "alice", "resource": "me/events", "mailbox": "alice", "event": "",
        "change_type": "created, Updated", "url": "https://127.0.0.1/", "lifecycle_url": "https://127.0.0.1/l",
        "client_state": None, "tls": "v1_2", "immutable_ids": False, "grant": None, "expires": START + DAY,
        "since": START, "authorized_until": START + 1_000 * DAY, "reminded": START - 1,
    }  # fmt: skip
    return Subscription(**usual | facts)  # type: ignore[arg-type]  # of the types above


def session() -> Session:
    return Session("subscriptions", world.template())


def test_the_types_of_changes_are_read_without_regard_to_case_and_spaces() -> None:
    assert made().change_types == {"created", "updated"}


def test_reminders_are_half_an_hour_and_a_quarter_before_the_end() -> None:
    first = made().next_reminder
    assert first == START + DAY - 30 * MINUTE
    assert made(reminded=first).next_reminder == START + DAY - 15 * MINUTE
    assert made(reminded=START + DAY - 15 * MINUTE).next_reminder is None


def test_whichever_ends_first_is_reminded_of_first() -> None:
    assert made(authorized_until=START + HOUR).next_reminder == START + 30 * MINUTE


def test_without_a_lifecycle_url_there_is_no_reminder() -> None:
    assert made(lifecycle_url=None).next_reminder is None


def test_a_subscription_lives_until_its_time() -> None:
    world_ = session()
    open_subscription(world_, EVENTS, made())
    there = [one.id for _, one in live(world_)]
    world_.clock.advance(DAY)

    assert there == ["s1"]
    assert list(live(world_)) == []


def test_one_is_found_by_its_id_in_any_case() -> None:
    world_ = session()
    open_subscription(world_, EVENTS, made())
    open_subscription(world_, EVENTS, made(id="s2"))

    assert find(world_, "S2") == (EVENTS, made(id="s2"))
    assert find(world_, "s3") is None


def test_one_takes_anothers_place_and_the_others_stay() -> None:
    world_ = session()
    for id_ in ("s1", "s2"):
        open_subscription(world_, EVENTS, made(id=id_))
    change(world_, EVENTS, made(), replace(made(), url="https://127.0.0.1/other"))
    urls = [one.url for _, one in live(world_)]
    change(world_, EVENTS, made(), None)

    assert urls == ["https://127.0.0.1/other", "https://127.0.0.1/"]
    assert [one.id for _, one in live(world_)] == ["s2"]


def test_opening_one_forgets_those_that_have_ended() -> None:
    world_ = session()
    open_subscription(world_, EVENTS, made())
    world_.clock.advance(DAY)
    open_subscription(world_, EVENTS, made(id="s2", expires=START + 2 * DAY))
    record = world_.documents.collection("subscriptions/microsoft").get(EVENTS)

    assert record is not None
    assert [one.id for one in record.extra.subscriptions] == ["s2"]
