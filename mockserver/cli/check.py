"""`mockserver check`: say everything that is wrong with scenario files, each with its line and what would be right."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from mockserver.scenario.checking import check as mistakes_in
from mockserver.scenario.library import again, shipped_library, yaml_files
from mockserver.scenario.manifest import MANIFEST

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mockserver.scenario.mistakes import Mistake


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, readable=True, path_type=Path))
@click.pass_context
def check(context: click.Context, paths: tuple[Path, ...]) -> None:
    """Check scenario files, or all of a folder; without PATHS the library that comes with this program.

    Each mistake is one line: FILE:LINE:COLUMN: what is wrong; what would be right. The exit status is 1 where there
    are mistakes and 2 where a path holds nothing to check.
    """
    files = _files(paths or (shipped_library(),))
    count = 0
    for mistake in _mistakes(files):
        click.echo(str(mistake))
        count += 1
    click.echo(f"{_number(len(files), 'file')}, {_number(count, 'mistake')}")
    context.exit(1 if count else 0)


def _files(paths: Sequence[Path]) -> list[Path]:
    """The files that are meant, each once. Raises BadParameter where a folder has none."""
    files: dict[Path, None] = {}
    for path in paths:
        found = yaml_files(path) if path.is_dir() else [path]
        if not found:
            raise click.BadParameter(f"no .yaml file in {path}; name a file, or a folder that has some")
        files |= dict.fromkeys(found)
    return list(files)


def _mistakes(files: Sequence[Path]) -> Iterator[Mistake]:
    first: dict[tuple[Path | None, str], Path] = {}
    for file in files:
        yield from mistakes_in(file)
        library = next((folder for folder in file.parents if (folder / MANIFEST).is_file()), None)
        if library is not None and file.name != MANIFEST:
            other = first.setdefault((library, file.stem), file)
            if other != file:
                yield again(file, other)


def _number(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
