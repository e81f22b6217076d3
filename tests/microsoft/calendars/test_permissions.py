"""calendarPermissions over a socket: who may be given what, and what becomes of it."""

from __future__ import annotations

from typing import Any

import pytest
from msgraph.generated.models.calendar_permission import CalendarPermission
from msgraph.generated.models.calendar_role_type import CalendarRoleType
from msgraph.generated.models.email_address import EmailAddress

from mockserver.microsoft.calendars.calendar import default_calendar
from tests.microsoft.events.kept_events import kept
from tests.microsoft.sdk_client import checked_client
from tests.microsoft.world import ALICE, BOB, CAROL, GRETA, Client, graph, meeting

PERMISSIONS = "/me/calendar/calendarPermissions"
DEFAULT = "RGVmYXVsdA=="


def sharing(address: str, role: str, **members: Any) -> dict[str, Any]:
    return {"emailAddress": {"address": address}, "role": role, **members}


async def secondary(client: Client) -> str:
    """The path of the permissions of a calendar that is not the primary one."""
    made = await client.create({"name": "Trips"}, "/me/calendars")
    return f"/me/calendars/{made['id']}/calendarPermissions"


async def test_a_primary_calendar_is_shared_with_the_organization_from_the_start() -> None:
    async with graph() as client:
        listed = await client.read(PERMISSIONS)
    assert listed["value"] == [
        {
            "id": DEFAULT,
            "isRemovable": False,
            "isInsideOrganization": True,
            "role": "freeBusyRead",
            "allowedRoles": ["none", "freeBusyRead", "limitedRead", "read", "write"],
            "emailAddress": {"name": "My Organization"},
        }
    ]


async def test_the_permission_of_the_organization_is_changed_but_never_removed() -> None:
    async with graph() as client:
        changed = await client.update(f"{PERMISSIONS}/{DEFAULT}", {"role": "limitedRead"})
        gone = await client.ask("DELETE", f"{PERMISSIONS}/{DEFAULT}")
        seen = await client.get(f"/users/{ALICE}/calendar", as_="carol")
    assert changed["role"] == "limitedRead"
    assert (gone.status, gone.code) == (400, "ErrorInvalidRequest")
    assert seen.status == 200


async def test_a_permission_for_somebody_inside_the_organization_may_become_a_delegates() -> None:
    async with graph() as client:
        made = await client.create(sharing(CAROL, "read"), PERMISSIONS)
        read = await client.read(f"{PERMISSIONS}/{made['id']}")
        count = await client.get(f"{PERMISSIONS}/$count")
    assert made["emailAddress"] == {"name": "Carol Nguyen", "address": CAROL}
    assert (made["isInsideOrganization"], made["isRemovable"]) == (True, True)
    assert made["allowedRoles"][-1] == "delegateWithPrivateEventAccess"
    assert made["id"].startswith("L289RXhjaGFuZ2VMYWJz")
    assert read["role"] == "read"
    assert count.body == b"2"


@pytest.mark.parametrize(
    ("address", "role"), [(BOB, "write"), (BOB, "delegateWithPrivateEventAccess"), (CAROL, "none"), (CAROL, "custom")]
)
async def test_a_role_that_is_not_allowed_is_refused(address: str, role: str) -> None:
    async with graph() as client:
        answer = await client.ask("POST", PERMISSIONS, sharing(address, role))
    assert (answer.status, answer.code) == (400, "ErrorPropertyValidationFailure")


async def test_only_the_primary_calendar_has_delegates() -> None:
    async with graph() as client:
        path = await secondary(client)
        answer = await client.ask("POST", path, sharing(CAROL, "delegateWithPrivateEventAccess"))
        writer = await client.create(sharing(CAROL, "write"), path)
    assert (answer.status, answer.code) == (400, "ErrorPropertyValidationFailure")
    assert writer["allowedRoles"] == ["freeBusyRead", "limitedRead", "read", "write"]


@pytest.mark.parametrize("address", ["", "carol", "nobody@autosched.example", ALICE])
async def test_nobody_can_be_given_anything_who_is_nobody_or_the_owner(address: str) -> None:
    async with graph() as client:
        answer = await client.ask("POST", PERMISSIONS, sharing(address, "read"))
    assert (answer.status, answer.code) == (400, "ErrorInvalidRecipients")


