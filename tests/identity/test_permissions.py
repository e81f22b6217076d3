from __future__ import annotations

import pytest

from mockserver.identity import permissions
from mockserver.identity.permissions import APPLICATION, DELEGATED, GRAPH, USUAL, permission
from mockserver.identity.scopes import UnknownScope


def test_every_permission_is_held_by_its_short_name() -> None:
    assert all(permission(name) == name for name in DELEGATED)
    assert all(permission(name, application=True) == name for name in APPLICATION)


@pytest.mark.parametrize("written", [GRAPH + "Calendars.Read", "calendars.READ", GRAPH.upper() + "calendars.read"])
def test_a_permission_may_be_written_in_full_and_in_any_case(written: str) -> None:
    assert permission(written) == "Calendars.Read"


def test_names_of_sign_in_have_no_address() -> None:
    assert permission("OpenID") == "openid"
    with pytest.raises(UnknownScope):
        permission(GRAPH + "openid")


def test_people_and_apps_have_permissions_of_their_own() -> None:
    with pytest.raises(UnknownScope, match=r"did you mean Calendars\.ReadBasic"):
        permission("Calendars.ReadBasic.All")
    with pytest.raises(UnknownScope):
        permission("offline_access", application=True)


def test_an_unknown_permission_is_answered_with_the_near_ones() -> None:
    with pytest.raises(UnknownScope, match=r"'Calendar\.ReadWrite'; did you mean Calendars\.ReadWrite"):
        permission("Calendar.ReadWrite")


def test_what_is_usual_can_be_granted_by_people() -> None:
    assert set(USUAL) <= set(DELEGATED)
    assert len(set(DELEGATED)) == len(DELEGATED)


def test_graphs_address_is_taken_away_and_no_other() -> None:
    assert permissions.short(GRAPH + "User.Read") == "User.Read"
    assert permissions.short("https://example.com/User.Read") == "https://example.com/User.Read"
