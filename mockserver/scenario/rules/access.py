"""Rules about who may do what: apps, grants, tokens and scopes."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from mockserver.identity import scopes as google_scopes
from mockserver.scenario.mistakes import nearest, quoted
from mockserver.scenario.rules.people import no_account, twice, unknown_person
from mockserver.timing.durations import parse_duration

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mockserver.scenario.mistakes import Finding
    from mockserver.scenario.view import View

# Delegated permissions a scheduling product asks Microsoft for:
# https://learn.microsoft.com/graph/permissions-reference and, for sign-in, OpenID Connect's own.
MICROSOFT_SCOPES = (
    "Calendars.Read",
    "Calendars.Read.Shared",
    "Calendars.ReadBasic",
    "Calendars.ReadWrite",
    "Calendars.ReadWrite.Shared",
    "Group.Read.All",
    "Group.ReadWrite.All",
    "Mail.ReadWrite",
    "MailboxSettings.Read",
    "MailboxSettings.ReadWrite",
    "Place.Read.All",
    "Place.ReadWrite.All",
    "User.Read",
    "User.Read.All",
    "User.ReadBasic.All",
    "email",
    "offline_access",
    "openid",
    "profile",
)
GRAPH = "https://graph.microsoft.com/"


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
    """No two apps have one client id."""
    first: dict[str, str] = {}
    for app in document["apps"].entries():
        client_id = app["google"]["client_id"]
        other = first.setdefault(client_id.text, app.key) if client_id.text is not None else app.key
        if other != app.key:
            yield client_id.wrong(f"{quoted(client_id.text)} is the client id of {quoted(other)}", "give each its own")


def grants(document: View) -> Iterator[Finding]:
    """Grants are between people and apps there are, each named once."""
    first: dict[tuple[str, ...], int] = {}
    for number, grant in enumerate(document["grants"].items(), 1):
        yield from _parties(document, grant)
        yield from _scopes(grant)
        yield from _lifetime(grant["access_token"]["expires_in"])
        pair = (grant["person"].or_text(""), grant["app"].or_text(""), grant["provider"].or_text("google"))
        if all(pair) and first.setdefault(pair, number) != number:
            what = f"grant {first[pair]} already says what {quoted(pair[0])} granted {quoted(pair[1])} at {pair[2]}"
            yield grant.wrong(what, "put both into one")


def tokens(document: View) -> Iterator[Finding]:
    """Readable tokens are of people and apps there are."""
    for token in document["tokens"].entries():
        yield from _parties(document, token)
        yield from _scopes(token)


def _parties(document: View, grant: View) -> Iterator[Finding]:
    """Whose and whom for a grant or a token is."""
    person, app, provider = grant["person"], grant["app"], grant["provider"]
    yield from unknown_person(document, person)
    known_apps = document["apps"].names()
    if app.text is not None and app.text not in known_apps:
        what = f"there is no app {quoted(app.text)}"
        yield app.wrong(what, nearest(app.text, known_apps, of="declared under `apps`"))
    if person.text not in document["people"].names() or person.text is None:
        return
    if provider.text is not None:
        yield from no_account(document, person.text, provider)
    if document["people"][person.text]["kind"].text in ("room", "equipment"):
        yield person.wrong(f"{quoted(person.text)} is a resource: nobody signs in as one", "name a person")
    if app.text in known_apps and document["apps"][app.text]["kind"].text == "service-account":
        acts_for = document["apps"][app.text]["acts_for"]
        if person.text not in {one.value for one in acts_for.texts()}:
            what = f"{quoted(app.text)} does not act for {quoted(person.text)}"
            yield person.wrong(what, f"add {quoted(person.text)} to its `acts_for`")


def _scopes(grant: View) -> Iterator[Finding]:
    yield from twice(grant["scopes"])
    microsoft = grant["provider"].text == "microsoft"
    for scope in grant["scopes"].texts():
        if microsoft:
            yield from _microsoft_scope(scope)
        else:
            yield from _google_scope(scope)


def _google_scope(scope: View) -> Iterator[Finding]:
    try:
        google_scopes.full(scope.value)
    except google_scopes.UnknownScope:
        name = google_scopes.short(scope.value)
        known = {google_scopes.short(one) for one in google_scopes.ALL}
        yield scope.wrong(f"Google has no scope {quoted(scope.value)}", nearest(name, known, of="it has"))


def _microsoft_scope(scope: View) -> Iterator[Finding]:
    name = scope.value.removeprefix(GRAPH)
    if name not in MICROSOFT_SCOPES:
        what = f"Microsoft Graph has no scope {quoted(scope.value)}"
        yield scope.wrong(what, nearest(name, MICROSOFT_SCOPES, of="it has"))


def _lifetime(length: View) -> Iterator[Finding]:
    if length.text is not None:
        try:
            parse_duration(length.text)
        except ValueError:
            what = f"{quoted(length.text)} is no duration"
            yield length.wrong(what, "write ISO 8601, such as PT5M; PT0S is dead from the start")
