"""State tokens: what they look like, whose they are, and when they are over."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

import pytest

from mockserver.clock import DAY
from mockserver.microsoft.calendars.calendar import default_calendar, events_of
from mockserver.microsoft.calendars.store import my_calendars, put_calendar
from tests.microsoft.events.delta_world import (
    DELTA,
    MARCH,
    WEEK,
    Follower,
    begin,
    changes,
    first,
    kinds,
    next_link,
    token_of,
)
from tests.microsoft.events.delta_writes import make
from tests.microsoft.world import Client, graph, meeting

SEGMENTED = re.compile(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)+")
FAR = {"startDateTime": "2030-01-01T00:00:00Z", "endDateTime": "2034-12-31T00:00:00Z"}
AT_THE_EPOCH = {"startDateTime": "1970-01-01T00:00:00Z", "endDateTime": "1970-01-01T00:00:00Z"}


async def skip_link(client: Client) -> str:
    """The link to the second page of a round."""
    await make(client, meeting())
    await make(client, meeting())
    return next_link(await first(client, prefer="odata.maxpagesize=1"))


@pytest.mark.parametrize("window", [MARCH, FAR, AT_THE_EPOCH])
async def test_a_token_is_text_for_urls_in_segments_with_dots_between_them(window: dict[str, str]) -> None:
    async with graph() as client:
        token = token_of(await begin(client, **window))

        assert SEGMENTED.fullmatch(token)
        assert 100 <= len(token) <= 300


async def test_the_same_state_has_the_same_token() -> None:
    async with graph() as client:
        assert await begin(client) == await begin(client)
        assert await begin(client) != await begin(client, **WEEK)


@pytest.mark.parametrize("kind", ["skiptoken", "deltatoken"])
@pytest.mark.parametrize("token", ["x", "latest", "not.a.token", "%00", "AAAA", "é", "A" * 5_000, "."])
async def test_what_is_no_token_is_badly_formed(kind: str, token: str) -> None:
    async with graph() as client:
        answer = await client.ask("GET", DELTA, query={f"${kind}": token})

        assert (answer.status, answer.code, answer.message) == (400, "BadRequest", "Badly formed token.")


async def test_a_token_that_was_tampered_with_is_badly_formed() -> None:
    async with graph() as client:
        link = await begin(client)
        start = link.index("token=") + len("token=")
        for at in range(start, len(link), 7):
            other = "A" if link[at] != "A" else "B"
            assert (await client.get(link[:at] + other + link[at + 1 :])).status == 400, at


async def test_a_token_without_its_dot_is_badly_formed() -> None:
    async with graph() as client:
        link = await begin(client)
        head, _, token = link.partition("token=")

        assert (await client.get(f"{head}token={token.replace('.', '')}")).status == 400


async def test_a_token_for_the_next_page_is_none_for_the_next_round() -> None:
    async with graph() as client:
        link = await skip_link(client)

        assert (await client.get(link.replace("$skiptoken", "$deltatoken"))).message == "Badly formed token."


async def test_a_token_of_another_calendar_is_badly_formed() -> None:
    async with graph() as client:
        mailbox = client.mailbox()
        other = put_calendar(mailbox, mailbox.next_folder(), "Other", my_calendars(mailbox))
        token = token_of(await begin(client))
        path = f"/me/calendars/{quote(other.id)}/calendarView/delta?$deltatoken={token}"

        assert (await client.get(path)).message == "Badly formed token."


async def test_a_token_works_on_every_path_of_its_calendar() -> None:
    async with graph() as client:
        token = token_of(await begin(client))
        calendar = quote(default_calendar(client.mailbox()).id)
        await make(client, meeting())

        assert kinds(await changes(client, f"/me/calendars/{calendar}/calendarView/delta?$deltatoken={token}")) == [
            "singleInstance"
        ]


async def test_an_empty_token_begins_anew() -> None:
    async with graph() as client:
        await make(client, meeting())

        assert kinds((await client.ask("GET", DELTA, query={**MARCH, "$deltatoken": ""})).value) == ["singleInstance"]
        assert (await client.ask("GET", DELTA, query={"$deltatoken": ""})).code == "ErrorInvalidParameter"


async def expire(client: Client) -> None:
    """As a control does by hand."""
    client.session.cursors.expire(events_of("alice", default_calendar(client.mailbox()).folder))


@pytest.mark.parametrize("by", ["hand", "time"])
async def test_a_token_that_is_over_is_gone_and_says_where_to_begin_anew(by: str) -> None:
    async with graph() as client:
        link = await begin(client, **WEEK)
        if by == "hand":
            await expire(client)
        else:
            client.session.clock.advance(8 * DAY)
        answer = await client.get(link)

        assert (answer.status, answer.code) == (410, "SyncStateNotFound")
        assert re.fullmatch(r"The sync state generation is not found; generation=\d+;\[highest=\d+\]\.", answer.message)
        location = urlsplit(answer.headers["Location"])
        assert f"{location.scheme}://{location.netloc}{location.path}" == f"{client.origin}/v1.0{DELTA}"
        assert location.query == f"startDateTime={WEEK['startDateTime']}&endDateTime={WEEK['endDateTime']}&$deltatoken="


async def test_the_location_of_a_token_that_is_over_is_a_first_call_of_its_window() -> None:
    async with graph() as client:
        await make(client, meeting())
        link = await begin(client, **WEEK)
        await expire(client)
        location = (await client.get(link)).headers["Location"]

        assert kinds(await changes(client, location)) == ["singleInstance"]


async def test_a_token_for_the_next_page_is_over_as_well() -> None:
    async with graph() as client:
        link = await skip_link(client)
        await expire(client)

        assert (await client.get(link)).status == 410


async def test_a_token_that_was_handed_out_after_others_expired_works() -> None:
    async with graph() as client:
        await expire(client)

        assert (await client.get(await begin(client))).status == 200


async def test_a_token_that_knows_more_than_there_was_is_of_no_state_that_is_known() -> None:
    async with graph() as client:
        await make(client, meeting())
        link = await begin(client)
        client.session.reset()
        answer = await client.get(link)

        assert (answer.status, answer.code) == (410, "SyncStateNotFound")


async def test_a_client_that_is_told_to_begin_anew_has_everything_again() -> None:
    async with graph() as client:
        follower = Follower(MARCH)
        await make(client, meeting())
        await follower.catch_up(client)
        await expire(client)
        id_ = await make(client, meeting())
        await follower.catch_up(client)

        assert follower.expired == 1
        assert len(follower.known) == 2
        assert id_ in follower.known
