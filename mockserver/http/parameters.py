"""Query parameters: text read into the typed struct that an operation declares.

What a field may be: `str`, `int`, `float`, `bool`, a `Literal` of texts, a list of any of these (a repeatable
parameter), each perhaps with `None`, and bounded by `msgspec.Meta(ge=…, le=…, max_length=…)`. The readers are made
once, when the operation is declared, and what they read is remembered: clients ask the same few queries again and
again. How a refusal is worded is the provider's business.
"""

from __future__ import annotations

import math
import types
import typing
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union, cast, get_args, get_origin

import msgspec

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

REMEMBERED, LONGEST_REMEMBERED = 64, 300
"""Queries that one operation remembers, and how many characters the values of such a query may have."""
Kind = Literal["integer", "number", "boolean", "enum", "range", "length", "missing", "repeated"]


class BadParameter(ValueError):  # noqa: N818 - it names what was wrong, and is rendered by the provider
    """A parameter that cannot be read.

    `allowed` is what would be right: the values of an enum, or the bounds of a number.
    """

    def __init__(self, name: str, value: str, kind: Kind, allowed: tuple[Any, ...] = ()) -> None:
        super().__init__(f"parameter {name}: {value!r} is wrong ({kind}); right would be {allowed}")
        self.name = name
        self.value = value
        self.kind = kind
        self.allowed = allowed


class QueryReader:
    """Reads the parameters of one struct."""

    __slots__ = ("_readers", "_remembered", "_required", "_struct", "names")

    def __init__(self, struct: type[msgspec.Struct] | None) -> None:
        self._struct = struct
        self._readers: dict[str, tuple[str, bool, Callable[[str, str], Any]]] = {}
        self._required: tuple[str, ...] = ()
        if struct is not None:
            self._compile(struct)
        self.names = frozenset(self._readers)
        self._remembered = lru_cache(REMEMBERED)(self._read)

    def read(self, pairs: Iterable[tuple[str, str]]) -> msgspec.Struct | None:
        """Read the parameters that the struct declares and leave out the others. Raises `BadParameter`.

        The same struct may be answered again: nobody changes it.
        """
        if self._struct is None:
            return None
        given = tuple(pairs)
        return (
            self._remembered(given) if sum(len(text) for _, text in given) <= LONGEST_REMEMBERED else self._read(given)
        )

    def _read(self, pairs: tuple[tuple[str, str], ...]) -> msgspec.Struct:
        values: dict[str, Any] = {}
        for name, text in pairs:
            reader = self._readers.get(name)
            if reader is None:
                continue
            attribute, repeated, convert = reader
            if repeated:
                values.setdefault(attribute, []).append(convert(name, text))
            else:
                values[attribute] = convert(name, text)
        for name in self._required:
            if self._readers[name][0] not in values:
                raise BadParameter(name, "", "missing")
        return cast("type[msgspec.Struct]", self._struct)(**values)

    def _compile(self, struct: type[msgspec.Struct]) -> None:
        hints = typing.get_type_hints(struct, include_extras=True)
        required = []
        for info in msgspec.structs.fields(struct):
            repeated, convert = _converter(hints[info.name])
            self._readers[info.encode_name] = (info.name, repeated, convert)
            if info.required:
                required.append(info.encode_name)
        self._required = tuple(required)


def _converter(hint: Any) -> tuple[bool, Callable[[str, str], Any]]:
    """Whether a hint is of a repeatable parameter, and what reads one value of it."""
    meta = msgspec.Meta()
    if get_origin(hint) is Annotated:
        hint, meta = get_args(hint)[0], get_args(hint)[1]
    if get_origin(hint) in {Union, types.UnionType}:
        parts = [part for part in get_args(hint) if part is not types.NoneType]
        if len(parts) != 1:
            raise TypeError(f"a parameter cannot be a {hint}: only None may stand beside what it is")
        return _converter(Annotated[parts[0], meta])
    if get_origin(hint) is list:
        return True, _converter(get_args(hint)[0])[1]
    if get_origin(hint) is Literal:
        return False, _enum(get_args(hint))
    if hint is bool:
        return False, _boolean
    if hint in {int, float}:
        return False, _number(hint, meta)
    if hint is str:
        return False, _text(meta.max_length)
    raise TypeError(f"a parameter cannot be a {hint}")


def _boolean(name: str, text: str) -> bool:
    if text not in {"true", "false"}:
        raise BadParameter(name, text, "boolean", ("true", "false"))
    return text == "true"


def _enum(allowed: tuple[str, ...]) -> Callable[[str, str], str]:
    def convert(name: str, text: str) -> str:
        if text not in allowed:
            raise BadParameter(name, text, "enum", allowed)
        return text

    return convert


def _number(kind: type[int | float], meta: msgspec.Meta) -> Callable[[str, str], int | float]:
    low, high = meta.ge, meta.le

    def convert(name: str, text: str) -> int | float:
        try:
            # int() and float() take more than a number on the wire may be: " 1", "1_000", "inf".
            value = kind(text) if text.isascii() and text.lstrip("+-")[:1].isdigit() and "_" not in text else None
        except ValueError:
            value = None
        if value is None or text != text.strip() or len(text) > 20 or not math.isfinite(value):
            raise BadParameter(name, text, "integer" if kind is int else "number")
        if (low is not None and value < low) or (high is not None and value > high):
            raise BadParameter(name, text, "range", (low, high))
        return value

    return convert


def _text(max_length: int | None) -> Callable[[str, str], str]:
    def convert(name: str, text: str) -> str:
        if max_length is not None and len(text) > max_length:
            raise BadParameter(name, text, "length", (max_length,))
        return text

    return convert
