"""The operations that write events: what each answers, on which paths, under which conditions."""

from __future__ import annotations

import pytest

from mockserver.microsoft.calendars.store import my_calendars, put_calendar, share
from mockserver.microsoft.formats import DEFAULT_CALENDAR
from tests.microsoft.world import ALICE, CAROL, graph, meeting


@pytest.mark.parametrize(
    "path", ["/me/events", "/me/calendar/events", f"/users/{ALICE}/events", "/users('{id}')/events"]
)
async def test_an_event_is_made_on_every_path_and_says_where_it_is(path: str) -> None:
    async with graph() as client:
        path = path.replace("{id}", client.mailbox().id)
        answer = await client.ask("POST", path, meeting())
        there = await client.get(answer.headers["Location"])

    assert answer.status == 201
    assert answer.headers["ETag"] == answer.json["@odata.etag"]
    assert there.json["id"] == answer.json["id"]


async def test_a_change_answers_the_whole_event() -> None:
    async with graph() as client:
        made = await client.create(meeting())
        answer = await client.ask("PATCH", f"/me/events/{made['id']}", {"subject": "Other"})

    assert answer.status == 200
    assert answer.headers["ETag"] == answer.json["@odata.etag"] != made["@odata.etag"]
    assert answer.json.keys() == made.keys()


async def test_a_write_answers_what_it_selects() -> None:
    async with graph() as client:
        answer = await client.ask("POST", "/me/events?$select=subject", meeting())

    assert answer.json.keys() == {"@odata.context", "@odata.etag", "id", "subject"}


async def test_a_change_answers_nothing_to_who_prefers_the_least() -> None:
    async with graph() as client:
        made = await client.create(meeting())
        answer = await client.ask(
            "PATCH", f"/me/events/{made['id']}", {"subject": "Other"}, headers={"Prefer": "return=minimal"}
        )

    assert (answer.status, answer.body) == (204, b"")
    assert answer.headers["Preference-Applied"] == "return=minimal"


@pytest.mark.parametrize(("method", "rest"), [("DELETE", ""), ("POST", "/permanentDelete")])
async def test_a_deleted_event_is_gone(method: str, rest: str) -> None:
    async with graph() as client:
        made = await client.create(meeting())
        answer = await client.ask(method, f"/me/events/{made['id']}{rest}")
        again = await client.ask(method, f"/me/events/{made['id']}{rest}")

    assert (answer.status, answer.body) == (204, b"")
    assert (again.status, again.code) == (404, "ErrorItemNotFound")


@pytest.mark.parametrize("method", ["PATCH", "DELETE"])
async def test_an_old_version_is_not_written(method: str) -> None:
    async with graph() as client:
        made = await client.create(meeting())
        await client.update(f"/me/events/{made['id']}", {"subject": "Other"})
        answer = await client.ask(
            method, f"/me/events/{made['id']}", {"subject": "Mine"}, headers={"If-Match": made["@odata.etag"]}
        )

    assert (answer.status, answer.code) == (412, "ErrorIrresolvableConflict")


async def test_an_event_of_another_mailbox_is_not_found() -> None:
    async with graph() as client:
        made = await client.create(meeting())
        answer = await client.ask("PATCH", f"/me/events/{made['id']}", {"subject": "Mine"}, as_="carol")

    assert (answer.status, answer.code) == (404, "ErrorItemNotFound")


@pytest.mark.parametrize(("role", "status"), [("read", 403), ("write", 200)])
async def test_a_shared_calendar_is_written_by_whom_it_is_shared_with_for_that(role: str, status: int) -> None:
    async with graph() as client:
        made = await client.create(meeting())
        share(client.mailbox(), DEFAULT_CALENDAR, CAROL, role)  # type: ignore[arg-type]  # one of the roles
        answer = await client.ask("PATCH", f"/users/{ALICE}/events/{made['id']}", {"subject": "Ours"}, as_="carol")

    assert answer.status == status


async def test_a_private_event_is_not_written_by_who_does_not_see_it() -> None:
    async with graph() as client:
        made = await client.create(meeting(sensitivity="private"))
        share(client.mailbox(), DEFAULT_CALENDAR, CAROL, "write")
        answer = await client.ask("PATCH", f"/users/{ALICE}/events/{made['id']}", {"subject": "Ours"}, as_="carol")

    assert (answer.status, answer.code) == (403, "ErrorAccessDenied")


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"{", 400, "BadRequest"),
        (b"[]", 400, "UnableToDeserializePostBody"),
        (b'{"subject": 1}', 400, "UnableToDeserializePostBody"),
        (b'{"start": {"date": "2026-03-09"}}', 400, "RequestBodyRead"),
        (b'{"location": {"name": "X"}}', 400, "RequestBodyRead"),
    ],
)
async def test_a_body_that_is_none_is_refused(body: bytes, status: int, code: str) -> None:
    async with graph() as client:
        answer = await client.ask("POST", "/me/events", body)

    assert (answer.status, answer.code) == (status, code)


async def test_an_id_that_is_none_is_malformed() -> None:
    async with graph() as client:
        answer = await client.ask("PATCH", "/me/events/no-id!", {})

    assert (answer.status, answer.code) == (400, "ErrorInvalidIdMalformed")


async def test_a_permission_for_groups_does_not_write_a_persons_events() -> None:
    async with graph() as client:
        made = await client.create(meeting())
        token = "alice-groups"
        answer = await client.ask("PATCH", f"/me/events/{made['id']}", {}, as_=token)

    assert (answer.status, answer.code) == (403, "ErrorAccessDenied")


async def test_a_body_without_a_type_of_its_content_is_refused() -> None:
    async with graph() as client:
        answer = await client.ask("POST", "/me/events", b"{}", headers={"Content-Type": ""})

    assert (answer.status, answer.code) == (415, "RequestBodyRead")


async def test_a_calendar_that_is_shared_with_me_is_written_among_mine() -> None:
    async with graph() as client:
        share(client.mailbox(), DEFAULT_CALENDAR, CAROL, "write")
        carol = client.mailbox("carol")
        listed = put_calendar(carol, carol.next_folder(), "Alice", my_calendars(carol), of=("alice", DEFAULT_CALENDAR))
        made = await client.create(meeting(), f"/me/calendars/{listed.id}/events", as_="carol")
        path = f"/me/calendars/{listed.id}/events/{made['id']}"
        changed = await client.update(path, {"subject": "Ours"}, as_="carol")
        seen = await client.read(f"/me/events/{made['id']}")

    assert made["organizer"]["emailAddress"]["address"] == ALICE
    assert changed["subject"] == seen["subject"] == "Ours"
