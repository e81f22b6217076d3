"""A value of a document with its path: how the rules look at a document that may be wrong anywhere.

Whatever is missing or of another kind than asked for reads as nothing, because `structure.py` has already said so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from mockserver.scenario.mistakes import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mockserver.scenario.mistakes import ValuePath


class View(msgspec.Struct, frozen=True):
    """A value and where it stands."""

    value: Any
    path: ValuePath = ()

    def __getitem__(self, key: str) -> View:
        value = self.value.get(key) if isinstance(self.value, dict) else None
        return View(value, (*self.path, key))

    def __contains__(self, key: str) -> bool:
        return isinstance(self.value, dict) and self.value.get(key) is not None

    @property
    def text(self) -> str | None:
        return self.value if isinstance(self.value, str) else None

    @property
    def key(self) -> str:
        """The key under which the value stands."""
        return str(self.path[-1])

    def or_text(self, default: str) -> str:
        """The text, or the field's default where none is given."""
        return default if self.text is None else self.text

    def entries(self) -> Iterator[View]:
        """The values of a mapping, each under its key."""
        if isinstance(self.value, dict):
            for key, value in self.value.items():
                yield View(value, (*self.path, key))

    def items(self) -> Iterator[View]:
        """The values of a list."""
        if isinstance(self.value, list):
            for position, value in enumerate(self.value):
                yield View(value, (*self.path, position))

    def texts(self) -> Iterator[View]:
        """The texts in a list."""
        return (item for item in self.items() if item.text is not None)

    def names(self) -> set[str]:
        """The keys of a mapping."""
        return set(self.value) if isinstance(self.value, dict) else set()

    def wrong(self, what: str, instead: str) -> Finding:
        """This value is a mistake."""
        return Finding(self.path, what, instead)

    def wrong_key(self, what: str, instead: str) -> Finding:
        """The key of this value is a mistake."""
        return Finding(self.path, what, instead, at_key=True)
