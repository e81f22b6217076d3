"""msgraph-sdk's models are found for every answer, and what they do not hold of it is told."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from msgraph.generated.models.event import Event
from msgraph.generated.models.event_collection_response import EventCollectionResponse
from msgraph.generated.models.file_attachment import FileAttachment
from msgraph.generated.models.o_data_errors.o_data_error import ODataError
from msgraph.generated.users.item.calendar_view.delta.delta_get_response import DeltaGetResponse

from mockserver.microsoft import description
from tests.microsoft.answers import ANSWERED, CHANGES, EVENT, PAGE, PROBLEM, changed, written
from tests.microsoft.sdk_models import beside, lost, model_of, parse_answer


def test_every_published_answer_has_its_model() -> None:
    for method_id, row in description.methods().items():
        name, _ = description.item_of(row.response or "Any")
        if name in description.PRIMITIVES or description.type_of(name).kind == "enum":
            continue
        http_method, _, path = method_id.partition(" ")
        model = model_of(http_method, "/v1.0" + re.sub(r"\{([^}]*)\}", r"the-\1", path))
        assert model.__name__ == name[0].upper() + name[1:], method_id


def test_an_answer_is_read_as_its_model() -> None:
    event = parse_answer("GET", "/v1.0/me/events/e", 200, written(EVENT))

    assert isinstance(event, Event)
    assert event.start is not None
    assert event.start.date_time == "2026-03-08T09:00:00.0000000"
    assert event.attachments is not None
    assert isinstance(event.attachments[0], FileAttachment)
    assert isinstance(parse_answer("GET", "/v1.0/me/events", 200, written(PAGE)), EventCollectionResponse)
    assert isinstance(parse_answer("GET", "/v1.0/me/calendarView/delta", 200, written(CHANGES)), DeltaGetResponse)


def test_an_error_is_read_as_an_error_whatever_was_asked() -> None:
    error = parse_answer("GET", "/v1.0/nowhere", 404, written(PROBLEM))

    assert isinstance(error, ODataError)
    assert error.error is not None
    assert error.error.code == "ErrorItemNotFound"


def test_a_batch_is_read_by_the_packages_own_reader() -> None:
    batch: Any = parse_answer("POST", "/v1.0/$batch", 200, written(ANSWERED))

    assert batch.get_response_by_id("2").status == 404


@pytest.mark.parametrize(
    ("path", "to", "told"),
    [
        ("subject", "Lunch", []),
        ("showAs", "away", ["showAs: 'away' is lost"]),
        ("reminderMinutesBeforeStart", "15", ["reminderMinutesBeforeStart: '15' is lost"]),
        ("start/dateTime", 7, ["start.dateTime: 7 is lost"]),
        ("attendees/0/type", "chair", ["attendees[0].type: 'chair' is lost"]),
        ("reminderMinutesBeforeStart", None, []),
    ],
)
def test_what_a_model_does_not_hold_is_told(path: str, to: Any, told: list[str]) -> None:
    value = changed(EVENT, path, to)

    assert list(lost(value, parse_answer("GET", "/v1.0/me/events/e", 200, written(value)))) == told


def test_what_the_models_have_no_property_for_is_named() -> None:
    assert sorted(beside(parse_answer("GET", "/v1.0/me/events/e", 200, written(EVENT)))) == ["occurrenceId", "uid"]


@pytest.mark.parametrize(
    ("http_method", "path"), [("DELETE", "/v1.0/me/events/e"), ("GET", "/v1.0/me/events/$count"), ("GET", "/v1.0/x")]
)
def test_there_is_no_model_where_nothing_is_answered(http_method: str, path: str) -> None:
    with pytest.raises(LookupError, match="nothing is published to be read"):
        model_of(http_method, path)


def test_numbers_are_read_where_they_are_whole() -> None:
    """The JSON of 100.0 may be 100."""
    value = {"meetingTimeSuggestions": [{"confidence": 100, "order": 1}]}
    model = parse_answer("POST", "/v1.0/me/findMeetingTimes", 200, json.dumps(value).encode())

    assert list(lost(value, model)) == []
