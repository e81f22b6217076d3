"""`acl.*` over a socket: giving roles, taking them away, and following the changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

from tests.google.calendar_world import ALICE, BOB, TEAM, Client, calendar_path, made, serving

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.google.calendar_world import Answer

STRANGER = "eve@elsewhere.example"


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with serving() as client:
        yield client


def rules(calendar: str) -> str:
    return calendar_path(calendar) + "/acl"


def rule(calendar: str, rule_id: str) -> str:
    return f"{rules(calendar)}/{quote(rule_id)}"


def user(email: str, role: str) -> dict[str, Any]:
    return {"scope": {"type": "user", "value": email}, "role": role}


async def shared(client: Client, email: str = STRANGER, role: str = "reader") -> tuple[str, Answer]:
    """A new calendar of Alice's, and the answer to sharing it."""
    calendar = (await made(client))["id"]
    return calendar, await client.ask("POST", rules(calendar), user(email, role))


def roles(answer: Answer) -> dict[str, str]:
    return {item["id"]: item["role"] for item in answer.json["items"]}


async def test_a_rule_is_printed_as_google_prints_it(client: Client) -> None:
    _, answer = await shared(client)

    etag = answer.json["etag"]
    assert answer.status == 200
    assert answer.headers["ETag"] == etag
    assert len(etag.strip('"')) == 20
    assert etag.strip('"').isdigit()
    assert answer.body.decode() == (
        '{\n "kind": "calendar#aclRule",\n "etag": "' + etag.replace('"', '\\"') + f'",\n "id": "user:{STRANGER}",\n'
        f' "scope": {{\n  "type": "user",\n  "value": "{STRANGER}"\n }},\n "role": "reader"\n}}'
    )


async def test_a_secondary_calendar_has_its_own_rule_and_its_owners(client: Client) -> None:
    calendar = (await made(client))["id"]
    answer = await client.ask("GET", rules(calendar))

    assert list(answer.json) == ["kind", "etag", "nextSyncToken", "items"]
    assert answer.json["kind"] == "calendar#acl"
    assert roles(answer) == {f"user:{calendar}": "owner", f"user:{ALICE}": "owner"}
    assert answer.json["items"][0]["etag"] == '"00000000000000000000"'


async def test_whoever_is_given_a_role_can_use_it_and_has_nothing_new_in_their_list(client: Client) -> None:
    before = await client.ids("bob")
    calendar, _ = await shared(client, BOB, "writer")

    assert (await client.ask("GET", calendar_path(calendar), as_="bob")).status == 200
    assert await client.ids("bob") == before


async def test_the_public_scope_has_no_value(client: Client) -> None:
    calendar = (await made(client))["id"]
    answer = await client.ask("POST", rules(calendar), {"scope": {"type": "default"}, "role": "freeBusyReader"})

    assert answer.json["id"] == "default"
    assert answer.json["scope"] == {"type": "default"}
    assert (await client.ask("GET", calendar_path(calendar), as_="bob")).status == 200


async def test_a_domain_shares_with_all_its_addresses(client: Client) -> None:
    calendar = (await made(client))["id"]
    domain = BOB.partition("@")[2]
    answer = await client.ask("POST", rules(calendar), {"scope": {"type": "domain", "value": domain}, "role": "reader"})

    assert answer.json["id"] == f"domain:{domain}"
    assert (await client.ask("GET", calendar_path(calendar), as_="bob")).status == 200


async def test_sharing_again_replaces_the_role(client: Client) -> None:
    calendar, _ = await shared(client, STRANGER, "reader")
    answer = await client.ask("POST", rules(calendar), user(STRANGER, "writer"))

    assert answer.status == 200
    assert roles(await client.ask("GET", rules(calendar)))[f"user:{STRANGER}"] == "writer"


async def test_patch_and_update_give_another_role(client: Client) -> None:
    calendar, _ = await shared(client)
    path = rule(calendar, f"user:{STRANGER}")

    assert (await client.ask("PATCH", path, {"role": "writer"})).json["role"] == "writer"
    assert (await client.ask("PUT", path, user(STRANGER, "freeBusyReader"))).json["role"] == "freeBusyReader"
    assert (await client.ask("GET", path)).json["role"] == "freeBusyReader"


async def test_a_patch_that_changes_nothing_leaves_the_etag(client: Client) -> None:
    calendar, answer = await shared(client)
    path = rule(calendar, f"user:{STRANGER}")

    assert (await client.ask("PATCH", path, {"role": "reader"})).json["etag"] == answer.json["etag"]


async def test_a_raw_colon_in_the_path_is_as_good_as_an_encoded_one(client: Client) -> None:
    calendar, _ = await shared(client)

    assert (await client.ask("GET", f"{rules(calendar)}/user:{STRANGER}")).status == 200
    assert (await client.ask("GET", f"{rules(calendar)}/user%3A{quote(STRANGER, safe='')}")).status == 200


async def test_a_deleted_rule_is_gone_and_stays_as_none_for_those_who_sync(client: Client) -> None:
    calendar, _ = await shared(client)
    token = (await client.ask("GET", rules(calendar))).json["nextSyncToken"]
    answer = await client.ask("DELETE", rule(calendar, f"user:{STRANGER}"))

    assert (answer.status, answer.body) == (204, b"")
    assert f"user:{STRANGER}" not in roles(await client.ask("GET", rules(calendar)))
    assert roles(await client.ask("GET", rules(calendar), showDeleted=True))[f"user:{STRANGER}"] == "none"
    assert roles(await client.ask("GET", rules(calendar), syncToken=token)) == {f"user:{STRANGER}": "none"}
    assert (await client.ask("DELETE", rule(calendar, f"user:{STRANGER}"))).reason == "notFound"


