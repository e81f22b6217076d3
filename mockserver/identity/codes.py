"""Authorization codes (RFC 6749 section 4.1.2): what each stands for, once, to whom and how long.

What a person agreed to, and what a code brings, is `authorization.py`'s; how a refusal is worded, the endpoints'.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from typing import TYPE_CHECKING, Literal

import msgspec

from mockserver.clock import MINUTE

if TYPE_CHECKING:
    from mockserver.clock import Clock, Instant
    from mockserver.identity.directory import Provider
    from mockserver.ids import Ids

LIFETIME = 10 * MINUTE
"""How long a code lives: Microsoft's documented ten minutes, and Google's [inferred]."""
LIMIT = 1_000
"""Codes that a session keeps, redeemed ones included; the oldest is forgotten."""
_PREFIXES: dict[Provider, str] = {"google": "4/0A", "microsoft": "0.A"}
_VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}")  # RFC 7636 section 4.1

CodeFault = Literal[
    "malformed",
    "unknown",
    "foreign-client",
    "redeemed",
    "expired",
    "revoked",
    "foreign-tenant",
    "redirect-uri-missing",
    "redirect-uri-mismatch",
    "verifier-missing",
    "verifier-malformed",
    "verifier-wrong",
    "verifier-unexpected",
]
Method = Literal["S256", "plain"]


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What an authorization request asked for, and what a person then agreed to, as a code is bound to it.

    `scopes` are those granted now, in the provider's spelling, sign-in's included. `offline` says that a refresh token
    is to come with the code. `resource` is whose the access token shall be, empty for the provider's own API. `tenant`
    is the segment of Microsoft's path as it was asked for.
    """

    person: str
    app: str
    provider: Provider
    redirect_uri: str
    scopes: tuple[str, ...]
    challenge: str | None = None
    method: Method = "plain"
    nonce: str | None = None
    tenant: str = ""
    resource: str = ""
    offline: bool = False
    consented: bool = False
    """Whether the person saw the consent page."""
    spelt: str | None = None
    """The scopes as the request wrote them, where the answer is to repeat that."""


class Code(msgspec.Struct, frozen=True):
    """A code that was handed out."""

    text: str
    asked: Asked
    issued: Instant
    expires: Instant
    generation: int
    """Of the person's consent to the app: a code of a former one is dead."""
    redeemed: bool = False


class CodeRefused(Exception):  # noqa: N818 - it names what was decided, and is worded by the endpoints
    """A code brings nothing, and why. `code` is what it stood for, where that is known."""

    def __init__(self, reason: CodeFault, code: Code | None = None) -> None:
        super().__init__(f"the code cannot be redeemed: {reason}")
        self.reason = reason
        self.code = code


class Codes:
    """The authorization codes of one session."""

    __slots__ = ("_by_text", "_clock", "_ids", "_session_id")

    def __init__(self, session_id: str, clock: Clock, ids: Ids) -> None:
        self._session_id = session_id
        self._clock = clock
        self._ids = ids
        self._by_text: dict[str, Code] = {}

    def issue(self, asked: Asked, generation: int, lifetime: int = LIFETIME) -> Code:
        """A new code; the oldest is forgotten where there are too many."""
        chance = self._ids.token("authorization-code", 64)
        text = f"{_PREFIXES[asked.provider]}mock-{self._session_id}.{chance}"
        now = self._clock.now()
        while len(self._by_text) >= LIMIT:
            del self._by_text[next(iter(self._by_text))]
        code = self._by_text[text] = Code(text, asked, now, now + lifetime, generation)
        return code

    def redeem(
        self,
        text: str,
        app: str,
        provider: Provider,
        *,
        redirect_uri: str | None,
        verifier: str | None = None,
        tenant: str | None = None,
    ) -> Code:
        """The code of that text, which this uses up. Raises `CodeRefused`, after which it may still be redeemed.

        `tenant` None does not compare; it is compared as text, so one spelling of a tenant must be chosen before.
        """
        if not text.startswith(_PREFIXES[provider]):
            raise CodeRefused("malformed")
        code = self._by_text.get(text)
        if code is None or code.asked.provider != provider:
            raise CodeRefused("unknown")
        fault = self._fault(code, app, redirect_uri, tenant) or _verifier_fault(code.asked, verifier)
        if fault is not None:
            raise CodeRefused(fault, code)
        self._by_text[text] = msgspec.structs.replace(code, redeemed=True)
        return code

    def snapshot(self) -> dict[str, Code]:
        return dict(self._by_text)

    def restore(self, saved: dict[str, Code]) -> None:
        self._by_text = dict(saved)

    def _fault(self, code: Code, app: str, redirect_uri: str | None, tenant: str | None) -> CodeFault | None:
        asked = code.asked
        faults: tuple[tuple[bool, CodeFault], ...] = (
            (asked.app != app, "foreign-client"),
            (code.redeemed, "redeemed"),
            (code.expires <= self._clock.now(), "expired"),
            (tenant is not None and tenant != asked.tenant, "foreign-tenant"),
            (not redirect_uri, "redirect-uri-missing"),
            (redirect_uri != asked.redirect_uri, "redirect-uri-mismatch"),
        )
        return next((fault for wrong, fault in faults if wrong), None)


def challenge_of(verifier: str, method: Method) -> str:
    """The challenge that belongs to a verifier (RFC 7636 section 4.2)."""
    if method == "plain":
        return verifier
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")


def _verifier_fault(asked: Asked, verifier: str | None) -> CodeFault | None:
    if asked.challenge is None:
        return "verifier-unexpected" if verifier else None
    if not verifier:
        return "verifier-missing"
    if _VERIFIER.fullmatch(verifier) is None:
        return "verifier-malformed"
    right = hmac.compare_digest(challenge_of(verifier, asked.method).encode(), asked.challenge.encode())
    return None if right else "verifier-wrong"
