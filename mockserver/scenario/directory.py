"""A scenario's people, apps, grants and tokens as identity's directory: keys become values, short scopes full ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mockserver.identity import scopes as known
from mockserver.identity.directory import App, Directory, Grant, Group, Person, ReadableToken
from mockserver.timing.durations import parse_duration

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mockserver.scenario import language

MICROSOFT_DEFAULT = ("Calendars.ReadWrite",)
"""What a Microsoft grant or token carries where the scenario names no scopes."""


def directory(scenario: language.Scenario) -> Directory:
    """Who there is and what was granted when the scenario starts."""
    return Directory(
        people={key: _person(key, person) for key, person in scenario.people.items()},
        apps={key: _app(key, app) for key, app in scenario.apps.items()},
        grants=tuple(map(_grant, scenario.grants)),
        tokens={text: _token(text, token) for text, token in scenario.tokens.items()},
        groups={key: _group(scenario, key, group) for key, group in scenario.groups.items()},
    )


def _person(key: str, person: language.Person) -> Person:
    accounts = frozenset(person.accounts)
    return Person(key, person.name, person.email, person.zone, accounts, person.kind, person.admin)


def _group(scenario: language.Scenario, key: str, group: language.Group) -> Group:
    return Group(key, group.email, tuple(map(scenario.email_of, group.members)), group.name or key)


def _app(key: str, app: language.App) -> App:
    return App(
        key,
        app.kind,
        app.redirect_uris,
        app.acts_for,
        google_client_id=app.google.client_id if app.google is not None else None,
        google_client_secret=app.google.client_secret if app.google is not None else None,
        name=app.name or key,
    )


def _grant(grant: language.Grant) -> Grant:
    said: dict[str, Any] = {}
    if grant.access_token.expires_in is not None:
        said["access_expires_in"] = parse_duration(grant.access_token.expires_in)
    return Grant(
        grant.person,
        grant.app,
        grant.provider,
        full_scopes(grant.provider, grant.scopes),
        refresh=grant.refresh_token,
        **said,
    )


def _token(text: str, token: language.Token) -> ReadableToken:
    scopes = full_scopes(token.provider, token.scopes)
    return ReadableToken(text, token.person, token.app, token.provider, token.state, scopes)


def full_scopes(provider: language.Provider, scopes: Sequence[str] | None) -> tuple[str, ...]:
    """The scopes of a grant or a token in full; None means the full calendar scopes. Raises UnknownScope."""
    if provider == "microsoft":
        return MICROSOFT_DEFAULT if scopes is None else tuple(scopes)
    return (known.CALENDAR,) if scopes is None else tuple(map(known.full, scopes))
