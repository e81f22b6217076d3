"""Batches: each request by itself, in the one answer; and what makes a whole batch wrong."""

from __future__ import annotations

import base64
import json
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest

from mockserver.faults import Fault, Rule, When
from mockserver.microsoft.batch import MOST_AT_ONCE, MOST_STEPS
from tests.microsoft.sdk_client import checked_client
from tests.microsoft.world import ALICE, graph, template

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from tests.microsoft.world import Answer, Client

JSON = {"Content-Type": "application/json"}
CATEGORIES = "/me/outlook/masterCategories"


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with graph() as made:
        yield made


def get(id_: str, url: str = "/me?$select=mail", **members: Any) -> dict[str, Any]:
    return {"id": id_, "method": "GET", "url": url} | members


def post(id_: str, url: str, body: Any, **members: Any) -> dict[str, Any]:
    return {"id": id_, "method": "POST", "url": url, "headers": JSON, "body": body} | members


async def ask(client: Client, *requests: Mapping[str, Any], path: str = "/$batch", **options: Any) -> Answer:
    return await client.ask("POST", path, {"requests": list(requests)}, **options)


async def responses(client: Client, *requests: Mapping[str, Any], **options: Any) -> list[dict[str, Any]]:
    answer = await ask(client, *requests, **options)
    assert answer.status == 200, answer.body
    found: list[dict[str, Any]] = answer.json["responses"]
    return found


async def test_each_request_is_answered_by_itself_in_the_order_asked(client: Client) -> None:
    found = await responses(client, get("b"), get("a", "me/nowhere"), get("c", "/places/nowhere"))
    assert [(one["id"], one["status"]) for one in found] == [("b", 200), ("a", 400), ("c", 404)]
    assert found[0]["body"]["mail"] == ALICE
    assert found[2]["body"]["error"]["code"] == "ErrorItemNotFound"


async def test_the_answer_has_the_type_of_an_answer_and_no_context(client: Client) -> None:
    answer = await ask(client, get("1"))
    assert answer.headers["Content-Type"].startswith("application/json;odata.metadata=minimal")
    assert list(answer.json) == ["responses"]


async def test_an_answer_without_a_body_has_none_inside_either(client: Client) -> None:
    first = (await client.read(CATEGORIES))["value"][0]
    deleting = {"id": "1", "method": "DELETE", "url": f"{CATEGORIES}/{first['id']}"}
    (found,) = await responses(client, deleting)
    assert found["status"] == 204
    assert "body" not in found


async def test_what_is_no_json_is_in_base64(client: Client) -> None:
    (found,) = await responses(client, get("1", f"{CATEGORIES}/$count"))
    assert (found["headers"]["Content-Type"], found["body"]) == ("text/plain", "Ng==")


async def test_all_answers_of_a_batch_have_one_trace(client: Client) -> None:
    answer = await ask(client, get("1", "/places/x"), get("2", "/places/y"), headers={"client-request-id": "mine"})
    inner = [one["body"]["error"]["innerError"] for one in answer.json["responses"]]
    assert {one["request-id"] for one in inner} == {answer.headers["request-id"]}
    assert {one["client-request-id"] for one in inner} == {"mine"}
    assert "request-id" not in answer.json["responses"][0]["headers"]


@pytest.mark.parametrize("path", ["/$batch", "/%24batch"])
async def test_its_name_may_be_escaped(client: Client, path: str) -> None:
    assert (await responses(client, get("1"), path=path))[0]["status"] == 200


async def test_a_batch_for_beta_calls_beta(client: Client) -> None:
    answer = await client.ask("POST", f"{client.origin}/beta/$batch", {"requests": [get("1", "/places/x")]})
    assert answer.json["responses"][0]["status"] == 404
    assert [entry.path for entry in client.session.journal.read()][-2:] == ["/beta/places/x", "/beta/$batch"]


async def test_every_request_stands_in_the_journal(client: Client) -> None:
    await ask(client, get("1"), get("2", "/me/mailboxSettings"))
    operations = [entry.operation for entry in client.session.journal.read()]
    assert operations == ["microsoft.users.get", "microsoft.mailboxSettings.get", "microsoft.batch"]


