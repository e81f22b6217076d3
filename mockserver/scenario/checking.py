"""From text to a scenario or to everything that is wrong with it, in one go.

The straight way decodes without positions and without the schema. Only where something is wrong is the text looked at
again, for all mistakes of form and for their places.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from mockserver.scenario.language import Scenario
from mockserver.scenario.manifest import MANIFEST, Manifest, manifest_rules
from mockserver.scenario.mistakes import BadScenario, Finding, Mistake, quoted
from mockserver.scenario.reading import MAX_BYTES, decoded, read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from mockserver.scenario.view import View

T = TypeVar("T", bound=msgspec.Struct)


def check(path: Path) -> list[Mistake]:
    """Every mistake in one file, a scenario or a library's own `library.yaml`."""
    try:
        raw = contents(path)
        if path.name == MANIFEST:
            examine_manifest(raw, path)
        else:
            examine_scenario(raw, str(path), path.stem)
    except BadScenario as bad:
        return list(bad.mistakes)
    return []


def contents(path: Path) -> bytes:
    """The bytes of a file, or one more than may be read. Raises BadScenario where it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        what = f"the file cannot be read: {error.strerror}"
        raise BadScenario([Mistake(str(path), 1, 1, what, "give a file that is there and may be read")]) from None


def examine_manifest(raw: bytes, path: Path) -> Manifest:
    """What a library's `library.yaml` says. Raises BadScenario with every mistake in it."""
    return examine(decoded(raw, str(path)), str(path), Manifest, manifest_rules(path.parent.name))


def examine_scenario(raw: bytes, file: str, stem: str | None = None) -> Scenario:
    """The scenario in a file's bytes; `stem`, where given, is what it must be called.

    Raises BadScenario with every mistake in it.
    """
    from mockserver.scenario.rules import broken  # noqa: PLC0415 - a warm start never looks at a rule

    def rules(document: View) -> Iterator[Finding]:
        yield from _named(document, stem)
        yield from broken(document)

    return examine(decoded(raw, file), file, Scenario, rules)


def examine(text: str, file: str, language: type[T], rules: Callable[[View], Iterable[Finding]]) -> T:
    """What a YAML text says in a language. Raises BadScenario with every mistake in it."""
    from mockserver.scenario.view import View  # noqa: PLC0415 - a warm start never looks at a document

    document, mistakes = read(text, file)
    result: T | None = None
    findings: list[Finding] = []
    try:
        result = msgspec.convert(document, language)
    except msgspec.ValidationError as error:
        findings = _of_form(document, language, error)
    spoken = {finding.path for finding in findings}
    findings += [finding for finding in rules(View(document)) if finding.path not in spoken]
    if result is None or findings or mistakes:
        raise BadScenario(_placed(findings, mistakes, text, file))
    return result


def _of_form(document: Any, language: type[msgspec.Struct], error: msgspec.ValidationError) -> list[Finding]:
    if not isinstance(document, dict):
        what = "the file is empty" if document is None else "the file holds no mapping"
        return [Finding((), what, "start with `scenario: <the file's name>`")]
    from mockserver.scenario.structure import misshapen  # noqa: PLC0415 - only for what is broken

    # The decoder and the schema come from the same structs; should they ever disagree, the decoder is heard.
    return misshapen(document, language) or [Finding((), str(error), "see docs/scenario-language.md")]


def _placed(findings: list[Finding], mistakes: list[Mistake], text: str, file: str) -> list[Mistake]:
    """All mistakes with their places, in the order of the file, each once.

    Where reading refused a value, nobody knows it, so nothing more is said about it.
    """
    from mockserver.scenario.places import places  # noqa: PLC0415 - only for what is broken

    where = places(text, file, [finding.path for finding in findings])
    refused = {(mistake.line, mistake.column) for mistake in mistakes}
    found = [
        Mistake(file, *place, finding.what, finding.instead)
        for finding in findings
        if (place := where.of(finding.path, at_key=finding.at_key)) not in refused or finding.at_key
    ]
    return sorted(dict.fromkeys((*mistakes, *found)), key=lambda one: (one.line, one.column))


def _named(document: View, stem: str | None) -> Iterator[Finding]:
    """A scenario is called what its file is called."""
    name = document["scenario"]
    if stem is not None and name.text is not None and name.text != stem:
        yield name.wrong(f"the scenario {quoted(name.text)} stands in {quoted(stem + '.yaml')}", "call both the same")
