"""The people of a company as if the document declared them, so that every rule sees them like the others."""

from __future__ import annotations

from typing import Any

import msgspec

from mockserver.scenario.generating.company import Company
from mockserver.scenario.language import Generate
from mockserver.scenario.view import View
from mockserver.timing.zones import is_zone


class MadeUp(dict[str, Any]):
    """Somebody who stands in no file."""


def with_made_up(document: View) -> View:
    """The document with everybody whom it makes up; as it is, where its `generate` or its `people` are wrong."""
    people = document["people"].value or {}
    try:
        read = msgspec.convert(document["generate"].value, Generate)
    except msgspec.ValidationError:
        return document
    if not isinstance(people, dict) or not all(map(is_zone, read.zones)):
        return document
    made_up = Company(document["scenario"].or_text(""), read).people
    declared = {key: MadeUp(msgspec.to_builtins(person)) for key, person in made_up.items()}
    return View({**document.value, "people": {**declared, **people}})
