"""The scenarios that can be run: those of the libraries, those uploaded, and those sent along with a session's request.

Each is made ready to run once and kept. What people send is bounded in number and in bytes.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from hashlib import blake2b
from typing import TYPE_CHECKING, Protocol

import msgspec

from mockserver.scenario.library import UnknownScenario
from mockserver.scenario.loading import loads

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mockserver.scenario.language import Scenario
    from mockserver.scenario.library import Library
    from mockserver.session import Template

UPLOADS = 64
"""Scenarios that may be uploaded to one server."""
UPLOADED_BYTES = 16 * 1024 * 1024
"""Bytes of all that was uploaded."""
INLINE = 32
"""Scenarios sent with a session's request that are kept ready; one that was forgotten is only read again."""
UPLOADED, INLINE_VERSION = "uploaded", "inline"


class NameTaken(Exception):  # noqa: N818 - named by what it says
    """A library has a scenario of the name that somebody uploads."""


class TooManyUploads(Exception):  # noqa: N818 - named by what it says
    """As much was uploaded as may be."""


class Listed(msgspec.Struct, frozen=True):
    """One scenario, as a list shows it. `tier` is `minimal`, `realistic` or `performance`, or `uploaded`."""

    scenario: str
    version: str
    tier: str
    tags: tuple[str, ...]
    summary: str


class Compiled(Protocol):
    """What makes a scenario ready to run; `sent`: it came over HTTP. Raises `BadScenario`."""

    def __call__(self, scenario: Scenario, version: str, *, sent: bool) -> Template: ...


class Catalogue:
    """The scenarios of some libraries, the first that has a name counting, and those that were sent.

    `compiled` makes a scenario ready to run. Reading and making ready go to a thread, so that a large one holds up
    nobody else's requests.
    """

    def __init__(self, libraries: Sequence[Library], compiled: Compiled, default: str) -> None:
        self._libraries = tuple(libraries)
        self._compiled = compiled
        self.default = default
        self._templates: dict[tuple[str, str | None], Template] = {}  # by name and version, which may be unnamed
        self._uploads: dict[str, tuple[Listed, Template, int]] = {}
        self._inline: OrderedDict[bytes, Template] = OrderedDict()
        self._making = asyncio.Lock()
        self._listed: list[Listed] | None = None

    def listed(self) -> list[Listed]:
        """Every scenario that can be run, in every version."""
        if self._listed is None:
            self._listed = [
                Listed(entry.name, entry.version, entry.tier, entry.tags, entry.summary)
                for library in self._libraries
                for version in library.versions
                for entry in library.entries(version)
            ]
        return [*self._listed, *(listed for listed, _, _ in self._uploads.values())]

    def warnings(self) -> list[str]:
        """What is wrong with the files that are left out."""
        return [str(mistake) for library in self._libraries for mistake in library.warnings()]

    def ready(self, name: str, version: str | None = None) -> Template:
        """A scenario of a library, ready to run; the libraries' current version where none is named.

        Raises `UnknownScenario`, or `BadScenario` where its file is wrong.
        """
        version = version.removeprefix("v") if version is not None else None
        found = self._templates.get((name, version))
        if found is None:
            scenario, wanted = self._find(name, version)
            found = self._templates.get((name, wanted)) or self._compiled(scenario, wanted, sent=False)
            self._templates[name, wanted] = self._templates[name, version] = found
        return found

    async def template(self, name: str, version: str | None = None) -> Template:
        """Any scenario but an inline one, ready to run. Raises as `ready`."""
        if name in self._uploads and version in {None, UPLOADED}:
            return self._uploads[name][1]
        if (name, version) in self._templates:
            return self._templates[name, version]
        async with self._making:
            return await asyncio.to_thread(self.ready, name, version)

    async def upload(self, raw: bytes) -> Listed:
        """Keep a scenario under its own name, in place of one uploaded before.

        Raises `BadScenario`, `NameTaken` where a library has one of that name, `TooManyUploads`.
        """
        async with self._making:
            scenario, template = await asyncio.to_thread(self._read, raw, UPLOADED)
        name = scenario.name
        if any(one.scenario == name and one.version != UPLOADED for one in self.listed()):
            raise NameTaken(name)
        others = [size for other, (_, _, size) in self._uploads.items() if other != name]
        if len(others) >= UPLOADS or sum(others) + len(raw) > UPLOADED_BYTES:
            raise TooManyUploads(f"{UPLOADS} scenarios of {UPLOADED_BYTES} bytes together may be uploaded")
        listed = Listed(name, UPLOADED, UPLOADED, scenario.tags, scenario.summary)
        self._uploads[name] = listed, template, len(raw)
        return listed

    async def inline(self, raw: bytes) -> Template:
        """A scenario that is only for the session it came with, ready to run. Raises `BadScenario`."""
        digest = blake2b(raw, digest_size=20).digest()
        if digest not in self._inline:
            async with self._making:
                _, self._inline[digest] = await asyncio.to_thread(self._read, raw, INLINE_VERSION)
            if len(self._inline) > INLINE:
                self._inline.popitem(last=False)
        self._inline.move_to_end(digest)
        return self._inline[digest]

    def _read(self, raw: bytes, version: str) -> tuple[Scenario, Template]:
        scenario = loads(raw, version)
        return scenario, self._compiled(scenario, version, sent=True)

    def _find(self, name: str, version: str | None) -> tuple[Scenario, str]:
        """A scenario, and the version it was found in. Raises as `ready`."""
        reasons: list[str] = []
        for library in self._libraries:
            try:
                wanted = library.current if version is None else version
                return library.get(name, wanted), wanted
            except UnknownScenario as error:
                reasons.append(str(error))
        raise UnknownScenario("; ".join([*dict.fromkeys(reasons), *self._uploaded_names()]))

    def _uploaded_names(self) -> list[str]:
        return [f"uploaded are {', '.join(self._uploads)}"] if self._uploads else []