async def test_headers_are_a_requests_own_and_the_token_is_the_batchs(client: Client) -> None:
    eventual = {"ConsistencyLevel": "eventual"}
    own = get("own", "/users/$count", headers=eventual | {"Authorization": "Bearer bob"})
    outer = await ask(client, own, get("none", "/users/$count"), headers=eventual)
    assert [one["status"] for one in outer.json["responses"]] == [200, 400]
    assert {entry.person for entry in client.session.journal.read()} == {"alice"}


async def test_preferences_are_a_requests_own(client: Client) -> None:
    sized = {"Prefer": "odata.maxpagesize=2"}
    preferring, plain = get("1", CATEGORIES, headers=sized), get("2", CATEGORIES)
    found = (await ask(client, preferring, plain, headers={"Prefer": "odata.maxpagesize=1"})).json["responses"]
    assert [len(one["body"]["value"]) for one in found] == [2, 6]
    assert found[0]["headers"]["Preference-Applied"] == "odata.maxpagesize=2"
    assert found[0]["body"]["@odata.nextLink"].startswith(f"{client.origin}/v1.0{CATEGORIES}?")


async def test_a_body_is_json_or_json_in_base64(client: Client) -> None:
    encoded = base64.b64encode(json.dumps({"displayName": "Two"}).encode()).decode()
    found = await responses(client, post("1", CATEGORIES, {"displayName": "One"}), post("2", CATEGORIES, encoded))
    assert [one["body"]["displayName"] for one in found] == ["One", "Two"]


# Dependencies.


async def test_what_depends_on_another_comes_after_it(client: Client) -> None:
    counting = get("count", f"{CATEGORIES}/$count", dependsOn=["MAKE"])
    making = post("make", CATEGORIES, {"displayName": "New"})
    found = await responses(client, counting, making)
    assert [(one["id"], one["status"]) for one in found] == [("count", 200), ("make", 201)]
    assert base64.b64decode(found[0]["body"]) == b"7"


async def test_what_depends_on_a_failure_fails_and_so_does_what_depends_on_that(client: Client) -> None:
    found = await responses(
        client,
        get("1", "/places/nowhere"),
        post("2", CATEGORIES, {"displayName": "New"}, dependsOn=["1"]),
        get("3", dependsOn=["2"]),
        get("4"),
    )
    assert [one["status"] for one in found] == [404, 424, 424, 200]
    assert found[1]["body"]["error"]["code"] == "FailedDependency"
    assert (await client.get(f"{CATEGORIES}/$count")).body == b"6"


@pytest.mark.parametrize(
    "requests",
    [
        [get("1", dependsOn=["2"])],
        [get("1", dependsOn=["1"])],
        [get("1", dependsOn=["2"]), get("2", dependsOn=["1"])],
    ],
)
async def test_nothing_depends_on_itself_or_on_what_is_not_there(
    client: Client, requests: list[dict[str, Any]]
) -> None:
    answer = await ask(client, *requests)
    assert (answer.status, answer.message) == (400, "Invalid batch payload format.")


# Throttling.


async def test_throttling_inside_a_batch_fails_the_item_and_not_the_batch(client: Client) -> None:
    client.session.faults.arm(Rule(When(operation="microsoft.users.get"), Fault("rate-limited-per-user"), 1))
    found = await responses(client, get("1"), get("2", CATEGORIES), get("3"))
    assert [one["status"] for one in found] == [429, 200, 200]
    assert found[0]["headers"]["Retry-After"].isdecimal()
    assert found[0]["body"]["error"]["code"] == "ApplicationThrottled"


async def test_a_member_that_no_request_has_is_passed_over_and_the_journal_says_so(client: Client) -> None:
    assert (await responses(client, get("1", depends_on=["nothing"])))[0]["status"] == 200
    assert "depends_on" in client.notes()[0]


# What makes a whole batch wrong.


