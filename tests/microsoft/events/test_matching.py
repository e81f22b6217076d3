"""What is found of a list is what every event by itself would say, is looked for once, and no further than needed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from mockserver.clock import HOUR, rfc3339
from mockserver.http.operation import OperationTable
from mockserver.microsoft.calendars.calendar import default_calendar
from mockserver.microsoft.events import items, matching
from mockserver.microsoft.events.reading import Reading
from mockserver.microsoft.odata import binding, evaluation
from mockserver.microsoft.odata import filter as filters
from mockserver.microsoft.queries import LIST
from mockserver.microsoft.render import decoded
from tests.microsoft.events.kept_events import calendar as new_calendar
from tests.microsoft.events.kept_events import kept
from tests.microsoft.exchanges import asked
from tests.microsoft.world import START, graph, timed

if TYPE_CHECKING:
    import pytest

    from mockserver.microsoft.calendars.calendar import Calendar

OPERATIONS = ("eq", "gt", "ge", "lt", "le", "ne")


def reading(calendar: Calendar, **options: str) -> Reading:
    table = OperationTable("microsoft")
    table.operation("events.list", "GET", "/v1.0/events", options={"odata": LIST})(lambda: None)
    exchange = asked()
    exchange.operation = next(iter(table))
    exchange.pairs = [(f"${name}", text) for name, text in options.items()]
    return Reading(exchange, calendar, "users('u')/events")


def found(calendar: Calendar, **options: str) -> list[str]:
    wanted = reading(calendar, **options)
    return [item.record.id for item in matching.drawn(wanted, "events", lambda: matching.listed(wanted)).upto(100)]


@given(
    st.lists(st.tuples(st.integers(-60, 60), st.integers(0, 60)), max_size=6),
    st.sampled_from(["start", "end"]),
    st.sampled_from(OPERATIONS),
    st.integers(-60, 60),
    st.sampled_from(["{}", "{} and isAllDay eq false", "not ({})", "{} or subject eq 'x'"]),
)
def test_a_filter_on_times_finds_what_every_event_would_say(
    spans: list[tuple[int, int]], name: str, operator: str, hours: int, form: str
) -> None:
    calendar = new_calendar()
    for begins, lasts in spans:
        start = START + begins * HOUR
        kept(calendar, timed(rfc3339(start), rfc3339(start + lasts * HOUR)))
    text = form.format(f"{name}/dateTime {operator} '{rfc3339(START + hours * HOUR)}'")
    condition = binding.bind(filters.parse(text), "event")

    everything = [item.record for item in items.listed(calendar)]
    assert found(calendar, filter=text) == [
        record.id for record in everything if evaluation.evaluate(condition, decoded(record.body))
    ]


def test_what_was_found_is_remembered_until_something_changes() -> None:
    calendar = new_calendar()
    first = kept(calendar, timed("2026-03-09T10:00:00", "2026-03-09T11:00:00")).id
    wanted = reading(calendar)
    drawn = matching.drawn(wanted, "events", lambda: matching.listed(wanted))

    assert matching.drawn(reading(calendar), "events", lambda: iter(())) is drawn
    second = kept(calendar, timed("2026-03-10T10:00:00", "2026-03-10T11:00:00")).id
    assert found(calendar) == [first, second]


def test_lists_that_ask_for_something_else_do_not_share_what_was_found() -> None:
    calendar = new_calendar()
    first = kept(calendar, timed("2026-03-09T10:00:00", "2026-03-09T11:00:00", subject="b")).id
    second = kept(calendar, timed("2026-03-10T10:00:00", "2026-03-10T11:00:00", subject="a")).id

    assert found(calendar, filter="subject eq 'a'") == [second]
    assert found(calendar, filter="subject eq 'b'") == [first]
    assert found(calendar, orderby="subject") == [second, first]
    assert found(calendar, orderby="start/dateTime desc") == [second, first]
    assert found(calendar) == [first, second]


async def test_a_page_without_a_query_decodes_no_event(monkeypatch: pytest.MonkeyPatch) -> None:
    async with graph() as client:
        calendar = default_calendar(client.mailbox())
        for day in range(1, 20):
            kept(calendar, timed(f"2026-03-{day:02}T10:00:00", f"2026-03-{day:02}T11:00:00"))

        def decode(_: bytes) -> dict[str, Any]:
            raise AssertionError("an event was decoded")

        monkeypatch.setattr("mockserver.microsoft.events.reading.decoded", decode)
        page = await client.read("/me/events")
        view = await client.read("/me/calendarView", startDateTime="2026-03-01", endDateTime="2026-04-01")

    assert (len(page["value"]), len(view["value"])) == (10, 10)
