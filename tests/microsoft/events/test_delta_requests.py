"""How change tracking is asked for: on which paths, with which preferences, by whom, and what of it is refused."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from mockserver.microsoft.calendars.calendar import default_calendar
from mockserver.microsoft.calendars.store import my_calendars, put_calendar, share
from mockserver.microsoft.events import store
from mockserver.microsoft.formats import immutable_id
from tests.microsoft.events.delta_world import DELTA, MARCH, begin, changes, first, kinds, next_link
from tests.microsoft.events.delta_writes import change, delete, make
from tests.microsoft.events.kept_events import kept
from tests.microsoft.world import ALICE, BOB, Client, daily, graph, meeting, timed

TOP = (
    "The '$top' parameter is not supported with change tracking over the 'CalendarView' resource as page size cannot "
    "be guaranteed. Express page size preferences using the Prefer: odata.maxpagesize= header instead."
)
OTHERS = (
    "The following parameters are not supported with change tracking over the 'CalendarView' resource: "
    "'$orderby, $filter, $select, $expand, $search'."
)
UNSUPPORTED = "Change tracking is not supported against 'microsoft.graph.event'."
NO_WINDOW = (
    "This request requires a time window specified by the query string parameters StartDateTime and EndDateTime."
)


def group_path(client: Client) -> str:
    return f"/groups/{client.session.identity.group_id('team')}"


def calendar_paths(client: Client) -> list[str]:
    """Every way to name Alice's default calendar."""
    mailbox = client.mailbox()
    calendar, group = quote(default_calendar(mailbox).id), quote(my_calendars(mailbox))
    user = f"/users/{ALICE}"
    return [
        "/me/calendarView/delta()",
        "/me/calendarView/microsoft.graph.delta()",
        "/me/calendarview/delta",
        "/me/calendar/calendarView/delta",
        f"/me/calendars/{calendar}/calendarView/delta",
        f"/me/calendars('{calendar}')/calendarView/delta()",
        f"/me/calendarGroups/{group}/calendars/{calendar}/calendarView/delta",
        f"{user}/calendarView/delta",
        f"{user}/calendar/calendarView/delta",
        f"{user}/calendars/{calendar}/calendarView/delta",
        f"/users/{mailbox.id}/calendarView/delta",
    ]


async def test_every_path_of_a_calendar_leads_to_its_changes() -> None:
    async with graph() as client:
        id_ = await make(client, meeting())

        for path in calendar_paths(client):
            assert [item["id"] for item in (await first(client, path)).value] == [id_], path


async def test_a_groups_calendar_has_changes_too() -> None:
    async with graph() as client:
        record = kept(default_calendar(client.mailbox("group:team")), meeting())

        for rest in ("calendarView/delta", "calendar/calendarView/delta()"):
            answer = await first(client, f"{group_path(client)}/{rest}")
            assert [item["id"] for item in answer.value] == [record.id]


async def test_another_calendar_has_its_own_changes() -> None:
    async with graph() as client:
        mailbox = client.mailbox()
        other = put_calendar(mailbox, mailbox.next_folder(), "Other", my_calendars(mailbox))
        await make(client, meeting(subject="Mine"))
        kept(other, meeting(subject="Theirs"))

        answer = await first(client, f"/me/calendars/{quote(other.id)}/calendarView/delta")
        assert [item["subject"] for item in answer.value] == ["Theirs"]


async def test_the_changes_of_a_shared_calendar_are_those_of_its_owner() -> None:
    async with graph() as client:
        share(client.mailbox(), default_calendar(client.mailbox()).folder, BOB, "read")
        id_ = await make(client, meeting())
        answer = await client.get(f"/users/{ALICE}/calendarView/delta", as_="bob", **MARCH)

        assert [item["id"] for item in answer.value] == [id_]


async def test_a_calendar_that_is_not_shared_has_no_changes_for_others() -> None:
    async with graph() as client:
        answer = await client.get(f"/users/{ALICE}/calendarView/delta", as_="bob", **MARCH)

        assert answer.status in {403, 404}


async def test_a_token_that_reads_only_the_basics_sees_no_bodies() -> None:
    async with graph() as client:
        await make(client, meeting(body={"contentType": "html", "content": "secret"}))
        answer = await client.get(DELTA, as_="alice-basic", **MARCH)

        assert answer.status == 200
        assert b"secret" not in answer.body


@pytest.mark.parametrize(("token", "status"), [("alice-nothing", 403), ("alice-expired", 401), ("", 401)])
async def test_without_a_good_token_and_a_permission_nothing_is_told(token: str, status: int) -> None:
    async with graph() as client:
        assert (await client.get(DELTA, as_=token, **MARCH)).status == status


async def test_times_are_shown_in_the_zone_that_each_call_prefers() -> None:
    async with graph() as client:
        await make(client, daily(count=1))
        await make(client, daily(count=1))
        prefer = 'outlook.timezone="Tokyo Standard Time"'
        answer = await first(client, prefer=f"{prefer}, odata.maxpagesize=2")
        again = await client.get(next_link(answer))

        tokyo = {"dateTime": "2026-03-06T23:00:00.0000000", "timeZone": "Tokyo Standard Time"}
        assert [item["start"] for item in answer.value] == [tokyo, tokyo]
        assert {item["start"]["timeZone"] for item in again.value} == {"UTC"}
        assert 'outlook.timezone="Tokyo Standard Time"' in answer.headers["Preference-Applied"]


