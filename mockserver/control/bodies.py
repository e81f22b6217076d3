"""Request bodies of the control API: JSON read into the struct that an operation declares, nothing ignored."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from mockserver.control.problems import MALFORMED_BODY, WRONG_BODY, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

T = TypeVar("T", bound=msgspec.Struct)
_AT = re.compile(r" - at `(?:key in )?(\$[^`]*)`$")
_UNKNOWN = re.compile(r"Object contains unknown field `(.*)`")


class Body(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A body: a member it does not declare is a mistake, never ignored."""


def read_body(data: bytes, wanted: type[T]) -> T:
    """Read a body; none at all reads as an empty object. Raises `Problem`."""
    try:
        return msgspec.json.decode(data or b"{}", type=wanted)
    except msgspec.ValidationError as error:
        raise _wrong(str(error), wanted) from None
    except (msgspec.DecodeError, RecursionError) as error:
        raise Problem(MALFORMED_BODY, f"{error}; send one JSON object") from None


def _wrong(message: str, wanted: type[msgspec.Struct]) -> Problem:
    at = _AT.search(message)
    what, path = (message[: at.start()], at[1]) if at is not None else (message, "$")
    unknown = _UNKNOWN.fullmatch(what)
    if unknown is None:
        return Problem(WRONG_BODY, f"{path}: {what}", errors=[{"path": path, "what": what}])
    known = sorted(_members(wanted, path))
    near = _near(unknown[1], known)
    right = f"did you mean {near[0]}?" if near else f"known are {', '.join(known)}"
    return Problem(
        WRONG_BODY,
        f"{path} has no member {unknown[1]!r}; {right}",
        errors=[{"path": path, "what": what, "instead": right}],
        near=near,
    )


def _near(name: str, known: list[str]) -> list[str]:
    from difflib import get_close_matches  # noqa: PLC0415 - only where something is wrong

    return get_close_matches(name, known, 3)


def _members(wanted: type[msgspec.Struct], path: str) -> Iterator[str]:
    """The members of the object at a path such as `$.do.revoke` or `$.expect[...]`."""
    import msgspec.inspect as types  # noqa: PLC0415 - only where something is wrong

    found: Any = types.type_info(wanted)
    for step in re.findall(r"\.(\w+)|\[\.\.\.\]", path):  # an empty step is one into a list
        if isinstance(found, types.StructType):
            found = next((one.type for one in found.fields if one.encode_name == step), None)
        elif isinstance(found, types.ListType | types.VarTupleType):
            found = found.item_type
        if isinstance(found, types.UnionType):
            found = next((one for one in found.types if isinstance(one, types.StructType | types.ListType)), None)
    if isinstance(found, types.StructType):
        yield from (one.encode_name for one in found.fields)
