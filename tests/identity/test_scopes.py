from __future__ import annotations

import json
from pathlib import Path

import googleapiclient
import pytest

from mockserver.identity import scopes


def test_the_calendar_scopes_are_those_that_google_publishes() -> None:
    documents = Path(googleapiclient.__file__).parent / "discovery_cache" / "documents"
    published = json.loads((documents / "calendar.v3.json").read_text())["auth"]["oauth2"]["scopes"]
    assert set(scopes.CALENDAR_SCOPES) == set(published)


def test_a_short_name_and_the_full_one_are_the_same_scope() -> None:
    for scope in scopes.ALL:
        assert scopes.full(scopes.short(scope)) == scopes.full(scope) == scope


@pytest.mark.parametrize(
    ("alias", "meant"),
    [
        ("https://www.google.com/calendar/feeds", scopes.CALENDAR),
        ("https://www.google.com/calendar/feeds/", scopes.CALENDAR),
        ("email", scopes.EMAIL),
        ("profile", scopes.PROFILE),
        ("openid", "openid"),
    ],
)
def test_an_alias_is_read_as_google_answers_it(alias: str, meant: str) -> None:
    assert scopes.canonical(alias) == meant


def test_a_scope_parameter_names_each_scope_once_in_the_order_asked_for() -> None:
    assert scopes.parse(f"openid  {scopes.CALENDAR}\temail openid") == ("openid", scopes.CALENDAR, scopes.EMAIL)
    assert scopes.parse(" ") == ()


def test_a_short_name_is_no_scope_on_the_wire() -> None:
    with pytest.raises(scopes.UnknownScope):
        scopes.parse("calendar.events")


def test_an_unknown_scope_is_answered_with_the_near_ones() -> None:
    with pytest.raises(scopes.UnknownScope, match=r"did you mean calendar\.events") as raised:
        scopes.full("calender.events")
    assert raised.value.name == "calender.events"
    with pytest.raises(scopes.UnknownScope, match=r"did you mean https://www\.googleapis\.com/auth/calendar\.events"):
        scopes.canonical(scopes.PREFIX + "calender.events")
