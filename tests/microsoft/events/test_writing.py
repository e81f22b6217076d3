"""Events that are made, changed and deleted: defaults, null, what flows into exceptions, what goes with a series."""

from __future__ import annotations

from typing import Any

import pytest

from mockserver.microsoft.events.documents import DEFAULTS, ORDER
from tests.microsoft.world import ALICE, CAROL, Client, attendee, daily, graph, meeting, timed

WINDOW = {"startDateTime": "2026-03-01T00:00:00Z", "endDateTime": "2026-04-01T00:00:00Z"}


async def occurrences(client: Client, master: str) -> list[dict[str, Any]]:
    page = await client.read(f"/me/events/{master}/instances", **WINDOW)
    found: list[dict[str, Any]] = page["value"]
    return found


async def test_a_new_event_has_every_member_in_the_order_of_the_wire() -> None:
    async with graph() as client:
        made = await client.create(meeting())

    wanted = [name for name in ORDER if name != "originalStart"]
    assert list(made) == ["@odata.context", *wanted]


async def test_what_a_body_leaves_out_has_its_default() -> None:
    async with graph() as client:
        made = await client.create(meeting())

    assert {name: made[name] for name in DEFAULTS} == {**DEFAULTS, "subject": "Meeting"}
    assert made["organizer"] == {"emailAddress": {"name": "Alice Rivera", "address": ALICE}}
    assert made["iCalUId"] == made["uid"]
    assert made["originalStartTimeZone"] == "Eastern Standard Time"


async def test_a_write_says_how_an_event_is_shown() -> None:
    async with graph() as client:
        answer = await client.ask(
            "POST", "/me/events", meeting(), headers={"Prefer": 'outlook.timezone="Pacific Standard Time"'}
        )

    assert answer.json["start"] == {"dateTime": "2026-03-09T07:00:00.0000000", "timeZone": "Pacific Standard Time"}


async def test_a_write_whose_answer_is_refused_changes_nothing() -> None:
    async with graph() as client:
        answer = await client.ask("POST", "/me/events", meeting(), headers={"Prefer": 'outlook.timezone="Mars"'})
        events = await client.read("/me/events")

    assert answer.code == "TimeZoneNotSupportedException"
    assert events["value"] == []


async def test_a_change_touches_only_what_it_names_and_moves_the_change_key() -> None:
    async with graph() as client:
        made = await client.create(meeting(showAs="oof", categories=["Red"]))
        changed = await client.update(f"/me/events/{made['id']}", {"subject": "Other"})

    differing = {name for name in changed if changed[name] != made[name]}
    assert differing - {"lastModifiedDateTime"} == {"@odata.etag", "changeKey", "subject"}


async def test_null_makes_a_member_what_it_is_on_a_new_event() -> None:
    given = {
        "subject": "S", "showAs": "oof", "categories": ["Red"], "importance": "high", "sensitivity": "personal",
        "isReminderOn": False, "reminderMinutesBeforeStart": 5, "body": {"contentType": "html", "content": "x"},
        "location": {"displayName": "X"}, "attendees": [attendee(CAROL)], "hideAttendees": True,
    }  # fmt: skip
    async with graph() as client:
        made = await client.create(meeting(**given))
        changed = await client.update(f"/me/events/{made['id']}", dict.fromkeys(given))

    assert {name: changed[name] for name in given} == {name: DEFAULTS[name] for name in given}
    assert changed["locations"] == []
    assert changed["bodyPreview"] == ""


async def test_what_only_the_service_sets_is_passed_over_and_the_journal_says_so() -> None:
    async with graph() as client:
        made = await client.create(meeting())
        changed = await client.update(f"/me/events/{made['id']}", {"iCalUId": "mine", "isOrganizer": False})
        notes = client.notes()

    assert (changed["iCalUId"], changed["isOrganizer"]) == (made["iCalUId"], True)
    assert "iCalUId, isOrganizer had no effect" in notes[-1]


async def test_a_change_of_the_time_makes_answers_unknown_again() -> None:
    async with graph() as client:
        made = await client.create(meeting(attendees=[attendee(CAROL)]))
        changed = await client.update(
            f"/me/events/{made['id']}", timed("2026-03-10T10:00:00", "2026-03-10T11:00:00", "Eastern Standard Time")
        )

    assert [one["status"]["response"] for one in changed["attendees"]] == ["none"]


