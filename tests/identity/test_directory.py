from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import msgspec
import pytest

from mockserver.identity import permissions, scopes
from mockserver.identity.directory import App, Directory, Grant, Person, ReadableToken

if TYPE_CHECKING:
    from typing import Any

ALICE = Person("alice", "Alice", "alice@autosched.example")
APP = App("autosched")
BOT = App("b", "service-account")


def directory(**parts: Any) -> Directory:
    facts: dict[str, Any] = {"people": {"alice": ALICE}, "apps": {"autosched": APP}} | parts
    return Directory(**facts)


def test_a_person_is_found_by_address_in_whatever_case() -> None:
    assert directory().by_email("ALICE@AutoSched.example") is ALICE
    assert directory().by_email("nobody@autosched.example") is None


def test_an_unknown_key_is_answered_with_the_near_ones() -> None:
    with pytest.raises(LookupError, match="no person 'alcie'; there is alice"):
        directory().person("alcie")
    with pytest.raises(LookupError, match="no app 'x'; there is autosched"):
        directory().app("x")


def test_a_directory_cannot_be_changed_by_whoever_made_it_or_holds_it() -> None:
    people = {"alice": ALICE}
    made: Any = directory(people=people)
    people.clear()
    assert made.person("alice") is ALICE
    with pytest.raises(TypeError):
        made.people["bob"] = ALICE
    with pytest.raises(dataclasses.FrozenInstanceError):
        made.grants = ()


def test_everybody_granted_every_client_the_full_scope_unless_a_grant_says_otherwise() -> None:
    named = Grant("alice", "other", scopes=())
    made = directory(apps={"autosched": APP, "other": App("other")}, grants=(named,))
    assert made.grant("alice", "autosched") == Grant("alice", "autosched", scopes=(scopes.CALENDAR,))
    assert made.grant("alice", "other") is named


def test_a_grant_that_names_no_scopes_has_those_usual_at_its_provider() -> None:
    assert Grant("alice", "autosched", "microsoft").scopes == permissions.USUAL
    assert Grant("alice", "autosched", "microsoft", ()).scopes == ()
    granted = directory().grant("alice", "autosched", "microsoft")
    assert granted is not None
    assert granted.scopes == permissions.USUAL


def test_nothing_is_granted_by_a_room_or_without_an_account() -> None:
    people = {
        "room": Person("room", "Room", "room@autosched.example", kind="room"),
        "bob": Person("bob", "Bob", "bob@autosched.example", accounts=frozenset(("microsoft",))),
    }
    made = directory(people=people)
    assert made.grant("room", "autosched") is None
    assert made.grant("bob", "autosched") is None
    assert made.grant("bob", "autosched", "microsoft") is not None


def test_a_service_account_is_granted_everything_by_those_it_acts_for_and_nothing_by_others() -> None:
    bob = Person("bob", "Bob", "bob@autosched.example")
    bot = App("bot", "service-account", acts_for=("alice",))
    made = directory(people={"alice": ALICE, "bob": bob}, apps={"bot": bot})
    granted = made.grant("alice", "bot")
    assert granted is not None
    assert set(scopes.CALENDAR_SCOPES) <= set(granted.scopes)
    assert made.grant("bob", "bot") is None
    assert made.service_accounts == (bot,)
    assert made.clients == ()


def test_a_readable_token_without_an_app_belongs_to_the_first_client() -> None:
    token = ReadableToken("alice", "alice")
    assert directory(apps={"bot": App("bot", "service-account"), "autosched": APP}).app_of(token) == "autosched"
    assert directory(apps={}).app_of(token) == ""


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({"people": {"alcie": ALICE}}, "'alice' is filed under 'alcie'"),
        ({"people": {"alice": ALICE, "b": Person("b", "B", "Alice@autosched.example")}}, "e-mail address .* twice"),
        ({"apps": {k: App(k, google_client_id="7") for k in ("a", "b")}}, "client id '7' occurs twice"),
        ({"grants": (Grant("alice", "autosched"),) * 2}, "granted pair .* twice"),
        ({"apps": {"a": App("a", acts_for=("alice",))}}, "only a service account acts_for"),
        ({"apps": {"a": App("a", "service-account", acts_for=("bob",))}}, "no person 'bob'"),
        ({"grants": (Grant("alice", "x"),)}, "no app 'x'"),
        ({"tokens": {"bob": ReadableToken("bob", "bob")}}, "no person 'bob'"),
        ({"tokens": {"alice": ReadableToken("alice", "alice", "x")}}, "no app 'x'"),
        ({"tokens": {"t": ReadableToken("t", None, provider="microsoft")}}, "token 't' is nobody's"),
        ({"tokens": {"t": ReadableToken("t", None, "autosched", "microsoft")}}, "token 't' is nobody's"),
        ({"apps": {"b": BOT}, "tokens": {"t": ReadableToken("t", None, "b")}}, "token 't' is nobody's"),
        ({"apps": {k: App(k, microsoft_client_id="7") for k in ("a", "b")}}, "client id '7' occurs twice"),
        ({"apps": {"a": App("a", "service-account")}, "grants": (Grant("alice", "a"),)}, "does not act for 'alice'"),
        (
            {
                "people": {"alice": msgspec.structs.replace(ALICE, accounts=frozenset(("microsoft",)))},
                "grants": (Grant("alice", "autosched"),),
            },
            "'alice' has no google account",
        ),
    ],
)
def test_facts_that_contradict_each_other_are_refused(parts: dict[str, Any], message: str) -> None:
    with pytest.raises((ValueError, LookupError), match=message):
        directory(**parts)


def test_a_lifetime_of_nothing_means_tokens_dead_at_the_start_and_usual_ones_later() -> None:
    assert Grant("alice", "autosched", access_expires_in=5).lifetime == 5
    assert Grant("alice", "autosched", access_expires_in=0).lifetime == 3599 * 1_000_000


def test_a_grant_is_written_where_the_scenario_names_its_pair(office: Directory) -> None:
    written = [person for person in ("alice", "bob") if office.is_written(person, "autosched", "google")]

    assert written == ["bob"]
    assert not office.is_written("bob", "autosched", "microsoft")
