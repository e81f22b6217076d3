from __future__ import annotations

import pytest

from mockserver.consent.words import asked, words
from mockserver.identity.permissions import DELEGATED
from mockserver.identity.scopes import ALL, EMAIL, OPENID, PREFIX

KNOWN = [("google", name) for name in ALL] + [("microsoft", name) for name in DELEGATED]


@pytest.mark.parametrize(("provider", "name"), KNOWN)
def test_every_scope_that_is_known_has_words(provider: str, name: str) -> None:
    title, detail = words("microsoft" if provider == "microsoft" else "google", name)

    assert title != name
    assert detail.endswith(".")
    assert "own permissions" not in detail


@pytest.mark.parametrize("provider", ["google", "microsoft"])
def test_no_two_scopes_have_the_same_words(provider: str) -> None:
    names = [name for known, name in KNOWN if known == provider]

    assert len({words("microsoft" if provider == "microsoft" else "google", name) for name in names}) == len(names)


def test_a_permission_is_the_same_with_graphs_address() -> None:
    assert words("microsoft", "https://graph.microsoft.com/Calendars.Read") == words("microsoft", "Calendars.Read")


@pytest.mark.parametrize("name", [".default", "https://graph.microsoft.com/.default", "api://app/.default"])
def test_default_stands_for_all_that_is_registered(name: str) -> None:
    assert words("microsoft", name)[0] == "Everything that it is registered for"


def test_an_apps_own_permission_is_shown_by_its_name() -> None:
    title, detail = words("microsoft", "api://app/Rooms.Book")

    assert title == "api://app/Rooms.Book"
    assert "own permissions" in detail


def test_googles_scopes_can_be_unticked_but_for_those_of_sign_in() -> None:
    scopes = asked("google", (OPENID, EMAIL, PREFIX + "calendar", PREFIX + "calendar.events"))

    assert [scope.required for scope in scopes] == [True, True, False, False]


def test_microsofts_permissions_go_together() -> None:
    scopes = asked("microsoft", ("openid", "Calendars.ReadWrite", "api://app/Rooms.Book"))

    assert all(scope.required for scope in scopes)


def test_a_scope_is_asked_for_once_and_remembers_that_it_was_granted() -> None:
    scopes = asked("microsoft", ("User.Read", "Calendars.Read", "User.Read"), granted_before={"User.Read"})

    assert [(scope.name, scope.granted_before) for scope in scopes] == [("User.Read", True), ("Calendars.Read", False)]
