"""Reading events over a socket: every path of a list, pages, counts, instances, views, filters and orders."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from mockserver.microsoft import formats
from mockserver.microsoft.calendars.calendar import calendars, default_calendar
from mockserver.microsoft.calendars.store import my_calendars, put_calendar
from mockserver.microsoft.events import store
from tests.microsoft.events.kept_events import kept
from tests.microsoft.world import ALICE, Client, all_day, daily, graph, meeting, timed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MARCH = {"startDateTime": "2026-03-01T00:00:00Z", "endDateTime": "2026-04-01T00:00:00Z"}


def keep(client: Client, body: Mapping[str, Any], key: str = "alice") -> str:
    return kept(default_calendar(client.mailbox(key)), body).id


def meetings(client: Client, number: int, **members: Any) -> None:
    for n in range(number):
        keep(
            client, timed(f"2026-03-{n + 1:02}T10:00:00", f"2026-03-{n + 1:02}T11:00:00", subject=f"M{n:02}", **members)
        )


def subjects(events: Iterable[Mapping[str, Any]]) -> list[str]:
    return [event["subject"] for event in events]


async def test_a_list_has_the_events_of_the_default_calendar_by_their_start() -> None:
    async with graph() as client:
        keep(client, timed("2026-03-10T10:00:00", "2026-03-10T11:00:00", subject="later"))
        keep(client, timed("2026-03-09T10:00:00", "2026-03-09T11:00:00", subject="sooner"))
        page = await client.read("/me/events")
        place = f"users('{client.mailbox().id}')"

    assert subjects(page["value"]) == ["sooner", "later"]
    assert page["@odata.context"].endswith(f"$metadata#{place}/events")
    assert list(page) == ["@odata.context", "value"]


@pytest.mark.parametrize("path", ["/events", "/calendar/events", "/calendars/{calendar}/events"])
@pytest.mark.parametrize("user", ["/me", f"/users/{ALICE}", "/users/{oid}"])
async def test_every_path_of_a_calendar_leads_to_its_events(user: str, path: str) -> None:
    async with graph() as client:
        id_ = keep(client, meeting())
        mailbox = client.mailbox()
        full = (user + path).format(oid=mailbox.id, calendar=default_calendar(mailbox).id)
        listed = await client.read(full)
        read = await client.read(f"{full}/{id_}")
        counted = await client.get(f"{full}/$count")
        viewed = await client.read(full.removesuffix("events") + "calendarView", **MARCH)

    assert [event["id"] for event in listed["value"]] == [id_] == [event["id"] for event in viewed["value"]]
    assert (read["id"], counted.body, counted.headers["Content-Type"]) == (id_, b"1", "text/plain")


async def test_a_calendar_in_a_group_is_reached_through_its_group() -> None:
    async with graph() as client:
        mailbox = client.mailbox()
        calendar = put_calendar(mailbox, mailbox.next_folder(), "Work", my_calendars(mailbox))
        id_ = kept(calendar, meeting()).id
        path = f"/me/calendarGroups/{my_calendars(mailbox)}/calendars/{calendar.id}"
        listed = await client.read(f"{path}/events")
        viewed = await client.read(f"{path}/calendarView", **MARCH)
        other = await client.read("/me/events")
        found = await client.read(f"/me/events/{id_}")
        elsewhere = await client.get(f"/me/calendars/{default_calendar(mailbox).id}/events/{id_}")

    assert [event["id"] for event in listed["value"]] == [id_] == [event["id"] for event in viewed["value"]]
    assert (other["value"], found["id"]) == ([], id_)
    assert (elsewhere.status, elsewhere.code) == (404, "ErrorItemNotFound")


async def test_a_group_has_events_and_a_view() -> None:
    async with graph() as client:
        id_ = keep(client, meeting(), "group:team")
        group = f"/groups/{client.mailbox('group:team').id}"
        answers = [
            await client.read(f"{group}/events"),
            await client.read(f"{group}/calendar/events"),
            await client.read(f"{group}/calendarView", **MARCH),
            await client.read(f"{group}/calendar/calendarView", **MARCH),
        ]
        read = await client.read(f"{group}/events/{id_}")

    assert [[event["id"] for event in answer["value"]] for answer in answers] == [[id_]] * 4
    assert "calendar@odata.navigationLink" not in read


async def test_pages_go_on_until_the_list_is_at_its_end() -> None:
    async with graph() as client:
        meetings(client, 23)
        page = await client.read("/me/events", select="subject")
        found = [page["value"]]
        while "@odata.nextLink" in page:
            page = await client.read(page["@odata.nextLink"])
            found.append(page["value"])

    assert [len(part) for part in found] == [10, 10, 3]
    assert subjects(event for part in found for event in part) == [f"M{n:02}" for n in range(23)]


async def test_a_page_is_as_long_as_top_and_the_preference_allow() -> None:
    async with graph() as client:
        meetings(client, 6)
        answer = await client.get("/me/events", prefer="odata.maxpagesize=2")
        both = await client.read("/me/events", prefer="odata.maxpagesize=4", top=3)

    assert (len(answer.value), answer.headers["Preference-Applied"]) == (2, "odata.maxpagesize=2")
    assert len(both["value"]) == 3


async def test_a_count_is_of_the_whole_list_and_not_of_the_page() -> None:
    async with graph() as client:
        meetings(client, 12)
        page = await client.read("/me/events", count="true", top=1, filter="startswith(subject,'M0')")
        alone = await client.get("/me/events/$count", filter="subject eq 'M03'")

    assert (page["@odata.count"], len(page["value"]), alone.body) == (10, 1, b"1")


async def test_a_list_is_as_it_is_after_every_change() -> None:
    async with graph() as client:
        meetings(client, 2)
        before = await client.read("/me/events", filter="startswith(subject,'M')", select="subject")
        meetings(client, 1)
        id_ = before["value"][1]["id"]
        store.remove(store.find(client.mailbox(), id_))
        after = await client.read("/me/events", filter="startswith(subject,'M')", select="subject")

    assert (subjects(before["value"]), subjects(after["value"])) == (["M00", "M01"], ["M00", "M00"])


@pytest.mark.parametrize(
    ("filter_", "found"),
    [
        ("start/dateTime ge '2026-03-03T10:00:00'", ["M02", "M03"]),
        ("start/dateTime gt '2026-03-03T10:00:00Z' and isAllDay eq false", ["M03"]),
        ("end/dateTime le '2026-03-01T11:00:00'", ["M00"]),
        ("start/dateTime eq '2026-03-02T10:00'", ["M01"]),
        ("contains(subject,'02') or subject eq 'M00'", ["M00", "M02"]),
        ("not startswith(subject,'M')", []),
        ("importance eq 'normal' and showAs ne 'free'", ["M00", "M01", "M02", "M03"]),
        ("categories/any(c:c eq 'Red')", ["M00", "M01", "M02", "M03"]),
        ("createdDateTime lt 2026-03-06T13:00:00Z", []),
        ("type eq 'seriesMaster'", []),
    ],
)
async def test_a_filter_is_met_by_events_and_by_their_occurrences_in_a_view(filter_: str, found: list[str]) -> None:
    async with graph() as client:
        meetings(client, 4, categories=["Red"])
        listed = await client.read("/me/events", filter=filter_)
        viewed = await client.read("/me/calendarView", filter=filter_, **MARCH)

    assert subjects(listed["value"]) == found == subjects(viewed["value"])


@pytest.mark.parametrize(
    ("orderby", "found"),
    [
        ("start/dateTime", ["B", "a", "C"]),
        ("start/dateTime desc", ["C", "a", "B"]),
        ("subject", ["a", "B", "C"]),
        ("subject desc", ["C", "B", "a"]),
        ("lastModifiedDateTime", ["C", "a", "B"]),
        ("end/dateTime desc,subject", ["C", "a", "B"]),
    ],
)
async def test_an_order_is_that_of_the_whole_list(orderby: str, found: list[str]) -> None:
    async with graph() as client:
        for day, subject in ((12, "C"), (11, "a"), (10, "B")):
            keep(client, timed(f"2026-03-{day}T10:00:00", f"2026-03-{day}T11:00:00", subject=subject))
        listed = await client.read("/me/events", orderby=orderby)
        first = await client.read("/me/calendarView", orderby=orderby, top=1, **MARCH)

    assert subjects(listed["value"]) == found
    assert subjects(first["value"]) == found[:1]


async def test_the_days_of_an_event_begin_for_a_filter_at_midnight_of_their_own_zone() -> None:
    async with graph() as client:
        keep(client, all_day("2026-03-07", "2026-03-08", "Eastern Standard Time"))
        five = await client.read("/me/events", filter="start/dateTime ge '2026-03-07T05:00:00'")
        six = await client.read("/me/events", filter="start/dateTime ge '2026-03-07T05:00:01'")

    assert (len(five["value"]), len(six["value"])) == (1, 0)


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"search": "x"}, "ErrorInvalidUrlQuery"),
        ({"filter": "subject eq"}, "BadRequest"),
        ({"filter": "recurrence eq null"}, "ErrorInvalidUrlQueryFilter"),
        ({"filter": "endswith(subject,'x')"}, "ErrorInvalidUrlQueryFilter"),
        ({"filter": "attendees/any(a:a/emailAddress/address eq 'x')"}, "UnsupportedEntityExpression"),
        ({"filter": "subject eq 'x'", "orderby": "start/dateTime"}, "InefficientFilter"),
        ({"orderby": "start"}, "BadRequest"),
        ({"select": "colour"}, "BadRequest"),
        ({"expand": "colour"}, "BadRequest"),
        ({"top": "0"}, "BadRequest"),
        ({"top": "1001"}, "BadRequest"),
        ({"skip": "-1"}, "BadRequest"),
        ({"$colour": "red"}, "BadRequest"),
    ],
)
async def test_what_a_list_does_not_take_is_refused(query: dict[str, str], code: str) -> None:
    async with graph() as client:
        listed = await client.get("/me/events", **query)
        viewed = await client.get("/me/calendarView", **MARCH, **query)

    assert (listed.status, listed.code) == (400, code) == (viewed.status, viewed.code)


async def test_instances_are_the_occurrences_in_a_window() -> None:
    async with graph() as client:
        id_ = keep(client, daily(count=5))
        window = MARCH | {"startDateTime": "2026-03-07T00:00:00Z"}
        page = await client.read(f"/me/events/{id_}/instances", **window)
        missing = await client.get(f"/me/events/{id_}/instances")
        one = page["value"][0]["id"]
        alone = await client.read(f"/me/events/{one}/instances", **window)

    assert [event["start"]["dateTime"][:16] for event in page["value"]] == [
        "2026-03-07T14:00", "2026-03-08T13:00", "2026-03-09T13:00", "2026-03-10T13:00"
    ]  # fmt: skip
    assert {event["type"] for event in page["value"]} == {"occurrence"}
    assert page["@odata.context"].endswith("')/instances")
    assert (missing.status, missing.code) == (400, "ErrorInvalidParameter")
    assert [event["id"] for event in alone["value"]] == [one]


async def test_the_calendar_of_an_event_is_that_which_it_is_in() -> None:
    async with graph() as client:
        id_ = keep(client, meeting())
        calendar = await client.read(f"/me/events/{id_}/calendar")
        named = await client.read(f"/me/events/{id_}/calendar", select="name")

    assert (calendar["name"], calendar["isDefaultCalendar"]) == ("Calendar", True)
    assert calendar["id"] == next(calendars(client.mailbox())).id
    assert [name for name in named if name[0] != "@"] == ["id", "name"]


@pytest.mark.parametrize(
    ("id_", "status", "code"),
    [
        ("not an id", 400, "ErrorInvalidIdMalformed"),
        ("QUJD", 404, "ErrorItemNotFound"),
    ],
)
async def test_an_event_that_is_not_there_is_refused(id_: str, status: int, code: str) -> None:
    async with graph() as client:
        answer = await client.get(f"/me/events/{id_.replace(' ', '%20')}")

    assert (answer.status, answer.code) == (status, code)


async def test_an_event_of_another_mailbox_is_not_found() -> None:
    async with graph() as client:
        answer = await client.get(f"/me/events/{keep(client, meeting(), 'carol')}")

    assert (answer.status, answer.code) == (404, "ErrorItemNotFound")


async def test_a_calendar_that_is_not_there_has_no_events() -> None:
    async with graph() as client:
        other = formats.calendar_id(client.mailbox().keys, 0x999)
        answer = await client.get(f"/me/calendars/{other}/events")

    assert (answer.status, answer.code) == (404, "ErrorItemNotFound")
