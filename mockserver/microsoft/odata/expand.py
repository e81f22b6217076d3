"""`$expand`: which of the resources that belong to one are put into it, which of them, and what of each.

In the parentheses of an expansion `$filter` and `$select` count, and nothing else is supported. [inferred]
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import msgspec

from mockserver.microsoft import description
from mockserver.microsoft.odata import filter as filters
from mockserver.microsoft.odata import select
from mockserver.microsoft.odata.binding import bind
from mockserver.microsoft.odata.evaluation import evaluate
from mockserver.microsoft.odata.expressions import Expression  # noqa: TC001 - msgspec reads it at run time
from mockserver.microsoft.odata.properties import UnknownPropertyError, full_name, is_navigation, property_of
from mockserver.microsoft.odata.refusals import bad_selection, short
from mockserver.microsoft.odata.support import support
from mockserver.microsoft.refusals import Refusal
from mockserver.microsoft.rows import EXPAND_NOT_SUPPORTED, EXPAND_WITHOUT_FILTER

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_LONGEST = 8_192
_MOST = 20
_ITEM = re.compile(r"(?P<path>[\w.]+(?:/\w+)?)(?:\((?P<options>.*)\))?", re.DOTALL | re.ASCII)
# The content of an attached item is shown by a cast, and only so.
_ITEM_OF_ATTACHMENT = re.compile(r"(?:microsoft\.)?graph\.itemattachment/item", re.IGNORECASE)


class Expansion(msgspec.Struct, frozen=True):
    """One navigation property to expand."""

    name: str
    condition: Expression | None = None
    selection: select.Selection = select.ALL

    def applied(self, items: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Those of the items that meet the condition, each with what is selected of it."""
        condition = self.condition
        return [self.selection.applied(item) for item in items if condition is None or evaluate(condition, item)]


def parse(text: str, type_name: str) -> tuple[Expansion, ...]:
    """What an `$expand` spells, of a resource of that type. Raises `Refusal`."""
    if len(text) > _LONGEST:
        bad_selection(f"The text has {len(text)} characters, and the limit is {_LONGEST}.")
    items = _split(text, ",")
    if len(items) > _MOST:
        bad_selection(f"The limit of '{_MOST}' for $expand items has been exceeded.")
    expansions = [_expansion(item, type_name) for item in items]
    names = [expansion.name for expansion in expansions]
    if len(set(names)) < len(names):
        bad_selection(f"A property is expanded more than once in '{short(text)}'.")
    return tuple(expansions)


def _expansion(item: str, type_name: str) -> Expansion:
    match = _ITEM.fullmatch(item)
    if match is None:
        bad_selection(f"Term '{short(item)}' is not valid in a $select or $expand expression.")
    if type_name == "attachment" and _ITEM_OF_ATTACHMENT.fullmatch(match["path"]):
        name, of = "item", "outlookItem"
    else:
        name, of = _navigation(match["path"], type_name)
    options = _options(match["options"], name)
    if name.endswith("ValueExtendedProperties") and "$filter" not in options:
        raise Refusal(EXPAND_WITHOUT_FILTER, property=name)
    return Expansion(
        name,
        bind(filters.parse(options["$filter"]), of) if "$filter" in options else None,
        select.parse(options["$select"], of) if "$select" in options else select.ALL,
    )


def _navigation(path: str, type_name: str) -> tuple[str, str]:
    try:
        name, of = property_of(type_name, path)
    except UnknownPropertyError as unknown:
        bad_selection(str(unknown))
    if not is_navigation(type_name, name):
        bad_selection(
            f"Property '{name}' on type '{full_name(type_name)}' is not a navigation property or complex property. "
            "Only navigation properties can be expanded."
        )
    if name not in support(type_name).expands:
        raise Refusal(EXPAND_NOT_SUPPORTED, property=name)
    return name, description.item_of(of)[0]


def _options(text: str | None, name: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in _split(text, ";") if text is not None else ():
        option, equals, value = part.partition("=")
        option = option.strip().lower()
        if not equals or option not in {"$filter", "$select"} or option in found:
            bad_selection(f"Term '{short(part)}' is not valid in the options of the expansion of '{name}'.")
        found[option] = value.strip()
    return found


def _split(text: str, mark: str) -> list[str]:
    """The parts of a text between the marks that stand in no parentheses and in no string."""
    parts, start, depth, quoted = [], 0, 0, False
    for position, character in enumerate(text):
        if character == "'":
            quoted = not quoted  # a doubled one opens again at once
        elif quoted:
            continue
        elif character in "()":
            depth += 1 if character == "(" else -1
        elif character == mark and depth == 0:
            parts.append(text[start:position].strip())
            start = position + 1
    return [*parts, text[start:].strip()]
