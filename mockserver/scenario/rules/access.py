"""Rules about who may do what: apps, grants, tokens and scopes."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from mockserver.identity import permissions, scopes
from mockserver.identity.scopes import UnknownScope
from mockserver.identity.vocabulary import everything, spelt
from mockserver.scenario.language import PROVIDERS
from mockserver.scenario.mistakes import nearest, quoted
from mockserver.scenario.rules.people import no_account, twice, unknown_person
from mockserver.timing.durations import parse_duration

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mockserver.identity.directory import Provider
    from mockserver.scenario.mistakes import Finding
    from mockserver.scenario.view import View


_NAMES: dict[Provider, str] = {"google": "Google", "microsoft": "Microsoft Graph"}


def apps(document: View) -> Iterator[Finding]:
    """Only service accounts act for people, only clients are redirected, and both by something that exists."""
    for app in document["apps"].entries():
        service = app["kind"].text == "service-account"
        if not service and "acts_for" in app:
            yield app["acts_for"].wrong_key(
                f"{quoted(app.key)} is a client: it acts for whoever consents",
                "write `kind: service-account`, or leave `acts_for` out",
            )
        if service and "redirect_uris" in app:
            yield app["redirect_uris"].wrong_key(
                f"{quoted(app.key)} is a service account: nobody is redirected to it", "leave `redirect_uris` out"
            )
        for name in ("public", "consent") if service else ():
            if name in app:
                yield app[name].wrong_key(
                    f"{quoted(app.key)} is a service account: it proves itself, and nobody consents",
                    f"leave `{name}` out",
                )
        for person in app["acts_for"].texts():
            yield from unknown_person(document, person)
        yield from twice(app["acts_for"])
        for uri in app["redirect_uris"].texts():
            yield from _redirect_uri(uri)


def _redirect_uri(uri: View) -> Iterator[Finding]:
    """RFC 6749 section 3.1.2: absolute, without a fragment."""
    try:
        parts = urlsplit(uri.value)
    except ValueError:
        parts = urlsplit("")
    if not parts.scheme or not (parts.netloc or parts.path) or parts.fragment:
        what = f"{quoted(uri.value)} is no redirect URI"
        yield uri.wrong(what, "write an absolute one without a fragment, such as http://localhost:3000/callback")


def service_accounts(document: View) -> Iterator[Finding]:
    """No service account has the key of a person: both call under their keys, and must not be mixed up."""
    people = document["people"].names()
    for app in document["apps"].entries():
        if app["kind"].text == "service-account" and app.key in people:
            yield app.wrong_key(
                f"the service account {quoted(app.key)} has the key of a person", "give one of them another key"
            )


def client_ids(document: View) -> Iterator[Finding]:
    """No two apps have one client id with a provider."""
    for provider in PROVIDERS:
        first: dict[str, str] = {}
        for app in document["apps"].entries():
            client_id = app[provider]["client_id"]
            other = first.setdefault(client_id.text, app.key) if client_id.text is not None else app.key
            if other != app.key:
                what = f"{quoted(client_id.text)} is the client id of {quoted(other)}"
                yield client_id.wrong(what, "give each its own")


def grants(document: View) -> Iterator[Finding]:
    """Grants are between people and apps there are, each named once."""
    first: dict[tuple[str, ...], int] = {}
    for number, grant in enumerate(document["grants"].items(), 1):
        yield from _parties(document, grant)
        yield from _scopes(grant, ("microsoft" if grant["provider"].text == "microsoft" else "google",))
        yield from _lifetime(grant["access_token"]["expires_in"])
        pair = (grant["person"].or_text(""), grant["app"].or_text(""), grant["provider"].or_text("google"))
        if all(pair) and first.setdefault(pair, number) != number:
            what = f"grant {first[pair]} already says what {quoted(pair[0])} granted {quoted(pair[1])} at {pair[2]}"
            yield grant.wrong(what, "put both into one")


def tokens(document: View) -> Iterator[Finding]:
    """Readable tokens are of people and apps there are, or of a service account alone at Microsoft."""
    for token in document["tokens"].entries():
        if "person" in token:
            yield from _parties(document, token)
            yield from _scopes(token, _accounts(document, token))
        else:
            yield from _app_alone(document, token)


def _app_alone(document: View, token: View) -> Iterator[Finding]:
    """A token without a person: only Microsoft has those, only of an app that needs no consent."""
    app, apps_there = token["app"], document["apps"]
    right = "add `person`, or write `provider: microsoft` and as `app` a service account"
    if app.text is None or token["provider"].text != "microsoft":
        yield token.wrong_key(f"the token {quoted(token.key)} speaks for nobody", right)
        return
    yield from _unknown_app(document, app)
    if app.text in apps_there.names() and apps_there[app.text]["kind"].text != "service-account":
        yield app.wrong(f"{quoted(app.text)} is a client: it speaks for people only", right)
    yield from _scopes(token, ("microsoft",), app_only=True)


def _unknown_app(document: View, app: View) -> Iterator[Finding]:
    known_apps = document["apps"].names()
    if app.text is not None and app.text not in known_apps:
        what = f"there is no app {quoted(app.text)}"
        yield app.wrong(what, nearest(app.text, known_apps, of="declared under `apps`"))


def _parties(document: View, grant: View) -> Iterator[Finding]:
    """Whose and whom for a grant or a token is."""
    person, app, provider = grant["person"], grant["app"], grant["provider"]
    yield from unknown_person(document, person)
    yield from _unknown_app(document, app)
    if person.text not in document["people"].names() or person.text is None:
        return
    if provider.text is not None:
        yield from no_account(document, person.text, provider)
    if document["people"][person.text]["kind"].text in ("room", "equipment"):
        yield person.wrong(f"{quoted(person.text)} is a resource: nobody signs in as one", "name a person")
    if app.text in document["apps"].names() and document["apps"][app.text]["kind"].text == "service-account":
        acts_for = document["apps"][app.text]["acts_for"]
        if person.text not in {one.value for one in acts_for.texts()}:
            what = f"{quoted(app.text)} does not act for {quoted(person.text)}"
            yield person.wrong(what, f"add {quoted(person.text)} to its `acts_for`")


def _scopes(grant: View, providers: Sequence[Provider], *, app_only: bool = False) -> Iterator[Finding]:
    """Scopes are those of the provider, or of any of several."""
    yield from twice(grant["scopes"])
    for scope in grant["scopes"].texts():
        if not any(_knows(provider, scope.value, app_only=app_only) for provider in providers):
            kind = "application permission" if app_only else "scope"
            names = " and ".join(_NAMES[provider] for provider in providers)
            known = {_short(one) for provider in providers for one in everything(provider, app_only=app_only)}
            right = nearest(_short(scope.value), known, of="it has")
            have = "has" if len(providers) == 1 else "have"
            yield scope.wrong(f"{names} {have} no {kind} {quoted(scope.value)}", right)


def _knows(provider: Provider, scope: str, *, app_only: bool) -> bool:
    try:
        spelt(scope, provider, app_only=app_only)
    except UnknownScope:
        return False
    return True


def _short(scope: str) -> str:
    return permissions.short(scopes.short(scope))


def _accounts(document: View, token: View) -> tuple[Provider, ...]:
    """The providers that a readable token may be meant for: the one it names, else those of its person."""
    named = {token["provider"].text}
    if named == {None}:
        named = {one.text for one in document["people"][token["person"].or_text("")]["accounts"].texts()}
    return tuple(one for one in PROVIDERS if one in named) or PROVIDERS


def _lifetime(length: View) -> Iterator[Finding]:
    if length.text is not None:
        try:
            parse_duration(length.text)
        except ValueError:
            what = f"{quoted(length.text)} is no duration"
            yield length.wrong(what, "write ISO 8601, such as PT5M; PT0S is dead from the start")
