"""The words of a `$filter` and of an `$orderby`, each with its place. What they mean together is not known here."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple, NoReturn

from mockserver.clock import parse_instant
from mockserver.microsoft.odata.expressions import Constant
from mockserver.microsoft.odata.refusals import bad_filter, short

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST = 8_192
"""Characters of a `$filter`. Graph's own limit is that of the URL. [inferred]"""

# https://docs.oasis-open.org/odata/odata/v4.01/os/abnf/odata-abnf-construction-rules.txt, the primitive literals.
# A guid and a date are tried before a number, which they begin like.
_TOKEN = re.compile(
    r"""(?P<space>[ \t]+)
    |(?P<string>'(?:[^']|'')*')
    |(?P<guid>[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}(?!\w))
    |(?P<datetime>\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,12})?)?(?P<offset>Z|[+-]\d\d:\d\d)?(?!\w))
    |(?P<date>\d{4}-\d\d-\d\d(?!\w))
    |(?P<number>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?[mMdDfFlL]?(?!\w))
    |(?P<name>[^\W\d]\w*(?:\.[^\W\d]\w*)*)
    |(?P<mark>[(),/:])""",
    re.VERBOSE | re.ASCII,
)
_INT64 = range(-(2**63), 2**63)
_WORDS = {"null": Constant("Null"), "true": Constant("Boolean", value=True), "false": Constant("Boolean", value=False)}


class Token(NamedTuple):
    """A word, where it begins, and what it stands for if it is a literal."""

    text: str
    position: int
    is_name: bool = False
    constant: Constant | None = None


def tokens(text: str) -> list[Token]:
    """The words of a text, closed by an empty one. Raises `Refusal` with the place of what is no word."""
    if len(text) > LONGEST:
        bad_filter(f"The text has {len(text)} characters, and the limit is {LONGEST}.")
    return [*_words(text), Token("", len(text))]


def _words(text: str) -> Iterator[Token]:
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            _no_word(text, position)
        if match.lastgroup != "space":
            yield _token(match, text)
        position = match.end()


def _no_word(text: str, position: int) -> NoReturn:
    shown = short(text)
    if text[position] == "'":
        bad_filter(f"There is an unterminated string literal at position {len(text)} in '{shown}'.")
    if text[position].isdigit():
        bad_filter(f"Syntax error at position {position} in '{shown}'.")
    bad_filter(f"Syntax error: character '{text[position]}' is not valid at position {position} in '{shown}'.")


def _token(match: re.Match[str], text: str) -> Token:
    word, position = match[0], match.start()
    if match["name"]:
        constant = _WORDS.get(word.lower())
        return Token(word, position, is_name=constant is None, constant=constant)
    if match["mark"]:
        return Token(word, position)
    if match["string"]:
        return Token(word, position, constant=Constant("String", word[1:-1].replace("''", "'")))
    if match["guid"]:
        return Token(word, position, constant=Constant("Guid", word))
    if match["number"]:
        return Token(word, position, constant=_number(word, position, text))
    return Token(word, position, constant=_moment(match, text))


def _number(word: str, position: int, text: str) -> Constant:
    digits = word.rstrip("mMdDfFlL")
    if len(digits) <= 20 and digits.lstrip("-").isdigit() and int(digits) in _INT64:
        return Constant("Integer", int(digits))
    value = float(digits)
    if value in (float("inf"), float("-inf")):
        bad_filter(f"Unrecognized 'Edm.Double' literal '{short(word)}' at '{position}' in '{short(text)}'.")
    return Constant("Number", value)


def _moment(match: re.Match[str], text: str) -> Constant:
    word, position = match[0], match.start()
    if match["datetime"] and not match["offset"]:
        bad_filter(
            f"The time zone information is missing on the DateTimeOffset value '{word}'. "
            "A DateTimeOffset value must contain the time zone information."
        )
    kind: Literal["DateTimeOffset", "Date"] = "DateTimeOffset" if match["datetime"] else "Date"
    if instant_of_text(word) is None:
        bad_filter(f"Unrecognized 'Edm.{kind}' literal '{word}' at '{position}' in '{short(text)}'.")
    return Constant(kind, word)


_MOMENT = re.compile(
    r"(?P<date>\d{4}-\d\d-\d\d)(?:[T ](?P<hour>\d\d:\d\d)(?P<second>:\d\d(?:\.\d+)?)?(?P<offset>Z|[+-]\d\d:\d\d)?)?",
    re.ASCII,
)


@lru_cache(maxsize=4096)  # a list is filtered and ordered by the same texts again and again
def instant_of_text(text: str) -> int | None:
    """The instant that a text names: a date, or a date-time with or without its seconds and its offset (then UTC)."""
    match = _MOMENT.fullmatch(text)
    if match is None:
        return None
    date, hour, second, offset = match.group("date", "hour", "second", "offset")
    try:
        return parse_instant(f"{date}T{hour or '00:00'}{second or ':00'}{offset or 'Z'}")
    except ValueError:
        return None
