from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mockserver.clock import MINUTE
from mockserver.identity import permissions, scopes
from mockserver.identity.directory import ACCESS_LIFETIME, Grant
from mockserver.scenario.directory import directory
from mockserver.scenario.library import Library, shipped_library
from mockserver.scenario.loading import loads

if TYPE_CHECKING:
    from mockserver.identity.directory import Directory

TEXT = """
scenario: small
summary: S
people:
  alice: {name: Alice, email: alice@autosched.example, zone: America/New_York}
  bob: {name: Bob, email: bob@partner.example, accounts: [microsoft]}
  room-4: {name: Room 4, email: room-4@autosched.example, kind: room}
apps:
  web: {redirect_uris: [http://localhost/], google: {client_id: "1.apps", client_secret: s3cret}}
  plain: {name: Plain}
  bot: {kind: service-account, acts_for: [alice]}
"""


def made(sections: str = "") -> Directory:
    return directory(loads(TEXT + sections, "small"))


def test_people_keep_what_the_scenario_says_of_them() -> None:
    people = made().people

    assert (people["alice"].key, people["alice"].zone) == ("alice", "America/New_York")
    assert people["bob"].accounts == {"microsoft"}
    assert people["room-4"].kind == "room"


def test_groups_have_the_addresses_of_their_members() -> None:
    groups = made("groups: {team: {email: team@autosched.example, members: [alice, ann@outside.example]}}").groups

    assert groups["team"].members == ("alice@autosched.example", "ann@outside.example")
    assert groups["team"].name == "team"


def test_an_administrator_is_one() -> None:
    text = TEXT.replace("zone: America/New_York}", "zone: America/New_York, admin: true}")
    people = directory(loads(text, "small")).people

    assert (people["alice"].admin, people["bob"].admin) == (True, False)


def test_apps_keep_what_the_scenario_says_of_them() -> None:
    apps = made().apps

    assert (apps["web"].google_client_id, apps["web"].google_client_secret) == ("1.apps", "s3cret")
    assert (apps["web"].redirect_uris, apps["web"].name) == (("http://localhost/",), "web")
    assert (apps["plain"].google_client_id, apps["plain"].name) == (None, "Plain")
    assert (apps["bot"].kind, apps["bot"].acts_for) == ("service-account", ("alice",))


def test_who_is_not_named_has_granted_the_full_calendar_scope() -> None:
    assert made().grant("alice", "web") == Grant("alice", "web", "google", (scopes.CALENDAR,))


def test_a_grant_has_its_scopes_in_full_and_its_lifetime_in_microseconds() -> None:
    said: Any = made(
        "grants: [{person: alice, app: web, scopes: [calendar.events, email], access_token: {expires_in: PT5M}}]"
    )

    grant = said.grant("alice", "web")

    assert grant.scopes == (scopes.PREFIX + "calendar.events", scopes.EMAIL)
    assert (grant.access_expires_in, grant.refresh) == (5 * MINUTE, "valid")


def test_a_grant_that_says_nothing_more_is_as_the_provider_gives_it() -> None:
    (grant,) = made("grants: [{person: alice, app: web, refresh_token: expired}]").grants

    assert (grant.scopes, grant.access_expires_in, grant.refresh) == ((scopes.CALENDAR,), ACCESS_LIFETIME, "expired")


def test_a_microsoft_grant_keeps_microsofts_scopes() -> None:
    grants = made(
        "grants:\n"
        "- {person: bob, app: web, provider: microsoft}\n"
        "- {person: alice, app: web, provider: microsoft, scopes: [calendars.read]}\n"
    ).grants

    assert [grant.scopes for grant in grants] == [permissions.USUAL, ("Calendars.Read",)]


def test_a_readable_token_speaks_for_a_person() -> None:
    known = made("tokens: {alice-old: {person: alice, app: plain, state: expired, scopes: [calendar.readonly]}}")

    token = known.tokens["alice-old"]

    assert (token.text, token.person, token.app, token.state) == ("alice-old", "alice", "plain", "expired")
    assert token.scopes == (scopes.PREFIX + "calendar.readonly",)


def test_a_readable_token_without_a_provider_keeps_the_scopes_of_both() -> None:
    known = made("tokens: {t: {person: alice, scopes: [calendar.readonly, calendars.read, email]}}")

    token = known.tokens["t"]

    assert token.provider is None
    assert known.good_at(token, "google") == (scopes.PREFIX + "calendar.readonly", scopes.EMAIL)
    assert known.good_at(token, "microsoft") == ("Calendars.Read", "email")


def test_a_readable_token_may_speak_for_an_app_alone() -> None:
    known = made("tokens: {t: {app: bot, provider: microsoft, scopes: [calendars.readbasic.all]}}")

    assert known.tokens["t"].person is None
    assert known.good_at(known.tokens["t"], "microsoft") == ("Calendars.ReadBasic.All",)


def test_an_app_may_have_names_fixed_at_microsoft() -> None:
    text = TEXT.replace("plain: {name: Plain}", "plain: {microsoft: {client_id: an-id, client_secret: s3}}")

    app = directory(loads(text, "small")).apps["plain"]

    assert (app.microsoft_client_id, app.microsoft_client_secret) == ("an-id", "s3")


def test_every_shipped_scenario_becomes_a_directory() -> None:
    library = Library(shipped_library())

    assert all(directory(library.get(entry.name)).people for entry in library.entries())


def test_apps_and_keys_are_as_the_scenario_says_or_usual() -> None:
    said = TEXT.replace("plain: {name: Plain}", "plain: {public: true, consent: deny}") + "keys: random\n"
    usual, chosen = made(), directory(loads(said, "small"))

    assert (usual.apps["plain"].public, usual.apps["plain"].consent, usual.keys) == (False, "auto", "derived")
    assert (chosen.apps["plain"].public, chosen.apps["plain"].consent, chosen.keys) == (True, "deny", "random")
