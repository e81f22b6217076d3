"""The ids of extended properties, in their one spelling.

An id has a MAPI type and says which property: by a namespace and a name, by a namespace and a number, or by a tag. It
is kept, compared and answered in one spelling: the type as published, the namespace and the number in small letters
[inferred from recorded answers]. What bodies say of the properties is `events/extended_properties.py`'s.
https://learn.microsoft.com/graph/api/resources/extended-properties-overview
"""

from __future__ import annotations

import re
from typing import Final

from mockserver.microsoft.refusals import Refusal
from mockserver.microsoft.rows import EXTENDED_PROPERTY_ID

ELEMENTS: Final = frozenset({"singleValueLegacyExtendedProperty", "multiValueLegacyExtendedProperty"})
"""The types of what has such an id."""
LONGEST_NAME: Final = 255  # of a property [inferred]
_ALONE: Final = ("Error", "Null", "Object")
_TYPES: Final = (
    "ApplicationTime", "Binary", "Boolean", "CLSID", "Currency", "Double", "Float", "Integer", "Long", "Short",
    "String", "SystemTime",
)  # fmt: skip
_SPELT: Final = {name.lower(): name for one in _TYPES for name in (one, f"{one}Array")} | {
    name.lower(): name for name in _ALONE
}
_ID: Final = re.compile(
    r"(?P<type>[A-Za-z]+) (?:(?P<guid>\{[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}) "
    r"(?:(?P<named>Name) (?P<name>.+)|(?P<numbered>Id) 0x(?P<number>[0-9a-f]{1,8}))|0x(?P<tag>[0-9a-f]{1,8}))",
    re.ASCII | re.IGNORECASE | re.DOTALL,
)


def canonical_id(id_: str) -> str:
    """An id in its one spelling. Raises `Refusal` where it is none."""
    found = _ID.fullmatch(id_) if len(id_) <= LONGEST_NAME + 80 else None
    type_ = None if found is None else _SPELT.get(found["type"].lower())
    if found is None or type_ is None:
        why = f"{id_[:80]!r}; right would be such as 'String {{66f5a359-4659-4830-9070-00047ec6ac6e}} Name Color'"
        raise Refusal(EXTENDED_PROPERTY_ID, why=why)
    if found["tag"]:
        return f"{type_} 0x{int(found['tag'], 16):x}"
    guid = found["guid"].lower()
    return (
        f"{type_} {guid} Name {found['name']}"
        if found["named"]
        else f"{type_} {guid} Id 0x{int(found['number'], 16):x}"
    )
