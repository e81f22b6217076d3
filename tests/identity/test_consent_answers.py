from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from mockserver.identity.consent_answers import Answer, accounts_at, answer
from mockserver.identity.directory import App, Directory, Person

if TYPE_CHECKING:
    from collections.abc import Callable

    from mockserver.identity.identity import Identity


def with_consent(make: Callable[..., Identity], office: Directory, consent: Any) -> Identity:
    return make(Directory(office.people, {"autosched": App("autosched", consent=consent)}))


def test_whom_the_hint_names_agrees_without_a_page(identity: Identity) -> None:
    hints = {"google": identity.subject("alice"), "microsoft": identity.object_id("alice").upper()}
    providers: Any = hints
    for provider in providers:
        for hint in ("Alice@autosched.example", hints[provider]):
            assert answer(identity, "autosched", provider, hint) == Answer("grant", "alice")


@pytest.mark.parametrize(
    "hint", [None, "", "nobody@autosched.example", "carol@partner.example", "room-4@autosched.example"]
)
def test_where_nobody_in_particular_is_meant_a_page_is_shown(identity: Identity, hint: str | None) -> None:
    assert answer(identity, "autosched", "google", hint) == Answer("ask", None)


def test_the_only_person_with_an_account_needs_no_hint(make: Callable[..., Identity]) -> None:
    people = [
        Person("al", "Al", "al@one.example"),
        Person("bo", "Bo", "bo@one.example", accounts=frozenset(("google",))),
    ]
    identity = make(Directory({one.key: one for one in people}, {"autosched": App("autosched")}))

    assert answer(identity, "autosched", "microsoft") == Answer("grant", "al")
    assert answer(identity, "autosched", "google") == Answer("ask", None)


@pytest.mark.parametrize(("consent", "kind"), [("ask", "ask"), ("deny", "deny"), ("auto", "grant")])
def test_the_app_says_how_its_page_is_answered(
    make: Callable[..., Identity], office: Directory, consent: str, kind: Any
) -> None:
    identity = with_consent(make, office, consent)

    assert answer(identity, "autosched", "google", "alice@autosched.example") == Answer(kind, "alice")


def test_whoever_can_sign_in_has_an_account_and_is_no_room(identity: Identity) -> None:
    assert accounts_at(identity, "google") == ("alice", "bob")
    assert accounts_at(identity, "microsoft") == ("alice", "bob", "carol")