@pytest.mark.parametrize(
    "body",
    [
        {},
        [],
        {"requests": []},
        {"requests": {}},
        {"requests": ["x"]},
        {"requests": [{"method": "GET", "url": "/me"}]},
        {"requests": [{"id": 1, "method": "GET", "url": "/me"}]},
        {"requests": [{"id": "", "method": "GET", "url": "/me"}]},
        {"requests": [{"id": "1", "url": "/me"}]},
        {"requests": [{"id": "1", "method": "FETCH", "url": "/me"}]},
        {"requests": [{"id": "1", "method": "GET"}]},
        {"requests": [get("1", "https://graph.microsoft.com/v1.0/me")]},
        {"requests": [get("1", "//graph.microsoft.com/v1.0/me")]},
        {"requests": [get("1", "/me\r\nX: y")]},
        {"requests": [get("1", "/$batch")]},
        {"requests": [get("1", "%24BATCH?x")]},
        {"requests": [get("1", headers=["x"])]},
        {"requests": [get("1", headers={"Prefer": 1})]},
        {"requests": [get("1", dependsOn="2")]},
        {"requests": [post("1", CATEGORIES, "no base64")]},
    ],
)
async def test_a_batch_that_makes_no_sense_is_refused_whole(client: Client, body: Any) -> None:
    answer = await client.ask("POST", "/$batch", body)
    assert (answer.status, answer.code, answer.message) == (400, "BadRequest", "Invalid batch payload format.")
    assert client.notes()
    assert len([*client.session.journal.read()]) == 1


async def test_what_is_no_json_is_no_batch(client: Client) -> None:
    assert (await client.ask("POST", "/$batch", b"{")).message.startswith("Unable to read JSON request payload.")


async def test_ids_are_unique_whatever_their_letter_case(client: Client) -> None:
    answer = await ask(client, get("a"), get("A"))
    assert (answer.status, answer.message) == (400, "Request Id A has to be unique in a batch.")


async def test_a_batch_has_twenty_requests_at_most(client: Client) -> None:
    most = [get(str(number)) for number in range(MOST_STEPS)]
    assert [one["status"] for one in await responses(client, *most)] == [200] * MOST_STEPS
    answer = await ask(client, *most, get("one more"))
    assert (answer.status, answer.code) == (400, "MaximumValueExceeded")
    assert answer.message == "Number of batch request steps exceeds the maximum value of 20."


@pytest.mark.parametrize(
    "wrong",
    [{"body": {"displayName": "New"}}, {"headers": JSON}, {"headers": {"content-type": ""}, "body": {}}],
)
async def test_a_request_that_writes_has_a_body_and_says_of_which_type(client: Client, wrong: dict[str, Any]) -> None:
    answer = await ask(client, get("ok"), {"id": "1", "method": "POST", "url": CATEGORIES} | wrong)
    assert (answer.status, answer.code) == (400, "BadRequest")
    assert answer.message == "Write request id : 1 does not contain Content-Type header or body."


@pytest.mark.parametrize("token", ["", "nonsense", "alice-expired"])
async def test_a_batch_needs_a_good_token(client: Client, token: str) -> None:
    answer = await ask(client, get("1"), as_=token)
    assert (answer.status, answer.code) == (401, "InvalidAuthenticationToken")


async def test_no_more_run_at_once_than_one_mailbox_may_be_asked() -> None:
    limits = {"microsoft": {"mailbox_concurrency": MOST_AT_ONCE}}
    async with graph(template(limits=limits)) as limited:
        found = await responses(limited, *(get(str(number), CATEGORIES) for number in range(MOST_STEPS)))
    assert {one["status"] for one in found} == {200}


async def test_the_official_client_batches(client: Client) -> None:
    from kiota_abstractions.method import Method  # noqa: PLC0415 - slow to import
    from kiota_abstractions.request_information import RequestInformation  # noqa: PLC0415 - slow to import

    core = import_module("msgraph_core.requests.batch_request_builder")  # slow to import, and without types
    requests = import_module("msgraph_core.requests.batch_request_content")
    items = import_module("msgraph_core.requests.batch_request_item")

    async with checked_client(f"{client.origin}/v1.0", "alice") as sdk:
        step = items.BatchRequestItem(
            RequestInformation(Method.GET, "/me")
        )  # it does not make a URL relative by itself
        content = requests.BatchRequestContent()
        content.add_request(step.id, step)
        found = await core.BatchRequestBuilder(sdk.request_adapter).post(content)
    answered = found.get_response_by_id(step.id)
    assert answered.status == 200
