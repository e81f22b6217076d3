from __future__ import annotations

import json
import subprocess
import sys

import click
import pytest

from mockserver import __version__
from mockserver.cli.group import COMMANDS, group
from tests.cli.running import SECONDS, mockserver


def test_the_version_is_told() -> None:
    ran = mockserver("--version")

    assert (ran.returncode, ran.stdout, ran.stderr) == (0, f"mockserver {__version__}\n", "")


def test_help_lists_every_command_and_what_it_does() -> None:
    ran = mockserver("--help")

    assert ran.returncode == 0
    shown = " ".join(ran.stdout.split())
    assert all(f"{name} {what}" in shown for name, what in COMMANDS.items())


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_there_and_helps(name: str) -> None:
    command = group.get_command(click.Context(group), name)

    assert command is not None
    assert command.name == name
    assert command.help


@pytest.mark.parametrize(
    ("name", "said"), [("srve", "did you mean serve?"), ("zzz", f"there is {', '.join(COMMANDS)}")]
)
def test_an_unknown_command_is_told_what_would_be_right(name: str, said: str) -> None:
    ran = mockserver(name)

    assert ran.returncode == 2
    assert ran.stderr.endswith(f"Error: no command {name!r}; {said}\n")


def test_without_a_command_the_list_is_shown() -> None:
    ran = mockserver()

    assert "Commands:" in ran.stdout + ran.stderr
    assert "Traceback" not in ran.stderr


def test_listing_the_commands_imports_none_of_them() -> None:
    code = (
        "import json, sys\nfrom mockserver.cli.group import group\n"
        "try: group(['--help'])\nexcept SystemExit: pass\n"
        "print(json.dumps([name for name in sys.modules if name.startswith(('mockserver.cli.', 'aiohttp', 'yaml'))]))"
    )
    ran = subprocess.run(  # noqa: S603 - this interpreter
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=SECONDS, check=True
    )

    assert json.loads(ran.stdout.splitlines()[-1]) == ["mockserver.cli.group"]
