"""What holds of every part of the language."""

from __future__ import annotations

import msgspec
import pytest

from mockserver.scenario.language import Clock, Part
from mockserver.scenario.language.part import PROVIDERS


def every_part(of: type[Part] = Part) -> list[type[Part]]:
    return [found for part in of.__subclasses__() for found in (part, *every_part(part))]


@pytest.mark.parametrize("part", every_part(), ids=lambda part: part.__name__)
def test_a_field_that_a_part_does_not_declare_is_refused(part: type[Part]) -> None:
    with pytest.raises(msgspec.ValidationError, match=r"unknown field `nothing`|missing required field"):
        msgspec.convert({"nothing": 1}, part)


def test_what_is_as_it_would_be_anyway_is_not_written() -> None:
    assert msgspec.to_builtins(Clock(flow="real")) == {}
    assert msgspec.to_builtins(Clock(flow="frozen")) == {"flow": "frozen"}


def test_a_person_has_an_account_with_every_provider_there_is() -> None:
    assert PROVIDERS == ("google", "microsoft")
