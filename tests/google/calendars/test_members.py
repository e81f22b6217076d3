"""What a body may change in a Calendar resource, and which values none can have."""

from __future__ import annotations

from typing import Any

import pytest

from mockserver.google.calendars.members import patched, replaced
from mockserver.google.refusals import Refusal
from mockserver.ids import Ids

DOCUMENT = {"id": "c", "summary": "S", "timeZone": "UTC", "description": "D", "dataOwner": "a@b.example"}
COLOR = "#039be5"
ONE = "3f1c1f9e-2b57-4c62-9a4d-0d7d2f7a9c11"
MONDAY = {"dayOfWeek": "monday", "periodStart": 540, "periodEnd": 1020}


def labelled(*rows: dict[str, Any]) -> Any:
    return patched(DOCUMENT, {"labelProperties": {"eventLabels": list(rows)}}, Ids("seed")).get("labelProperties")


def hours(**value: Any) -> Any:
    return patched(DOCUMENT, {"workingHours": value}, Ids("seed"), primary=True).get("workingHours")


def test_what_a_client_may_not_write_stays() -> None:
    body = {
        "id": "other",
        "dataOwner": "x@y.example",
        "etag": '"1"',
        "conferenceProperties": {},
        "autoAcceptInvitations": True,
    }

    assert patched(DOCUMENT, body, Ids("seed")) == DOCUMENT


def test_a_put_takes_away_description_and_place_and_nothing_else() -> None:
    assert replaced(DOCUMENT, {}, Ids("seed")) == DOCUMENT | {"description": None, "location": None}


def test_labels_take_the_place_of_those_before() -> None:
    first = patched(DOCUMENT, {"labelProperties": {"eventLabels": [{"id": ONE, "backgroundColor": COLOR}]}}, Ids("s"))

    second = patched(first, {"labelProperties": {"eventLabels": []}}, Ids("s"))

    assert first["labelProperties"] == {"eventLabels": [{"id": ONE, "backgroundColor": COLOR}]}
    assert second["labelProperties"] == {"eventLabels": []}


@pytest.mark.parametrize("body", [{}, {"labelProperties": None}, {"labelProperties": {}}])
def test_labels_stay_where_a_body_does_not_name_them(body: dict[str, Any]) -> None:
    labels = {"labelProperties": {"eventLabels": [{"id": ONE, "backgroundColor": COLOR}]}}

    assert patched(DOCUMENT | labels, body, Ids("s")) == DOCUMENT | labels
    assert replaced(DOCUMENT | labels, body, Ids("s"))["labelProperties"] == labels["labelProperties"]


def test_200_labels_are_the_most() -> None:
    rows = [{"backgroundColor": COLOR}] * 200

    assert len({label["id"] for label in labelled(*rows)["eventLabels"]}) == 200
    with pytest.raises(Refusal, match="invalid"):
        labelled(*rows, {"backgroundColor": COLOR})


@pytest.mark.parametrize(
    "row",
    [
        {"name": "no colour"},
        {"backgroundColor": "blue"},
        {"backgroundColor": COLOR, "name": "n" * 51},
        {"backgroundColor": COLOR, "id": "no-uuid"},
    ],
)
def test_a_label_that_none_can_be_is_refused(row: dict[str, Any]) -> None:
    with pytest.raises(Refusal):
        labelled(row)


def test_no_two_labels_have_one_id() -> None:
    with pytest.raises(Refusal, match="invalid"):
        labelled({"id": ONE, "backgroundColor": COLOR}, {"id": ONE, "backgroundColor": COLOR})


def test_working_hours_are_kept_whole() -> None:
    assert hours(workingHoursEnabled=True, availableTimes=[MONDAY]) == {
        "workingHoursEnabled": True,
        "availableTimes": [MONDAY],
    }
    assert hours(workingHoursEnabled=False) == {"workingHoursEnabled": False}


@pytest.mark.parametrize("value", [None, {}])
def test_working_hours_stay_where_the_body_has_nothing_in_them(value: dict[str, Any] | None) -> None:
    assert patched(DOCUMENT, {"workingHours": value}, Ids("s"), primary=True) == DOCUMENT


@pytest.mark.parametrize(
    "value",
    [
        {"workingHoursEnabled": True},
        {"workingHoursEnabled": True, "availableTimes": [MONDAY | {"dayOfWeek": "Monday"}]},
        {"workingHoursEnabled": True, "availableTimes": [MONDAY | {"periodEnd": 540}]},
        {"workingHoursEnabled": True, "availableTimes": [MONDAY | {"periodEnd": 1441}]},
        {"workingHoursEnabled": True, "availableTimes": [{"dayOfWeek": "monday"}]},
    ],
)
def test_working_hours_that_none_can_be_are_refused(value: dict[str, Any]) -> None:
    with pytest.raises(Refusal):
        hours(**value)


def test_a_windows_zone_is_refused_with_the_iana_name_that_would_be_right() -> None:
    with pytest.raises(Refusal) as refused:
        patched(DOCUMENT, {"timeZone": "Eastern Standard Time"}, Ids("s"))

    assert "America/New_York" in refused.value.why
