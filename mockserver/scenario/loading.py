"""Scenarios from files and from text, wholly checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockserver.scenario.checking import contents, examine_scenario

if TYPE_CHECKING:
    from pathlib import Path

    from mockserver.scenario.language import Scenario


def load(path: Path) -> Scenario:
    """Read a scenario file. Raises BadScenario with every mistake in it."""
    return examine_scenario(contents(path), str(path), path.stem)


def loads(text: str | bytes, name: str) -> Scenario:
    """Read a scenario that came without a file; `name` is how messages call it. Raises BadScenario."""
    return examine_scenario(text.encode() if isinstance(text, str) else text, name)
