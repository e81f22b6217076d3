"""A session's identity: the tokens that are good in it, and what was granted, issued, revoked and expired so far.

Deciding about a token lives here; how its text looks in `tokens.py`, how clients prove who they are in
`client_authentication.py`, and what the token endpoint makes of a request in `grants/`. Creating one costs the same
however many people the directory has: nothing is derived before somebody asks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import msgspec

from mockserver.clock import real_now
from mockserver.identity import scopes as known
from mockserver.identity.clients import Clients
from mockserver.identity.consents import Consent, Consents
from mockserver.identity.cutoffs import Cutoffs, What
from mockserver.identity.directory import ACCESS_LIFETIME, Grant
from mockserver.identity.issued import IssuedTokens
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
from mockserver.ids import derive

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mockserver.clock import Clock, Instant
    from mockserver.identity.clients import Client, ServiceAccount
    from mockserver.identity.directory import Directory, Provider
    from mockserver.ids import Ids

REMEMBERED = 10_000
"""Judged tokens that are remembered; what is forgotten is judged afresh."""


class Identity:
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
        self.directory = directory
        self.session_id = session_id
        self.clock = clock
        self.clients = clients
        self._ids = ids
        self._names = Clients(directory, session_id, ids.seed)
        self._standing = StandingTokens(session_id, ids.seed)
        self._consents = Consents(directory, clock.now())
        self._issued = IssuedTokens()
        self._cutoffs = Cutoffs()
        self._serial = 0
        self._good: dict[str, AccessToken] = {}

    # What things are called.

    def client(self, app: str) -> Client:
        """The OAuth client of an app. Raises LookupError where the app is none."""
        return self._names.client(app)

    def client_by_id(self, client_id: str) -> Client | None:
        """The OAuth client of that id in this session, if there is one."""
        return self._names.client_by_id(client_id)

    def service_account(self, app: str) -> ServiceAccount:
        """The service account of an app. Raises LookupError where the app is none."""
        return self._names.service_account(app)

    def service_account_by_email(self, email: str) -> ServiceAccount | None:
        """The service account of that address in this session, if there is one."""
        return self._names.service_account_by_email(email)

    def subject(self, person: str) -> str:
        """What Google calls the person in `sub`: 21 digits, the same to every app."""
        return derive("google-subject", self._ids.seed, person).digits(21)

    def audience(self, token: AccessToken) -> str:
        """To whom a token was issued: a client id, or a service account's numeric id."""
        if not token.app:
            return self._names.readable_client_id()
        if self.directory.app(token.app).kind == "client":
            return self.client(token.app).client_id
        return self.service_account(token.app).unique_id

    # Judging.

    def judge(self, text: str, provider: Provider = "google") -> AccessToken:
        """What an access token says, if it is good now. Raises `TokenRefused`."""
        token = self._good.get(text)
        if token is None or token.provider != provider:
            return self._judge(text, provider)
        if token.expires <= self.clock.now():
            raise TokenRefused("expired", token)
        return token

    def judge_refresh(self, text: str, provider: Provider = "google") -> Consent:
        """The consent that a refresh token stands for, if it is good now. Raises `TokenRefused`."""
        found = self._claimed("refresh", text, provider)
        if found is None or found[0].grant.refresh == "none":
            raise TokenRefused("unknown")
        consent, generation = found
        if consent.revoked or generation != consent.generation:
            raise TokenRefused("revoked")
        person, _, _ = consent.pair
        if consent.grant.refresh == "expired" or consent.serial < self._cutoffs.get("refresh-tokens", person, provider):
            raise TokenRefused("expired")
        return consent

    def consent(self, person: str, app: str, provider: Provider = "google") -> Consent | None:
        """What the person's grant to the app is now, a revoked one included; None where there never was one."""
        return self._consents.find(person, app, provider)

    def assertion_time(self) -> Instant:
        """The time on the clock of the application that signs assertions."""
        return self.clock.now() if self.clients == "frozen" else real_now()

    # Handing out.

    def standing(self, person: str, app: str, provider: Provider = "google") -> Standing:
        """The tokens a person has from the start, or since they last granted again, dead ones included.

        Raises LookupError where the person granted the app nothing or the app is a service account.
        """
        consent = self._consents.find(person, app, provider)
        if consent is None or provider != "google" or self.directory.app(app).kind != "client":
            raise LookupError(f"{person!r} has no standing tokens with {app!r} at {provider}")
        refresh = None
        if consent.grant.refresh != "none":
            refresh = self._standing.text("refresh", consent.pair, consent.generation)
        access = self._standing.text("access", consent.pair, consent.generation)
        return Standing(access, refresh, consent.grant.scopes)

    def issue(
        self,
        principal: str | None,
        app: str,
        scopes: Iterable[str],
        provider: Provider = "google",
        lifetime: int = ACCESS_LIFETIME,
    ) -> AccessToken:
        """Issue an access token that lives `lifetime` microseconds, for a person or the service account itself."""
        consent = self._consents.find(principal, app, provider) if principal is not None else None
        prefix = USER_PREFIX if principal is not None else SERVICE_ACCOUNT_PREFIX
        now = self.clock.now()
        token = AccessToken(
            f"{prefix}{self.session_id}.{self._ids.token('access-token', 64)}",
            principal,
            app,
            provider,
            frozenset(scopes),
            now,
            now + lifetime,
            self._next_serial(),
            consent.generation if consent is not None else 0,
        )
        self._issued.put(token, now)
        return token

    # Changing.

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
        return self._consents.snapshot(), self._issued.snapshot(), self._cutoffs.snapshot(), self._serial

    def restore(self, saved: tuple[Any, ...]) -> None:
        consents, issued, cutoffs, self._serial = saved
        self._consents.restore(consents)
        self._issued.restore(issued)
        self._cutoffs.restore(cutoffs)
        self._good.clear()

    def _judge(self, text: str, provider: Provider) -> AccessToken:
        token = (
            readable_token(text, self.directory, self._consents)
            or self._issued.get(text)
            or self._standing_token(text, provider)
        )
        if token is None or token.provider != provider:
            raise TokenRefused("unknown" if is_well_formed(text) else "malformed")
        reason = self._fault_of(token)
        if reason is not None:
            raise TokenRefused(reason, token)
        if len(self._good) >= REMEMBERED:
            self._good.clear()
        self._good[text] = token
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
        grant, issued = consent.grant, consent.since
        expires = issued + grant.access_expires_in
        scopes = frozenset(grant.scopes)
        person, app, _ = consent.pair
        return AccessToken(text, person, app, provider, scopes, issued, expires, consent.serial, generation)

    def _claimed(self, kind: Literal["access", "refresh"], text: str, provider: Provider) -> tuple[Consent, int] | None:
        """The consent whose standing token a text is, and of which of its generations."""
        pair = self._standing.claimed(kind, text)
        if pair is None or pair[2] != provider:
            return None
        person, app, _ = pair
        if person not in self.directory.people or app not in self.directory.apps:
            return None
        consent = self._consents.find(*pair)
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
        return Grant(person, app, provider, known.ALL if delegated else (known.CALENDAR,))

    def _expire(self, what: What, person: str | None, provider: Provider | None) -> None:
        if person is not None:
            self.directory.person(person)
        self._cutoffs.set(what, person, provider, self._next_serial())
        self._good.clear()

    def _next_serial(self) -> int:
        self._serial += 1
        return self._serial
