"""Open extensions of events: under all their ids, added to, replaced, taken away, embedded and expanded."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest

from mockserver.microsoft.calendars.store import share
from tests.microsoft.sdk_client import checked_client
from tests.microsoft.world import ALICE, CAROL, daily, graph, meeting

NAME = "com.autosched.referral"
OLDER = f"Microsoft.OutlookServices.OpenTypeExtension.{NAME}"
NEWER = f"microsoft.graph.openTypeExtension.{NAME}"
DEAL: dict[str, Any] = {
    "@odata.type": "microsoft.graph.openTypeExtension",
    "extensionName": NAME,
    "companyName": "Contoso",
    "deal": {"value": 500050, "expires": "2026-12-03T10:00:00Z"},
}


def path(event: dict[str, Any], *rest: str) -> str:
    return "/".join(["/me/events", event["id"], "extensions", *rest])


async def test_an_extension_is_answered_with_its_id_and_its_data_in_the_order_of_the_wire() -> None:
    async with graph() as client:
        event = await client.create(meeting())
        made = await client.create(DEAL, path(event))
        user = client.mailbox().id

    of = f"users('{user}')/events('{quote(event['id'], safe='')}')/extensions/$entity"
    assert made == {
        "@odata.context": f"https://graph.microsoft.com/v1.0/$metadata#{of}",
        "@odata.type": "#microsoft.graph.openTypeExtension",
        "id": OLDER,
        "extensionName": NAME,
        "companyName": "Contoso",
        "deal": DEAL["deal"],
    }
    assert list(made) == ["@odata.context", "@odata.type", "id", "extensionName", "companyName", "deal"]


@pytest.mark.parametrize("id_", [NAME, OLDER, NEWER, NAME.upper()])
async def test_an_extension_goes_by_its_name_and_by_both_its_ids(id_: str) -> None:
    async with graph() as client:
        event = await client.create(meeting())
        await client.create(DEAL, path(event))

        assert (await client.read(path(event, id_)))["companyName"] == "Contoso"
        assert (await client.read(f"/me/events/{event['id']}/extensions('{id_}')"))["id"] == OLDER


async def test_an_extension_that_there_is_not_is_not_found() -> None:
    async with graph() as client:
        event = await client.create(meeting())
        answers = [await client.ask(method, path(event, NAME)) for method in ("GET", "DELETE")]
        answers.append(await client.ask("PATCH", path(event, NAME), DEAL))

    assert [(answer.status, answer.code) for answer in answers] == [(404, "ErrorItemNotFound")] * 3


async def test_extensions_are_listed_and_counted() -> None:
    async with graph() as client:
        event = await client.create(meeting())
        for name in ("b", "a"):
            await client.create({**DEAL, "extensionName": name}, path(event))
        listed = await client.read(path(event))

        assert (await client.get(path(event, "$count"))).body == b"2"
    assert [item["extensionName"] for item in listed["value"]] == ["b", "a"]


async def test_what_is_posted_under_a_name_that_there_is_is_added_to_it() -> None:
    async with graph() as client:
        event = await client.create(meeting())
        await client.create(DEAL, path(event))
        again = await client.create({"extensionName": NAME, "companyName": "Fabrikam", "stage": 2}, path(event))

        assert (await client.get(path(event, "$count"))).body == b"1"
    assert (again["companyName"], again["deal"], again["stage"]) == ("Fabrikam", DEAL["deal"], 2)


async def test_a_change_leaves_only_what_it_names() -> None:
    async with graph() as client:
        event = await client.create(meeting())
        await client.create(DEAL, path(event))
        changed = await client.update(path(event, NAME), {"extensionName": NAME, "companyName": "Fabrikam"})
        read = await client.read(path(event, NAME))

    assert changed["id"] == OLDER
    assert changed["companyName"] == read["companyName"] == "Fabrikam"
    assert "deal" not in read


async def test_a_change_does_not_rename() -> None:
    async with graph() as client:
        event = await client.create(meeting())
        await client.create(DEAL, path(event))
        changed = await client.update(path(event, NAME), {"extensionName": "other", "stage": 1})

        assert client.notes() == [f"the body's extensionName had no effect: this is {NAME}"]
    assert changed["extensionName"] == NAME


async def test_an_extension_that_was_taken_away_is_found_no_more() -> None:
    async with graph() as client:
        event = await client.create(meeting())
        await client.create(DEAL, path(event))
        gone = await client.ask("DELETE", path(event, NEWER))

        assert (gone.status, gone.body) == (204, b"")
        assert (await client.get(path(event, NAME))).status == 404


async def test_an_event_changes_with_its_extensions() -> None:
    async with graph() as client:
        event = await client.create(meeting())
        await client.create(DEAL, path(event))
        after = await client.read(f"/me/events/{event['id']}")

    assert after["changeKey"] != event["changeKey"]
    assert after["hasAttachments"] is False


async def test_an_occurrence_gets_an_extension_of_its_own() -> None:
    window = {"startDateTime": "2026-03-01T00:00:00Z", "endDateTime": "2026-04-01T00:00:00Z"}
    async with graph() as client:
        series = await client.create(daily())
        one = (await client.read(f"/me/events/{series['id']}/instances", **window))["value"][1]
        await client.create(DEAL, path(one))

        assert (await client.get(path(series, NAME))).status == 404
        assert (await client.read(f"/me/events/{one['id']}"))["type"] == "exception"


async def test_extensions_come_with_a_new_event_and_are_answered_when_they_are_expanded() -> None:
    async with graph() as client:
        event = await client.create(meeting(extensions=[DEAL, {**DEAL, "extensionName": "other"}]))
        found = [
            (await client.read(f"/me/events/{event['id']}", expand=f"extensions($filter=id eq '{id_}')"))["extensions"]
            for id_ in (NAME, OLDER, NEWER)
        ]
        listed = await client.read("/me/events", expand=f"extensions($filter=id eq '{NAME}')")

    assert "extensions" not in event
    assert [[one["id"] for one in extensions] for extensions in found] == [[OLDER]] * 3
    assert listed["value"][0]["extensions"] == found[0]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({**DEAL, "extensionName": None}, "ErrorPropertyValidationFailure"),
        ({**DEAL, "extensionName": ""}, "ErrorPropertyValidationFailure"),
        ({**DEAL, "extensionName": "n" * 256}, "ErrorPropertyValidationFailure"),
        ({**DEAL, "extensionName": 7}, "UnableToDeserializePostBody"),
        ({**DEAL, "text": "t" * 33_000}, "ErrorPropertyValidationFailure"),
        ({**DEAL, "@odata.type": "Microsoft.OutlookServices.OpenTypeExtension"}, "RequestBodyRead"),
    ],
)
async def test_an_extension_that_cannot_be_kept_is_refused(body: dict[str, Any], code: str) -> None:
    async with graph() as client:
        event = await client.create(meeting())
        answer = await client.ask("POST", path(event), body)

        assert (answer.status, answer.code) == (400, code)
        assert (await client.get(path(event, "$count"))).body == b"0"


async def test_nobody_adds_an_extension_to_the_events_of_others() -> None:
    async with graph() as client:
        event = await client.create(meeting())
        share(client.mailbox(), 0x10D, CAROL, "write")
        below = f"/users/{ALICE}/events"
        answer = await client.ask("POST", f"{below}/{event['id']}/extensions", DEAL, as_="carol")
        embedded = await client.ask("POST", below, meeting(extensions=[DEAL]), as_="carol")

        assert [(one.status, one.code) for one in (answer, embedded)] == [(403, "ErrorAccessDenied")] * 2
        assert len((await client.read("/me/events"))["value"]) == 1


async def test_a_permission_for_the_basics_does_not_reach_extensions() -> None:
    async with graph() as client:
        event = await client.create(meeting(extensions=[DEAL]))

        assert (await client.get(path(event), as_="alice-basic")).code == "ErrorAccessDenied"
        assert (await client.get(path(event), as_="alice-reads")).status == 200


async def test_the_events_of_a_group_have_extensions() -> None:
    async with graph() as client:
        group = client.session.identity.group_id("team")
        event = await client.create(meeting(), f"/groups/{group}/events")
        made = await client.create(DEAL, f"/groups/{group}/events/{event['id']}/extensions")

    assert made["id"] == OLDER


async def test_msgraph_sdk_reads_an_extension_with_its_data() -> None:
    async with graph() as client, checked_client(f"{client.origin}/v1.0", "alice") as sdk:
        event = await client.create(meeting(extensions=[DEAL]))
        of = sdk.users.by_user_id(ALICE).events.by_event_id(event["id"]).extensions
        found = await of.by_extension_id(NAME).get()

    assert found is not None
    assert found.id == OLDER
    assert found.additional_data["companyName"] == "Contoso"


async def test_an_event_has_a_limited_number_of_extensions() -> None:
    async with graph() as client:
        many = [{**DEAL, "extensionName": f"n{number}"} for number in range(100)]
        event = await client.create(meeting(extensions=many))
        answer = await client.ask("POST", path(event), DEAL)

    assert (answer.status, answer.code) == (400, "ErrorPropertyValidationFailure")
