"""Authorization in one session: what people agree to, and both servers' codes, device codes, refresh tokens and keys.

Below both providers' endpoints: they read requests, ask people and word refusals; here it is decided what stands.
Made with the first request that needs it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from mockserver.identity.codes import CodeRefused, Codes
from mockserver.identity.device_codes import DeviceCodes, DeviceRefused
from mockserver.identity.key_sets import KeySet
from mockserver.identity.refresh_tokens import LIFETIMES, RefreshRefused, RefreshToken, RefreshTokens
from mockserver.identity.tokens import TokenRefused
from mockserver.identity.used_once import UsedOnce

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mockserver.identity.codes import Asked, Code
    from mockserver.identity.consents import Consent
    from mockserver.identity.device_codes import DeviceCode
    from mockserver.identity.directory import Provider
    from mockserver.identity.identity import Identity
    from mockserver.identity.tokens import AccessToken
    from mockserver.ids import Ids

    Writer = Callable[[AccessToken], str]


class Handed(msgspec.Struct, frozen=True):
    """What a code, a device code or a refresh token brings."""

    access_token: AccessToken
    refresh_token: RefreshToken | None = None


class Authorization:
    """What both authorization servers of one session know."""

    def __init__(self, identity: Identity, ids: Ids) -> None:
        self._identity = identity
        keys = identity.directory.keys
        self.keys: dict[Provider, KeySet] = {
            "google": KeySet("google", ids.seed, keys),
            "microsoft": KeySet("microsoft", ids.seed, keys),
        }
        self.codes = Codes(identity.session_id, identity.clock, ids)
        self.device_codes = DeviceCodes(identity.session_id, identity.clock, ids)
        self.refresh_tokens = RefreshTokens(identity.session_id, identity.clock, ids)
        self.assertions = UsedOnce()
        self._for_everybody: dict[str, frozenset[str]] = {}

    # What people agree to.

    def consented(self, person: str, app: str, provider: Provider) -> frozenset[str]:
        """The scopes for which an authorization request need not ask the person again.

        A grant that the scenario does not write down hands out standing tokens and still has to be asked for.
        """
        consent = self._identity.consent(person, app, provider)
        agreed = consent.agreed if consent is not None and not consent.revoked else frozenset()
        return agreed | self.for_everybody(app) if provider == "microsoft" else agreed

    def for_everybody(self, app: str) -> frozenset[str]:
        """What an administrator consented to on behalf of the organization, which only Microsoft knows."""
        return self._for_everybody.get(app, frozenset())

    def agree_for_everybody(self, app: str, scopes: Iterable[str]) -> None:
        """An administrator consents on behalf of the organization."""
        self._for_everybody[app] = self.for_everybody(app) | frozenset(scopes)

    def agree(self, person: str, app: str, provider: Provider, scopes: Iterable[str]) -> Consent:
        """The person agrees to scopes, beside those agreed to before. After a revocation a new consent begins."""
        return self._identity.agree(person, app, provider, tuple(scopes))

    # What is redeemed.

    def issue_code(self, asked: Asked) -> Code:
        """A code for what was agreed to."""
        return self.codes.issue(asked, self._generation(asked.person, asked.app, asked.provider))

    def redeem_code(
        self,
        text: str,
        app: str,
        provider: Provider,
        *,
        redirect_uri: str | None,
        verifier: str | None = None,
        tenant: str | None = None,
    ) -> Code:
        """What a code stands for, once, as `Codes.redeem`; dead with the consent behind it. Raises `CodeRefused`."""
        code = self.codes.redeem(text, app, provider, redirect_uri=redirect_uri, verifier=verifier, tenant=tenant)
        if not self._stands(code.asked.person, app, provider, code.generation):
            raise CodeRefused("revoked", code)
        return code

    def approve_device(self, device: DeviceCode, person: str, scopes: Iterable[str]) -> None:
        """The person agrees to scopes for a device that waits."""
        granted = tuple(scopes)
        consent = self.agree(person, device.app, device.provider, granted)
        self.device_codes.approve(device, person, granted, consent.generation)

    def redeem_device(self, text: str, app: str, provider: Provider) -> DeviceCode:
        """The device of a code, once it is approved. Raises `DeviceRefused`."""
        device = self.device_codes.redeem(text, app, provider)
        if not self._stands(device.person, app, provider, device.generation):
            raise DeviceRefused("denied", device)
        return device

    def redeem_refresh(self, text: str, app: str, provider: Provider) -> RefreshToken:
        """What a refresh token says, standing ones included. It may be used again. Raises `RefreshRefused`."""
        try:
            token = self.refresh_token(text, provider)
        except TokenRefused:
            raise RefreshRefused("unknown") from None
        if token.app != app:
            raise RefreshRefused("foreign-client", token)
        fault = self._identity.fault_of_refresh(token)
        if fault is not None:
            raise RefreshRefused(fault, token)
        if not token.standing:
            self.refresh_tokens.used(token)
        return token

    def refresh_token(self, text: str, provider: Provider) -> RefreshToken:
        """What a refresh token says, be it dead. Raises `TokenRefused` where there is none of that text."""
        issued = self.refresh_tokens.get(text, provider)
        if issued is not None:
            return issued
        found = self._identity.standing_refresh(text, provider)
        if found is None:
            raise TokenRefused("unknown")
        consent, generation = found
        person, app, _ = consent.pair
        since, later = consent.since, self._identity.clock.now() + LIFETIMES[provider]
        return RefreshToken(
            text, person, app, provider, consent.grant.scopes, since, later, consent.serial, generation,
            standing=True,
        )  # fmt: skip

    # What is handed out.

    def hand_out(
        self,
        person: str,
        app: str,
        provider: Provider,
        scopes: Iterable[str],
        *,
        refresh: bool = False,
        after: RefreshToken | None = None,
        fixed_lifetime: int | None = None,
        nonce: str | None = None,
        lifetime: int | None = None,
        resource: str = "",
        write: Writer | None = None,
    ) -> Handed:
        """An access token for what a person agreed to and, where `refresh` says so, a refresh token.

        `after` is the refresh token that was used: its successor keeps its scopes, its nonce and an end that is fixed.
        `fixed_lifetime` is that of a refresh token which use does not prolong. For the others see `Identity.issue`;
        without a lifetime the access token lives as long as the scenario's grant says.
        """
        granted = tuple(scopes)
        consent = self._identity.consent(person, app, provider)
        if lifetime is None and consent is not None:
            lifetime = consent.grant.lifetime
        access = self._identity.issue(person, app, granted, provider, lifetime, resource=resource, write=write)
        if not refresh:
            return Handed(access)
        if after is not None:
            token = self._successor(after, access)
        else:
            token = self._first(person, granted, access, fixed_lifetime, nonce)
        self.refresh_tokens.put(token)
        return Handed(access, token)

    def rotate_keys(self, provider: Provider | None = None) -> None:
        """The next key signs, at one provider or at both."""
        for name, keys in self.keys.items():
            if provider in {None, name}:
                keys.rotate()

    def snapshot(self) -> dict[str, Any]:
        parts = {name: part.snapshot() for name, part in self._parts().items()}
        return parts | {"for everybody": dict(self._for_everybody)}

    def restore(self, saved: dict[str, Any]) -> None:
        for name, part in self._parts().items():
            part.restore(saved[name])
        self._for_everybody = dict(saved["for everybody"])

    def _parts(self) -> dict[str, Any]:
        return {
            "google keys": self.keys["google"],
            "microsoft keys": self.keys["microsoft"],
            "codes": self.codes,
            "device codes": self.device_codes,
            "refresh tokens": self.refresh_tokens,
            "assertions": self.assertions,
        }

    def _first(
        self, person: str, scopes: tuple[str, ...], access: AccessToken, fixed_lifetime: int | None, nonce: str | None
    ) -> RefreshToken:
        """The refresh token that comes with an access token."""
        provider, now = access.provider, access.issued
        return RefreshToken(
            self.refresh_tokens.new_text(provider),
            person,
            access.app,
            provider,
            scopes,
            now,
            now + (LIFETIMES[provider] if fixed_lifetime is None else fixed_lifetime),
            access.serial,
            access.generation,
            nonce,
            fixed=fixed_lifetime is not None,
        )

    def _successor(self, former: RefreshToken, access: AccessToken) -> RefreshToken:
        """The refresh token that takes up where another one was used."""
        now = access.issued
        return msgspec.structs.replace(
            former,
            text=self.refresh_tokens.new_text(former.provider),
            issued=now,
            expires=former.expires if former.fixed else now + LIFETIMES[former.provider],
            serial=access.serial,
            generation=access.generation,
            standing=False,
        )

    def _generation(self, person: str, app: str, provider: Provider) -> int:
        consent = self._identity.consent(person, app, provider)
        return consent.generation if consent is not None else 0

    def _stands(self, person: str, app: str, provider: Provider, generation: int) -> bool:
        consent = self._identity.consent(person, app, provider)
        return consent is not None and not consent.revoked and consent.generation == generation
