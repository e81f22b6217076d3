"""What a library says about itself in its `library.yaml`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import msgspec

from mockserver.scenario.forms import Key, Line, says, shaped
from mockserver.scenario.language import LANGUAGE_VERSION, Part
from mockserver.scenario.mistakes import Finding, quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mockserver.scenario.view import View

MANIFEST = "library.yaml"

Version = Annotated[
    str,
    shaped(
        "version",
        r"(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)(-[0-9A-Za-z.-]+)?",
        "a semantic version (semver.org), such as 1.0.0",
        "1.0.0",
    ),
]
_COMPARISON = r"(>=|<=|>|<|=)?[0-9]+(\.[0-9]+){0,2}"
Range = Annotated[
    str,
    shaped(
        "version range",
        f"{_COMPARISON}( *, *{_COMPARISON})*",
        'versions by comparison, in quotes and with commas for "and", such as ">=2.3, <4"',
        ">=2.3, <4",
    ),
]


class Manifest(Part, frozen=True, kw_only=True):
    """A library: one semantic version of a folder of scenarios.

    MAJOR rises when a scenario behaves differently or goes, MINOR when one is added, PATCH when data is corrected and
    no expectation changes.
    """

    version: Annotated[Version, says("The semantic version; the folder is called `v` and this.")]
    summary: Annotated[Line, says("What the scenarios of this library are for, in one line.")]
    language: Annotated[int, says("The version of the scenario language it is written in.")] = LANGUAGE_VERSION
    compatible: Annotated[dict[Key, Range], says("For which versions of which applications it was made.")] = (
        msgspec.field(default_factory=dict)
    )


def manifest_rules(folder: str) -> Callable[[View], Iterator[Finding]]:
    """What must hold of the manifest in a folder of that name."""

    def rules(document: View) -> Iterator[Finding]:
        version, language = document["version"], document["language"]
        if version.text is not None and folder.startswith("v") and folder != f"v{version.text}":
            what = f"version {quoted(version.text)} stands in the folder {quoted(folder)}"
            yield version.wrong(what, f"call the folder {quoted('v' + version.text)}, or correct the version")
        if isinstance(language.value, int) and not 1 <= language.value <= LANGUAGE_VERSION:
            what = f"language version {language.value} is unknown here"
            yield language.wrong(what, f"this mockserver reads up to version {LANGUAGE_VERSION}")

    return rules


def order_of(version: str) -> tuple[tuple[int, ...], bool, str]:
    """The order of semantic versions: a pre-release comes before its release."""
    numbers, _, pre = version.removeprefix("v").partition("-")
    return tuple(map(int, numbers.split("."))), not pre, pre