async def test_a_changed_occurrence_is_an_exception_under_its_id_with_its_original_start() -> None:
    async with graph() as client:
        master = await client.create(daily())
        second = (await occurrences(client, master["id"]))[1]
        changed = await client.update(
            f"/me/events/{second['id']}",
            timed("2026-03-07T15:00:00", "2026-03-07T16:00:00", "Eastern Standard Time"),
        )
        after = await client.read(f"/me/events/{master['id']}")

    assert (changed["id"], changed["type"]) == (second["id"], "exception")
    assert changed["originalStart"] == second["originalStart"] == "2026-03-07T14:00:00Z"
    assert changed["start"]["dateTime"] == "2026-03-07T20:00:00.0000000"
    assert after["changeKey"] != master["changeKey"]


async def test_what_is_new_in_a_series_reaches_the_exceptions_that_did_not_change_it() -> None:
    async with graph() as client:
        master = await client.create(daily())
        second, third = (await occurrences(client, master["id"]))[1:3]
        await client.update(f"/me/events/{second['id']}", {"subject": "Own"})
        await client.update(f"/me/events/{third['id']}", {"showAs": "free"})
        await client.update(f"/me/events/{master['id']}", {"subject": "New", "importance": "high"})
        after = await occurrences(client, master["id"])

    shown = [(one["subject"], one["importance"], one["showAs"], one["type"]) for one in after[:4]]
    assert sorted(shown) == sorted(
        [
            ("New", "high", "busy", "occurrence"),
            ("Own", "high", "busy", "exception"),
            ("New", "high", "free", "exception"),
            ("New", "high", "busy", "occurrence"),
        ]
    )


async def test_a_series_that_is_moved_forgets_its_exceptions() -> None:
    async with graph() as client:
        master = await client.create(daily())
        first, second = (await occurrences(client, master["id"]))[:2]
        await client.update(f"/me/events/{first['id']}", {"subject": "Own"})
        await client.ask("DELETE", f"/me/events/{second['id']}")
        await client.update(
            f"/me/events/{master['id']}", timed("2026-03-06T11:00:00", "2026-03-06T11:30:00", "Eastern Standard Time")
        )
        after = await occurrences(client, master["id"])

    assert [(one["subject"], one["type"]) for one in after] == [("Stand-up", "occurrence")] * 5


async def test_a_deleted_occurrence_leaves_its_series() -> None:
    async with graph() as client:
        master = await client.create(daily())
        second = (await occurrences(client, master["id"]))[1]
        gone = await client.ask("DELETE", f"/me/events/{second['id']}")
        after = await occurrences(client, master["id"])
        again = await client.ask("DELETE", f"/me/events/{second['id']}")
        shown = await client.read(f"/me/events/{master['id']}", select="cancelledOccurrences")

    assert gone.status == 204
    assert second["id"] not in {one["id"] for one in after}
    assert len(after) == 4
    assert (again.status, again.code) == (404, "ErrorItemNotFound")
    assert shown["cancelledOccurrences"] == [f"OID.{master['id']}.2026-03-07"]


async def test_a_deleted_series_takes_its_exceptions_along() -> None:
    async with graph() as client:
        master = await client.create(daily())
        first = (await occurrences(client, master["id"]))[0]
        await client.update(f"/me/events/{first['id']}", {"subject": "Own"})
        await client.ask("DELETE", f"/me/events/{master['id']}")
        answer = await client.get(f"/me/events/{first['id']}")
        view = await client.read("/me/calendarView", **WINDOW)

    assert answer.status == 404
    assert view["value"] == []


async def test_an_event_of_a_group_has_the_group_as_its_organizer_and_no_reminder() -> None:
    async with graph() as client:
        group = client.session.identity.group_id("team")
        made = await client.create(meeting(), f"/groups/{group}/events")

    assert made["organizer"]["emailAddress"] == {"name": "Team", "address": "team@autosched.example"}
    assert made["isReminderOn"] is False


@pytest.mark.parametrize("path", ["/me/events", "/me/calendar/events"])
async def test_a_token_that_only_reads_writes_nothing(path: str) -> None:
    async with graph() as client:
        answer = await client.ask("POST", path, meeting(), as_="alice-reads")

    assert (answer.status, answer.code) == (403, "ErrorAccessDenied")
