"""What goes wrong, as it is declared: faults, and limits with the names that the providers have for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from mockserver.google.limits import LIMITS as GOOGLE
from mockserver.microsoft.limits import LIMITS as MICROSOFT
from mockserver.scenario.language import GoogleLimits, Limits, MicrosoftLimits, Scenario

if TYPE_CHECKING:
    from collections.abc import Callable


def test_limits_that_are_not_given_are_none() -> None:
    assert Limits().amounts() == {"google": {}, "microsoft": {}}


def test_limits_are_read_by_provider_and_name(sound: Callable[..., dict[str, Any]]) -> None:
    given = {"google": {"per_user_per_minute": 600}, "microsoft": {"mailbox_concurrency": 4}}

    assert msgspec.convert(sound(limits=given), Scenario).limits.amounts() == given


@pytest.mark.parametrize("amount", [0, -1, 1.5, "600"])
def test_a_limit_is_a_whole_number_from_1_on(sound: Callable[..., dict[str, Any]], amount: object) -> None:
    with pytest.raises(msgspec.ValidationError, match="per_user_per_minute"):
        msgspec.convert(sound(limits={"google": {"per_user_per_minute": amount}}), Scenario)


def test_every_limit_of_the_language_is_one_that_a_provider_counts() -> None:
    assert set(GoogleLimits.__struct_fields__) == GOOGLE.keys()
    assert set(MicrosoftLimits.__struct_fields__) == MICROSOFT.keys()


def test_a_fault_means_every_request_unless_it_says_which(sound: Callable[..., dict[str, Any]]) -> None:
    [fault] = msgspec.convert(sound(faults=[{"fault": "unavailable"}]), Scenario).faults

    assert (fault.when.operation, fault.when.nth, fault.times) == (None, None, None)
