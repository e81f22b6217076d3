"""gcal-sync as it is installed: what Home Assistant keeps its calendars up to date with.

Its `AbstractAuth` is there to be given a host and a token; the rest is its own. Every answer is judged on its way.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from gcal_sync.api import (
    CalendarEventStoreService,
    GoogleCalendarService,
    ListEventsRequest,
    LocalListEventsRequest,
    SyncEventsRequest,
)
from gcal_sync.auth import AbstractAuth
from gcal_sync.exceptions import ApiException, ApiForbiddenException, AuthException
from gcal_sync.model import DateOrDatetime, Event
from gcal_sync.store import InMemoryCalendarStore
from gcal_sync.sync import CalendarEventSyncManager, CalendarListSyncManager

from tests.contract import checked_session
from tests.wire import World, world

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

    Connected = Callable[..., GoogleCalendarService]

ALICE = "alice@autosched.example"
LONDON = ZoneInfo("Europe/London")
START = datetime(2026, 3, 1, tzinfo=UTC)
FORTNIGHT, HOUR = timedelta(days=14), timedelta(hours=1)


class Auth(AbstractAuth):
    """Tokens as the application at hand gets them: a new one each time, for what it was granted."""

    def __init__(self, websession: Any, session: World, person: str) -> None:
        super().__init__(websession, session.urls["google_calendar"])
        client = session.document["apps"]["autosched"]["google"]
        self._url = session.urls["google_token"]
        self._form = {
            "grant_type": "refresh_token",
            "refresh_token": session.google(person)["refresh_token"],
            "client_id": client["client_id"],
            "client_secret": client["client_secret"],
        }

    async def async_get_access_token(self) -> str:
        async with self._websession.post(self._url, data=self._form, raise_for_status=True) as response:
            token: str = (await response.json())["access_token"]
            return token


@pytest.fixture
def scenario() -> str:
    return "sync-basics"


@pytest.fixture
async def connected(session: World) -> AsyncIterator[Connected]:
    """A person's service, by the person's key in the scenario."""
    async with checked_session() as websession:

        def connect(person: str, where: World = session) -> GoogleCalendarService:
            return GoogleCalendarService(Auth(websession, where, person))

        yield connect


@pytest.fixture
def crowded(session: World) -> Iterator[World]:
    """A session with more events than gcal-sync asks for at once."""
    times = {"start": "2026-03-09 10:00", "duration": "PT1H"}
    events = [{"key": f"e-{number}", "title": f"Event {number}"} | times for number in range(1001)]
    scenario = {
        "scenario": "crowded",
        "summary": "A calendar of many pages",
        "people": {"alice": {"name": "Alice Rivera", "email": ALICE, "zone": "Europe/London"}},
        "apps": {"autosched": {"redirect_uris": ["http://localhost:3000/callback"]}},
        "calendars": [{"owner": "alice", "events": events}],
    }
    with world(session.wire.url, inline=scenario) as made:
        yield made


@pytest.fixture
def api(connected: Connected) -> GoogleCalendarService:
    return connected("alice")


@pytest.fixture
def manager(api: GoogleCalendarService) -> CalendarEventSyncManager:
    return CalendarEventSyncManager(api, ALICE, InMemoryCalendarStore())


async def shown(store: CalendarEventStoreService) -> list[tuple[str, date | datetime]]:
    """What the store has in two weeks: gcal-sync expands the series itself."""
    window = LocalListEventsRequest(start_time=START, end_time=START + FORTNIGHT)
    return [(event.summary, event.start.value) for event in (await store.async_list_events(window)).events]


async def titles(store: CalendarEventStoreService) -> set[str]:
    return {title for title, _ in await shown(store)}


async def event_named(store: CalendarEventStoreService, title: str) -> Event:
    window = LocalListEventsRequest(start_time=START, end_time=START + FORTNIGHT)
    return next(event for event in (await store.async_list_events(window)).events if event.summary == title)


def asked(session: World, after: int = 0) -> list[tuple[int, list[str]]]:
    """The status of every list that was asked for, and with which parameters."""
    return [
        (entry["status"], sorted(part.partition("=")[0] for part in entry.get("query", "").split("&") if part))
        for entry in session.requests()[after:]
        if entry["operation"].endswith(".list")
    ]


def expire_cursors(session: World) -> None:
    do = {"expire": {"what": "sync-cursors", "person": "alice"}}
    session.wire.control("POST", f"{session.path}/changes", {"do": do})


async def test_a_first_sync_brings_all_of_a_calendar(manager: CalendarEventSyncManager) -> None:
    await manager.run()

    window = ListEventsRequest(calendarId=ALICE, timeMin=START, timeMax=START + FORTNIGHT)
    listed = [(event.summary, event.start.value) for event in (await manager.api.async_list_events(window)).items]
    # gcal-sync does not count the start of a series whose other occurrences are dates; RFC 5545 section 3.8.5.2 does.
    assert await shown(manager.store_service) == [
        event for event in listed if event != ("On dates of their own", datetime(2026, 3, 9, 16, tzinfo=LONDON))
    ]
    assert len(listed) > 20


async def test_a_second_sync_brings_only_what_changed(manager: CalendarEventSyncManager, session: World) -> None:
    await manager.run()
    store = manager.store_service
    noon = datetime(2026, 3, 9, 12, tzinfo=UTC)
    await store.async_add_event(
        Event(summary="Boat trip", start=DateOrDatetime(dateTime=noon), end=DateOrDatetime(dateTime=noon + HOUR))
    )
    estimate = await event_named(store, "Estimate")
    await manager.api.async_patch_event(ALICE, str(estimate.id), {"summary": "Estimate, second draft"})
    await store.async_delete_event(str((await event_named(store, "Kick-off")).ical_uuid))
    before = len(session.requests())

    await manager.run()

    assert {"Boat trip", "Estimate, second draft"} <= await titles(store)
    assert await titles(store) & {"Kick-off", "Estimate"} == set()
    assert asked(session, before) == [(200, ["fields", "maxResults", "syncToken"])]
    assert (await event_named(store, "Boat trip")).start.value == noon


async def test_an_occurrence_goes_and_the_series_stays(manager: CalendarEventSyncManager) -> None:
    await manager.run()
    weekly = await event_named(manager.store_service, "Weekly")

    await manager.store_service.async_delete_event(str(weekly.ical_uuid), event_id=str(weekly.id))
    await manager.run()

    assert [start for title, start in await shown(manager.store_service) if title == "Weekly"] == [
        datetime(2026, 3, 12, 14, tzinfo=LONDON)
    ]


async def test_more_than_a_page_holds_comes_page_by_page(connected: Connected, crowded: World) -> None:
    """It asks for a thousand at once: a calendar of 1001 events takes two, and so does its being cleared."""
    manager = CalendarEventSyncManager(connected("alice", crowded), ALICE)
    await manager.run()
    assert len(await shown(manager.store_service)) == 1001
    authorization = {"Authorization": "Bearer " + crowded.google("alice")["access_token"]}
    assert crowded.wire.send("POST", "/calendar/v3/calendars/primary/clear", authorization).status == 204

    await manager.run()

    assert await shown(manager.store_service) == []
    assert asked(crowded) == [
        (200, ["fields", "maxResults"]),
        (200, ["fields", "maxResults", "pageToken"]),
        (200, ["fields", "maxResults", "syncToken"]),
        (200, ["fields", "maxResults", "pageToken", "syncToken"]),
    ]


@pytest.mark.parametrize("dies", [expire_cursors, lambda session: session.advance("P8D")], ids=["on demand", "by age"])
async def test_a_token_that_died_means_a_full_sync(
    manager: CalendarEventSyncManager, session: World, dies: Callable[[World], None]
) -> None:
    """The 410 recovery: nothing is left of what went while the client was away, and the next token is good again."""
    await manager.run()
    kick_off = await event_named(manager.store_service, "Kick-off")
    await manager.api.async_delete_event(ALICE, str(kick_off.id))
    dies(session)
    before = len(session.requests())

    await manager.run()
    await manager.run()

    assert asked(session, before) == [
        (410, ["fields", "maxResults", "syncToken"]),
        (200, ["fields", "maxResults"]),
        (200, ["fields", "maxResults", "syncToken"]),
    ]
    assert "Kick-off" not in await titles(manager.store_service)
    assert "Estimate" in await titles(manager.store_service)


async def test_a_sync_from_a_day_on_repeats_that_day_after_a_410(api: GoogleCalendarService, session: World) -> None:
    """A token stands for the question that it came from: what is asked with it names no day."""
    template = SyncEventsRequest(calendarId=ALICE, timeMin=datetime(2026, 3, 8, tzinfo=UTC))
    manager = CalendarEventSyncManager(api, request_template=template)
    await manager.run()
    expire_cursors(session)

    await manager.run()

    assert asked(session) == [
        (200, ["fields", "maxResults", "timeMin"]),
        (410, ["fields", "maxResults", "syncToken"]),
        (200, ["fields", "maxResults", "timeMin"]),
    ]
    assert await titles(manager.store_service) & {"Kick-off", "Handover"} == {"Handover"}


async def test_the_calendar_list_is_kept_up_to_date_as_well(api: GoogleCalendarService, session: World) -> None:
    manager = CalendarListSyncManager(api)
    await manager.run()
    await manager.run()
    expire_cursors(session)

    await manager.run()

    calendars = (await manager.store_service.async_list_calendars()).calendars
    assert [(calendar.summary, calendar.access_role.value, calendar.primary) for calendar in calendars] == [
        (ALICE, "owner", True),
        ("Archive", "owner", False),
    ]
    assert asked(session) == [(200, []), (200, ["syncToken"]), (410, ["syncToken"]), (200, [])]


async def test_one_calendar_and_one_event_are_got(manager: CalendarEventSyncManager) -> None:
    await manager.run()
    dentist = await event_named(manager.store_service, "Dentist")

    got = await manager.api.async_get_event(ALICE, str(dentist.id))

    assert got.model_dump() == dentist.model_dump()
    assert (await manager.api.async_get_calendar(ALICE)).timezone == "Europe/London"


@pytest.mark.parametrize("scenario", ["token-states"])
async def test_a_grant_to_read_is_not_enough_to_write(connected: Connected) -> None:
    day = DateOrDatetime(date=date(2026, 3, 9))

    with pytest.raises(ApiForbiddenException):
        await connected("rui").async_create_event("primary", Event(summary="Lunch", start=day, end=day))


async def test_what_is_not_there_is_told_in_the_service_s_words(api: GoogleCalendarService) -> None:
    with pytest.raises(ApiException, match="Error from API: 404: Not Found"):
        await api.async_get_event(ALICE, "nothing17")


async def test_a_grant_that_was_taken_back_is_an_error_of_its_own(
    manager: CalendarEventSyncManager, session: World
) -> None:
    session.wire.control("POST", f"{session.path}/changes", {"do": {"revoke": {"person": "alice"}}})

    with pytest.raises(AuthException, match="Access token failure: 400"):
        await manager.run()
