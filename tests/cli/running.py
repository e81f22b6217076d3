"""The installed command, run as a user runs it: in a process of its own, bounded in time. A helper, not a test."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from subprocess import CompletedProcess

COMMAND = str(Path(sys.executable).with_name("mockserver"))
SECONDS = 60


def environment(**variables: str) -> dict[str, str]:
    """This process's variables without the settings of any mockserver, and with some more."""
    return {name: text for name, text in os.environ.items() if not name.startswith("MOCKSERVER_")} | variables


def mockserver(*arguments: object, **variables: str) -> CompletedProcess[str]:
    """Run the command to its end."""
    return subprocess.run(  # noqa: S603 - this project's own command
        [COMMAND, *map(str, arguments)],
        env=environment(**variables),
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
