from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    Look = Callable[..., list[Any]]


def test_a_client_acts_for_nobody(wrong: Look) -> None:
    found = wrong(apps={"autosched": {"acts_for": ["alice"]}})

    assert found == [
        (
            "acts_for",
            "`autosched` is a client: it acts for whoever consents",
            "write `kind: service-account`, or leave `acts_for` out",
        )
    ]


def test_a_service_account_is_not_redirected_to(wrong: Look) -> None:
    found = wrong(apps={"bot": {"kind": "service-account", "redirect_uris": ["http://localhost/"]}})

    assert found == [
        ("redirect_uris", "`bot` is a service account: nobody is redirected to it", "leave `redirect_uris` out")
    ]


def test_a_service_account_acts_for_people_there_are_each_named_once(wrong: Look) -> None:
    found = wrong(apps={"bot": {"kind": "service-account", "acts_for": ["alcie", "bob", "bob"]}})

    assert found == [
        ("alcie", "there is no person `alcie`", "did you mean `alice`?"),
        ("bob", "`bob` stands here twice", "name it once"),
    ]


def test_a_service_account_and_a_person_have_different_keys(wrong: Look) -> None:
    found = wrong(apps={"bob": {"kind": "service-account"}})

    assert found == [("bob", "the service account `bob` has the key of a person", "give one of them another key")]


def test_a_client_may_have_the_key_of_a_person(wrong: Look) -> None:
    assert wrong(apps={"bob": {}}) == []


@pytest.mark.parametrize("uri", ["/callback", "localhost", "http://x.example/#part", "http://[", ""])
def test_a_redirect_uri_is_absolute_and_has_no_fragment(wrong: Look, uri: str) -> None:
    found = wrong(apps={"autosched": {"redirect_uris": [uri]}})

    assert [(one.at, one.what) for one in found] == [(uri, f"`{uri}` is no redirect URI")]


def test_a_redirect_uri_may_belong_to_an_installed_app(wrong: Look) -> None:
    assert wrong(apps={"autosched": {"redirect_uris": ["com.example.app:/oauth2", "urn:ietf:wg:oauth:2.0:oob"]}}) == []


def test_a_client_id_is_fixed_for_one_app(wrong: Look) -> None:
    fixed = {"google": {"client_id": "1.apps"}}
    found = wrong(apps={"one": fixed, "two": fixed})

    assert found == [("1.apps", "`1.apps` is the client id of `one`", "give each its own")]


def test_a_grant_is_between_a_person_and_an_app_there_are(wrong: Look) -> None:
    found = wrong(grants=[{"person": "bop", "app": "autoshed"}])

    assert found == [
        ("bop", "there is no person `bop`", "did you mean `bob`?"),
        ("autoshed", "there is no app `autoshed`", "did you mean `autosched`?"),
    ]


def test_a_reference_where_nothing_is_declared_says_so(wrong: Look) -> None:
    found = wrong(apps={}, grants=[{"person": "alice", "app": "autosched"}])

    assert found == [("autosched", "there is no app `autosched`", "there is none declared under `apps`")]


def test_what_a_person_granted_an_app_is_said_once(wrong: Look) -> None:
    grant = {"person": "alice", "app": "autosched"}
    found = wrong(grants=[grant, grant | {"provider": "microsoft"}, grant | {"refresh_token": "expired"}])

    assert found == [
        (
            grant | {"refresh_token": "expired"},
            "grant 1 already says what `alice` granted `autosched` at google",
            "put both into one",
        )
    ]


def test_nobody_grants_anything_with_an_account_they_have_not(wrong: Look) -> None:
    found = wrong(grants=[{"person": "bob", "app": "autosched", "provider": "microsoft"}])

    assert [(one.at, one.what) for one in found] == [("microsoft", "`bob` has no microsoft account")]


def test_a_room_grants_nothing(wrong: Look) -> None:
    found = wrong(grants=[{"person": "room-4", "app": "autosched"}])

    assert found == [("room-4", "`room-4` is a resource: nobody signs in as one", "name a person")]


def test_a_service_account_gets_grants_only_from_those_it_acts_for(wrong: Look) -> None:
    found = wrong(grants=[{"person": "bob", "app": "sync-bot"}])

    assert found == [("bob", "`sync-bot` does not act for `bob`", "add `bob` to its `acts_for`")]


def test_a_token_is_of_a_person_and_an_app_there_are(wrong: Look) -> None:
    found = wrong(tokens={"t": {"person": "carol", "app": "sync-bo"}})

    assert [(one.at, one.what) for one in found] == [
        ("carol", "there is no person `carol`"),
        ("sync-bo", "there is no app `sync-bo`"),
    ]


def test_an_unknown_scope_is_answered_with_near_ones(wrong: Look) -> None:
    found = wrong(tokens={"t": {"person": "alice", "scopes": ["calendar.readnly"]}})

    assert found == [
        (
            "calendar.readnly",
            "Google and Microsoft Graph have no scope `calendar.readnly`",
            "did you mean `calendar.readonly`?",
        )
    ]


