"""Request bodies of the control API: JSON read into the struct that an operation declares, nothing ignored."""

from __future__ import annotations

import re
from typing import Any, TypeVar

import msgspec

from mockserver.control.problems import MALFORMED_BODY, WRONG_BODY, Problem, listed

T = TypeVar("T", bound=msgspec.Struct)
_AT = re.compile(r" - at `(?:key in )?(\$[^`]*)`$")
_UNKNOWN = re.compile(r"Object contains unknown field `(.*)`", re.DOTALL)
_NO_CHOICE = re.compile(r"Invalid enum value '(.*)'", re.DOTALL)


class Body(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A body: a member it does not declare is a mistake, never ignored."""


def read_body(data: bytes, wanted: type[T]) -> T:
    """Read a body; none at all reads as an empty object. Raises `Problem`."""
    try:
        return msgspec.json.decode(data or b"{}", type=wanted)
    except msgspec.ValidationError as error:
        raise _wrong(str(error), wanted) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Problem(MALFORMED_BODY, f"{error}; send one JSON object") from None


def _wrong(message: str, wanted: type[msgspec.Struct]) -> Problem:
    """What is wrong with a body, from what its decoder said of it, and what would be right."""
    import msgspec.inspect as types  # noqa: PLC0415 - only where something is wrong

    at = _AT.search(message)
    what, path = (message[: at.start()], at[1]) if at is not None else (message, "$")
    place, description = _place(types.type_info(wanted), path)
    known: list[str] = []
    name = ""
    if (unknown := _UNKNOWN.fullmatch(what)) and isinstance(place, types.StructType):
        name, known = unknown[1], [one.encode_name for one in place.fields]
        what = f"there is no member {name!r}"
    elif (no_choice := _NO_CHOICE.fullmatch(what)) and isinstance(place, types.LiteralType):
        name, known = no_choice[1], [str(one) for one in place.values]
        what = f"{name!r} is not to be chosen"
    near = _near(name, known)
    right = (
        f"did you mean {' or '.join(near)}?" if near else f"there is {listed(sorted(known))}" if known else description
    )
    detail = f"{path}: {what}; {right}" if right else f"{path}: {what}"
    return Problem(WRONG_BODY, detail, errors=[{"path": path, "what": what, "instead": right}], near=near)


def _near(name: str, known: list[str]) -> list[str]:
    from difflib import get_close_matches  # noqa: PLC0415 - only where something is wrong

    return get_close_matches(name[:100], known, 3)


def _place(found: Any, path: str) -> tuple[Any, str]:
    """The type at a path such as `$.do.revoke` or `$.expect[...]`, and what its declaration says of it."""
    import msgspec.inspect as types  # noqa: PLC0415 - only where something is wrong

    found, description = _bare(found)
    for step in re.findall(r"\.(\w+)|\[[^\]]*\]", path):  # an empty step is one into a list
        if isinstance(found, types.StructType):
            found = next((one.type for one in found.fields if one.encode_name == step), None)
        elif isinstance(found, types.ListType | types.VarTupleType):
            found = found.item_type
        found, description = _bare(found)
    return found, description


def _bare(found: Any) -> tuple[Any, str]:
    """A type without what is said of it and without None beside it, and what was said."""
    import msgspec.inspect as types  # noqa: PLC0415 - only where something is wrong

    description = ""
    while isinstance(found, types.Metadata | types.UnionType):
        if isinstance(found, types.Metadata):
            description = (found.extra_json_schema or {}).get("description", description)
            found = found.type
        else:
            others = [one for one in found.types if not isinstance(one, types.NoneType)]
            found = others[0] if len(others) == 1 else None
    return found, description
