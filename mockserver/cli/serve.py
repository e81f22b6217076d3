"""`mockserver serve`: run the server until it is told to stop, and say how to connect to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from mockserver.cli.serving import serve_with
from mockserver.settings import ROWS, default_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from mockserver.settings import Row

GIVEN_NOWHERE = (None, False, ())
"""What click says of an option that the command line does not have."""


def _with_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the option of every setting, in the settings' order."""
    for row in reversed([row for row in ROWS if row.flag]):
        command = click.option(*_declaration(row), help=_help(row), **_kind(row))(command)
    return command


def _declaration(row: Row) -> tuple[str, str]:
    return row.option, row.name


def _kind(row: Row) -> dict[str, Any]:
    if row.switch:
        return {"is_flag": True}
    return {"metavar": row.metavar, "multiple": row.repeats}


def _help(row: Row) -> str:
    default = default_of(row)
    if row.name == "session_idle":
        default = "PT1H"
    shown = "" if row.switch or default in {None, ()} else f" Without it: {default}."
    variables = ", ".join(filter(None, (row.variable, row.also)))
    return f"{row.help}{shown} [{variables}]"


@click.command()
@_with_options
def serve(**options: Any) -> None:
    """Run the server until it is told to stop (SIGTERM, Ctrl-C).

    Every option may be given as the variable in brackets too; MOCKSERVER_CONTROL_TOKEN, a secret, only so.
    """
    flags = {name: "true" if value is True else value for name, value in options.items() if value not in GIVEN_NOWHERE}
    raise SystemExit(serve_with(flags))
