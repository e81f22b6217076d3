from __future__ import annotations

from typing import Any

import pytest

from mockserver.clock import MINUTE, SECOND, Clock
from mockserver.identity import device_codes
from mockserver.identity.device_codes import INTERVAL, DeviceCodes, DeviceRefused
from mockserver.identity.tokens import session_of
from mockserver.ids import Ids


@pytest.fixture
def clock() -> Clock:
    return Clock(0, "frozen")


@pytest.fixture
def table(clock: Clock) -> DeviceCodes:
    return DeviceCodes("k3v9", clock, Ids("office"))


def refusal(table: DeviceCodes, text: str, app: str = "tv", provider: Any = "google") -> str:
    with pytest.raises(DeviceRefused) as raised:
        table.redeem(text, app, provider)
    return raised.value.reason


def test_a_device_waits_until_a_person_lets_it_in_once(table: DeviceCodes, clock: Clock) -> None:
    device = table.issue("tv", "google", ("email", "openid"))
    assert refusal(table, device.text) == "pending"
    clock.advance(INTERVAL)

    table.approve(device, "alice", ("email",), generation=3)

    redeemed = table.redeem(device.text, "tv", "google")
    assert (redeemed.person, redeemed.scopes, redeemed.generation) == ("alice", ("email",), 3)
    assert refusal(table, device.text) == "redeemed"


def test_who_asks_too_soon_is_told_to_slow_down_and_must_wait_longer(table: DeviceCodes, clock: Clock) -> None:
    device = table.issue("tv", "google", ())
    asked = [refusal(table, device.text)]
    for wait in (4 * SECOND, 5 * SECOND, 15 * SECOND):
        clock.advance(wait)
        asked.append(refusal(table, device.text))

    assert asked == ["pending", "slow-down", "slow-down", "pending"]


@pytest.mark.parametrize(("provider", "minutes"), [("google", 30), ("microsoft", 15)])
def test_a_device_code_dies_on_the_session_s_clock(
    table: DeviceCodes, clock: Clock, provider: Any, minutes: int
) -> None:
    device = table.issue("tv", provider, ())
    clock.advance(minutes * MINUTE)

    assert refusal(table, device.text, provider=provider) == "expired"
    assert table.by_user_code(device.user_code, provider) is None


def test_who_is_denied_is_told_so(table: DeviceCodes) -> None:
    device = table.issue("tv", "google", ())
    table.deny(device)

    assert refusal(table, device.text) == "denied"


def test_a_device_code_is_of_one_app_and_one_provider(table: DeviceCodes) -> None:
    device = table.issue("tv", "google", ())

    assert refusal(table, device.text, app="other") == "foreign-client"
    assert refusal(table, device.text, provider="microsoft") == "unknown"
    assert refusal(table, "AH-1Ngmock-k3v9.x") == "unknown"


def test_a_user_code_is_found_in_whatever_case_with_or_without_its_hyphen(table: DeviceCodes) -> None:
    device = table.issue("tv", "google", ())
    bare = device.user_code.replace("-", "")

    for typed in (device.user_code, device.user_code.lower(), bare, f" {bare[:4]} {bare[4:]} "):
        assert table.by_user_code(typed, "google") == device
    assert table.by_user_code(device.user_code, "microsoft") is None
    assert table.by_user_code("", "google") is None
    table.deny(device)
    assert table.by_user_code(device.user_code, "google") is None


def test_codes_look_as_the_provider_s_and_say_their_session(table: DeviceCodes) -> None:
    google, microsoft = (table.issue("tv", provider, ()) for provider in ("google", "microsoft"))

    assert google.text.startswith("AH-1Ng")
    assert (len(google.user_code), google.user_code[4]) == (9, "-")
    assert microsoft.text.startswith("GAQAB")
    assert (len(microsoft.user_code), microsoft.user_code.isalpha()) == (9, True)
    assert {session_of(google.text), session_of(microsoft.text)} == {"k3v9"}


def test_device_codes_are_bounded_and_come_back_with_a_snapshot(
    table: DeviceCodes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(device_codes, "LIMIT", 2)
    first = table.issue("tv", "google", ())
    saved = table.snapshot()
    for _ in range(2):
        table.issue("tv", "google", ())
    assert refusal(table, first.text) == "unknown"

    table.restore(saved)

    assert refusal(table, first.text) == "pending"
