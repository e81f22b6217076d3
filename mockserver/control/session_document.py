"""The session document: all that an application under test needs to be pointed at a session.

It is made when somebody asks: creating a session derives no token.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import msgspec

from mockserver.clock import SECOND, rfc3339
from mockserver.control.answers import says

if TYPE_CHECKING:
    from mockserver.clock import Clock
    from mockserver.identity.directory import App, Person, Provider
    from mockserver.identity.standing import Standing
    from mockserver.session import Session


class ClockFacts(msgspec.Struct, frozen=True, kw_only=True):
    """A session's clock."""

    now: Annotated[str, says("The session's time, RFC 3339 in UTC.")]
    flow: Annotated[Literal["real", "frozen"], says("Whether it runs on with real time or stands still.")]


class Urls(msgspec.Struct, frozen=True, kw_only=True):
    """Where the session's endpoints are, as seen by whoever asked."""

    base: Annotated[str, says("What all of them begin with.")]
    google_calendar: str
    google_auth: str
    google_token: str
    google_revoke: str
    google_certs: str
    google_userinfo: str
    google_device_code: str
    google_discovery: str
    microsoft_graph: str
    microsoft_authority: Annotated[str, says("Over TLS where that is spoken: Microsoft's libraries take no other.")]
    https_base: Annotated[str | None, says("`base` over TLS; null where the server speaks none.")]


class GoogleTokens(msgspec.Struct, frozen=True, kw_only=True):
    """A person's tokens at Google with the first client that they granted anything."""

    access_token: str
    refresh_token: Annotated[str | None, says("Null where the client was given none.")]
    scopes: tuple[str, ...]


