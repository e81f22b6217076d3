"""Device codes (RFC 8628): a device waits, and asks now and again, while a person types the user code elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

from mockserver.clock import MINUTE, SECOND

if TYPE_CHECKING:
    from collections.abc import Callable

    from mockserver.clock import Clock, Instant
    from mockserver.identity.directory import Provider
    from mockserver.ids import Derived, Ids

LIFETIMES: dict[Provider, int] = {"google": 30 * MINUTE, "microsoft": 15 * MINUTE}
"""How long each provider's codes live."""
INTERVAL = 5 * SECOND
"""How long a device must wait between two questions; told to go slower, so much longer (RFC 8628 section 3.5)."""
LIMIT = 1_000
"""Device codes that a session keeps; the oldest is forgotten."""
_PREFIXES: dict[Provider, str] = {"google": "AH-1Ng", "microsoft": "GAQAB"}
_LETTERS = "BCDFGHJKLMNPQRSTVWXZ"  # RFC 8628 section 6.1: no vowels, so no words

DeviceFault = Literal["unknown", "foreign-client", "pending", "slow-down", "denied", "expired", "redeemed"]


class DeviceCode(msgspec.Struct, frozen=True):
    """A device that waits. `person` is who approved it, `scopes` what they granted then; before, what was asked for."""

    text: str
    user_code: str
    app: str
    provider: Provider
    scopes: tuple[str, ...]
    tenant: str
    expires: Instant
    interval: int = INTERVAL
    state: Literal["pending", "approved", "denied", "redeemed"] = "pending"
    person: str = ""
    generation: int = 0
    asked: Instant | None = None
    """When the device asked last."""
    spelt: str | None = None


class DeviceRefused(Exception):  # noqa: N818 - it names what was decided, and is worded by the endpoints
    """A device code brings nothing, or not yet. `device` is what it stood for, where that is known."""

    def __init__(self, reason: DeviceFault, device: DeviceCode | None = None) -> None:
        super().__init__(f"the device code cannot be redeemed: {reason}")
        self.reason = reason
        self.device = device


class DeviceCodes:
    """The device codes of one session."""

    __slots__ = ("_by_text", "_clock", "_ids", "_session_id")

    def __init__(self, session_id: str, clock: Clock, ids: Ids) -> None:
        self._session_id = session_id
        self._clock = clock
        self._ids = ids
        self._by_text: dict[str, DeviceCode] = {}

    def issue(
        self, app: str, provider: Provider, scopes: tuple[str, ...], tenant: str = "", spelt: str | None = None
    ) -> DeviceCode:
        """A new device code with its user code; the oldest is forgotten where there are too many."""
        chance = self._ids.next("device-code")
        text = f"{_PREFIXES[provider]}mock-{self._session_id}.{chance.token(64)}"
        while len(self._by_text) >= LIMIT:
            del self._by_text[next(iter(self._by_text))]
        expires = self._clock.now() + LIFETIMES[provider]
        user_code = _USER_CODES[provider](self._ids.next("user-code"))
        self._by_text[text] = DeviceCode(text, user_code, app, provider, scopes, tenant, expires, spelt=spelt)
        return self._by_text[text]

    def by_user_code(self, typed: str, provider: Provider) -> DeviceCode | None:
        """The live device for which a person typed that, in whatever case, with or without the hyphen."""
        wanted = _bare(typed)
        for device in reversed(self._by_text.values()):
            if device.provider == provider and _bare(device.user_code) == wanted:
                return device if device.state == "pending" and not self._is_over(device) else None
        return None

    def approve(self, device: DeviceCode, person: str, scopes: tuple[str, ...], generation: int) -> None:
        """A person lets the device in, under their consent of that generation."""
        self._change(device, state="approved", person=person, scopes=scopes, generation=generation)

    def deny(self, device: DeviceCode) -> None:
        self._change(device, state="denied")

    def redeem(self, text: str, app: str, provider: Provider) -> DeviceCode:
        """The approved device of that code, which this uses up. Raises `DeviceRefused`, for whoever waits too.

        Whoever asks sooner than the interval allows is told to slow down, and must wait longer from then on.
        """
        device = self._by_text.get(text)
        if device is None or device.provider != provider:
            raise DeviceRefused("unknown")
        if device.app != app:
            raise DeviceRefused("foreign-client", device)
        now = self._clock.now()
        hasty = device.asked is not None and now - device.asked < device.interval
        fault = self._fault(device, hasty=hasty)
        if fault in {"pending", "slow-down"}:
            device = self._change(device, asked=now, interval=device.interval + (INTERVAL if hasty else 0))
        if fault is not None:
            raise DeviceRefused(fault, device)
        return self._change(device, state="redeemed")

    def snapshot(self) -> dict[str, DeviceCode]:
        return dict(self._by_text)

    def restore(self, saved: dict[str, DeviceCode]) -> None:
        self._by_text = dict(saved)

    def _fault(self, device: DeviceCode, *, hasty: bool) -> DeviceFault | None:
        if device.state == "redeemed":
            return "redeemed"
        if self._is_over(device):
            return "expired"
        if device.state == "denied":
            return "denied"
        if device.state == "approved":
            return None
        return "slow-down" if hasty else "pending"

    def _is_over(self, device: DeviceCode) -> bool:
        return device.expires <= self._clock.now()

    def _change(self, device: DeviceCode, **members: object) -> DeviceCode:
        changed = self._by_text[device.text] = msgspec.structs.replace(device, **members)
        return changed


def _bare(user_code: str) -> str:
    return "".join(user_code.upper().split()).replace("-", "")


def _letters(chance: Derived, count: int) -> str:
    return "".join(_LETTERS[byte % len(_LETTERS)] for byte in chance.bytes(count))


def _hyphened(chance: Derived) -> str:
    text = _letters(chance, 8)
    return f"{text[:4]}-{text[4:]}"


_USER_CODES: dict[Provider, Callable[[Derived], str]] = {
    "google": _hyphened,
    "microsoft": lambda chance: _letters(chance, 9),
}
