"""What the service's JSON reader does with a request body, value by value: what it accepts, converts, drops, refuses.

One function is made per published shape and kept, so that reading a body is a walk through tables. Which shapes there
are is in `description.py`; what a property means, and whether an operation may write it, is the operation's business.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date, datetime
from enum import Enum, auto
from functools import cache
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from mockserver.google.description import Schema

Reader = Callable[[Any], Any]

_INT32 = range(-(2**31), 2**31)
_INT64 = range(-(2**63), 2**63)
_DEPTH = 32  # how deep a value of type `any` may nest; nothing published comes near


class BadValue(ValueError):  # noqa: N818 - named by what it says
    """A value in a request body that the service's JSON reader refuses.

    `path` says where (`attendees[0].email`), `expected` what would be right, `detail` is the service's own wording.
    """

    def __init__(self, value: Any, expected: str, detail: str | None = None) -> None:
        self.path = ""
        self.value = value
        self.expected = expected
        self.detail = f"{_shown(value)} is not a valid value" if detail is None else detail
        super().__init__(value, expected)

    def __str__(self) -> str:
        return f"{self.path or 'the body'}: expected {self.expected}, got {_shown(self.value)}"

    @property
    def message(self) -> str:
        """The message of the 400 that answers it."""
        return f"Invalid value for: {self.detail}"

    def within(self, step: str) -> BadValue:
        """The same refusal seen from one level up; `step` is a property name or `[index]`."""
        separator = "" if not self.path or self.path.startswith("[") else "."
        self.path = f"{step}{separator}{self.path}"
        return self


class Nulls(Enum):
    """What to do with a null where a property's value should be."""

    KEEP = auto()
    """PATCH: it deletes the property."""
    DROP = auto()
    """Inside an array of a PATCH, which is replaced whole: there is nothing to delete."""
    REFUSE = auto()
    """Everywhere else; a null object or array counts as absent."""


def reader(part: Schema, of: Callable[[str, Nulls], Reader], nulls: Nulls, *, read_only: bool) -> Reader:
    """The function that reads values of this shape. `of` gives the reader of a named resource."""
    if part.ref is not None:
        return of(part.ref, nulls)
    if part.type == "object":
        return _object_reader(part, of, nulls, read_only=read_only)
    if part.type == "array" and part.items is not None:
        inside = Nulls.DROP if nulls is Nulls.KEEP else nulls
        return _array_reader(reader(part.items, of, inside, read_only=read_only))
    found = _SCALARS.get((part.type, part.format))
    if found is None:
        raise NotImplementedError(f"no reader for type {part.type!r} with format {part.format!r}")
    return found


def _object_reader(part: Schema, of: Callable[[str, Nulls], Reader], nulls: Nulls, *, read_only: bool) -> Reader:
    known = {name: reader(child, of, nulls, read_only=read_only) for name, child in part.properties.items()}
    dropped = set() if read_only else {name for name, child in part.properties.items() if child.read_only}
    if part.additional_properties is None:
        rest = None
    else:
        rest = reader(part.additional_properties, of, nulls, read_only=read_only)
    # A resource referred to by name is an object, and so is whatever has no scalar reader.
    scalars = {name for name, child in part.properties.items() if child.ref is None and _scalar(child)}

    def read(value: Any) -> dict[str, Any]:
        if type(value) is not dict:
            raise BadValue(value, "an object")
        result: dict[str, Any] = {}
        for name, given in value.items():
            found = known.get(name, rest)
            if found is None:
                continue
            if given is None and (nulls is not Nulls.REFUSE or (name in known and name not in scalars)):
                if nulls is Nulls.KEEP and name not in dropped:
                    result[name] = None
                continue
            try:
                cleaned = found(given)
            except BadValue as refusal:
                raise refusal.within(name) from None
            if name not in dropped:
                result[name] = cleaned
        return result

    return read


def _scalar(part: Schema) -> bool:
    return (part.type, part.format) in _SCALARS and part.type != "any"


def _array_reader(item: Reader) -> Reader:
    def read(value: Any) -> list[Any]:
        if type(value) is not list:
            raise BadValue(value, "an array")
        result = []
        for index, given in enumerate(value):
            try:
                result.append(item(given))
            except BadValue as refusal:
                raise refusal.within(f"[{index}]") from None
        return result

    return read


def _read_string(value: Any) -> str:
    # A number is taken as its text: Google's own samples write `colorId: 11`. [inferred]
    if type(value) is str:
        return value
    if type(value) in {int, float}:
        return json.dumps(value)
    raise BadValue(value, "a string")


def _read_boolean(value: Any) -> bool:
    if type(value) is bool:
        return value
    raise BadValue(value, "true or false")