async def test_a_sync_tells_what_changed_and_nothing_else(client: Client) -> None:
    calendar = (await made(client))["id"]
    token = (await client.ask("GET", rules(calendar))).json["nextSyncToken"]
    await client.ask("POST", rules(calendar), user(STRANGER, "reader"))
    first = await client.ask("GET", rules(calendar), syncToken=token)
    second = await client.ask("GET", rules(calendar), syncToken=first.json["nextSyncToken"])

    assert roles(first) == {f"user:{STRANGER}": "reader"}
    assert second.json["items"] == []


async def test_pages_follow_each_other_and_only_the_last_has_a_sync_token(client: Client) -> None:
    calendar, _ = await shared(client)
    found: list[str] = []
    query: dict[str, Any] = {"maxResults": 2}
    first = await client.ask("GET", rules(calendar), **query)
    found += roles(first)
    last = await client.ask("GET", rules(calendar), pageToken=first.json["nextPageToken"], **query)
    found += roles(last)

    assert "nextSyncToken" not in first.json
    assert "nextPageToken" not in last.json
    assert last.json["nextSyncToken"]
    assert found == [f"user:{calendar}", f"user:{ALICE}", f"user:{STRANGER}"]


async def test_a_sync_cannot_leave_out_what_was_deleted(client: Client) -> None:
    calendar = (await made(client))["id"]
    token = (await client.ask("GET", rules(calendar))).json["nextSyncToken"]
    answer = await client.ask("GET", rules(calendar), syncToken=token, showDeleted=False)

    assert (answer.status, answer.reason) == (400, "syncTokenWithRequestRestrictions")


async def test_a_write_for_another_version_is_refused(client: Client) -> None:
    calendar, _ = await shared(client)
    path = rule(calendar, f"user:{STRANGER}")
    answer = await client.ask("PATCH", path, {"role": "writer"}, headers={"If-Match": '"00000000000000000001"'})

    assert (answer.status, answer.reason) == (412, "conditionNotMet")


@pytest.mark.parametrize(
    ("body", "status", "reason", "message"),
    [
        ({"role": "reader"}, 400, "required", "Missing scope type."),
        ({"role": "reader", "scope": {"value": STRANGER}}, 400, "required", "Missing scope type."),
        ({"scope": {"type": "user", "value": STRANGER}}, 400, "required", "Missing role."),
        ({"role": "king", "scope": {"type": "user", "value": STRANGER}}, 400, "invalid", None),
        ({"role": "reader", "scope": {"type": "planet", "value": STRANGER}}, 400, "invalid", None),
        ({"role": "reader", "scope": {"type": "user", "value": "nobody"}}, 400, "invalid", "Invalid scope value."),
        ({"role": "reader", "scope": {"type": "user"}}, 400, "invalid", "Invalid scope value."),
        ({"role": "reader", "scope": {"type": "domain", "value": "a@b.example"}}, 400, "invalid", None),
        (user(ALICE, "reader"), 403, "cannotChangeOwnAcl", "Cannot change your own access level."),
    ],
)
async def test_what_is_wrong_with_a_new_rule_is_said(
    client: Client, body: dict[str, Any], status: int, reason: str, message: str | None
) -> None:
    calendar = (await made(client))["id"]
    answer = await client.ask("POST", rules(calendar), body)

    assert (answer.status, answer.reason) == (status, reason)
    assert message is None or answer.json["error"]["message"] == message


async def test_the_data_owner_keeps_their_role_whatever_another_owner_does(client: Client) -> None:
    calendar, _ = await shared(client, BOB, "owner")
    answer = await client.ask("DELETE", rule(calendar, f"user:{ALICE}"), as_="bob")

    assert (answer.status, answer.reason) == (403, "cannotChangeOwnerAcl")


async def test_the_calendars_own_rule_cannot_be_changed(client: Client) -> None:
    calendar = (await made(client))["id"]
    answer = await client.ask("PATCH", rule(calendar, f"user:{calendar}"), {"role": "reader"})

    assert (answer.status, answer.reason) == (403, "cannotModifyAclOfCalendarOwner")


async def test_a_reader_sees_no_rules_and_a_writer_changes_none(client: Client) -> None:
    calendar, _ = await shared(client, BOB, "reader")
    seen = await client.ask("GET", rules(calendar), as_="bob")
    await client.ask("POST", rules(calendar), user(BOB, "writer"))
    written = await client.ask("POST", rules(calendar), user(STRANGER, "reader"), as_="bob")

    assert (seen.status, seen.reason) == (403, "forbidden")
    assert (await client.ask("GET", rules(calendar), as_="bob")).status == 200
    assert (written.status, written.reason) == (403, "requiredAccessLevel")
    assert written.json["error"]["message"] == "You need to have owner access to this calendar."


async def test_rules_of_a_calendar_nobody_may_see_are_not_found(client: Client) -> None:
    calendar = (await made(client))["id"]

    assert (await client.ask("GET", rules(calendar), as_="bob")).status == 404


async def test_a_rule_there_is_not_is_not_found(client: Client) -> None:
    answer = await client.ask("GET", rule(TEAM, "user:nobody@elsewhere.example"))

    assert (answer.status, answer.reason) == (404, "notFound")
