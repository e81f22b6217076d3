"""Calendars over a socket: listed, counted, read, made, changed, deleted; and through msgraph-sdk."""

from __future__ import annotations

from msgraph.generated.models.calendar import Calendar
from msgraph.generated.models.calendar_color import CalendarColor

from mockserver.microsoft import formats
from tests.microsoft.sdk_client import checked_client
from tests.microsoft.world import ALICE, BOB, Client, graph

CALENDARS = "/me/calendars"


async def default_id(client: Client) -> str:
    found: str = (await client.read("/me/calendar"))["id"]
    return found


async def test_every_mailbox_has_a_default_calendar_with_the_members_of_the_wire_in_their_order() -> None:
    async with graph() as client:
        calendar = await client.read("/me/calendar")
    assert [name for name in calendar if name[0] != "@"] == [
        "id", "name", "color", "hexColor", "groupClassId", "isDefaultCalendar", "changeKey", "canShare",
        "canViewPrivateItems", "canEdit", "allowedOnlineMeetingProviders", "defaultOnlineMeetingProvider",
        "isTallyingResponses", "isRemovable", "owner",
    ]  # fmt: skip
    assert calendar["name"] == "Calendar"
    assert (calendar["color"], calendar["hexColor"]) == ("auto", "")
    assert (calendar["isDefaultCalendar"], calendar["isRemovable"], calendar["isTallyingResponses"]) == (
        True, False, True
    )  # fmt: skip
    assert calendar["owner"] == {"name": "Alice Rivera", "address": ALICE}


async def test_a_calendar_is_one_of_the_calendars_of_its_user_by_its_context() -> None:
    async with graph() as client:
        calendar = await client.read("/me/calendar")
        listed = await client.read(CALENDARS)
    oid = client.mailbox().id
    assert calendar["@odata.context"].endswith(f"$metadata#users('{oid}')/calendars/$entity")
    assert listed["@odata.context"].endswith(f"$metadata#users('{oid}')/calendars")


async def test_a_made_calendar_is_listed_after_the_default_one() -> None:
    async with graph() as client:
        made = await client.create({"name": "Trips", "color": "LIGHTBLUE"}, CALENDARS)
        listed = await client.read(CALENDARS)
    assert (made["name"], made["color"], made["isDefaultCalendar"], made["isRemovable"]) == (
        "Trips", "lightBlue", False, True
    )  # fmt: skip
    assert [calendar["name"] for calendar in listed["value"]] == ["Calendar", "Trips"]


async def test_a_color_that_was_set_has_a_hexadecimal_form() -> None:
    async with graph() as client:
        made = await client.create({"name": "Trips", "color": "lightRed"}, CALENDARS)
        back = await client.update(f"{CALENDARS}/{made['id']}", {"color": "auto"})
    assert made["hexColor"].startswith("#")
    assert back["hexColor"] == ""


async def test_a_name_that_is_there_already_is_refused_whatever_its_case() -> None:
    async with graph() as client:
        answer = await client.ask("POST", CALENDARS, {"name": "CALENDAR"})
    assert (answer.status, answer.code) == (409, "ErrorFolderExists")
    assert answer.message.endswith("Could not create folder 'CALENDAR'.")


async def test_a_calendar_needs_a_name() -> None:
    async with graph() as client:
        for body in ({}, {"name": " "}, {"name": None}):
            answer = await client.ask("POST", CALENDARS, body)
            assert (answer.status, answer.code) == (400, "ErrorPropertyValidationFailure")


async def test_both_spellings_of_an_id_name_the_calendar() -> None:
    async with graph() as client:
        made = await client.create({"name": "Trips"}, CALENDARS)
        keys = client.mailbox().keys
        named = formats.read_id(made["id"], keys)
        assert named is not None
        short = formats.folder_id(keys, named.number)
        read = await client.read(f"{CALENDARS}/{short}")
    assert (len(made["id"]), len(short)) == (152, 120)
    assert read["id"] == made["id"]


async def test_a_change_gives_a_new_change_key_and_keeps_the_rest() -> None:
    async with graph() as client:
        made = await client.create({"name": "Trips"}, CALENDARS)
        changed = await client.update(f"{CALENDARS}/{made['id']}", {"name": "Travel", "owner": {"name": "x"}})
        notes = client.notes()
    assert changed["name"] == "Travel"
    assert changed["changeKey"] != made["changeKey"]
    assert changed["owner"] == made["owner"]
    assert any("owner: passed over" in note for note in notes)


async def test_the_default_calendar_can_be_changed_without_its_id() -> None:
    async with graph() as client:
        changed = await client.update("/me/calendar", {"color": "lightGreen"})
        read = await client.read(f"{CALENDARS}/{changed['id']}")
    assert read["color"] == "lightGreen"


async def test_a_change_that_is_meant_for_another_version_is_refused() -> None:
    async with graph() as client:
        answer = await client.ask("PATCH", "/me/calendar", {"color": "auto"}, headers={"If-Match": 'W/"old"'})
    assert (answer.status, answer.code) == (412, "ErrorIrresolvableConflict")


