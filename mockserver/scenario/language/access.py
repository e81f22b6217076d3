"""Who may do what: apps, what was granted to them, and tokens that can be typed."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from mockserver.clock import SECOND
from mockserver.identity.directory import ACCESS_LIFETIME, Provider
from mockserver.scenario.forms import Duration, Line, says
from mockserver.scenario.language.part import Part

Scopes = Annotated[tuple[str, ...], msgspec.Meta(min_length=1)]


class AppNames(Part, frozen=True, kw_only=True):
    """What an app is called with a provider, where its derived values do not do."""

    client_id: Annotated[str | None, says("The client id, instead of one derived from the app's key.")] = None
    client_secret: Annotated[str | None, says("The client secret, instead of a derived one.")] = None


class App(Part, frozen=True, kw_only=True):
    """An OAuth client or a service account."""

    kind: Annotated[
        Literal["client", "service-account"],
        says("A `client` asks people for their consent; a `service-account` signs its own assertions."),
    ] = "client"
    name: Annotated[Line | None, says("The name a consent page shows. Without it: the key.")] = None
    redirect_uris: Annotated[tuple[str, ...], says("Where a client may be answered, each compared as a whole.")] = ()
    public: Annotated[
        bool,
        says("Whether it cannot keep a secret, as an app on a phone or a page: it proves nothing and sends no secret."),
    ] = False
    consent: Annotated[
        Literal["auto", "ask", "deny"],
        says(
            "How its consent page is answered. `auto`: with yes, without a page, where `login_hint` names a person or "
            "only one has an account with the provider; else by whoever opens the page. `ask`: always by whoever "
            "opens it. `deny`: with no."
        ),
    ] = "auto"
    acts_for: Annotated[
        tuple[str, ...],
        says("For whom a service account may act by domain-wide delegation: keys of people."),
    ] = ()
    google: Annotated[AppNames | None, says("Fixes the credentials at Google, which are derived otherwise.")] = None
    microsoft: Annotated[AppNames | None, says("Fixes those at Microsoft.")] = None


class AccessToken(Part, frozen=True, kw_only=True):
    """The access tokens of a grant."""

    expires_in: Annotated[
        Duration | None,
        says(
            "How long each lives on the session's clock. Without it: "
            f"{ACCESS_LIFETIME // SECOND} seconds, as Google's own. "
            "`PT0S`: those handed out at the start are dead already, and later ones live as long as without it."
        ),
    ] = None


class Grant(Part, frozen=True, kw_only=True):
    """What a person has granted to an app.

    Whoever is not named here has granted every client the full calendar scopes, validly, with every provider they
    have an account with. At Microsoft those are all that a scheduling product needs, from `Calendars.ReadWrite` to
    `offline_access`.
    """

    person: Annotated[str, says("The key of the person.")]
    app: Annotated[str, says("The key of the app.")]
    provider: Annotated[Provider, says("At which provider.")] = "google"
    scopes: Annotated[
        tuple[str, ...] | None,
        says(
            "Scopes by their short name (`calendar.events`, `Calendars.Read`) or in full. Without it: the full "
            "calendar scopes. Empty: nothing was granted.",
        ),
    ] = None
    access_token: Annotated[AccessToken, says("How the access tokens of this grant live.")] = AccessToken()
    refresh_token: Annotated[
        Literal["valid", "revoked", "expired", "none"],
        says("The state of the refresh token; `none`: the app was given none (online access)."),
    ] = "valid"


class Token(Part, frozen=True, kw_only=True):
    """A readable access token for curl and first steps: `Authorization: Bearer <its name>`."""

    person: Annotated[
        str | None, says("The key of the person it speaks for. Without it: `app` alone, at the provider microsoft.")
    ] = None
    app: Annotated[str | None, says("The app it was issued to. Without it: the first client declared.")] = None
    provider: Annotated[
        Provider | None, says("Who takes it. Without it: each that the person has an account with and scopes of.")
    ] = None
    state: Annotated[
        Literal["valid", "expired", "revoked"], says("A `valid` one never expires; the others are refused.")
    ] = "valid"
    scopes: Annotated[
        Scopes | None,
        says(
            "Scopes as in a grant, of both providers where none is named: each sees its own. Without it: the full "
            "calendar scopes, or all application permissions where it speaks for an app alone."
        ),
    ] = None
