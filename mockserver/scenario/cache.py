"""Decoded scenarios on disk, so that a start reads no YAML. Losing them, or finding them broken, costs only time.

An entry is named after the hash of the file's bytes, the version of the language and that of this program, and holds
a digest of itself.
"""

from __future__ import annotations

import contextlib
import os
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import msgspec

from mockserver import __version__
from mockserver.scenario.language import LANGUAGE_VERSION

if TYPE_CHECKING:
    from collections.abc import Sequence

T = TypeVar("T", bound=msgspec.Struct)
_DIGEST = 16


class Heading(msgspec.Struct, frozen=True):
    """What a list of scenarios shows of one; decoding it skips the rest."""

    name: str = msgspec.field(name="scenario")
    summary: str
    tags: tuple[str, ...] = ()


class Cache:
    """Entries in the first of some folders that has them, kept in the first that takes them."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = tuple(folders)

    def find(self, raw: bytes, wanted: type[T]) -> T | None:
        """The entry for a file's bytes, as a scenario or only its heading; None where there is none that holds."""
        name = _name(raw)
        for folder in self._folders:
            with contextlib.suppress(OSError, msgspec.MsgspecError):
                stored = (folder / name).read_bytes()
                if _digest(stored[_DIGEST:]) == stored[:_DIGEST]:
                    return msgspec.msgpack.decode(stored[_DIGEST:], type=wanted)
        return None

    def keep(self, raw: bytes, value: msgspec.Struct) -> Path | None:
        """Keep the decoded form of a file's bytes. Answers where, None where no folder can be written."""
        packed = msgspec.msgpack.encode(value)
        for folder in self._folders:
            with contextlib.suppress(OSError):
                _make(folder)
                return _written(folder / _name(raw), _digest(packed) + packed)
        return None


def cache_beside(root: Path) -> Cache:
    """The cache of a library: next to it, else (a read-only image, a system's package) the user's own."""
    home = os.environ.get("XDG_CACHE_HOME") or str(Path("~/.cache").expanduser())
    return Cache((root / ".cache", Path(home) / "mockserver"))


def _name(raw: bytes) -> str:
    salt = f"{LANGUAGE_VERSION} {__version__}".encode()
    return blake2b(raw, digest_size=20, key=salt).hexdigest() + ".msgpack"


def _digest(packed: bytes) -> bytes:
    return blake2b(packed, digest_size=_DIGEST).digest()


def _make(folder: Path) -> None:
    """Make the folder, and keep it out of the author's version control."""
    if not folder.is_dir():
        folder.mkdir(parents=True)
        (folder / ".gitignore").write_text("*\n")


def _written(path: Path, entry: bytes) -> Path:
    """Write in one step, so that whoever reads meanwhile sees all or nothing."""
    draft = path.with_suffix(f".{os.getpid()}")
    draft.write_bytes(entry)
    return draft.replace(path)