async def test_a_person_has_one_permission() -> None:
    async with graph() as client:
        await client.create(sharing(CAROL, "read"), PERMISSIONS)
        answer = await client.ask("POST", PERMISSIONS, sharing(CAROL.upper(), "write"))
    assert (answer.status, answer.code) == (400, "ErrorInvalidRequest")


async def test_only_the_role_of_a_permission_is_changed() -> None:
    async with graph() as client:
        made = await client.create(sharing(CAROL, "read"), PERMISSIONS)
        changed = await client.update(f"{PERMISSIONS}/{made['id']}", sharing(BOB, "write", isRemovable=False))
        notes = client.notes()
    assert changed == made | {"role": "write"}
    assert any("only the role" in note for note in notes)


async def test_a_shared_calendar_comes_into_the_list_of_whom_it_is_shared_with() -> None:
    async with graph() as client:
        await client.create(sharing(CAROL, "read"), PERMISSIONS)
        listed = (await client.read("/me/calendars", as_="carol"))["value"]
    shared = listed[-1]
    assert [calendar["name"] for calendar in listed] == ["Calendar", "Alice Rivera"]
    assert shared["owner"] == {"name": "Alice Rivera", "address": ALICE}
    assert (shared["canEdit"], shared["canShare"], shared["canViewPrivateItems"], shared["isDefaultCalendar"]) == (
        False, False, False, False
    )  # fmt: skip


async def test_what_may_be_done_with_a_shared_calendar_follows_the_role() -> None:
    async with graph() as client:
        made = await client.create(sharing(CAROL, "read"), PERMISSIONS)
        await client.update(f"{PERMISSIONS}/{made['id']}", {"role": "delegateWithPrivateEventAccess"})
        shared = (await client.read("/me/calendars", as_="carol"))["value"][-1]
        of_owner = await client.read(f"/users/{ALICE}/calendar", as_="carol")
    assert (shared["canEdit"], shared["canViewPrivateItems"], shared["canShare"]) == (True, True, False)
    assert (of_owner["canEdit"], of_owner["canShare"], of_owner["isDefaultCalendar"]) == (True, False, True)


async def test_the_events_of_a_shared_calendar_are_found_below_it_and_not_in_the_own_mailbox() -> None:
    async with graph() as client:
        kept(default_calendar(client.mailbox()), meeting())
        await client.create(sharing(CAROL, "read"), PERMISSIONS)
        path = f"/me/calendars/{(await client.read('/me/calendars', as_='carol'))['value'][-1]['id']}/events"
        (event,) = (await client.read(path, as_="carol"))["value"]
        there = await client.get(f"{path}/{event['id']}", as_="carol")
        elsewhere = await client.get(f"/me/events/{event['id']}", as_="carol")
    assert (there.status, there.json["subject"]) == (200, "Meeting")
    assert (elsewhere.status, elsewhere.code) == (404, "ErrorItemNotFound")


async def test_a_calendar_that_is_no_longer_shared_leaves_the_list() -> None:
    async with graph() as client:
        made = await client.create(sharing(CAROL, "read"), PERMISSIONS)
        gone = await client.ask("DELETE", f"{PERMISSIONS}/{made['id']}")
        listed = (await client.read("/me/calendars", as_="carol"))["value"]
        denied = await client.get(f"/users/{ALICE}/calendar", as_="carol")
        again = await client.ask("DELETE", f"{PERMISSIONS}/{made['id']}")
    assert gone.status == 204
    assert [calendar["name"] for calendar in listed] == ["Calendar"]
    assert (denied.status, denied.code) == (403, "ErrorAccessDenied")
    assert (again.status, again.code) == (404, "ErrorItemNotFound")


async def test_a_deleted_calendar_leaves_every_list() -> None:
    async with graph() as client:
        path = await secondary(client)
        await client.create(sharing(CAROL, "write"), path)
        before = (await client.read("/me/calendars", as_="carol"))["value"]
        await client.ask("DELETE", path.removesuffix("/calendarPermissions"))
        after = (await client.read("/me/calendars", as_="carol"))["value"]
    assert [calendar["name"] for calendar in before] == ["Calendar", "Trips"]
    assert [calendar["name"] for calendar in after] == ["Calendar"]


