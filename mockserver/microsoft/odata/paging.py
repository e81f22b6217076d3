"""`$top`, `$skip`, `$count` and the page size a client prefers; and the query of the link to the next page.

`$top` is the size of a page and no end of the list: a page cut by it links on with `$skip` (recorded for calendarView).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NoReturn, TypeVar
from urllib.parse import quote

import msgspec

from mockserver.microsoft.odata.refusals import short
from mockserver.microsoft.refusals import Refusal
from mockserver.microsoft.rows import BAD_OPTION, TOP_TOO_LARGE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

DEFAULT_SIZE = 10
LARGEST_SIZE = 1_000
_INT32 = 2**31 - 1
_HEX = re.compile("%[0-9A-F]{2}")
T = TypeVar("T")


class Page(msgspec.Struct, frozen=True):
    """Which part of a list is asked for, and whether its length is."""

    size: int = DEFAULT_SIZE
    skip: int = 0
    count: bool = False

    def of(self, items: Sequence[T]) -> Sequence[T]:
        """The items on this page."""
        return items[self.skip : self.skip + self.size]

    def next_skip(self, length: int) -> int | None:
        """Where the next page begins in a list of that length, None where this is the last."""
        end = self.skip + self.size
        return end if end < length else None


def page(
    top: str | None = None,
    skip: str | None = None,
    count: str | None = None,
    *,
    preferred: int | None = None,
    default: int = DEFAULT_SIZE,
) -> Page:
    """The page that the options ask for. Raises `Refusal`.

    `preferred` is the client's `odata.maxpagesize`, which a smaller `$top` goes before.
    """
    size = None if top is None else _size(top)
    sizes = [value for value in (size, preferred) if value is not None and value > 0]
    return Page(
        size=min([*sizes, LARGEST_SIZE]) if sizes else default,
        skip=0 if skip is None else _whole("$skip", skip),
        count=count is not None and _counted(count),
    )


def next_query(parameters: Iterable[tuple[str, str]], skip: int) -> str:
    """The query of a next link: the caller's own, in order, with `$skip` put on. Escapes are in small letters."""
    kept = [(name, value) for name, value in parameters if name.lower() not in {"$skip", "skip"}]
    return "&".join(f"{_escaped(name)}={_escaped(value)}" for name, value in [*kept, ("$skip", str(skip))])


def _escaped(text: str) -> str:
    return _HEX.sub(lambda match: match[0].lower(), quote(text, safe=""))


def _size(text: str) -> int:
    size = _whole("$top", text)
    if size == 0:
        _refuse("$top", text)
    if size > LARGEST_SIZE:  # refused or cut is not recorded [inferred]
        raise Refusal(TOP_TOO_LARGE, limit=str(LARGEST_SIZE), value=str(size))
    return size


def _whole(name: str, text: str) -> int:
    if not re.fullmatch("[0-9]{1,10}", text) or int(text) > _INT32:
        _refuse(name, text)
    return int(text)


def _refuse(name: str, text: str) -> NoReturn:
    right = f"The {name} query option requires a non-negative integer value."
    raise Refusal(BAD_OPTION, name=name, value=short(text), right=right)


def _counted(text: str) -> bool:
    if text.lower() not in {"true", "false"}:
        raise Refusal(BAD_OPTION, name="$count", value=short(text), right="Valid values are 'true' or 'false'.")
    return text.lower() == "true"
