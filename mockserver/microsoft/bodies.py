"""Request bodies of Graph: JSON read as the service reads it, value by value, by the published types.

Enums are read without regard to letter case, annotations are left out (but `@odata.type`), a property that a closed
type does not have is refused. Events are open in the metadata: what they do not have is passed over, and the journal
says so. Whether an operation may write a property is its own business; nulls stay.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, Final, NoReturn

import msgspec

from mockserver.microsoft import description
from mockserver.microsoft.refusals import Refusal
from mockserver.microsoft.rows import (
    BODY_NOT_DESERIALIZED,
    MALFORMED_JSON,
    NO_CONTENT_TYPE,
    UNKNOWN_PROPERTY,
    UNRESOLVED_TYPE,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mockserver.http.exchange import Exchange

OPEN: Final = frozenset({"event", "openTypeExtension", "extension"})
_WORDS: Final = {bool: "a boolean", str: "a string", int: "a whole number", float: "a number"}
_PRIMITIVES: Final[Mapping[str, tuple[type, ...]]] = {
    "Boolean": (bool,),
    "Integer": (int,),
    "Number": (int, float),
}  # all others are strings
_DEEPEST = 32
_QUOTED: Final = re.compile(r"true|false|-?(0|[1-9][0-9]{0,9})(\.[0-9]{1,9})?")


def read_body(exchange: Exchange, type_name: str, *, optional: bool = False) -> dict[str, Any]:
    """The request's body as a value of that type; nothing at all where it is `optional`. Raises `Refusal`."""
    if not exchange.body:
        if optional:
            return {}
        raise Refusal(MALFORMED_JSON, why=f"the body is empty; right would be a {type_name}")
    check_content_type(exchange)
    return read_value(decoded_body(exchange), type_name, exchange.note)


def check_content_type(exchange: Exchange) -> None:
    """Raise `Refusal` where a body is not said to be JSON."""
    kind = exchange.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if kind != "application/json" and not kind.endswith("+json"):
        raise Refusal(NO_CONTENT_TYPE, why=f"Content-Type is {kind[:80]!r}; right would be application/json")


def decoded_body(exchange: Exchange) -> Any:
    """The request's body as plain JSON. Raises `Refusal`."""
    try:
        return msgspec.json.decode(exchange.body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Refusal(MALFORMED_JSON, why=f"the body is no JSON: {error}") from None


def read_value(value: Any, type_name: str, note: Callable[[str], None]) -> dict[str, Any]:
    """A JSON object as a value of a named type; `note` is told what was passed over. Raises `Refusal`."""
    read: dict[str, Any] = _Reader(note).object(value, type_name, "", 0)
    return read


class _Reader:
    """One walk through one body."""

    def __init__(self, note: Callable[[str], None]) -> None:
        self._note = note

    def object(self, value: Any, type_name: str, where: str, depth: int) -> dict[str, Any]:
        if not isinstance(value, dict):
            _refuse(where, value, f"a {type_name}, which is an object")
        if depth > _DEEPEST:
            _refuse(where, value, f"no more than {_DEEPEST} objects within each other")
        type_name = _actual(type_name, value, where)
        known = _properties(type_name)
        read: dict[str, Any] = {}
        for name, member in value.items():
            if "@" in name:
                if name == "@odata.type":
                    read[name] = member
                continue
            found = known.get(name) or known.get(name.lower())
            step = f"{where}.{name}" if where else name
            if found is None:
                if type_name not in OPEN:
                    _refuse_unknown(type_name, name, step)
                if type_name == "event":
                    self._note(f"the body's {step[:80]} was passed over: an event has no such property")
                else:
                    read[name] = member
                continue
            canonical, of = found
            read[canonical] = self._member(member, of, step, depth)
        return read

    def _member(self, value: Any, of: str, where: str, depth: int) -> Any:
        name, many = description.item_of(of)
        if value is None:
            return None
        if not many:
            return self._one(value, name, where, depth)
        if not isinstance(value, list):
            _refuse(where, value, f"a list of {name}")
        return [self._one(one, name, f"{where}[{number}]", depth) for number, one in enumerate(value)]

    def _one(self, value: Any, name: str, where: str, depth: int) -> Any:
        if name in description.PRIMITIVES:
            return _primitive(value, name, where)
        if description.type_of(name).kind != "enum":
            return self.object(value, name, where, depth + 1)
        members = description.type_of(name).members
        word = value.lower() if isinstance(value, str) else None
        found = next((member for member in members if member.lower() == word), None)
        if found is None:
            _refuse(where, value, f"one of {', '.join(members)}")
        return found


def _primitive(value: Any, name: str, where: str) -> Any:
    if name == "Any":
        return value
    kinds = _PRIMITIVES.get(name, (str,))
    if isinstance(value, str) and str not in kinds:
        value = _unquoted(value)
    if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
        _refuse(where, value, _WORDS[kinds[-1]])
    return value


def _unquoted(text: str) -> Any:
    """A boolean or a number in quotation marks, which O365 sends and the service takes; anything else as it is."""
    if not _QUOTED.fullmatch(text):
        return text
    return msgspec.json.decode(text)


def _actual(type_name: str, value: Mapping[str, Any], where: str) -> str:
    """The type that a value says it is, which may be one derived from the declared one."""
    said = value.get("@odata.type")
    if said is None:
        return type_name
    name = str(said).removeprefix("#").removeprefix("microsoft.graph.")
    if name not in description.types():
        raise Refusal(
            UNRESOLVED_TYPE, type=str(said)[:200], why=f"{where}: right would be #microsoft.graph.{type_name}"
        )
    if not description.derives(name, type_name):
        _refuse(f"{where}.@odata.type".lstrip("."), said, f"#microsoft.graph.{type_name}, or a type derived from it")
    return name


@cache
def _properties(type_name: str) -> Mapping[str, tuple[str, str]]:
    """Each property under its name and under its name in small letters, with its name and its type."""
    known = {name: (name, of) for name, of in description.properties_of(type_name).items()}
    return {name.lower(): found for name, found in known.items()} | known


def _refuse_unknown(type_name: str, name: str, step: str) -> NoReturn:
    near = ", ".join(sorted({known for known, _ in _properties(type_name).values()}))
    raise Refusal(
        UNKNOWN_PROPERTY, property=name[:200], type=f"microsoft.graph.{type_name}", why=f"{step[:80]}: there is {near}"
    )


def _refuse(where: str, value: Any, right: str) -> NoReturn:
    shown = msgspec.json.encode(value)[:60].decode("utf-8", "replace")
    raise Refusal(BODY_NOT_DESERIALIZED, why=f"{where[:120] or 'the body'} is {shown}; right would be {right}")