def test_scopes_have_short_names_full_names_and_their_legacy_names(wrong: Look) -> None:
    scopes = [
        "calendar.events",
        "https://www.googleapis.com/auth/calendar.readonly",
        "openid",
        "email",
        "https://www.google.com/calendar/feeds",
    ]

    assert wrong(grants=[{"person": "alice", "app": "autosched", "scopes": scopes}]) == []


def test_a_scope_is_named_once(wrong: Look) -> None:
    found = wrong(grants=[{"person": "alice", "app": "autosched", "scopes": ["calendar", "calendar"]}])

    assert found == [("calendar", "`calendar` stands here twice", "name it once")]


def test_scopes_of_microsoft_are_its_own(wrong: Look) -> None:
    grant = {"person": "alice", "app": "autosched", "provider": "microsoft"}
    found = wrong(grants=[grant | {"scopes": ["Calendars.ReadWrit", "https://graph.microsoft.com/User.Read"]}])

    assert found == [
        (
            "Calendars.ReadWrit",
            "Microsoft Graph has no scope `Calendars.ReadWrit`",
            "did you mean `Calendars.ReadWrite`?",
        )
    ]


def test_a_lifetime_that_mixes_weeks_and_days_is_no_duration(wrong: Look) -> None:
    found = wrong(grants=[{"person": "alice", "app": "autosched", "access_token": {"expires_in": "P1W2D"}}])

    assert [(one.at, one.instead) for one in found] == [
        ("P1W2D", "write an ISO 8601 duration, such as PT15M, PT1H30M or P1D")
    ]


def test_a_token_of_a_provider_has_scopes_of_that_one(wrong: Look) -> None:
    token = {"person": "alice", "provider": "google"}
    found = wrong(tokens={"t": token | {"scopes": ["calendar.readonly", "Calendars.Read"]}})

    assert [(one.at, one.what) for one in found] == [("Calendars.Read", "Google has no scope `Calendars.Read`")]


def test_a_token_without_a_provider_may_have_scopes_of_both(wrong: Look) -> None:
    scopes = ["calendar.readonly", "https://graph.microsoft.com/calendars.read", "openid"]

    assert wrong(tokens={"t": {"person": "alice", "scopes": scopes}}) == []


def test_a_token_has_no_scopes_of_a_provider_its_person_has_no_account_with(wrong: Look) -> None:
    found = wrong(tokens={"t": {"person": "bob", "scopes": ["Calendars.Read"]}})

    assert [(one.at, one.what) for one in found] == [("Calendars.Read", "Google has no scope `Calendars.Read`")]


def test_a_token_may_speak_for_a_service_account_alone_at_microsoft(wrong: Look) -> None:
    token = {"app": "sync-bot", "provider": "microsoft"}

    assert wrong(tokens={"all": token, "less": token | {"scopes": ["Calendars.ReadBasic.All"]}}) == []


@pytest.mark.parametrize("token", [{}, {"app": "sync-bot"}, {"provider": "microsoft"}, {"state": "expired"}])
def test_a_token_of_nobody_says_what_is_missing(wrong: Look, token: dict[str, str]) -> None:
    found = wrong(tokens={"t": token})

    assert found == [
        (
            "t",
            "the token `t` speaks for nobody",
            "add `person`, or write `provider: microsoft` and as `app` a service account",
        )
    ]


def test_a_token_without_a_person_is_of_a_service_account_there_is(wrong: Look) -> None:
    at_microsoft = {"provider": "microsoft"}
    found = wrong(tokens={"a": at_microsoft | {"app": "autosched"}, "b": at_microsoft | {"app": "sync-bo"}})

    assert [(one.at, one.what) for one in found] == [
        ("autosched", "`autosched` is a client: it speaks for people only"),
        ("sync-bo", "there is no app `sync-bo`"),
    ]


def test_an_app_alone_has_application_permissions(wrong: Look) -> None:
    found = wrong(tokens={"t": {"app": "sync-bot", "provider": "microsoft", "scopes": ["Calendars.Read.Shared"]}})

    assert [(one.at, one.what) for one in found] == [
        ("Calendars.Read.Shared", "Microsoft Graph has no application permission `Calendars.Read.Shared`")
    ]


def test_a_client_id_may_be_the_same_with_two_providers(wrong: Look) -> None:
    apps = {"one": {"google": {"client_id": "1"}}, "two": {"microsoft": {"client_id": "1"}}}

    assert wrong(apps=apps) == []
    assert [one.what for one in wrong(apps=apps | {"three": {"microsoft": {"client_id": "1"}}})] == [
        "`1` is the client id of `two`"
    ]


def test_a_service_account_is_neither_public_nor_consented_to(wrong: Look) -> None:
    found = wrong(apps={"bot": {"kind": "service-account", "public": True, "consent": "ask"}})

    what = "`bot` is a service account: it proves itself, and nobody consents"
    assert found == [("public", what, "leave `public` out"), ("consent", what, "leave `consent` out")]


def test_a_client_may_be_public_and_answered_for(wrong: Look) -> None:
    assert wrong(apps={"phone": {"public": True, "consent": "deny"}}) == []
