"""Libraries: folders of scenarios in semantic versions, several side by side.

    <root>/v1.0.0/library.yaml  minimal/*.yaml  realistic/*.yaml  performance/*.yaml
    <root>/v1.1.0/…
    <root>/current              a link to one of them, or a file with its name; without it the highest is current

A root that holds a `library.yaml` itself is a library of that one version. Files that are wrong are left out and
reported; what is right is served.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from mockserver.scenario.cache import Cache, Heading, cache_beside
from mockserver.scenario.checking import contents, examine_manifest, examine_scenario
from mockserver.scenario.language import Scenario
from mockserver.scenario.manifest import MANIFEST, Manifest, order_of
from mockserver.scenario.mistakes import BadScenario, Mistake, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

TIERS = ("minimal", "realistic", "performance")
_FOLDER = re.compile(r"v\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?", re.ASCII)


class UnknownScenario(LookupError):  # noqa: N818 - reads as what it is
    """No scenario, or no version, of that name; the message says which there are."""


class Entry(msgspec.Struct, frozen=True):
    """One scenario of a library, as a list shows it."""

    name: str
    version: str
    tier: str
    tags: tuple[str, ...]
    summary: str
    path: Path


class Library:
    """The scenarios under one folder. Nothing is read before it is asked for."""

    def __init__(self, root: Path, cache: Cache | None = None) -> None:
        self.root = root
        self._cache = cache if cache is not None else cache_beside(root)
        self._folders = dict(self._versions())
        self._scenarios: dict[Path, Scenario] = {}

    @property
    def versions(self) -> tuple[str, ...]:
        """The versions there are, the highest first."""
        return tuple(self._folders)

    @property
    def current(self) -> str:
        """The version that is meant where none is named. Raises UnknownScenario where there is none at all."""
        if not self._folders:
            raise UnknownScenario(
                f"no library in {self.root}: it needs a {MANIFEST}, or folders such as v1.0.0 with one"
            )
        named = _named_by(self.root / "current")
        return named if named in self._folders else next(iter(self._folders))

    def manifest(self, version: str | None = None) -> Manifest:
        """What a version says about itself. Raises UnknownScenario, or BadScenario where it is wrong."""
        path = self._folders[self._version(version)] / MANIFEST
        return self._manifest(path)

    def entries(self, version: str | None = None) -> list[Entry]:
        """The scenarios of a version that are right, by tier and name. Raises UnknownScenario."""
        return self._look_through(self._version(version))[0]

    def warnings(self) -> list[Mistake]:
        """What is wrong with the files that are left out, in every version."""
        found: list[Mistake] = []
        for version in self._folders:
            try:
                self.manifest(version)
            except BadScenario as bad:
                found += bad.mistakes
            found += self._look_through(version)[1]
        return found

    def get(self, name: str, version: str | None = None) -> Scenario:
        """A scenario by name. Raises UnknownScenario, or BadScenario where its file is wrong."""
        version = self._version(version)
        files = {path.stem: path for path in reversed(self._files(version))}
        if name not in files:
            known = nearest(name, files, of="there is")
            raise UnknownScenario(f"no scenario `{name}` in version {version} of the library; {known}")
        path = files[name]
        if path not in self._scenarios:
            self._scenarios[path] = self._read(path)
        return self._scenarios[path]

    def _versions(self) -> Iterator[tuple[str, Path]]:
        """The versions and their folders, the highest first."""
        if (self.root / MANIFEST).is_file():
            try:
                yield self._manifest(self.root / MANIFEST).version, self.root
            except BadScenario:
                yield "0.0.0", self.root  # its scenarios are served all the same; `warnings` says what is wrong
        elif self.root.is_dir():
            names = [path.name for path in self.root.iterdir() if _FOLDER.fullmatch(path.name)]
            for name in sorted(names, key=order_of, reverse=True):
                if (self.root / name / MANIFEST).is_file():
                    yield name[1:], self.root / name

    def _version(self, version: str | None) -> str:
        if version is None:
            return self.current
        version = version.removeprefix("v")
        if version not in self._folders:
            known = nearest(version, self._folders, of="there is")
            raise UnknownScenario(f"no version {version} of the library; {known}")
        return version

    def _files(self, version: str) -> list[Path]:
        """The scenario files of a version, by tier and name."""
        folder = self._folders[version]
        tiers = {tier: number for number, tier in enumerate(TIERS)}
        return sorted(
            (path for path in yaml_files(folder) if path.name != MANIFEST),
            key=lambda path: (tiers.get(_tier(folder, path), len(tiers)), path.parts),
        )

    def _look_through(self, version: str) -> tuple[list[Entry], list[Mistake]]:
        entries: dict[str, Entry] = {}
        mistakes: list[Mistake] = []
        for path in self._files(version):
            if path.stem in entries:
                mistakes.append(again(path, entries[path.stem].path))
                continue
            try:
                heading = self._heading(path)
            except BadScenario as bad:
                mistakes += bad.mistakes
            else:
                tier = _tier(self._folders[version], path)
                entries[path.stem] = Entry(heading.name, version, tier, heading.tags, heading.summary, path)
        return list(entries.values()), mistakes

    def _heading(self, path: Path) -> Heading:
        heading = self._cache.find(contents(path), Heading)
        if heading is None or heading.name != path.stem:
            scenario = self._read(path)
            heading = Heading(scenario.name, scenario.summary, scenario.tags)
        return heading

    def _read(self, path: Path) -> Scenario:
        raw = contents(path)
        scenario = self._cache.find(raw, Scenario)
        if scenario is None or scenario.name != path.stem:
            scenario = examine_scenario(raw, str(path), path.stem)
            self._cache.keep(raw, scenario)
        return scenario

    def _manifest(self, path: Path) -> Manifest:
        raw = contents(path)
        manifest = self._cache.find(raw, Manifest)
        if manifest is None or f"v{manifest.version}" != path.parent.name:
            manifest = examine_manifest(raw, path)
            self._cache.keep(raw, manifest)
        return manifest


def warm(library: Library) -> int:
    """Put the decoded form of all that is right into the cache. Answers how many scenarios that are."""
    library.warnings()
    return sum(len(library.entries(version)) for version in library.versions)


def shipped_library() -> Path:
    """The library that comes with this program: inside the package, or beside it in a working copy."""
    package = Path(__file__).resolve().parents[1]
    inside = package / "_library"
    return inside if inside.is_dir() else package.parent / "scenarios"


def libraries(roots: Iterable[Path] = ()) -> list[Library]:
    """Libraries of one's own, then the shipped one: the order in which a scenario is looked for."""
    return [Library(root) for root in (*roots, shipped_library())]