class MicrosoftAccount(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A person, a room or a thing at Microsoft, and a person's tokens with the first client that they granted anything.

    Without such a client there are no tokens.
    """

    id: Annotated[str, says("The object id.")]
    access_token: str | None = None
    refresh_token: Annotated[str | None, says("Missing where the client was given none.")] = None
    scopes: tuple[str, ...] | None = None


class PersonFacts(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A person of the scenario.

    `google` is missing without a Google account or a client that was granted anything, `microsoft` without an account.
    """

    email: str
    google: GoogleTokens | None = None
    microsoft: MicrosoftAccount | None = None


class GoogleClient(msgspec.Struct, frozen=True, kw_only=True):
    """An OAuth client at Google."""

    client_id: str
    client_secret: str
    redirect_uris: tuple[str, ...]


class GoogleServiceAccount(msgspec.Struct, frozen=True, kw_only=True):
    """A service account at Google; its key file is under `credentials`."""

    client_email: str
    private_key_id: str


class MicrosoftClient(msgspec.Struct, frozen=True, kw_only=True):
    """An app at Microsoft that asks people for their consent."""

    client_id: str
    client_secret: str
    tenant_id: Annotated[str, says("The tenant of everybody in the session.")]


class MicrosoftService(msgspec.Struct, frozen=True, kw_only=True):
    """An app at Microsoft that speaks for nobody, with an access token for itself."""

    client_id: str
    tenant_id: Annotated[str, says("The tenant of everybody in the session.")]
    access_token: str
    roles: Annotated[tuple[str, ...], says("The application permissions of the token.")]


class ClientFacts(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="client"):
    """An app that asks people for their consent."""

    google: GoogleClient
    microsoft: MicrosoftClient


class ServiceAccountFacts(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="service-account"):
    """An app that signs its own assertions."""

    google: GoogleServiceAccount
    microsoft: MicrosoftService


class SessionDocument(msgspec.Struct, frozen=True, kw_only=True):
    """A live session."""

    id: str
    scenario: str
    version: Annotated[str, says("The library's version; `uploaded` or `inline` where the scenario was sent.")]
    clock: ClockFacts
    urls: Urls
    people: dict[str, PersonFacts]
    apps: dict[str, ClientFacts | ServiceAccountFacts]
    env: Annotated[dict[str, str], says("Variables that point an application here.")]


def document_of(session: Session, base: str, https_base: str | None = None) -> SessionDocument:
    """A session's document; `base` is what its URLs begin with, `https_base` what they do over TLS."""
    urls = urls_of(session, base, https_base)
    directory = session.template.directory
    return SessionDocument(
        id=session.id,
        scenario=session.template.scenario,
        version=session.template.version,
        clock=clock_facts(session.clock),
        urls=urls,
        people={key: _person(session, person) for key, person in directory.people.items()},
        apps={key: _app(session, app) for key, app in directory.apps.items()},
        env=environment(urls),
    )


def clock_facts(clock: Clock) -> ClockFacts:
    """A clock as it stands: as exact as it is, so that what is shown can be set."""
    now = clock.now()
    return ClockFacts(now=rfc3339(now, 6 if now % SECOND else 0), flow=clock.flow)


def urls_of(session: Session, base: str, https_base: str | None) -> Urls:
    return Urls(
        base=base,
        google_calendar=f"{base}/calendar/v3",
        google_auth=f"{base}/o/oauth2/v2/auth",
        google_token=f"{base}/token",
        google_revoke=f"{base}/revoke",
        google_certs=f"{base}/oauth2/v3/certs",
        google_userinfo=f"{base}/v1/userinfo",
        google_device_code=f"{base}/device/code",
        google_discovery=f"{base}/.well-known/openid-configuration",
        microsoft_graph=f"{base}/v1.0",
        microsoft_authority=f"{https_base or base}/{session.identity.tenant_id}",
        https_base=https_base,
    )


def environment(urls: Urls) -> dict[str, str]:
    """The variables an application reads its endpoints from; `CALENDAR_API_URL` is the root of every provider's."""
    return {
        "CALENDAR_API_URL": urls.base,
        "GOOGLE_CALENDAR_URL": urls.google_calendar,
        "GOOGLE_AUTH_URL": urls.google_auth,
        "GOOGLE_TOKEN_URL": urls.google_token,
        "GOOGLE_REVOKE_URL": urls.google_revoke,
        "GOOGLE_CERTS_URL": urls.google_certs,
        "GOOGLE_USERINFO_URL": urls.google_userinfo,
        "GOOGLE_DEVICE_CODE_URL": urls.google_device_code,
        "GOOGLE_DISCOVERY_URL": urls.google_discovery,
        "MICROSOFT_GRAPH_URL": urls.microsoft_graph,
        "MICROSOFT_AUTHORITY": urls.microsoft_authority,
    }


def _person(session: Session, person: Person) -> PersonFacts:
    return PersonFacts(email=person.email, google=_google(session, person), microsoft=_microsoft(session, person))


def _google(session: Session, person: Person) -> GoogleTokens | None:
    tokens = _tokens(session, person, "google")
    if tokens is None:
        return None
    return GoogleTokens(access_token=tokens.access_token, refresh_token=tokens.refresh_token, scopes=tokens.scopes)


def _microsoft(session: Session, person: Person) -> MicrosoftAccount | None:
    if "microsoft" not in person.accounts:
        return None
    id_, tokens = session.identity.object_id(person.key), _tokens(session, person, "microsoft")
    if tokens is None:
        return MicrosoftAccount(id=id_)
    return MicrosoftAccount(
        id=id_, access_token=tokens.access_token, refresh_token=tokens.refresh_token, scopes=tokens.scopes
    )


def _tokens(session: Session, person: Person, provider: Provider) -> Standing | None:
    """A person's tokens with the first client that they granted anything; a grant of nothing is none."""
    for app in session.template.directory.clients:
        try:
            tokens = session.identity.standing(person.key, app.key, provider)
        except LookupError:
            continue
        if tokens.scopes:
            return tokens
    return None


def _app(session: Session, app: App) -> ClientFacts | ServiceAccountFacts:
    identity = session.identity
    known = identity.microsoft_client(app.key)
    if app.kind == "client":
        client = identity.client(app.key)
        return ClientFacts(
            google=GoogleClient(
                client_id=client.client_id, client_secret=client.client_secret, redirect_uris=client.redirect_uris
            ),
            microsoft=MicrosoftClient(
                client_id=known.client_id, client_secret=known.client_secret, tenant_id=known.tenant_id
            ),
        )
    account, own = identity.service_account(app.key), identity.standing_of_app(app.key)
    return ServiceAccountFacts(
        google=GoogleServiceAccount(client_email=account.email, private_key_id=account.private_key_id),
        microsoft=MicrosoftService(
            client_id=known.client_id, tenant_id=known.tenant_id, access_token=own.access_token, roles=own.scopes
        ),
    )
