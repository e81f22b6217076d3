"""Chance: the only module that makes ids, tokens and random choices.

Nothing here is random: every value is derived from a seed, a purpose and a counter, so the same requests get the same
ids on every machine. `fresh_session_id` is the one exception, for sessions whose name nobody chose.
"""

from __future__ import annotations

import base64
import hashlib
import secrets

# One byte makes one character: its last five bits. Faster than grouping bits, and as even.
_BASE32HEX = b"0123456789abcdefghijklmnopqrstuv" * 8


def fresh_session_id() -> str:
    """A name for a session that was made without one: 8 base32hex characters of real chance."""
    return secrets.token_bytes(8).translate(_BASE32HEX).decode()


class Derived:
    """A value derived from its parts, in whatever form it is wanted. Equal parts give equal values."""

    __slots__ = ("_parts",)

    def __init__(self, parts: bytes) -> None:
        self._parts = parts

    def bytes(self, length: int) -> bytes:
        if length <= 64:
            return hashlib.blake2b(self._parts, digest_size=length).digest()
        return hashlib.shake_256(self._parts).digest(length)

    def hex(self, length: int) -> str:
        """`length` hexadecimal digits."""
        return self.bytes((length + 1) // 2).hex()[:length]

    def base32hex(self, length: int) -> str:
        """`length` characters of `0-9a-v` (RFC 4648 section 7, lower case)."""
        return self.bytes(length).translate(_BASE32HEX).decode()

    def token(self, length: int) -> str:
        """`length` characters of the URL-safe alphabet (RFC 4648 section 5)."""
        return base64.urlsafe_b64encode(self.bytes((length * 6 + 7) // 8)).decode()[:length]

    def digits(self, length: int) -> str:
        """`length` decimal digits, the first of them not 0."""
        return str(self.number(9 * 10 ** (length - 1)) + 10 ** (length - 1))

    def uuid(self) -> str:
        """A version 4 UUID (RFC 9562)."""
        digits = self.bytes(16).hex()
        variant = "89ab"[int(digits[16], 16) & 3]
        return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-{variant}{digits[17:20]}-{digits[20:]}"

    def number(self, below: int) -> int:
        """A whole number from 0 up to, but without, `below`."""
        # 64 bits more than the bound has: what the remainder favours is then too little to be seen.
        return int.from_bytes(self.bytes(max(16, below.bit_length() // 8 + 8)), "big") % below

    def fraction(self) -> float:
        """A number from 0 up to, but without, 1."""
        return int.from_bytes(self.bytes(6), "big") / (1 << 48)


def derive(*parts: str) -> Derived:
    """The value that belongs to these parts, for ever."""
    return Derived("\0".join(parts).encode())


class Ids:
    """A seeded source: the n-th value for a purpose is always the same, whatever else was asked for."""

    def __init__(self, seed: str) -> None:
        self.seed = seed
        self._counters: dict[str, int] = {}

    def next(self, purpose: str) -> Derived:
        """The next value for a purpose."""
        count = self._counters.get(purpose, 0) + 1
        self._counters[purpose] = count
        return derive(self.seed, purpose, str(count))

    def bytes(self, purpose: str, length: int) -> bytes:
        return self.next(purpose).bytes(length)

    def hex(self, purpose: str, length: int) -> str:
        return self.next(purpose).hex(length)

    def base32hex(self, purpose: str, length: int) -> str:
        return self.next(purpose).base32hex(length)

    def token(self, purpose: str, length: int) -> str:
        return self.next(purpose).token(length)

    def digits(self, purpose: str, length: int) -> str:
        return self.next(purpose).digits(length)

    def uuid(self, purpose: str) -> str:
        return self.next(purpose).uuid()

    def snapshot(self) -> dict[str, int]:
        return dict(self._counters)

    def restore(self, saved: dict[str, int]) -> None:
        self._counters = dict(saved)
