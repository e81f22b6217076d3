"""Mistakes of form: what the JSON Schema refuses, in words. Rules a schema cannot say live in `rules/`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import msgspec

from mockserver.scenario.mistakes import Finding, listed, nearest, quoted
from mockserver.scenario.schema import schema, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from jsonschema.exceptions import ValidationError
    from msgspec import Struct

    from mockserver.scenario.mistakes import ValuePath

_KINDS = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a mapping",
}


class _Refused(msgspec.Struct, frozen=True):
    """What one keyword of the schema refused."""

    keyword: str
    asked: Any
    """The keyword's own value."""
    part: Any
    """The schema that holds the keyword."""
    value: Any
    path: ValuePath
    branch: int | None
    """Which alternative of the `anyOf` around it this is about."""
    is_key: bool
    alternatives: tuple[_Refused, ...]

    def subject(self) -> str:
        """What the sentence is about: the field, where the value has one."""
        name = self.path[-1] if self.path else None
        return quoted(name) if isinstance(name, str) else "this"


def misshapen(document: Any, language: type[Struct]) -> list[Finding]:
    """Everything in a document that does not have the form of the language."""
    from jsonschema import Draft202012Validator  # noqa: PLC0415 - 80 ms that only a broken file has to wait for

    errors = Draft202012Validator(schema(language)).iter_errors(document)
    return [finding for error in errors for finding in _findings(_refused(error))]


def _refused(error: ValidationError) -> _Refused:
    way = list(error.relative_schema_path)
    return _Refused(
        keyword=str(error.validator),
        asked=error.validator_value,
        part=error.schema,
        value=error.instance,
        path=tuple(error.absolute_path),
        branch=way[0] if way and isinstance(way[0], int) else None,
        is_key="propertyNames" in way,
        alternatives=tuple(map(_refused, error.context or ())),
    )


def _findings(refused: _Refused) -> Iterator[Finding]:
    if refused.is_key:
        path = (*refused.path, refused.value)
        yield Finding(path, f"{quoted(refused.value)} is no name for this", _right(refused), at_key=True)
    elif refused.keyword == "anyOf":
        yield from _choice(refused)
    elif refused.keyword == "additionalProperties":
        yield from _unknown_fields(refused)
    else:
        what, instead = _SAID.get(refused.keyword, _otherwise)(refused)
        yield Finding(refused.path, what, instead)


def _unknown_fields(refused: _Refused) -> Iterator[Finding]:
    known = refused.part["properties"]
    part = refused.part["title"]
    for name in refused.value:
        if name not in known:
            what = f"`{part}` has no field {quoted(name)}"
            yield Finding((*refused.path, name), what, nearest(name, known, of="its fields"), at_key=True)


def _choice(refused: _Refused) -> Iterator[Finding]:
    """The errors of the one alternative that was meant, told by the kind of value that stands there."""
    for branch in range(len(refused.asked)):
        errors = [one for one in refused.alternatives if one.branch == branch]
        if not any(_other_kind(one, refused.value) for one in errors):
            for one in errors:
                yield from _findings(one)
            return
    wanted = " or ".join(map(_wanted, refused.asked))
    yield Finding(refused.path, f"{refused.subject()} is {_kind(refused.value)}", f"write {wanted}")


def _other_kind(refused: _Refused, value: Any) -> bool:
    if refused.value is not value:
        return False
    return refused.keyword == "type" or (refused.keyword == "enum" and not isinstance(value, str))


def _wanted(branch: dict[str, Any]) -> str:
    """What an alternative asks for, in words."""
    if "enum" in branch:
        return listed(branch["enum"])
    if "$ref" in branch:
        return f"a mapping with the fields of `{words(branch['$ref'].rpartition('/')[2])}`"
    return _KINDS[branch["type"]]


def _kind(value: Any) -> str:
    """What a value is, and how it was read where that is not what its author sees."""
    if value is None:
        return "empty"
    if isinstance(value, bool):
        return f"the truth value {quoted(str(value).lower())}"
    if isinstance(value, int | float):
        return f"the number {quoted(value)}"
    if isinstance(value, str):
        return f"the text {quoted(value)}"
    return "a list" if isinstance(value, list) else "a mapping"


def _right(refused: _Refused) -> str:
    return "write " + str(refused.part["patternErrorMessage"])


def _type(refused: _Refused) -> tuple[str, str]:
    instead = f"write {_KINDS[refused.asked]}"
    if refused.asked == "string" and isinstance(refused.value, int | float):
        text = str(refused.value).lower()
        fits = re.search(refused.part.get("pattern", ""), text)
        instead = f'put it in quotes to make it text: "{text}"' if fits else _right(refused)
    elif refused.value is None:
        instead += ", or leave the field out"
    return f"{refused.subject()} is {_kind(refused.value)}", instead


def _enum(refused: _Refused) -> tuple[str, str]:
    if isinstance(refused.value, str):
        return (
            f"{refused.subject()} cannot be {quoted(refused.value)}",
            nearest(refused.value, refused.asked, of="write one of"),
        )
    return f"{refused.subject()} is {_kind(refused.value)}", f"write one of: {listed(refused.asked)}"


def _pattern(refused: _Refused) -> tuple[str, str]:
    return f"{refused.subject()} cannot be {quoted(refused.value)}", _right(refused)


def _required(refused: _Refused) -> tuple[str, str]:
    missing = listed([name for name in refused.asked if name not in refused.value])
    return f"`{refused.part['title']}` lacks {missing}", f"add {missing}"


def _too_little(refused: _Refused) -> tuple[str, str]:
    return f"{refused.subject()} is empty", "give at least one, or leave the field out"


def _too_much(refused: _Refused) -> tuple[str, str]:
    of = "characters" if isinstance(refused.value, str) else "entries"
    return f"{refused.subject()} has {len(refused.value)} {of}", f"at most {refused.asked} are allowed"


def _otherwise(refused: _Refused) -> tuple[str, str]:
    return f"{refused.subject()} is {_kind(refused.value)}", f"the schema asks for {refused.keyword} {refused.asked}"


_SAID: dict[str, Callable[[_Refused], tuple[str, str]]] = {
    "type": _type,
    "enum": _enum,
    "pattern": _pattern,
    "required": _required,
    "minItems": _too_little,
    "minLength": _too_little,
    "maxItems": _too_much,
    "maxLength": _too_much,
}