async def test_a_deleted_calendar_is_gone_with_what_was_in_it() -> None:
    async with graph() as client:
        made = await client.create({"name": "Trips"}, CALENDARS)
        gone = await client.ask("DELETE", f"{CALENDARS}/{made['id']}")
        again = await client.get(f"{CALENDARS}/{made['id']}")
        listed = await client.read(CALENDARS)
    assert (gone.status, gone.body) == (204, b"")
    assert (again.status, again.code) == (404, "ErrorItemNotFound")
    assert len(listed["value"]) == 1


async def test_the_default_calendar_cannot_be_deleted() -> None:
    async with graph() as client:
        id_ = await default_id(client)
        answers = [
            await client.ask("DELETE", f"{CALENDARS}/{id_}"),
            await client.ask("POST", "/me/calendar/permanentDelete"),
        ]
    assert [(answer.status, answer.code) for answer in answers] == [(400, "ErrorDeleteDistinguishedFolder")] * 2


async def test_permanent_delete_takes_a_calendar_away() -> None:
    async with graph() as client:
        made = await client.create({"name": "Trips"}, CALENDARS)
        gone = await client.ask("POST", f"{CALENDARS}/{made['id']}/permanentDelete")
        count = await client.get(f"{CALENDARS}/$count")
    assert gone.status == 204
    assert (count.headers["Content-Type"], count.body) == ("text/plain", b"1")


async def test_what_is_no_id_is_malformed_and_what_is_nobodys_is_not_found() -> None:
    async with graph() as client:
        bobs = (await client.read("/me/calendar", as_="bob"))["id"]
        answers = [await client.get(f"{CALENDARS}/{id_}") for id_ in ("not-an-id!", bobs)]
    assert [(answer.status, answer.code) for answer in answers] == [
        (400, "ErrorInvalidIdMalformed"), (404, "ErrorItemNotFound")
    ]  # fmt: skip


async def test_a_list_of_calendars_is_selected_filtered_and_paged() -> None:
    async with graph() as client:
        for name in ("One", "Two", "Three"):
            await client.create({"name": name}, CALENDARS)
        page = await client.read(CALENDARS, select="name", filter="isDefaultCalendar eq false", top=2)
        rest = await client.read(page["@odata.nextLink"])
    assert [calendar["name"] for calendar in page["value"] + rest["value"]] == ["One", "Two", "Three"]
    assert "color" not in page["value"][0]


async def test_a_group_has_one_calendar_which_is_read_as_the_others() -> None:
    async with graph() as client:
        group = client.mailbox("group:team").id
        calendar = await client.read(f"/groups/{group}/calendar")
    assert (calendar["name"], calendar["owner"]["name"]) == ("Calendar", "Team")
    assert calendar["@odata.context"].endswith(f"#groups('{group}')/calendar/$entity")


async def test_the_calendar_of_somebody_who_shares_nothing_is_denied() -> None:
    async with graph() as client:
        answers = [await client.get(f"/users/{BOB}/{path}") for path in ("calendar", "calendars")]
    assert [(answer.status, answer.code) for answer in answers] == [(403, "ErrorAccessDenied")] * 2


async def test_nobody_makes_calendars_in_the_mailboxes_of_others() -> None:
    async with graph() as client:
        answer = await client.ask("POST", f"/users/{BOB}/calendars", {"name": "Mine"})
    assert (answer.status, answer.code) == (403, "ErrorAccessDenied")


async def test_an_app_by_itself_makes_calendars_for_people() -> None:
    async with graph() as client:
        made = await client.create({"name": "Trips"}, f"/users/{ALICE}/calendars", as_="app")
        listed = await client.read(CALENDARS)
    assert made["owner"]["address"] == ALICE
    assert [calendar["name"] for calendar in listed["value"]] == ["Calendar", "Trips"]


async def test_a_token_that_reads_only_writes_nothing() -> None:
    async with graph() as client:
        answer = await client.ask("POST", CALENDARS, {"name": "Mine"}, as_="alice-reads")
    assert (answer.status, answer.code) == (403, "ErrorAccessDenied")


async def test_a_permission_for_groups_reaches_the_calendar_of_a_group_and_no_persons() -> None:
    async with graph() as client:
        of_group = f"/groups/{client.mailbox('group:team').id}/calendar"
        answers = [
            await client.get(path, as_=token)
            for path, token in (
                (of_group, "alice-groups"), ("/me/calendar", "alice-groups"),
                (of_group, "alice-reads"), ("/me/calendar", "alice-reads"),
            )
        ]  # fmt: skip
    assert [answer.status for answer in answers] == [200, 403, 403, 200]


async def test_msgraph_sdk_makes_lists_changes_and_deletes_calendars() -> None:
    async with graph() as client, checked_client(f"{client.origin}/v1.0", "alice") as sdk:
        made = await sdk.me.calendars.post(Calendar(name="Trips", color=CalendarColor.LightTeal))
        assert made is not None
        assert made.id is not None
        one = sdk.me.calendars.by_calendar_id(made.id)
        changed = await one.patch(Calendar(name="Travel"))
        listed = await sdk.me.calendars.get()
        await one.delete()
        left = await sdk.me.calendars.count.get()
    assert made.color is CalendarColor.LightTeal
    assert changed is not None
    assert changed.name == "Travel"
    assert listed is not None
    assert [calendar.name for calendar in listed.value or ()] == ["Calendar", "Travel"]
    assert left == 1
