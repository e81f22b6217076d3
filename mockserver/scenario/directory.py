"""A scenario's people, apps, grants and tokens as identity's directory: keys become values, scopes are spelt out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mockserver.identity.directory import App, Directory, Grant, Group, Person, ReadableToken
from mockserver.identity.vocabulary import known_to, spelt
from mockserver.timing.durations import parse_duration

if TYPE_CHECKING:
    from mockserver.scenario import language


def directory(scenario: language.Scenario) -> Directory:
    """Who there is and what was granted when the scenario starts."""
    return Directory(
        people={key: _person(key, person) for key, person in scenario.people.items()},
        apps={key: _app(key, app) for key, app in scenario.apps.items()},
        grants=tuple(map(_grant, scenario.grants)),
        tokens={text: _token(text, token) for text, token in scenario.tokens.items()},
        groups={key: _group(scenario, key, group) for key, group in scenario.groups.items()},
        keys=scenario.keys,
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
        microsoft_client_id=app.microsoft.client_id if app.microsoft is not None else None,
        microsoft_client_secret=app.microsoft.client_secret if app.microsoft is not None else None,
        public=app.public,
        consent=app.consent,
    )


def _grant(grant: language.Grant) -> Grant:
    said: dict[str, Any] = {}
    if grant.access_token.expires_in is not None:
        said["access_expires_in"] = parse_duration(grant.access_token.expires_in)
    if grant.scopes is not None:
        said["scopes"] = tuple(spelt(scope, grant.provider) for scope in grant.scopes)
    return Grant(grant.person, grant.app, grant.provider, refresh=grant.refresh_token, **said)


def _token(text: str, token: language.Token) -> ReadableToken:
    return ReadableToken(text, token.person, token.app, token.provider, token.state, _token_scopes(token))


def _token_scopes(token: language.Token) -> tuple[str, ...] | None:
    if token.scopes is None:
        return None
    if token.provider is None:
        return tuple(dict.fromkeys(known_to("google", token.scopes) + known_to("microsoft", token.scopes)))
    return tuple(spelt(scope, token.provider, app_only=token.person is None) for scope in token.scopes)
