"""The ids of extended properties: each has one spelling, and what is none is refused."""

from __future__ import annotations

import pytest

from mockserver.microsoft.property_ids import canonical_id
from mockserver.microsoft.refusals import Refusal

GUID = "{66f5a359-4659-4830-9070-00047ec6ac6e}"


@pytest.mark.parametrize(
    ("given", "spelt"),
    [
        (f"String {GUID} Name Color", f"String {GUID} Name Color"),
        (f"string {GUID.upper()} name Color", f"String {GUID} Name Color"),
        (f"String {GUID} Name A colour of mine", f"String {GUID} Name A colour of mine"),
        (f"Integer {GUID.upper()} Id 0x0027", f"Integer {GUID} Id 0x27"),
        ("STRINGARRAY 0X0E1F", "StringArray 0xe1f"),
    ],
)  # fmt: skip
def test_an_id_has_one_spelling(given: str, spelt: str) -> None:
    assert canonical_id(given) == spelt


@pytest.mark.parametrize(
    "given",
    [
        "",
        "Test",
        "Colour 0x1",
        "String",
        "String 1",
        f"String {GUID}",
        f"String {GUID} Name ",
        f"String {GUID} Color",
        f"String {GUID[1:-1]} Name Color",
        "String {x} Name Color",
        f"String {GUID} Id 39",
        f"String {GUID} Name {'n' * 300}",
    ],
)
def test_what_is_no_id_is_refused_in_graphs_words(given: str) -> None:
    with pytest.raises(Refusal, match="PropertyId values may only be in one of the following formats") as refused:
        canonical_id(given)

    assert (refused.value.row.status, refused.value.row.code) == (400, "ErrorInvalidProperty")
