"""Who calls, and what lets them in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest

from mockserver.http.operation import OperationTable
from mockserver.microsoft.caller import Caller, admit, credential_of, identify
from mockserver.microsoft.refusals import Refusal
from mockserver.session import Session
from tests.microsoft.exchanges import asked
from tests.microsoft.world import SCOPES, template

if TYPE_CHECKING:
    from typing import Any

    from mockserver.http.exchange import Exchange
    from mockserver.http.operation import Operation


def exchange_with(token: str = "", **world: Any) -> Exchange:
    made = asked(authorization=f"Bearer {token}") if token else asked()
    made.session = Session("k3v9", template(**world))
    return made


def operation(**facts: Any) -> Operation:
    table = OperationTable("microsoft")
    table.operation("events.list", "GET", "/v1.0/events", **facts)(lambda _: None)
    return next(iter(table))


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("Bearer alice", "alice"),
        ("bearer  alice ", "alice"),
        ("Basic alice", None),
        ("Bearer", None),
        ("Bearer  ", None),
        ("alice", None),
    ],
)
def test_the_token_is_what_follows_bearer(header: str, found: str | None) -> None:
    assert credential_of(asked(authorization=header)) == found


def test_a_token_in_the_query_is_none() -> None:
    assert credential_of(asked(target="/v1.0/me?access_token=alice")) is None


def test_a_person_calls_through_an_app_with_the_tokens_permissions() -> None:
    exchange = exchange_with("alice")
    caller = identify(exchange)
    assert (caller.person, caller.scopes, caller.app_only) == ("alice", frozenset(SCOPES), False)
    assert exchange.person == "alice"


def test_an_app_by_itself_is_no_person() -> None:
    caller = identify(exchange_with("app"))
    assert (caller.person, caller.app, caller.app_only) == ("", "sync-bot", True)


def test_whose_token_is_dead_is_still_known_to_the_journal() -> None:
    exchange = exchange_with("alice-expired")
    with pytest.raises(Refusal):
        identify(exchange)
    assert exchange.person == "alice"


def test_with_auth_off_the_first_person_calls_and_may_do_what_is_asked_for() -> None:
    exchange = exchange_with()
    exchange.session = Session("k3v9", msgspec.structs.replace(template(), strict=False))
    exchange.operation = operation(scopes={"Calendars.Read"})
    assert identify(exchange) == Caller("alice", "", frozenset({"Calendars.Read"}))
    assert exchange.notes == ["auth is off: answered as alice"]


def test_any_one_permission_of_an_operation_admits() -> None:
    exchange = exchange_with("alice-reads")
    admit(exchange, operation(scopes={"Calendars.Read", "Calendars.ReadWrite"}))
    assert exchange.caller.person == "alice"


@pytest.mark.parametrize(
    ("options", "code"), [({}, "ErrorAccessDenied"), ({"directory": True}, "Authorization_RequestDenied")]
)
def test_without_any_of_them_the_mailbox_or_the_directory_refuses(options: dict[str, Any], code: str) -> None:
    with pytest.raises(Refusal) as refused:
        admit(exchange_with("alice-reads"), operation(scopes={"Place.Read.All"}, options=options))
    assert (refused.value.row.status, refused.value.row.code) == (403, code)
    assert "one of these would do: Place.Read.All" in refused.value.why


def test_what_is_for_people_is_not_for_apps_by_themselves() -> None:
    admit(exchange_with("alice"), operation(scopes={"Calendars.ReadWrite"}, options={"delegated": True}))
    with pytest.raises(Refusal, match="ErrorAccessDenied"):
        admit(exchange_with("app"), operation(scopes={"Calendars.ReadWrite"}, options={"delegated": True}))
