"""What is wrong with a file, said so that its author can put it right. What counts as wrong is decided elsewhere."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

ValuePath = tuple[str | int, ...]
"""The way from the top of a document to a value: keys and positions in lists."""


class Mistake(msgspec.Struct, frozen=True):
    """One mistake in one file. Lines and columns count from 1."""

    file: str
    line: int
    column: int
    what: str
    instead: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.what}; {self.instead}"


class Finding(msgspec.Struct, frozen=True):
    """A mistake by its path, before anybody has looked up where in the file that is."""

    path: ValuePath
    what: str
    instead: str
    at_key: bool = False
    """Whether the key at the end of the path is wrong, rather than the value it holds."""


class BadScenario(ValueError):  # noqa: N818 - reads as what it is; the list of mistakes is the message
    """A file that cannot be used, with everything that is wrong with it."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        super().__init__("\n".join(map(str, mistakes)))
        self.mistakes = tuple(mistakes)


def quoted(value: object) -> str:
    """A value as it is shown in a message: one line, cut where it is long."""
    text = " ".join(str(value).split())
    return f"`{text[:57]}...`" if len(text) > 60 else f"`{text}`"


def nearest(name: str, known: Iterable[str], *, of: str = "known") -> str:
    """What would be right in place of an unknown name: the nearest, else all there are, else that there are none."""
    names = sorted(known)
    if not names:
        return f"there is none {of}"
    folded = {other.casefold(): other for other in names}
    wanted = name.casefold()[:100]
    near = difflib.get_close_matches(wanted, folded, n=1, cutoff=0.9) or difflib.get_close_matches(wanted, folded, n=2)
    if near:
        return "did you mean " + " or ".join(f"`{folded[one]}`" for one in near) + "?"
    return f"{of}: " + listed(names)


def listed(names: Sequence[str], most: int = 12) -> str:
    """Names one after the other, cut where there are many."""
    shown = ", ".join(f"`{name}`" for name in names[:most])
    return f"{shown} and {len(names) - most} more" if len(names) > most else shown
