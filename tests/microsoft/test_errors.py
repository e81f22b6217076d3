"""The errors of admission and of routing, word for word: whoever asks, whatever for."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.microsoft.world import BOB, GRETA, ROOM_4, graph

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.microsoft.world import Client

REVOKED = (
    "Continuous access evaluation resulted in challenge with result: InteractionRequired and code: "
    "TokenIssuedBeforeRevocationTimestamp"
)
DENIED = "Access is denied. Check credentials and try again."
INSUFFICIENT = "Insufficient privileges to complete the operation."
NOT_ALLOWED = "Specified HTTP method is not allowed for the request target."
SETTINGS = "/me/mailboxSettings"


class Row(NamedTuple):
    """One request and the error that answers it."""

    asked: tuple[str, str]
    token: str
    status: int
    code: str
    message: str


ROWS = (
    Row(("GET", "/me"), "", 401, "InvalidAuthenticationToken", "Access token is empty."),
    Row(
        ("GET", "/me"), "alice-expired", 401, "InvalidAuthenticationToken",
        "Lifetime validation failed, the token is expired.",
    ),
    Row(("GET", "/me"), "alice-revoked", 401, "InvalidAuthenticationToken", REVOKED),
    Row(
        ("GET", "/me"), "opaque", 401, "InvalidAuthenticationToken",
        "IDX14100: JWT is not well formed, there are no dots (.).\n"
        "The token needs to be in JWS or JWE Compact Serialization Format.",
    ),
    Row(
        ("GET", "/me"), "a.b.c", 401, "InvalidAuthenticationToken",
        "CompactToken parsing failed with error code: 80049217",
    ),
    # The token comes before the path, the path before the permissions.
    Row(("GET", "/me/nowhere"), "", 401, "InvalidAuthenticationToken", "Access token is empty."),
    Row(("GET", "/me/nowhere"), "alice-basic", 400, "BadRequest", "Resource not found for the segment 'nowhere'."),
    Row(("GET", "/nowhere"), "alice", 400, "BadRequest", "Resource not found for the segment 'nowhere'."),
    Row(("GET", "/me/findRooms"), "alice", 400, "BadRequest", "Resource not found for the segment 'findRooms'."),
    Row(("DELETE", SETTINGS), "alice-nothing", 405, "Request_BadRequest", NOT_ALLOWED),
    Row(("PUT", "/users"), "alice", 405, "Request_BadRequest", NOT_ALLOWED),
    Row(("GET", SETTINGS), "alice-basic", 403, "ErrorAccessDenied", DENIED),
    Row(("GET", f"/users/{BOB}/mailboxSettings"), "alice", 403, "ErrorAccessDenied", DENIED),
    Row(("GET", f"/users/{BOB}/mailboxSettings"), "alice-nothing", 403, "ErrorAccessDenied", DENIED),
    Row(("GET", "/users"), "alice-nothing", 403, "Authorization_RequestDenied", INSUFFICIENT),
    Row(("GET", f"/users/{BOB}"), "alice-nothing", 403, "Authorization_RequestDenied", INSUFFICIENT),
    Row(
        ("GET", SETTINGS), "app", 400, "BadRequest", "/me request is only valid with delegated authentication flow.",
    ),
    Row(
        ("GET", "/users/nobody@x.example/mailboxSettings"), "app", 404, "ErrorInvalidUser",
        "The requested user 'nobody@x.example' is invalid.",
    ),
    Row(
        ("GET", f"/users/{GRETA}/mailboxSettings"), "app", 404, "MailboxNotEnabledForRESTAPI",
        "The mailbox is either inactive, soft-deleted, or is hosted on-premise.",
    ),
    Row(
        ("GET", f"/users/{GRETA}"), "alice", 404, "Request_ResourceNotFound",
        f"Resource '{GRETA}' does not exist or one of its queried reference-property objects are not present.",
    ),
    Row(
        ("GET", "/groups/nowhere/calendar"), "alice", 404, "Request_ResourceNotFound",
        "Resource 'nowhere' does not exist or one of its queried reference-property objects are not present.",
    ),
    Row(
        ("GET", f"{SETTINGS}?$select=zone"), "alice", 400, "BadRequest",
        "Parsing OData Select and Expand failed: "
        "Could not find a property named 'zone' on type 'microsoft.graph.mailboxSettings'.",
    ),
)  # fmt: skip


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with graph() as made:
        yield made


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.token or 'nobody'} {' '.join(row.asked)}")
async def test_each_refusal_is_worded_as_the_service_words_it(client: Client, row: Row) -> None:
    answer = await client.ask(*row.asked, as_=row.token)
    assert (answer.status, answer.code, answer.message) == row[2:]


@pytest.mark.parametrize("token", ["", "alice-expired", "opaque"])
async def test_every_401_says_where_tokens_come_from(client: Client, token: str) -> None:
    answer = await client.get("/me", as_=token)
    assert answer.headers["WWW-Authenticate"].startswith('Bearer realm="", authorization_uri=')


async def test_whose_token_was_revoked_is_told_what_claim_is_missing(client: Client) -> None:
    answer = await client.get("/me", as_="alice-revoked")
    assert 'error="insufficient_claims", claims="' in answer.headers["WWW-Authenticate"]


@pytest.mark.parametrize(
    ("body", "kind", "status", "code", "message"),
    [
        (b"{", "application/json", 400, "BadRequest", "Unable to read JSON request payload."),
        (b"", "application/json", 400, "BadRequest", "Unable to read JSON request payload."),
        (b"[]", "application/json", 400, "UnableToDeserializePostBody", "were unable to deserialize"),
        (b'{"timeZone":5}', "application/json", 400, "UnableToDeserializePostBody", "were unable to deserialize"),
        (b'{"zone":""}', "application/json", 400, "RequestBodyRead", "The property 'zone' does not exist on type"),
        (b"{}", "text/plain", 415, "RequestBodyRead", "A missing or empty content type header was found"),
        (b"{}", "", 415, "RequestBodyRead", "A missing or empty content type header was found"),
    ],
)
async def test_a_body_that_cannot_be_read_is_refused(
    client: Client, *, body: bytes, kind: str, status: int, code: str, message: str
) -> None:
    answer = await client.ask("PATCH", SETTINGS, body, headers={"Content-Type": kind})
    assert (answer.status, answer.code) == (status, code)
    assert answer.message.startswith(message)


@pytest.mark.filterwarnings("ignore:Sending a large body directly:ResourceWarning")
async def test_a_body_of_more_than_four_mebibytes_is_too_large(client: Client) -> None:
    answer = await client.ask("PATCH", SETTINGS, b" " * (4 * 1024 * 1024 + 1))
    assert (answer.status, answer.code) == (413, "RequestEntityTooLarge")


async def test_a_room_is_nobody_who_signs_in_but_has_a_mailbox(client: Client) -> None:
    assert (await client.get(f"/users/{ROOM_4}/mailboxSettings", as_="app")).status == 200
