"""The command `mockserver`: its subcommands by name, each imported only when it is asked for."""

from __future__ import annotations

from difflib import get_close_matches
from importlib import import_module

import click

from mockserver import __version__

COMMANDS = {
    "serve": "Run the server.",
    "check": "Say everything that is wrong with scenario files.",
    "list": "List the scenarios, with what happens in each.",
    "show": "Show a scenario: who, which calendars, what fails, and what its days look like.",
    "credentials": "Write a credential file that the unmodified SDKs load.",
    "healthcheck": "Ask a running server whether it is well; for a container's health check.",
}
"""Each command, and what the list of commands says of it."""


class LazyGroup(click.Group):
    """A group whose commands stand in modules of their names beside this one."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            near = get_close_matches(cmd_name, COMMANDS, 1)
            right = f"did you mean {near[0]}?" if near else f"there is {', '.join(COMMANDS)}"
            ctx.fail(f"no command {cmd_name!r}; {right}")
        command: click.Command = getattr(import_module(f"mockserver.cli.{cmd_name}"), cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        """List the commands without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=LazyGroup)
@click.version_option(__version__, prog_name="mockserver", message="%(prog)s %(version)s")
def group() -> None:
    """A stand-in for Google Calendar and its OAuth server, for CI.

    Each setting of `serve` may also be given as a variable: --port as MOCKSERVER_PORT.
    """
