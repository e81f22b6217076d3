"""Two versions of a library, scenario by scenario, and whether the newer one's version rose by enough."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from mockserver.scenario.manifest import order_of
from mockserver.scenario.versions.differences import BUMPS, Difference, differences, heaviest

if TYPE_CHECKING:
    from mockserver.scenario.library import Library
    from mockserver.scenario.versions.differences import Bump


class Comparison(msgspec.Struct, frozen=True):
    """What changed from one version to another: by scenario, each with its differences.

    `before` and `after` are the versions. An added or a removed scenario has one difference, at its name.
    """

    before: str
    after: str
    scenarios: dict[str, list[Difference]]

    @property
    def due(self) -> Bump:
        """The rise that the changes ask for."""
        return heaviest([one for found in self.scenarios.values() for one in found])

    @property
    def risen(self) -> Bump:
        """The rise that the version numbers have. A version below the first is none."""
        return risen(self.before, self.after)

    @property
    def enough(self) -> bool:
        """Whether the version rose by as much as is due. Before 1.0.0 nothing is promised (semver.org, 4)."""
        return order_of(self.before)[0][0] == 0 or BUMPS.index(self.risen) >= BUMPS.index(self.due)

    def with_broken(self, broken: dict[str, list[str]]) -> Comparison:
        """The same with expectations of the older version that the newer one does not keep: each is major."""
        scenarios = {name: list(found) for name, found in self.scenarios.items()}
        for name, steps in broken.items():
            scenarios[name] = [
                *(Difference(f"expect.{step}", "major", "kept", "broken") for step in steps),
                *scenarios.get(name, []),
            ]
        return msgspec.structs.replace(self, scenarios=scenarios)


def compare(before: Library, before_version: str, after: Library, after_version: str) -> Comparison:
    """What changed between two versions. Raises `UnknownScenario`, `BadScenario`."""
    old = {entry.name: entry for entry in before.entries(before_version)}
    new = {entry.name: entry for entry in after.entries(after_version)}
    found: dict[str, list[Difference]] = {}
    for name in sorted({*old, *new}):
        if name not in old:
            found[name] = [Difference("scenario", "minor", "", new[name].summary)]
        elif name not in new:
            found[name] = [Difference("scenario", "major", old[name].summary, "")]
        else:
            found[name] = _between(before, before_version, after, after_version, name, old[name].tier, new[name].tier)
    return Comparison(before_version, after_version, {name: changed for name, changed in found.items() if changed})


def risen(before: str, after: str) -> Bump:
    """By what a version rose."""
    old, new = order_of(before), order_of(after)
    if new <= old:
        return "none"
    for bump, was, is_now in zip(("major", "minor", "patch"), old[0], new[0], strict=True):
        if is_now > was:
            return bump  # type: ignore[return-value]  # one of the three above
    return "patch"  # a release after its own pre-release


def _between(  # noqa: PLR0917 - two of each
    before: Library, before_version: str, after: Library, after_version: str, name: str, old_tier: str, new_tier: str
) -> list[Difference]:
    moved = [Difference("tier", "minor", old_tier, new_tier)] if old_tier != new_tier else []
    return moved + differences(before.get(name, before_version), after.get(name, after_version))
