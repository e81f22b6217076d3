from __future__ import annotations

import pytest

from mockserver.identity import permissions, scopes
from mockserver.identity.vocabulary import everything, known_to, spelt, usual


def test_each_provider_has_its_own_names_for_what_is_usual() -> None:
    assert usual("google") == (scopes.CALENDAR,)
    assert "Calendars.ReadWrite" in usual("microsoft")


def test_all_there_is_depends_on_who_speaks() -> None:
    assert everything("google") == scopes.ALL
    assert everything("microsoft") == permissions.DELEGATED
    assert everything("microsoft", app_only=True) == permissions.APPLICATION


def test_a_scope_is_spelt_as_its_provider_does() -> None:
    assert spelt("calendar.events", "google") == scopes.PREFIX + "calendar.events"
    assert spelt("calendars.read", "microsoft") == "Calendars.Read"
    with pytest.raises(scopes.UnknownScope):
        spelt("Calendars.Read", "google")
    with pytest.raises(scopes.UnknownScope):
        spelt("calendar.events", "microsoft")


def test_of_several_names_each_provider_knows_its_own() -> None:
    names = ["calendar.readonly", "Calendars.Read", "openid", "calendars.read"]

    assert known_to("google", names) == (scopes.PREFIX + "calendar.readonly", "openid")
    assert known_to("microsoft", names) == ("Calendars.Read", "openid")