async def test_an_unknown_zone_is_refused() -> None:
    async with graph() as client:
        answer = await client.get(DELTA, prefer='outlook.timezone="Mars"', **MARCH)

        assert (answer.status, answer.code) == (400, "TimeZoneNotSupportedException")


async def test_tracking_is_said_to_be_applied_whatever_is_preferred() -> None:
    async with graph() as client:
        assert (await first(client)).headers["Preference-Applied"] == "odata.track-changes"
        assert (await first(client, prefer="odata.track-changes")).headers[
            "Preference-Applied"
        ] == "odata.track-changes"


async def test_ids_are_immutable_where_that_is_preferred_and_links_work_with_either() -> None:
    async with graph() as client:
        single, series = await make(client, meeting()), await make(client, daily(count=2))
        prefer = 'IdType="ImmutableId", odata.maxpagesize=20'
        link = await begin(client)
        assert await changes(client, link, prefer) == []
        await delete(client, single)
        await change(client, series, {"subject": "Changed"})
        removed, master, *occurrences = await changes(client, link, prefer)
        mailbox = client.mailbox()

        assert removed["id"] == store.immutable(mailbox, single) == immutable_id(mailbox.keys, 1)
        assert master["id"] == store.immutable(mailbox, series)
        assert {item["seriesMasterId"] for item in occurrences} == {master["id"]}
        assert len({item["id"] for item in (removed, master, *occurrences)}) == 4


async def test_bodies_are_text_where_that_is_preferred() -> None:
    async with graph() as client:
        await make(client, meeting(body={"contentType": "html", "content": "<html><body>Hi</body></html>"}))
        [item] = (await first(client, prefer='outlook.body-content-type="text"')).value

        assert item["body"]["contentType"] == "text"


async def test_at_full_metadata_every_item_says_where_it_is() -> None:
    async with graph() as client:
        id_ = await make(client, meeting())
        accept = {"Accept": "application/json;odata.metadata=full"}
        [item] = (await client.ask("GET", DELTA, headers=accept, query=MARCH)).value

        assert item["@odata.type"] == "#microsoft.graph.event"
        assert item["@odata.id"].startswith(f"{client.origin}/v1.0/users('{client.mailbox().id}')/events('")
        assert quote(id_, safe="") in item["@odata.id"]


# What is refused.


async def test_top_is_refused_in_the_recorded_words() -> None:
    async with graph() as client:
        answer = await client.get(DELTA, top=5, **MARCH)

        assert (answer.status, answer.code, answer.message) == (400, "ErrorInvalidUrlQuery", TOP)


@pytest.mark.parametrize("option", ["$select", "$filter", "$orderby", "$expand", "$search", "select"])
async def test_the_other_options_are_refused_in_the_recorded_words(option: str) -> None:
    async with graph() as client:
        answer = await client.ask("GET", DELTA, query={**MARCH, option: "subject"})

        assert (answer.status, answer.code, answer.message) == (400, "ErrorInvalidUrlQuery", OTHERS)


async def test_options_are_refused_on_later_calls_too() -> None:
    async with graph() as client:
        answer = await client.get(f"{await begin(client)}&$select=subject")

        assert (answer.status, answer.message) == (400, OTHERS)


@pytest.mark.parametrize("missing", ["startDateTime", "endDateTime"])
async def test_a_first_call_needs_a_window(missing: str) -> None:
    async with graph() as client:
        answer = await client.get(DELTA, **{name: value for name, value in MARCH.items() if name != missing})

        assert (answer.status, answer.code, answer.message) == (400, "ErrorInvalidParameter", NO_WINDOW)


async def test_what_has_no_effect_is_said_in_the_journal() -> None:
    async with graph() as client:
        answer = await client.get(DELTA, skip=1, **MARCH)

        assert answer.status == 200
        assert any("$skip has no effect" in note for note in client.notes())


@pytest.mark.parametrize("window", [{}, MARCH])
@pytest.mark.parametrize("path", ["/me/events", "/me/calendar/events", "/groups/{group}/events"])
async def test_the_changes_of_events_without_a_view_are_refused_as_recorded(path: str, window: dict[str, str]) -> None:
    async with graph() as client:
        path = path.replace("/groups/{group}", group_path(client))
        answer = await client.get(f"{path}/delta()", **window)

        assert (answer.status, answer.code, answer.message) == (400, "BadRequest", UNSUPPORTED)
        assert any("calendarView/delta" in note for note in client.notes())


async def test_the_changes_of_instances_are_refused_the_same_way() -> None:
    async with graph() as client:
        id_ = await make(client, daily())
        answer = await client.get(f"/me/events/{quote(id_)}/instances/delta", **MARCH)

        assert (answer.status, answer.message) == (400, UNSUPPORTED)


async def test_a_window_longer_than_1825_days_is_refused() -> None:
    async with graph() as client:
        answer = await client.get(DELTA, startDateTime="2026-01-01T00:00:00Z", endDateTime="2031-01-02T00:00:00Z")

        assert (answer.status, answer.code) == (400, "ErrorInvalidRequest")


async def test_an_offset_in_the_window_counts() -> None:
    async with graph() as client:
        await make(client, timed("2026-03-09T10:00:00", "2026-03-09T11:00:00"))
        window = {"startDateTime": "2026-03-09T00:00:00-11:00", "endDateTime": "2026-03-10T00:00:00-11:00"}

        assert (await first(client, **window)).value == []
        window["startDateTime"] = "2026-03-09T00:00:00-10:00"
        assert kinds((await first(client, **window)).value) == ["singleInstance"]