def find(libraries: Iterable[Library], name: str, version: str | None = None) -> tuple[Scenario, Library]:
    """A scenario and the first library that has it. Raises `UnknownScenario`, or `BadScenario` for a wrong file."""
    unknown: UnknownScenario | None = None
    for library in libraries:
        try:
            return library.get(name, version), library
        except UnknownScenario as error:
            unknown = unknown or error
    raise unknown or UnknownScenario(f"no scenario `{name}`: there is no library")


def yaml_files(folder: Path) -> list[Path]:
    """The YAML files below a folder, in order, without those of hidden folders."""
    found = (path for path in folder.rglob("*") if path.suffix in (".yaml", ".yml"))
    return sorted(path for path in found if not any(part[0] == "." for part in path.relative_to(folder).parts))


def again(path: Path, other: Path) -> Mistake:
    """The mistake of a second scenario of one name."""
    what = f"the scenario `{path.stem}` stands in {other} as well"
    return Mistake(str(path), 1, 1, what, "names are unique in a library: rename one of them")


def _named_by(current: Path) -> str | None:
    """The version a link names, or a file where links do not survive (wheels, some checkouts)."""
    if current.is_dir():
        return current.resolve().name.removeprefix("v")
    if current.is_file():
        return current.read_text("utf-8").strip().removeprefix("v")
    return None


def _tier(folder: Path, path: Path) -> str:
    """The tier is the first folder below the version's."""
    parts = path.relative_to(folder).parts
    return parts[0] if len(parts) > 1 else ""
