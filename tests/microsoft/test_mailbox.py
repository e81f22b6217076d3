"""Whose mailbox a path names, who may open it, and the numbers of what is in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from mockserver.microsoft.mailbox import (
    GROUP_KEY,
    entity_set,
    find_person,
    mailbox_at,
    mailbox_of,
    open_mailbox,
    open_own_mailbox,
)
from mockserver.microsoft.provider import MicrosoftGraph
from mockserver.microsoft.refusals import Refusal
from mockserver.session import Session
from tests.microsoft.exchanges import asked
from tests.microsoft.world import ALICE, BOB, GRETA, ROOM_4, template

if TYPE_CHECKING:
    from mockserver.http.exchange import Exchange

SESSION = Session("k3v9", template())
LIST = MicrosoftGraph.routes.find("GET", "/v1.0/me/events") or pytest.fail("nobody lists events")


def opening(token: str = "alice", target: str = "/v1.0/me/events", **parameters: str) -> Exchange:
    from mockserver.microsoft.caller import identify  # noqa: PLC0415 - beside its only use

    exchange = asked(target=target, authorization=f"Bearer {token}")
    exchange.session = SESSION
    exchange.provider = MicrosoftGraph()
    exchange.parameters = parameters or {"user": "me"}
    exchange.caller = identify(exchange)
    exchange.operation = LIST[0]
    return exchange


def refused(exchange: Exchange) -> tuple[int, str]:
    with pytest.raises(Refusal) as caught:
        open_mailbox(exchange)
    return caught.value.row.status, caught.value.row.code


@pytest.mark.parametrize(
    "user", ["me", "me-token-to-replace", ALICE, ALICE.upper(), SESSION.identity.object_id("alice")]
)
def test_ones_own_mailbox_has_many_names(user: str) -> None:
    mailbox = open_mailbox(opening(user=user))
    assert (mailbox.key, mailbox.is_callers, mailbox.kind) == ("alice", True, "person")


def test_the_place_of_a_mailbox_is_its_id_but_where_the_path_had_an_address() -> None:
    id_ = SESSION.identity.object_id("alice")
    assert open_mailbox(opening()).place == open_mailbox(opening(user=id_.upper())).place.lower() == f"users('{id_}')"
    assert open_mailbox(opening(user=ALICE)).place == "users('alice%40autosched.example')"


def test_other_peoples_mailboxes_need_a_shared_permission() -> None:
    assert not open_mailbox(opening(user=BOB)).is_callers
    assert refused(opening("alice-reads", user=BOB)) == (403, "ErrorAccessDenied")


def test_an_app_by_itself_has_every_mailbox_and_no_me() -> None:
    assert open_mailbox(opening("app", user=BOB)).is_callers
    assert refused(opening("app")) == (400, "BadRequest")


def test_what_only_its_owner_reaches_is_not_opened_to_others() -> None:
    assert open_own_mailbox(opening()).key == "alice"
    assert open_own_mailbox(opening("app", user=BOB)).key == "bob"
    with pytest.raises(Refusal, match="ErrorAccessDenied"):
        open_own_mailbox(opening(user=BOB))


@pytest.mark.parametrize(
    ("user", "answer"),
    [
        ("nobody@x.example", (404, "ErrorInvalidUser")),
        ("", (404, "ErrorInvalidUser")),
        (GRETA, (404, "MailboxNotEnabledForRESTAPI")),
    ],
)
def test_a_mailbox_that_is_not_there_is_not_opened(user: str, answer: tuple[int, str]) -> None:
    assert refused(opening(user=user)) == answer


def test_a_group_is_opened_by_its_id_with_a_groups_permission() -> None:
    id_ = SESSION.identity.group_id("team")
    mailbox = open_mailbox(opening(group=id_.upper()))
    assert (mailbox.key, mailbox.is_group, mailbox.place) == (f"{GROUP_KEY}team", True, f"groups('{id_}')")
    assert refused(opening("alice-reads", group=id_)) == (403, "ErrorAccessDenied")
    assert refused(opening(group="team")) == (404, "Request_ResourceNotFound")


@pytest.mark.parametrize(
    ("path", "below"),
    [
        ("events", "/events"),
        ("events/AAMk=", "/events"),
        ("calendars('AAMk%3D')/events", "/calendars('AAMk%3D')/events"),
        ("Calendar/Events/AAMk=", "/calendar/events"),
        ("outlook/masterCategories", "/outlook/masterCategories"),
    ],
)
def test_a_context_names_the_set_that_a_path_leads_to(path: str, below: str) -> None:
    exchange = opening(target=f"/v1.0/me/{path}")
    mailbox = open_mailbox(exchange)
    assert entity_set(exchange, mailbox) == mailbox.place + below


def test_a_mailbox_is_found_by_the_address_of_a_person_or_a_room() -> None:
    found: list[Any] = [mailbox_at(SESSION, address) for address in (ALICE, ROOM_4, GRETA, "x@y.example")]
    assert [mailbox and mailbox.key for mailbox in found] == ["alice", "room-4", None, None]


def test_a_person_is_found_by_address_or_id_in_whatever_case() -> None:
    by_address = find_person(SESSION, BOB.upper())
    assert by_address is not None
    assert find_person(SESSION, SESSION.identity.object_id("bob").upper()) is by_address
    assert find_person(SESSION, "bob") is None


def test_the_server_itself_may_do_whatever_an_owner_may() -> None:
    assert mailbox_of(SESSION, "bob").is_callers
    with pytest.raises(LookupError):
        mailbox_of(SESSION, "nobody")


def test_numbers_and_change_keys_are_never_given_twice() -> None:
    mailbox = mailbox_of(Session("k3v9", template()), "alice")
    assert mailbox.next_item() + 1 == mailbox.next_item()
    assert mailbox.next_folder() + 1 == mailbox.next_folder()
    assert len({mailbox.next_change_key() for _ in range(3)}) == 3


def test_the_keys_of_a_mailbox_are_the_same_in_every_session_of_a_scenario() -> None:
    one, other = (mailbox_of(Session(seed, template()), "alice") for seed in ("one", "other"))
    assert one.keys == other.keys
    assert one.keys != mailbox_of(SESSION, "bob").keys
