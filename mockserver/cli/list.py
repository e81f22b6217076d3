"""`mockserver list`: the scenarios of the libraries, one line each."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mockserver.scenario.library import TIERS, UnknownScenario, libraries
from mockserver.scenario.mistakes import BadScenario

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mockserver.scenario.library import Entry


@click.command()
@click.option("--library", multiple=True, help="A library of your own, as for `serve`.")
@click.option("--version", help="Which version of each. Without it: the current one.")
@click.option("--tag", "tags", multiple=True, help="Only those with this tag; may be given again.")
@click.option("--tier", type=click.Choice(TIERS), help="Only those of this tier.")
@click.option("--json", "as_json", is_flag=True, help="As JSON, one object a line.")
def list(  # noqa: A001 - the command's name
    library: tuple[str, ...], version: str | None, tags: tuple[str, ...], tier: str | None, *, as_json: bool
) -> None:
    """List the scenarios: tier, name, what happens in it, tags.

    The exit status is 1 where no scenario fits.
    """
    try:
        entries = [entry for one in libraries(map(Path, library)) for entry in one.entries(version)]
    except (UnknownScenario, BadScenario) as error:
        raise click.ClickException(str(error)) from None
    known = {tag for entry in entries for tag in entry.tags}
    fitting = [entry for entry in entries if set(tags) <= set(entry.tags) and (tier is None or entry.tier == tier)]
    if not fitting:
        raise click.ClickException(f"no scenario fits; the tags are {', '.join(sorted(known)) or 'none'}")
    click.echo(_as_json(fitting) if as_json else _as_table(fitting))


def _as_json(entries: Sequence[Entry]) -> str:
    import msgspec  # noqa: PLC0415 - beside its only use

    rows = (
        {
            "name": one.name,
            "version": one.version,
            "tier": one.tier,
            "tags": one.tags,
            "summary": one.summary,
            "path": str(one.path),
        }
        for one in entries
    )
    return "\n".join(msgspec.json.encode(row).decode() for row in rows)


def _as_table(entries: Sequence[Entry]) -> str:
    return "\n".join((*_lines(entries), "", f"{len(entries)} scenario{'s' if len(entries) != 1 else ''}"))


def _lines(entries: Sequence[Entry]) -> Iterator[str]:
    """A line for each, below its version and tier."""
    width = max(len(one.name) for one in entries)
    for place, those in groupby(entries, lambda one: f"{one.version} {one.tier}".strip()):
        yield click.style(place, bold=True)
        for one in those:
            tags = f"  [{', '.join(one.tags)}]" if one.tags else ""
            yield f"  {one.name:<{width}}  {one.summary}{click.style(tags, dim=True)}"
