"""The rules of the house that no linter holds: sizes, pairing, reasons, and what must not stand in any file."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from functools import cache
from importlib.metadata import packages_distributions
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mockserver import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable

ROOT = Path(__file__).resolve().parents[1]
CODE = ("mockserver", "tests", "tools", "benchmarks")
MOST_LINES_OF_A_FILE = 400
MOST_LINES_OF_A_FUNCTION = 50

# Source files without a test file of their own name: which test file proves them, and why there ("tests/…: why").
TESTED_ELSEWHERE: dict[str, str] = {}

# Spelt so that this file does not contain what it looks for.
FORBIDDEN = {
    "work left to do (it goes to an issue)": re.compile(r"\b(TO[D]O|FIX[M]E|X[X]X)\b"),
    "a package registry's host": re.compile(
        r"\b(pypi[.]org|pythonhosted[.]org|registry[.]npmjs|npmjs[.]org|deb[.]debian|ghcr[.]io|quay[.]io|docker[.]io/)"
    ),
    "a path of one machine": re.compile(r"(?<![\w.~}])/(work|root|home|Users)/\w"),
}
SUPPRESSION = re.compile(r"#\s*(noqa\b(?!-)|type:\s*ignore)(?P<rest>.*)")
REASON = re.compile(r"(:\s*[A-Z]+\d+(,\s*[A-Z]+\d+)*|\[[\w-]+(,\s*[\w-]+)*\])\s+(-|#)\s*\S.{3,}")


@cache
def tracked() -> tuple[Path, ...]:
    """The files of the project: under version control, or about to be."""
    git = shutil.which("git")
    assert git, "git is needed to tell the project's files from others"
    command = [git, "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout  # noqa: S603 - fixed command
    return tuple(path for name in sorted(listed.split("\0")) if name and (path := ROOT / name).is_file())


def texts() -> dict[str, str]:
    """The text of every file of the project, by its path from the root."""
    return {str(path.relative_to(ROOT)): path.read_text("utf-8") for path in tracked()}


def modules(*folders: str) -> dict[str, ast.Module]:
    """Every Python module below some folders of the project, parsed."""
    return {
        name: ast.parse(text) for name, text in texts().items() if name.endswith(".py") and name.startswith(folders)
    }


def none(found: Iterable[str]) -> None:
    """Fail with all that was found, one a line."""
    lines = sorted(found)
    assert not lines, "\n  ".join(["", *lines])


def test_no_file_of_code_is_longer_than_400_lines() -> None:
    lines = {name: text.count("\n") for name, text in texts().items() if name.endswith((".py", ".js", ".mjs", "run"))}

    none(f"{name}: {count}" for name, count in lines.items() if count > MOST_LINES_OF_A_FILE)


def test_no_function_is_longer_than_50_lines() -> None:
    long = [
        f"{name}:{node.lineno} {node.name}: {size}"
        for name, tree in modules(*CODE).items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (size := (node.end_lineno or 0) - node.lineno + 1) > MOST_LINES_OF_A_FUNCTION
    ]

    none(long)


def test_every_module_and_every_public_class_says_what_it_is() -> None:
    code = modules("mockserver", "tools", "benchmarks")
    silent = [name for name, tree in code.items() if not ast.get_docstring(tree)]
    silent += [
        f"{name} {node.name}"
        for name, tree in code.items()
        for node in tree.body
        if isinstance(node, ast.ClassDef) and node.name[0] != "_" and not ast.get_docstring(node)
    ]

    none(silent)


def test_every_package_is_described_in_the_architecture() -> None:
    page = (ROOT / "docs/architecture.md").read_text("utf-8")
    packages = [
        name.removesuffix("/__init__.py") for name in texts() if re.fullmatch(r"mockserver/.+/__init__\.py", name)
    ]

    none([package for package in packages if f"{package.removeprefix('mockserver/')}/" not in page])


def untested() -> set[str]:
    """The source files with no test file where the tree says: a/b.py is tested in tests/a/test_b.py or test_b_….py."""
    found = set()
    for name, tree in modules("mockserver").items():
        path = Path(name).relative_to("mockserver")
        stem = path.parent.name if path.stem == "__init__" else path.stem.strip("_")
        defines = any(isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) for node in tree.body)
        folder = ROOT / "tests" / path.parent
        if defines and not [*folder.glob(f"test_{stem}.py"), *folder.glob(f"test_{stem}_*.py")]:
            found.add(name)
    return found


def test_every_source_file_has_its_test_file_or_a_reason() -> None:
    none(untested() - TESTED_ELSEWHERE.keys())


def test_no_reason_for_a_missing_test_file_is_out_of_date() -> None:
    none(TESTED_ELSEWHERE.keys() - untested())
    none(reason for reason in TESTED_ELSEWHERE.values() if not (ROOT / reason.partition(":")[0]).is_file())


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_contains(what: str) -> None:
    found = [
        f"{name}:{number}: {line.strip()[:100]}"
        for name, text in texts().items()
        for number, line in enumerate(text.splitlines(), 1)
        if FORBIDDEN[what].search(line)
    ]

    none(found)


def test_every_suppressed_rule_has_its_reason_on_the_line() -> None:
    found = [
        f"{name}:{number}: {line.strip()}"
        for name, text in texts().items()
        if name.endswith(".py") and name != "tests/test_house.py"
        for number, line in enumerate(text.splitlines(), 1)
        if (match := SUPPRESSION.search(line)) and not REASON.match(match["rest"])
    ]

    none(found)


def test_every_rule_that_ruff_leaves_out_has_a_reason_beside_it() -> None:
    sections = re.findall(
        r"^(?:ignore = \[|\[tool\.ruff\.lint\.per-file-ignores\])\n(.*?)(?=^\]|^\[)",
        (ROOT / "pyproject.toml").read_text("utf-8"),
        flags=re.MULTILINE | re.DOTALL,
    )
    rows = [line for section in sections for line in section.splitlines() if re.search(r'"[A-Z]+\d+"', line)]

    assert len(sections) == 2
    none([row for row in rows if not re.search(r"#\s*\S.{8,}", row)])


def test_the_changelog_tells_of_this_version() -> None:
    assert re.search(rf"^## {re.escape(__version__)}\b", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)


def test_every_link_between_the_pages_leads_somewhere() -> None:
    broken = [
        f"{name} -> {target}"
        for name, text in texts().items()
        if name.endswith(".md")
        for target in re.findall(r"\]\((?![a-z]+:|#)([^)#\s]+)", text)
        if not ((ROOT / name).parent / target).exists()
    ]

    none(broken)


def distribution_names(requirements: list[str]) -> set[str]:
    """The names of some requirements, as the packaging standard compares them."""
    names = (re.match(r"[\w.-]+", requirement) for requirement in requirements)
    return {re.sub(r"[-_.]+", "-", match[0]).lower() for match in names if match}


def imported(*folders: str) -> dict[str, set[str]]:
    """The packages that are imported below some folders, at run time or for types, and the files that do."""
    found: dict[str, set[str]] = {}
    for name, tree in modules(*folders).items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                roots = {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                roots = {node.module or ""}
            else:
                continue
            for root in roots:
                found.setdefault(root, set()).add(name)
    return found


@pytest.mark.parametrize(("folders", "extras"), [(CODE[:1], ()), (CODE[1:], ("dev", "docker", "testing"))])
def test_what_is_imported_is_declared(folders: tuple[str, ...], extras: tuple[str, ...]) -> None:
    """A package that is on this machine by accident would be missing on the next."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    declared = distribution_names(project["dependencies"])
    declared |= distribution_names([part for extra in extras for part in project["optional-dependencies"][extra]])
    installed = packages_distributions()

    undeclared = [
        f"{module} in {', '.join(sorted(files))}"
        for module, files in imported(*folders).items()
        if (root := module.partition(".")[0]) not in sys.stdlib_module_names and root not in CODE
        if not declared & distribution_names(installed.get(root, []))
    ]

    none(undeclared)


def test_the_constraints_pin_every_declared_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    declared = distribution_names(
        [*project["dependencies"], *chain.from_iterable(project["optional-dependencies"].values())]
    )
    lines = (ROOT / "requirements/constraints.txt").read_text("utf-8").splitlines()
    pins = [line for line in lines if not line.startswith("#")]

    none([line for line in pins if not re.fullmatch(r"[\w.-]+==[\w.]+", line)])
    assert declared - distribution_names(pins) == {"calendar-mockserver"}
