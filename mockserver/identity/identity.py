"""A session's identity: the tokens that are good in it, and what was granted, issued, revoked and expired so far.

Deciding about a token lives here; how its text looks in `tokens.py`, how clients prove who they are in
`client_authentication.py`, and what the token endpoint makes of a request in `grants/`. Creating one costs the same
however many people the directory has: nothing is derived before somebody asks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import msgspec

from mockserver.clock import real_now
from mockserver.identity.consents import Consent, Consents
from mockserver.identity.cutoffs import Cutoffs, What
from mockserver.identity.directory import ACCESS_LIFETIME, Grant
from mockserver.identity.graph_tokens import seal_start, unsealed
from mockserver.identity.issued import IssuedTokens
from mockserver.identity.naming import Naming
from mockserver.identity.readable import readable_token
from mockserver.identity.standing import Standing, StandingTokens
from mockserver.identity.tokens import (
    SERVICE_ACCOUNT_PREFIX,
    USER_PREFIX,
    AccessToken,
    Reason,
    TokenRefused,
    is_well_formed,
)
from mockserver.identity.vocabulary import everything

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mockserver.clock import Clock, Instant
    from mockserver.identity.authorization import Authorization, Writer
    from mockserver.identity.directory import Directory, Provider
    from mockserver.identity.refresh_tokens import RefreshToken
    from mockserver.ids import Ids

REMEMBERED = 10_000
"""Judged tokens that are remembered; what is forgotten is judged afresh."""


class Identity(Naming):
    """Who may do what in one session.

    `clients` says on which clock the application runs whose assertions are judged: `real`, or `frozen` with the
    session's. Expiry is always judged on the session's clock.
    """

    def __init__(
        self,
        directory: Directory,
        session_id: str,
        clock: Clock,
        ids: Ids,
        clients: Literal["real", "frozen"] = "real",
    ) -> None:
        super().__init__(directory, session_id, ids.seed)
        self.clock = clock
        self.clients = clients
        self._ids = ids
        self._standing = StandingTokens(session_id, ids.seed)
        self._consents = Consents(directory, clock.now())
        self._issued = IssuedTokens()
        self._cutoffs = Cutoffs()
        self._serial = 0
        self._authorization: Authorization | None = None
        self._good: dict[tuple[str, Provider], AccessToken] = {}

    # Judging.

    def judge(self, text: str, provider: Provider = "google", resource: str = "") -> AccessToken:
        """What an access token says, if it is good now and for that resource. Raises `TokenRefused`."""
        token = self._good.get((text, provider)) or self._judge(text, provider)
        if token.expires <= self.clock.now():
            raise TokenRefused("expired", token)
        if token.resource != resource:
            raise TokenRefused("foreign-audience", token)
        return token

    def judge_refresh(self, text: str, provider: Provider = "google") -> Consent:
        """The consent that a refresh token stands for, if it is good now. Raises `TokenRefused`."""
        token = self.authorization.refresh_token(text, provider)
        fault = self.fault_of_refresh(token)
        if fault is not None:
            raise TokenRefused(fault)
        return self._consents.demand(token.person, token.app, provider)

    def fault_of_refresh(self, token: RefreshToken) -> Literal["revoked", "expired"] | None:
        """Why a refresh token is dead, None for a good one."""
        consent = self._consents.find(token.person, token.app, token.provider)
        if consent is None or consent.revoked or token.generation != consent.generation:
            return "revoked"
        cutoff = self._cutoffs.get("refresh-tokens", token.person, token.provider)
        if token.serial < cutoff or token.expires <= self.clock.now():
            return "expired"
        return "expired" if token.standing and consent.grant.refresh == "expired" else None

    def standing_refresh(self, text: str, provider: Provider) -> tuple[Consent, int] | None:
        """The consent of which a text is the standing refresh token, and of which of its generations."""
        found = self._claimed("refresh", text, provider)
        return found if found is not None and found[0].grant.refresh != "none" else None

    def consent(self, person: str, app: str, provider: Provider = "google") -> Consent | None:
        """What the person's grant to the app is now, a revoked one included; None where there never was one."""
        return self._consents.find(person, app, provider)

    def assertion_time(self) -> Instant:
        """The time on the clock of the application that signs assertions."""
        return self.clock.now() if self.clients == "frozen" else real_now()

    def client_time(self, instant: Instant) -> Instant:
        """An instant of the session as the application's clock has it, for the times that a signed token claims."""
        return instant - self.clock.now() + self.assertion_time()

    # Handing out.

    def fresh(self, purpose: str, length: int) -> str:
        """Characters of base64url that nobody had before, for what needs a name of its own."""
        return self._ids.token(purpose, length)

    def standing(self, person: str, app: str, provider: Provider = "google") -> Standing:
        """The tokens a person has from the start, or since they last granted again, dead ones included.

        Raises LookupError where the person granted the app nothing or the app is a service account.
        """
        consent = self._consents.find(person, app, provider)
        if consent is None or self.directory.app(app).kind != "client":
            raise LookupError(f"{person!r} has no standing tokens with {app!r} at {provider}")
        refresh = None
        if consent.grant.refresh != "none":
            refresh = self._standing.text("refresh", consent.pair, consent.generation)
        return Standing(self._access_text(consent), refresh, consent.grant.scopes)

    def standing_of_app(self, app: str) -> Standing:
        """The token that a service account has at Microsoft from the start, for itself, with every permission there is.

        Raises LookupError where the app is no service account.
        """
        if self.directory.app(app).kind != "service-account":
            raise LookupError(f"{app!r} is an OAuth client, which speaks for people only")
        text = self._access_text(self._app_consent(app))
        return Standing(text, None, everything("microsoft", app_only=True))

    def issue(
        self,
        principal: str | None,
        app: str,
        scopes: Iterable[str],
        provider: Provider = "google",
        lifetime: int | None = None,
        *,
        resource: str = "",
        write: Writer | None = None,
    ) -> AccessToken:
        """Issue an access token that lives `lifetime` microseconds, for a person or the app itself.

        `resource` says for whom it is, empty for the provider's own API. `write` makes the text of one whose form is
        the endpoint's business: it is given the token with a fresh chance of 64 characters in the place of the text.
        """
        consent = self._consents.find(principal, app, provider) if principal is not None else None
        prefix = USER_PREFIX if principal is not None else SERVICE_ACCOUNT_PREFIX
        now, chance = self.clock.now(), self._ids.token("access-token", 64)
        token = AccessToken(
            f"{prefix}{self.session_id}.{chance}",
            principal,
            app,
            provider,
            frozenset(scopes),
            now,
            now + (ACCESS_LIFETIME if lifetime is None else lifetime),
            self._next_serial(),
            consent.generation if consent is not None else 0,
            resource=resource,
        )
        if write is not None:
            text = write(msgspec.structs.replace(token, text=chance))
            token = msgspec.structs.replace(token, text=text)
        elif provider == "microsoft":
            text = f"{unsealed(token, self._microsoft, self.directory)}{seal_start(self.session_id)}{chance}"
            token = msgspec.structs.replace(token, text=text)
        self._issued.put(token, now)
        return token

    # Changing.

    @property
    def authorization(self) -> Authorization:
        """What the authorization servers know: codes, issued refresh tokens, keys."""
        if self._authorization is None:
            from mockserver.identity.authorization import Authorization  # noqa: PLC0415 - most sessions need none

            self._authorization = Authorization(self, self._ids)
        return self._authorization

    def agree(self, person: str, app: str, provider: Provider, scopes: tuple[str, ...]) -> Consent:
        """The person agrees to scopes beside those agreed to before; a new consent begins where there is none."""
        consent = self._consents.find(person, app, provider)
        if consent is not None and not consent.revoked:
            self._consents.widen(consent, scopes)
        else:
            former = consent.grant if consent is not None else Grant(person, app, provider)
            grant = msgspec.structs.replace(former, scopes=scopes, refresh="valid")
            self._consents.begin(grant, self.clock.now(), self._next_serial())
        self._good.clear()
        return self._consents.demand(person, app, provider)

    def revoke(self, text: str, provider: Provider = "google") -> None:
        """Revoke by either token: the whole grant dies, refresh token and all access tokens.

        A service account's token has no grant behind it, so only that token dies. Raises `TokenRefused` where the token
        is not good any more.
        """
        try:
            token = self.judge(text, provider)
        except TokenRefused as refused:
            if refused.token is not None:
                raise
            self._consents.revoke(self.judge_refresh(text, provider))
        else:
            self._revoke_access(token)
        self._good.clear()

    def revoke_grant(self, person: str, provider: Provider = "google", app: str | None = None) -> None:
        """The person takes back what they granted to an app, or to every client. Raises LookupError."""
        self.directory.person(person)
        consents = [self._consents.find(person, key, provider) for key in self._apps(app)]
        if app is not None and consents == [None]:
            raise LookupError(f"{person!r} granted {app!r} nothing at {provider}")
        for consent in consents:
            if consent is not None:
                self._consents.revoke(consent)
        self._good.clear()

    def grant_again(
        self,
        person: str,
        provider: Provider = "google",
        app: str | None = None,
        *,
        scopes: tuple[str, ...] | None = None,
        access_expires_in: int | None = None,
        refresh: Literal["valid", "expired", "none"] = "valid",
    ) -> None:
        """The person grants an app, or every client, once more; new standing tokens take the place of the old ones.

        What is None stays as it was granted before. Raises LookupError for an unknown person or app, ValueError where
        the person has no account with the provider.
        """
        if provider not in self.directory.person(person).accounts:
            raise ValueError(f"{person!r} has no {provider} account to grant anything with")
        for key in self._apps(app):
            former = self._consents.find(person, key, provider)
            grant = former.grant if former is not None else self._first_grant(person, key, provider)
            grant = msgspec.structs.replace(
                grant,
                scopes=grant.scopes if scopes is None else scopes,
                access_expires_in=grant.access_expires_in if access_expires_in is None else access_expires_in,
                refresh=refresh,
            )
            self._consents.begin(grant, self.clock.now(), self._next_serial())
        self._good.clear()

    def expire_access_tokens(self, person: str | None = None, provider: Provider | None = None) -> None:
        """Every access token there is by now expires: a person's, or everybody's with the service accounts' own."""
        self._expire("access-tokens", person, provider)

    def expire_refresh_tokens(self, person: str | None = None, provider: Provider | None = None) -> None:
        """Every refresh token there is by now expires: a person's, or everybody's."""
        self._expire("refresh-tokens", person, provider)

    def snapshot(self) -> tuple[Any, ...]:
        authorization = self._authorization.snapshot() if self._authorization is not None else None
        parts = (self._consents, self._issued, self._cutoffs)
        return *(part.snapshot() for part in parts), self._serial, authorization

    def restore(self, saved: tuple[Any, ...]) -> None:
        consents, issued, cutoffs, self._serial, authorization = saved
        self._authorization = None
        if authorization is not None:
            self.authorization.restore(authorization)
        self._consents.restore(consents)
        self._issued.restore(issued)
        self._cutoffs.restore(cutoffs)
        self._good.clear()

    def _judge(self, text: str, provider: Provider) -> AccessToken:
        token = self._issued.get(text)
        if token is None or token.provider != provider:
            readable = readable_token(text, provider, self.directory, self._consents)
            token = readable or self._standing_token(text, provider)
        if token is None:
            raise TokenRefused("unknown" if is_well_formed(text, provider) else "malformed")
        reason = self._fault_of(token)
        if reason is not None:
            raise TokenRefused(reason, token)
        if len(self._good) >= REMEMBERED:
            self._good.clear()
        self._good[text, provider] = token
        return token

    def _fault_of(self, token: AccessToken) -> Reason | None:
        if token.revoked:
            return "revoked"
        if token.principal is not None:
            find = self._consents.changed if token.readable else self._consents.find
            consent = find(token.principal, token.app, token.provider)
            if consent is not None and (consent.revoked or consent.generation != token.generation):
                return "revoked"
        cutoff = self._cutoffs.get("access-tokens", token.principal, token.provider)
        return "expired" if token.serial < cutoff or token.expires <= self.clock.now() else None

    def _standing_token(self, text: str, provider: Provider) -> AccessToken | None:
        found = self._claimed("access", text, provider)
        if found is None:
            return None
        consent, generation = found
        return msgspec.structs.replace(consent.standing_token(), text=text, generation=generation)

    def _access_text(self, consent: Consent) -> str:
        before = ""
        if consent.grant.provider == "microsoft":
            before = unsealed(consent.standing_token(), self._microsoft, self.directory)
        return self._standing.text("access", consent.pair, consent.generation, before)

    def _app_consent(self, app: str) -> Consent:
        """What Microsoft takes a service account for: an app that an administrator granted every permission."""
        return Consent(Grant("", app, "microsoft", everything("microsoft", app_only=True)), self._consents.start)

    def _claimed(self, kind: Literal["access", "refresh"], text: str, provider: Provider) -> tuple[Consent, int] | None:
        """The consent whose standing token a text is, and of which of its generations."""
        pair = self._standing.claimed(kind, text, provider)
        if pair is None:
            return None
        person, app, _ = pair
        apps = self.directory.apps
        if provider == "microsoft" and not person and app in apps and apps[app].kind == "service-account":
            consent: Consent | None = self._app_consent(app)
        elif person in self.directory.people and app in apps:
            consent = self._consents.find(*pair)
        else:
            return None
        if consent is None:
            return None
        generation = self._standing.generation(kind, text, pair, consent.generation)
        return (consent, generation) if generation is not None else None

    def _revoke_access(self, token: AccessToken) -> None:
        consent = None
        if token.principal is not None:
            consent = self._consents.find(token.principal, token.app, token.provider)
        delegated = bool(token.app) and self.directory.app(token.app).kind == "service-account"
        if consent is None or delegated:
            self._issued.put(msgspec.structs.replace(token, revoked=True), self.clock.now())
        else:
            self._consents.revoke(consent)

    def _apps(self, app: str | None) -> tuple[str, ...]:
        if app is not None:
            return (self.directory.app(app).key,)
        return tuple(client.key for client in self.directory.clients) or ("",)

    def _first_grant(self, person: str, app: str, provider: Provider) -> Grant:
        delegated = bool(app) and self.directory.app(app).kind == "service-account"
        return Grant(person, app, provider, everything(provider)) if delegated else Grant(person, app, provider)

    def _expire(self, what: What, person: str | None, provider: Provider | None) -> None:
        if person is not None:
            self.directory.person(person)
        self._cutoffs.set(what, person, provider, self._next_serial())
        self._good.clear()

    def _next_serial(self) -> int:
        self._serial += 1
        return self._serial
