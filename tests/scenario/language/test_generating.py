"""What `generate` takes, and what it takes for given."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from mockserver.scenario.language.generating import ZONES, Generate
from mockserver.timing.zones import is_zone


def test_the_number_of_people_is_enough() -> None:
    read = msgspec.convert({"people": 4}, Generate)

    assert (read.people, read.events_per_person, read.team_size, read.zones) == (4, 30, 6, ZONES)
    assert all(map(is_zone, read.zones))


@pytest.mark.parametrize(
    "section",
    [
        {}, {"people": 0}, {"people": 5_001}, {"people": 1, "team_size": 21}, {"people": 1, "mix": {"series": 101}},
        {"people": 1, "domain": "Company.example"}, {"people": 1, "weeks": 105}, {"people": 1, "zones": []},
        {"people": 1, "accounts": ["yahoo"]}, {"people": 1, "persons": 2},
    ],
)  # fmt: skip
def test_what_is_out_of_bounds_is_refused(section: dict[str, Any]) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(section, Generate)
