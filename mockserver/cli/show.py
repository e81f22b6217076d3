"""`mockserver show`: what a scenario looks like, without a server."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from mockserver.scenario.library import UnknownScenario, find, libraries
from mockserver.scenario.loading import load
from mockserver.scenario.mistakes import BadScenario

if TYPE_CHECKING:
    from mockserver.scenario.language import Scenario


@click.command()
@click.argument("name")
@click.option("--library", multiple=True, help="A library of your own, as for `serve`.")
@click.option("--version", help="Which version of it. Without it: the current one.")
def show(name: str, library: tuple[str, ...], version: str | None) -> None:
    """Show the scenario NAME of a library, or of a file: who there is, what fails, and its most telling days.

    On a day, each person has a line of half hours: · free, █ busy, ░ something that does not block.
    """
    from mockserver.scenario.portrait import drawn  # noqa: PLC0415 - what it takes to expand series

    try:
        scenario = _scenario(name, library, version)
    except (UnknownScenario, BadScenario) as error:
        raise click.ClickException(str(error)) from None
    click.echo(drawn(scenario), nl=False)


def _scenario(name: str, library: tuple[str, ...], version: str | None) -> Scenario:
    """A file where the name looks like one, else a scenario of the libraries."""
    if name.endswith((".yaml", ".yml")):
        return load(Path(name))
    return find(libraries(map(Path, library)), name, version)[0]
