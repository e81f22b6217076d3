"""Reads classes of the generated source of msgraph-sdk, file by file and without importing any of it.

How that source is written lives here (a class a file, kiota's lambdas, relative imports); which routes and types are
described does not.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path


class UnknownFactError(Exception):
    """The package says something that the scripts have not been told how to carry over."""


def root(package: str) -> Path:
    """The folder of an installed package, which is not imported for it."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise UnknownFactError(f"{package} is not installed; the extra `dev` brings it")
    return Path(spec.submodule_search_locations[0])


@dataclass(frozen=True, slots=True)
class Source:
    """A class of the package: where it stands, and what it says."""

    path: Path
    node: ast.ClassDef
    imports: dict[str, Path]

    @property
    def name(self) -> str:
        return self.node.name

    def named(self, name: str) -> Source:
        """The class that this one calls by that name."""
        return self if name == self.name else read(self.imports[name], name)

    def bases(self) -> list[str]:
        return [base.id for base in self.node.bases if isinstance(base, ast.Name)]

    def function(self, name: str) -> ast.FunctionDef:
        for child in self.node.body:
            if isinstance(child, ast.FunctionDef) and child.name == name:
                return child
        raise UnknownFactError(f"{self.path}: no function {name}")

    def fields(self) -> dict[str, ast.AnnAssign]:
        """The annotated fields, by name."""
        return {
            child.target.id: child
            for child in self.node.body
            if isinstance(child, ast.AnnAssign) and isinstance(child.target, ast.Name)
        }


@cache
def read(path: Path, name: str | None = None) -> Source:
    """The class of that name in a file, or the only one of the file."""
    tree = ast.parse(path.read_text("utf-8"))
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef) and name in {None, node.name}]
    if len(classes) != 1:
        raise UnknownFactError(f"{path}: {len(classes)} classes; right would be one{f' called {name}' if name else ''}")
    guarded = [child for node in tree.body if isinstance(node, ast.If) for child in node.body]
    imports = {
        alias.name: _module(path, node)
        for node in [*tree.body, *guarded]
        if isinstance(node, ast.ImportFrom) and node.level
        for alias in node.names
    }
    return Source(path, classes[0], imports)


def _module(importer: Path, node: ast.ImportFrom) -> Path:
    folder = importer.parents[node.level - 1]
    return folder.joinpath(*(node.module or "").split(".")).with_suffix(".py")


def annotated(node: ast.expr | None, where: object) -> tuple[str, bool]:
    """The type that an annotation names, and whether it is a list of them: `Optional[list[X]]` is X and true."""
    match node:
        case ast.Subscript(value=ast.Name(id="Optional"), slice=inner):
            return annotated(inner, where)
        case ast.Subscript(value=ast.Name(id="list"), slice=ast.Name(id=name)):
            return name, True
        case ast.Name(id=name):
            return name, False
    raise UnknownFactError(f"{where}: no rule for the annotation {ast.unparse(node) if node else None!r}")
