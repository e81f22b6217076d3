"""Masking: secrets are taken out of what is kept, by the names that carry them.

A value goes, its name stays: `code=***`, `"code":"***"`. Looked into are queries and forms, JSON also where it is
broken or stands as text within a text, header lines and parts within a body. Rather too much is masked than too little;
an empty value is kept, for it is the mistake that somebody looks for. What a name means elsewhere is not known here.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import quote_plus, unquote_to_bytes

if TYPE_CHECKING:
    from collections.abc import Callable

# Members and parameters of both providers' OAuth (RFC 6749, 7521, 7636, 8628, 8693; OpenID Connect's id_token_hint;
# Google's rapt and IAM members), Graph's clientState and the authtoken of its upload URLs, and header fields (RFC 9110,
# 6265), in lower case. Another way to join words, as in clientSecret, is the same name.
NAMES = frozenset({
    "access_token", "actor_token", "api_key", "assertion", "auth_token", "authorization", "client_assertion",
    "client_secret", "client_state", "code", "code_challenge", "code_verifier", "cookie", "device_code", "id_token",
    "id_token_hint", "key", "oauth_token", "password", "private_key", "private_key_data", "proxy-authorization", "rapt",
    "refresh_token", "set-cookie", "signed_jwt", "subject_token", "token", "user_code", "x-goog-api-key",
})  # fmt: skip
# Every name contains one of these, and few texts without a secret do.
_STEMS = ("token", "code", "secret", "assertion", "authorization", "password", "key", "cookie", "rapt", "jwt", "state")
_BYTE_STEMS = tuple(stem.encode() for stem in _STEMS)
# These name places in a list, in ordinary queries; no name or stem overlaps with them.
_PLACES = ("pagetoken", "synctoken", "skiptoken", "deltatoken")
_FIELDS = (b"authorization", b"cookie", b"x-goog-api-key")
_JOINTS = str.maketrans("", "", "_-")
_JOINED_NAMES = frozenset(name.translate(_JOINTS).encode() for name in NAMES)
_MASK = b"***"
_DEPTH = 3
"""How often a value is decoded and looked into; what is wrapped deeper is masked as a whole."""

_NAME = "|".join(re.sub("[_-]", "[_-]?", name) for name in sorted(NAMES, key=len, reverse=True))
# What holds every name takes a hundredth of the server's start to compile; `_compiled` does it at the first use.
# A name that something may follow which is its value: each pattern below asks for no less.
_NAMED = rf"""(?:{_NAME})(?:["'\\\[%]|[\s+]*[:=;]|[ \t]*[\r\n])""".encode()
# A letter, digit, `-`, `_` or `%` that nobody needs to encode; or JSON's way to do so.
_ENCODED = re.compile(rb"%(?:25|2d|3[0-9]|4[1-9a-f]|5[0-9af]|6[1-9a-f]|7[0-9a])|\\u00")
_FORM = re.compile(rb"(?!--)[\w.%+*~$!-]+(?:\[[^\]\s]*\])?=")  # two hyphens begin a multipart body
_BEFORE_NAME = re.compile(rb".*[;?#/,\s]", re.DOTALL)  # a URL in the place of a query, or what old servers split at
_MEMBER = (
    rf"""(?:(?<!\\)(?P<quote>\\*["'])"""
    rf"""(?P<name>{_NAME}|[\w-]{{0,30}}\\+u00[0-7][0-9a-f](?:[\w-]|\\+u00[0-7][0-9a-f]){{0,30}})(?P=quote)"""
    rf"""|[{{,]\s*(?:{_NAME}))\s*:\s*""".encode()
)
_HEADER = (
    rf"(?m:^[ \t]*(?:{_NAME})|(?:(?<![\w-])|(?<=\\n))(?:(?:proxy-)?authorization|(?:set-)?cookie|x-goog-api-key))"
    r"[ \t]*[:=][ \t]*".encode()
)
_PAIR = rf"(?:(?<![\w-])|(?<=3f)|(?<=26)|(?<=23))(?:{_NAME})(?:\[[^\]]{{0,9}}\])?\s*(?:=|%(?:25)*3d)[ \t]*".encode()
_PART = (
    rf"""\bname=["']?(?:{_NAME})["']?\s*(?:;[^\r\n]{{0,300}}+)?(?:\r?\n[^\r\n]{{1,300}}+){{0,8}}\r?\n\r?\n""".encode()
)
_INPUT = rf"""\bname=["'](?:{_NAME})["']\s{{1,9}}value=["']""".encode()  # of a form that a page posts
_END_OF_INPUT = re.compile(rb"""[^"'>]*""")
_END_OF_LINE = re.compile(rb"[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*")  # with what is folded (RFC 9112 section 5.2)
_END_OF_STRING = re.compile(rb'(?:[^"\\]|\\.)*', re.DOTALL)
_END_OF_PAIR = re.compile(rb"[^&\r\n]*")
_END_OF_PAIR_IN_STRING = re.compile(rb'(?:[^&\s"\\]|\\.)*')
_END_OF_PART = re.compile(rb".*?(?=\r?\n--|\Z)", re.DOTALL)
_END_OF_BARE = re.compile(rb"[^\s,}\]&]*")
_QUOTE = {quote: re.compile(rb"(?<!\\)(\\*)" + quote) for quote in (b'"', b"'")}
_OPENING = re.compile(rb"""(\\*)(["'])""")
_TOKEN = re.compile(rb"""(?<!\\)\\*["']|[\[\]{}]""")
_STATUS = re.compile(rb"[1-5]\d\d")  # the `code` of an error, a number
# Graph's errors have words for a `code`; what an authorization server hands out has digits, and stands elsewhere.
_OF_AN_ERROR = re.compile(rb'"(?:inner)?error"\s{0,9}:\s{0,9}\{\s{0,99}\Z', re.IGNORECASE)
_WORDS = re.compile(rb'"[A-Za-z]{1,64}(?:[-_]{1,2}[A-Za-z]{1,64}){0,3}"')
_HARMLESS = frozenset({b"", b"null", b"true", b"false"})


def mask(data: bytes, depth: int = 0) -> bytes:
    """The same bytes with the values of secret parameters, members and header fields replaced by `***`.

    What is cut off at its end is masked as the whole would be: nothing that follows a secret is needed to know it.
    """
    if b"\0" in data:  # UTF-16, perhaps, or nothing that anybody reads
        data = data.replace(b"\0", b"")
    lowered = data.lower()
    if not _is_encoded(lowered) and not _has_name(lowered):
        return data
    if depth > _DEPTH:
        return _MASK
    if _FORM.match(data):
        return b"&".join(_masked_pair(pair, depth) for pair in data.split(b"&"))
    json = data.lstrip()[:1] in {b"{", b"["}
    if b"name=" in lowered:
        data = _replaced(data, _PART, _END_OF_PART)
        data = _replaced(data, _INPUT, _END_OF_INPUT)
    data = _masked_members(data)
    if not json or any(field in lowered for field in _FIELDS):
        data = _replaced(data, _HEADER, _END_OF_STRING if json else _END_OF_LINE)
    if b"=" in data or b"%" in data:
        data = _replaced(data, _PAIR, _END_OF_PAIR_IN_STRING if json else _END_OF_PAIR)
    return data


def mask_query(text: str) -> str:
    """A URL's query, masked in the same way."""
    lowered = text.lower()
    for place in _PLACES:
        if place in lowered:
            lowered = lowered.replace(place, "")
    if not any(map(lowered.__contains__, _STEMS)) and not ("%" in text and _is_encoded(lowered.encode())):
        return text
    return b"&".join(_masked_pair(pair, 0) for pair in text.encode("utf-8", "replace").split(b"&")).decode()


@cache
def _compiled(pattern: bytes) -> re.Pattern[bytes]:
    return re.compile(pattern)


def _masked_pair(pair: bytes, depth: int) -> bytes:
    """One parameter of a query or a form: masked as a whole, or looked into."""
    name, equals, value = pair.partition(b"=")
    if not value:
        return pair if equals else mask(pair, depth + 1)
    if _is_secret(_BEFORE_NAME.sub(b"", _plain(name, _DEPTH).strip().partition(b"[")[0])):
        return name + equals + _MASK
    if value.isalnum():
        return pair
    plain = _plain(value)
    masked = mask(plain, depth + 1)
    return pair if masked == plain else name + equals + quote_plus(masked, safe="*/:?#[]@!$'(),;=").encode()


def _plain(text: bytes, times: int = 1) -> bytes:
    """What a part of a form says, decoded; up to several times, as what was encoded twice needs it."""
    text = text.replace(b"+", b" ")
    while times and b"%" in text:
        text, times = unquote_to_bytes(text), times - 1
    return text


def _is_secret(name: bytes) -> bool:
    return name.lower().translate(None, b"_-") in _JOINED_NAMES


def _has_name(lowered: bytes) -> bool:
    return any(map(lowered.__contains__, _BYTE_STEMS)) and _compiled(_NAMED).search(lowered) is not None


def _is_encoded(lowered: bytes) -> bool:
    """Whether what nobody needs to encode is, so that a name may hide."""
    return (b"%" in lowered or b"\\u00" in lowered) and _ENCODED.search(lowered) is not None


def _replaced(data: bytes, start: bytes, end: re.Pattern[bytes]) -> bytes:
    """Mask from where `start` ends to where `end` does, everywhere. Names are compared in lower case."""

    def value(at: int) -> tuple[int, bytes]:
        match = end.match(data, at)
        return (match.end(), _MASK if match[0].strip() else match[0]) if match is not None else (at, b"")

    return _rewritten(data, start, lambda match: value(match.end()))


def _masked_members(data: bytes) -> bytes:
    """Mask the values of secret members of JSON, whatever kind of value each is."""

    def value(match: re.Match[bytes]) -> tuple[int, bytes]:
        at, name = match.end(), match["name"]
        if name is not None:
            name = re.sub(rb"\\+u00(..)", lambda escape: bytes([int(escape[1], 16)]), name).lower()
            if not _is_secret(name) or (name == b"key" and data[at : at + 1] == b"{"):  # such as a conference's
                return at, b""
        end = _end_of_value(data, at)
        if data[at:end].strip(b"\\\"'") in _HARMLESS or _STATUS.fullmatch(data, at, end):
            return end, data[at:end]
        if name == b"code" and _is_error_code(data, match.start(), at, end):
            return end, data[at:end]
        quote = match["quote"] or b""
        return end, quote + _MASK + quote

    return _rewritten(data, _MEMBER, value)


def _is_error_code(data: bytes, start: int, at: int, end: int) -> bool:
    before = data[max(start - 128, 0) : start]
    return _WORDS.fullmatch(data, at, end) is not None and _OF_AN_ERROR.search(before) is not None


def _rewritten(data: bytes, start: bytes, value: Callable[[re.Match[bytes]], tuple[int, bytes]]) -> bytes:
    """Put in the place of what follows each match what `value` says, up to where it says."""
    pattern = _compiled(start)
    lowered, parts, done = data.lower(), [], 0
    while (match := pattern.search(lowered, done)) is not None:
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
        opening = _OPENING.match(data, token.start())
        if opening is not None:
            at = _end_of_string(data, opening)
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
