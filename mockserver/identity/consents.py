"""What is granted now: the scenario's grants, and what the session changed about them.

Only changes are stored; a pair that nobody touched costs nothing. Each new consent begins a new generation, which
leaves the tokens of the former one behind.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from mockserver.identity.tokens import AccessToken

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mockserver.clock import Instant
    from mockserver.identity.directory import Directory, Grant, Pair, Provider


class Consent(msgspec.Struct, frozen=True):
    """A grant as it stands: since when, the how-manieth of its pair, and whether it was taken back.

    `serial` is the session's count of changes when it began, 0 at the start. The person is empty where an
    administrator granted a service account to speak for itself. `agreed` are the scopes that an authorization request
    need not ask for again: what the scenario or a control change wrote down, and what a consent page was told since.
    """

    grant: Grant
    since: Instant
    generation: int = 0
    serial: int = 0
    revoked: bool = False
    agreed: frozenset[str] = frozenset()

    @property
    def pair(self) -> Pair:
        return self.grant.person, self.grant.app, self.grant.provider

    def standing_token(self) -> AccessToken:
        """What its standing access token says, but for the text."""
        grant, since = self.grant, self.since
        scopes, expires = frozenset(grant.scopes), since + grant.access_expires_in
        principal = grant.person or None
        return AccessToken(
            "", principal, grant.app, grant.provider, scopes, since, expires, self.serial, self.generation
        )


class Consents:
    """The consents of one session."""

    __slots__ = ("_changed", "_directory", "start")

    def __init__(self, directory: Directory, start: Instant) -> None:
        self._directory = directory
        self.start = start
        self._changed: dict[Pair, Consent] = {}

    def find(self, person: str, app: str, provider: Provider) -> Consent | None:
        """The consent of a pair, revoked ones included; None where the person never granted the app anything."""
        changed = self._changed.get((person, app, provider))
        if changed is not None:
            return changed
        grant = self._directory.grant(person, app, provider)
        if grant is None:
            return None
        written = self._directory.is_written(person, app, provider)
        agreed = frozenset(grant.scopes) if written else frozenset()
        return Consent(grant, self.start, revoked=grant.refresh == "revoked", agreed=agreed)

    def demand(self, person: str, app: str, provider: Provider) -> Consent:
        """The consent of a pair of which there is one, for something was issued under it."""
        consent = self.find(person, app, provider)
        if consent is None:
            raise LookupError(f"{person!r} granted {app!r} nothing at {provider}")
        return consent

    def changed(self, person: str, app: str, provider: Provider) -> Consent | None:
        """The consent of a pair, if this session changed it."""
        return self._changed.get((person, app, provider))

    def revoke(self, consent: Consent) -> None:
        self._changed[consent.pair] = msgspec.structs.replace(consent, revoked=True)

    def begin(self, grant: Grant, since: Instant, serial: int) -> None:
        """Grant again, or for the first time: the next generation."""
        former = self.find(grant.person, grant.app, grant.provider)
        generation = former.generation + 1 if former is not None else 1
        agreed = frozenset(grant.scopes)
        self._changed[grant.person, grant.app, grant.provider] = Consent(
            grant, since, generation, serial, agreed=agreed
        )

    def widen(self, consent: Consent, scopes: Iterable[str]) -> None:
        """Agree to more: of the same generation, so what was handed out before stays good."""
        self._changed[consent.pair] = msgspec.structs.replace(consent, agreed=consent.agreed.union(scopes))

    def snapshot(self) -> tuple[Instant, dict[Pair, Consent]]:
        return self.start, dict(self._changed)

    def restore(self, saved: tuple[Instant, dict[Pair, Consent]]) -> None:
        self.start, changed = saved
        self._changed = dict(changed)
