"""Who is made up looks declared, where the section that makes them up is right."""

from __future__ import annotations

from typing import Any

import pytest

from mockserver.scenario.generating.declared import MadeUp, with_made_up
from mockserver.scenario.view import View

ALICE = {"name": "Alice", "email": "alice@autosched.example"}


def test_everybody_is_there_and_who_is_declared_stays_as_declared() -> None:
    said = {"scenario": "x", "generate": {"people": 2, "rooms": 1}, "people": {"person-2": ALICE}}
    document = with_made_up(View(said))

    assert document["people"].names() == {"person-1", "person-2", "room-1"}
    assert isinstance(document["people"]["person-1"].value, MadeUp)
    assert document["people"]["person-2"].value == ALICE
    assert document["people"]["room-1"]["kind"].text == "room"


@pytest.mark.parametrize(
    ("generate", "people"),
    [({"people": "many"}, {}), ({}, {}), ({"people": 2, "zones": ["Nowhere"]}, {}), ({"people": 2}, ["alice"])],
)
def test_where_something_is_wrong_the_document_stays_as_it_is(generate: Any, people: Any) -> None:
    document = View({"scenario": "x", "generate": generate, "people": people})

    assert with_made_up(document) is document