async def test_whoever_deletes_a_shared_calendar_takes_it_out_of_their_own_list_only() -> None:
    async with graph() as client:
        path = await secondary(client)
        await client.create(sharing(CAROL, "write"), path)
        shared = (await client.read("/me/calendars", as_="carol"))["value"][-1]
        gone = await client.ask("DELETE", f"/me/calendars/{shared['id']}", as_="carol")
        listed = (await client.read("/me/calendars", as_="carol"))["value"]
        own = await client.get(path.removesuffix("/calendarPermissions"))
    assert gone.status == 204
    assert len(listed) == 1
    assert own.status == 200


async def test_a_secondary_calendar_is_there_for_others_only_when_it_is_shared() -> None:
    async with graph() as client:
        path = await secondary(client)
        theirs = path.replace("/me/", f"/users/{ALICE}/").removesuffix("/calendarPermissions")
        before = await client.get(theirs, as_="carol")
        await client.create(sharing(CAROL, "read"), path)
        after = await client.get(theirs, as_="carol")
    assert (before.status, before.code) == (404, "ErrorItemNotFound")
    assert after.status == 200


async def test_only_the_owner_sees_with_whom_a_calendar_is_shared() -> None:
    async with graph() as client:
        await client.create(sharing(CAROL, "delegateWithPrivateEventAccess"), PERMISSIONS)
        shared = (await client.read("/me/calendars", as_="carol"))["value"][-1]["id"]
        answers = [
            await client.get(f"{path}/calendarPermissions", as_="carol")
            for path in (f"/users/{ALICE}/calendar", f"/me/calendars/{shared}")
        ]
    assert [(answer.status, answer.code) for answer in answers] == [(403, "ErrorAccessDenied")] * 2


async def test_the_calendar_of_a_group_is_shared_with_nobody_else() -> None:
    async with graph() as client:
        path = f"/groups/{client.mailbox('group:team').id}/calendar/calendarPermissions"
        listed = await client.read(path)
        answer = await client.ask("POST", path, sharing(CAROL, "read"))
    assert [permission["id"] for permission in listed["value"]] == [DEFAULT]
    assert (answer.status, answer.code) == (403, "ErrorAccessDenied")


@pytest.mark.parametrize(
    ("address", "last"),
    [(CAROL, "delegateWithPrivateEventAccess"), (GRETA, "delegateWithPrivateEventAccess"), (BOB, "read")],
)
async def test_the_roles_that_somebody_may_be_given_are_told(address: str, last: str) -> None:
    async with graph() as client:
        told = await client.read(f"/me/calendar/allowedCalendarSharingRoles(User='{address}')")
    assert told["@odata.context"].endswith("#Collection(microsoft.graph.calendarRoleType)")
    assert told["value"][0] == "freeBusyRead"
    assert told["value"][-1] == last


async def test_msgraph_sdk_shares_a_calendar_and_takes_it_back() -> None:
    body = CalendarPermission(email_address=EmailAddress(address=CAROL), role=CalendarRoleType.Write)
    async with graph() as client, checked_client(f"{client.origin}/v1.0", "alice") as sdk:
        permissions = sdk.me.calendar.calendar_permissions
        made = await permissions.post(body)
        assert made is not None
        assert made.id is not None
        one = permissions.by_calendar_permission_id(made.id)
        changed = await one.patch(CalendarPermission(role=CalendarRoleType.Read))
        await one.delete()
        listed = await permissions.get()
        roles = await sdk.me.calendar.allowed_calendar_sharing_roles_with_user(CAROL).get()
    assert made.role is CalendarRoleType.Write
    assert changed is not None
    assert changed.role is CalendarRoleType.Read
    assert listed is not None
    assert [permission.id for permission in listed.value or ()] == [DEFAULT]
    assert roles is not None
    assert (roles.value or [])[0] is CalendarRoleType.FreeBusyRead
