"""The families of paths: whatever is of an event is reached by every way to an event."""

from __future__ import annotations

import pytest

from mockserver.microsoft import description, templates
from mockserver.microsoft.templates import GROUP, USER

WAYS = {
    f"{USER}",
    f"{USER}/calendar",
    f"{USER}/calendars/{{calendar}}",
    f"{USER}/calendarGroups/{{calendarGroup}}/calendars/{{calendar}}",
    f"{GROUP}",
    f"{GROUP}/calendar",
}


def test_events_and_views_are_reached_by_every_way() -> None:
    assert set(templates.events()) == {f"{way}/events" for way in WAYS}
    assert set(templates.views("/delta()")) == {f"{way}/calendarView/delta()" for way in WAYS}


def test_what_is_below_an_event_is_below_each_of_them() -> None:
    assert set(templates.event("/accept")) == {f"{way}/events/{{event}}/accept" for way in WAYS}


def test_a_calendar_is_reached_by_every_way_but_directly() -> None:
    assert set(templates.calendars("/getSchedule")) == {f"{way}/getSchedule" for way in WAYS - {USER, GROUP}}


@pytest.mark.parametrize(
    ("method", "paths"),
    [
        ("GET", templates.events()),
        ("PATCH", templates.event()),
        ("GET", templates.views()),
        ("GET", templates.calendars()),
    ],
)
def test_every_path_of_a_family_is_published(method: str, paths: tuple[str, ...]) -> None:
    assert [path for path in paths if description.match(method, path) is None] == []
