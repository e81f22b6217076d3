"""What is set in a session is counted by key, refused when there is too much of it, and told when to come again."""

from __future__ import annotations

import pytest

from mockserver.clock import MINUTE, SECOND, Clock, parse_instant
from mockserver.limits import AtOnce, Limit, Limits, Over, PerWindow
from mockserver.limits.limits import MOST_KEYS

KINDS: dict[str, Limit] = {"per_minute": PerWindow(MINUTE, "rate-limited", str), "at_once": AtOnce("too-many", str)}


def limits(**amounts: int) -> Limits:
    return Limits({"google": amounts}, Clock(parse_instant("2026-03-06T14:00:00Z"), "frozen"))


def test_what_is_over_the_limit_is_refused_with_its_fault_and_how_long_to_wait() -> None:
    set_ = limits(per_minute=2)
    for _ in range(2):
        with set_.counted("google", KINDS, "alice"):
            pass

    with pytest.raises(Over) as refused, set_.counted("google", KINDS, "alice"):
        pass

    over = refused.value
    assert (over.name, over.amount, over.fault) == ("per_minute", 2, "rate-limited")
    assert 59 * SECOND <= over.wait <= 61 * SECOND


def test_each_key_has_its_own_count() -> None:
    set_ = limits(per_minute=1)
    with set_.counted("google", KINDS, "alice"):
        pass

    with set_.counted("google", KINDS, "bob"):
        pass


def test_what_is_refused_does_not_count() -> None:
    clock = Clock(parse_instant("2026-03-06T14:00:00Z"), "frozen")
    set_ = Limits({"google": {"per_minute": 1}}, clock)
    with set_.counted("google", KINDS, "alice"):
        pass
    for _ in range(5):
        clock.advance(11 * SECOND)
        with pytest.raises(Over), set_.counted("google", KINDS, "alice"):
            pass

    clock.advance(6 * SECOND)

    with set_.counted("google", KINDS, "alice"):
        pass


def test_what_is_at_once_is_what_is_in_hand() -> None:
    set_ = limits(at_once=1)

    with (
        set_.counted("google", KINDS, "alice"),
        pytest.raises(Over) as refused,
        set_.counted("google", KINDS, "alice"),
    ):
        pass
    with set_.counted("google", KINDS, "alice"):
        pass

    assert refused.value.wait == 0


def test_a_request_refused_by_one_limit_is_not_in_hand_for_another() -> None:
    set_ = limits(at_once=1, per_minute=1)
    with set_.counted("google", KINDS, "alice"):
        pass
    with pytest.raises(Over), set_.counted("google", KINDS, "alice"):
        pass

    with pytest.raises(Over) as refused, set_.counted("google", KINDS, "alice"):
        pass

    assert refused.value.name == "per_minute"


def test_a_request_without_a_key_does_not_count() -> None:
    kinds: dict[str, Limit] = {"per_minute": PerWindow(MINUTE, "rate-limited", lambda _: None)}
    set_ = limits(per_minute=1)

    for _ in range(3):
        with set_.counted("google", kinds, "alice"):
            pass


def test_a_provider_without_limits_has_none() -> None:
    set_ = limits(per_minute=1)

    assert not set_.amounts("microsoft")
    assert set_.amounts("google") == {"per_minute": 1}


def test_a_restored_snapshot_has_the_counts_it_had() -> None:
    set_ = limits(per_minute=1)
    before = set_.snapshot()
    with set_.counted("google", KINDS, "alice"):
        pass
    after = set_.snapshot()

    set_.restore(before)
    with set_.counted("google", KINDS, "alice"):
        pass
    set_.restore(after)

    with pytest.raises(Over), set_.counted("google", KINDS, "alice"):
        pass


def test_no_more_keys_are_kept_than_may_be() -> None:
    set_ = limits(per_minute=1)

    for number in range(MOST_KEYS + 10):
        with set_.counted("google", KINDS, str(number)):
            pass

    assert len(set_.snapshot()) == MOST_KEYS
