"""Masking: secrets are taken out of what is kept, by the names that carry them.

A value goes, its name stays: `code=***`, `"code":"***"`. Looked into are queries and forms, JSON also where it is
broken or stands as text within a text, header lines and parts within a body. Rather too much is masked than too little;
an empty value is kept, for it is the mistake that somebody looks for. What a name means elsewhere is not known here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote_plus, unquote_to_bytes

if TYPE_CHECKING:
    from collections.abc import Callable

# Members and parameters of both providers' OAuth (RFC 6749, 7521, 7636, 8628, 8693; OpenID Connect's id_token_hint;
# Google's rapt and IAM members), and header fields (RFC 9110, 6265), in lower case.
NAMES = frozenset({
    "access_token", "accesstoken", "actor_token", "api_key", "assertion", "authorization", "client_assertion",
    "client_secret", "code", "code_verifier", "cookie", "device_code", "id_token", "id_token_hint", "key",
    "oauth_token", "password", "private_key", "privatekeydata", "proxy-authorization", "rapt", "refresh_token",
    "set-cookie", "signedjwt", "subject_token", "token", "x-goog-api-key",
})  # fmt: skip
# Every name contains one of these, and few texts without a secret do.
_STEMS = ("token", "code", "secret", "assertion", "authorization", "password", "key", "cookie", "rapt", "signedjwt")
_BYTE_STEMS = tuple(stem.encode() for stem in _STEMS)
_MASK = b"***"
_DEPTH = 3
"""How often a value is decoded and looked into; what is wrapped deeper is masked as a whole."""

_NAME = "|".join(sorted(map(re.escape, NAMES), key=len, reverse=True))
# A letter, digit, `-`, `_` or `%` that nobody needs to encode; or JSON's way to do so.
_ENCODED = re.compile(rb"%(?:25|2d|3[0-9]|4[1-9a-f]|5[0-9af]|6[1-9a-f]|7[0-9a])|\\u00")
_FORM = re.compile(rb"[^\s&={}\[\]<>\"':]+(?:\[[^\]\s]*\])?=")
_MEMBER = re.compile(
    rf"""(?:(?<!\\)(?P<quote>\\*["'])(?P<name>{_NAME}|(?:[\w-]|\\+u00[0-7][0-9a-f]){{1,99}})(?P=quote)"""
    rf"""|(?<=[{{,\s])(?P<bare>{_NAME}))\s*:\s*""".encode()
)
_HEADER = re.compile(
    rb"(?:^|(?<=[\s\"'\\nr]))((?:proxy-)?authorization|(?:set-)?cookie|x-goog-api-key)[ \t]*[:=][ \t]*", re.MULTILINE
)
_PAIR = re.compile(
    rf"(?:(?<![\w-])|(?<=3f)|(?<=26)|(?<=23))(?:{_NAME})(?:\[[^\]]{{0,9}}\])?\s*(?:=|%(?:25)*3d)".encode()
)
_PART = re.compile(
    rf"""\bname=["']?(?:{_NAME})["']?\s*(?:;[^\r\n]{{0,300}})?(?:\r?\n[^\r\n]{{1,300}}){{0,8}}\r?\n\r?\n""".encode()
)
_END_OF_LINE = re.compile(rb"[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*")  # with what is folded (RFC 9112 section 5.2)
_END_OF_STRING = re.compile(rb'(?:[^"\\]|\\.)*', re.DOTALL)
_END_OF_PAIR = re.compile(rb"[^&\r\n]*")
_END_OF_PAIR_IN_STRING = re.compile(rb'(?:[^&\s"\\]|\\.)*')
_END_OF_PART = re.compile(rb".*?(?=\r?\n--|\Z)", re.DOTALL)
_END_OF_BARE = re.compile(rb"[^\s,}\]&]*")
_QUOTE = {quote: re.compile(rb"(?<!\\)(\\*)" + quote) for quote in (b'"', b"'")}
_OPENING = re.compile(rb"""(\\*)(["'])""")
_TOKEN = re.compile(rb"""(?<!\\)\\*["']|[\[\]{}]""")
_HARMLESS = frozenset({b"", b"null", b"true", b"false"})


def mask(data: bytes, depth: int = 0) -> bytes:
    """The same bytes with the values of secret parameters, members and header fields replaced by `***`."""
    lowered = data.lower()
    if not any(stem in lowered for stem in _BYTE_STEMS) and _ENCODED.search(lowered) is None:
        return data
    if depth > _DEPTH:
        return _MASK
    if _FORM.match(data):
        return b"&".join(_masked_pair(pair, depth) for pair in data.split(b"&"))
    json = data.lstrip()[:1] in {b"{", b"["}
    data = _replaced(data, _PART, _END_OF_PART)
    data = _masked_members(data)
    data = _replaced(data, _HEADER, _END_OF_STRING if json else _END_OF_LINE)
    return _replaced(data, _PAIR, _END_OF_PAIR_IN_STRING if json else _END_OF_PAIR)


def mask_query(text: str) -> str:
    """A URL's query, masked in the same way."""
    lowered = text.lower()
    if not any(stem in lowered for stem in _STEMS) and ("%" not in text or not _ENCODED.search(lowered.encode())):
        return text
    return b"&".join(_masked_pair(pair, 0) for pair in text.encode("utf-8", "replace").split(b"&")).decode()


def _masked_pair(pair: bytes, depth: int) -> bytes:
    """One parameter of a query or a form: masked as a whole, or looked into."""
    name, equals, value = pair.partition(b"=")
    if not value:
        return pair
    said = unquote_to_bytes(name.replace(b"+", b" ")).decode("utf-8", "replace").strip().lower()
    if said.partition("[")[0] in NAMES:
        return name + equals + _MASK
    plain = unquote_to_bytes(value.replace(b"+", b" "))
    masked = mask(plain, depth + 1)
    return pair if masked == plain else name + equals + quote_plus(masked, safe="*/:?#[]@!$'(),;=").encode()


def _replaced(data: bytes, start: re.Pattern[bytes], end: re.Pattern[bytes]) -> bytes:
    """Mask from where `start` ends to where `end` does, everywhere. Names are compared in lower case."""

    def value(at: int) -> tuple[int, bytes]:
        match = end.match(data, at)
        return (match.end(), _MASK if match[0].strip() else match[0]) if match is not None else (at, b"")

    return _rewritten(data, start, lambda match: value(match.end()))


def _masked_members(data: bytes) -> bytes:
    """Mask the values of secret members of JSON, whatever kind of value each is."""

    def value(match: re.Match[bytes]) -> tuple[int, bytes]:
        at = match.end()
        name = (
            match["bare"] or re.sub(rb"\\+u00(..)", lambda escape: bytes([int(escape[1], 16)]), match["name"]).lower()
        )
        if name.decode() not in NAMES or (name == b"key" and data[at : at + 1] == b"{"):  # such as a conference's
            return at, b""
        end = _end_of_value(data, at)
        if data[at:end].strip("\\\"'".encode()) in _HARMLESS:
            return end, data[at:end]
        quote = match["quote"] or b'"'
        return end, quote + _MASK + quote

    return _rewritten(data, _MEMBER, value)


def _rewritten(data: bytes, start: re.Pattern[bytes], value: Callable[[re.Match[bytes]], tuple[int, bytes]]) -> bytes:
    """Put in the place of what follows each match what `value` says, up to where it says."""
    lowered, parts, done = data.lower(), [], 0
    while (match := start.search(lowered, done)) is not None:
        end, instead = value(match)
        parts += [data[done : match.end()], instead]
        done = end
    return b"".join((*parts, data[done:])) if parts else data


def _end_of_value(data: bytes, at: int) -> int:
    """Where a JSON value that begins at `at` ends; the end of the data where it does not."""
    opening = _OPENING.match(data, at)
    if opening is not None:
        return _end_of_string(data, opening)
    if data[at : at + 1] not in {b"[", b"{"}:
        match = _END_OF_BARE.match(data, at)
        return at if match is None else match.end()
    depth = 0
    while (token := _TOKEN.search(data, at)) is not None:
        at = token.end()
        quoted = _OPENING.match(token[0])
        if quoted is not None:
            at = _end_of_string(data, _OPENING.match(data, token.start()) or quoted)
            continue
        depth += 1 if token[0] in {b"[", b"{"} else -1
        if depth == 0:
            return at
    return len(data)


def _end_of_string(data: bytes, opening: re.Match[bytes]) -> int:
    """Where a JSON string ends. In a text within a text its quotes are escaped, once for each text around it."""
    escapes = len(opening[1])
    for quote in _QUOTE[opening[2]].finditer(data, opening.end()):
        count = len(quote[1])
        if count < escapes:
            return quote.start()  # the text around it ends first: it was cut off
        if count % (2 * escapes + 2) == escapes:
            return quote.end()
    return len(data)