def _integer_reader(bounds: range) -> Callable[[Any], int]:
    expected = f"an integer from {bounds.start} to {bounds.stop - 1}"
    java = {str: "String", bool: "Boolean", int: "Long", float: "Double"}

    def read(value: Any) -> int:
        # A number in quotes is read as the number. [inferred]
        number = int(value) if type(value) is str and _integer().fullmatch(value) else value
        if type(number) is int and number in bounds:
            return number
        if type(value) not in java:
            raise BadValue(value, expected)
        # The wording is that of a sibling API on the same front end.
        text = value if type(value) is str else json.dumps(value)
        detail = f"Expected a signed integer, got '{_shortened(text)}' (class java.lang.{java[type(value)]})"
        raise BadValue(value, expected, detail)

    return read


def _read_int64(value: Any) -> str:
    return str(_integer_reader(_INT64)(value))  # 64 bits travel as a string in JSON


def _read_date(value: Any) -> str:
    text = _read_string(value)
    found = _date().match(text)
    expected = "a date such as 2026-03-08"
    if found is not None and found[1] is not None and text[found.end() :][:1] in {"T", "t"}:
        detail = f'"T" found, can only parse bare date string: {_shortened(text)}'
        detail += " Have you accidentally used DateTime instead of a Date?"
        raise BadValue(value, expected, detail)
    _demand_whole(text, found, expected)
    try:
        date.fromisoformat(text)
    except ValueError:
        _refuse_field(text, expected)
    return text


def _read_date_time(value: Any) -> str:
    text = _read_string(value)
    expected = "a date-time such as 2026-03-08T09:00:00-05:00"
    _demand_whole(text, _date_time().match(text), expected)
    try:
        datetime.fromisoformat(text.upper())
    except ValueError:
        _refuse_field(text, expected)
    return text


# Patterns are compiled on first use: no start of the server waits for them.


@cache
def _integer() -> re.Pattern[str]:
    return re.compile(r"[+-]?[0-9]{1,19}")


@cache
def _date() -> re.Pattern[str]:
    return re.compile(r"\d{4}(?:-\d\d(?:-(\d\d))?)?", re.ASCII)


@cache
def _date_time() -> re.Pattern[str]:
    # RFC 3339 section 5.6, each step optional so that a match ends where the text goes wrong. The offset may be
    # missing where a timeZone beside it says it.
    offset = r"(?:[Zz]|[+-]\d\d:\d\d)?"
    return re.compile(rf"\d{{4}}(?:-\d\d(?:-\d\d(?:[Tt]\d\d(?::\d\d(?::(\d\d)(?:\.\d+)?{offset})?)?)?)?)?", re.ASCII)


def _demand_whole(text: str, found: re.Match[str] | None, expected: str) -> None:
    """Refuse what is not a date or time to its end, in the words of the date parser the service uses (Joda-Time)."""
    end = 0 if found is None else found.end()
    shown = f'Invalid format: "{_shortened(text)}"'
    if found is None or not text:
        raise BadValue(text, expected, shown)
    if end < len(text):
        raise BadValue(text, expected, f'{shown} is malformed at "{_shortened(text[end:])}"')
    if found[1] is None:
        raise BadValue(text, expected, f"{shown} is too short")


def _refuse_field(text: str, expected: str) -> NoReturn:
    """Refuse a well-formed date or time that no calendar or clock shows, naming the field as Joda-Time does."""
    from calendar import monthrange  # noqa: PLC0415 - only a mistake pays for it

    year, month = int(text[:4]), int(text[5:7])
    days = monthrange(year, month)[1] if year and 1 <= month <= 12 else 31
    fields = [("monthOfYear", month, 1, 12), ("dayOfMonth", int(text[8:10]), 1, days)]
    if len(text) > 10:
        fields.append(("hourOfDay", int(text[11:13]), 0, 23))
        fields.append(("minuteOfHour", int(text[14:16]), 0, 59))
        fields.append(("secondOfMinute", int(text[17:19]), 0, 59))
    for name, value, least, most in fields:
        if not least <= value <= most:
            detail = f'Cannot parse "{text}": Value {value} for {name} must be in the range [{least},{most}]'
            raise BadValue(text, expected, detail)
    raise BadValue(text, expected, f'Invalid format: "{text}"')


def _read_any(value: Any) -> Any:
    _demand_shallow(value, _DEPTH)
    return value


def _demand_shallow(value: Any, depth: int) -> None:
    if isinstance(value, dict | list):
        if not depth:
            raise BadValue(None, f"at most {_DEPTH} levels", "too deeply nested")
        for child in value.values() if isinstance(value, dict) else value:
            _demand_shallow(child, depth - 1)


def _shown(value: Any) -> str:
    try:
        return _shortened(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
    except RecursionError:
        return "a value nested too deeply"


def _shortened(text: str, limit: int = 100) -> str:
    return text if len(text) <= limit else f"{text[:limit]}..."


_SCALARS: dict[tuple[str, str], Reader] = {
    ("any", ""): _read_any,
    ("boolean", ""): _read_boolean,
    ("integer", "int32"): _integer_reader(_INT32),
    ("string", ""): _read_string,
    ("string", "date"): _read_date,
    ("string", "date-time"): _read_date_time,
    ("string", "int64"): _read_int64,
}
