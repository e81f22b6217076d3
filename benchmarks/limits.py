"""CI's budget of CPU and memory for one process: a control group, made and removed by root, of either version.

It is what a container engine does for `--cpus` and `--memory`, without an engine. Where it cannot be had, `unavailable`
says why and nothing is measured under it.
"""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

ROOT = Path("/sys/fs/cgroup")
PERIOD = 100_000
# The process moves itself into its groups before it becomes the server, so that its first page is counted.
_JOIN = 'for group in $1; do echo $$ >"$group/cgroup.procs" || exit; done; shift; exec "$@"'
_number = count()


@dataclass(frozen=True, slots=True)
class Limit:
    """A share of one CPU, and bytes of memory."""

    cpu: float
    memory: int

    @contextmanager
    def group(self) -> Iterator[Sequence[str]]:
        """A group of its own; what it gives goes before the command that is to run in it. Raises OSError."""
        name = f"mockserver-benchmarks-{os.getpid()}-{next(_number)}"
        quota = int(self.cpu * PERIOD)
        made: list[Path] = []
        try:
            if (ROOT / "cgroup.controllers").is_file():
                _write(ROOT / "cgroup.subtree_control", "+cpu +memory")
                made.append(_made(ROOT / name, {"memory.max": self.memory, "cpu.max": f"{quota} {PERIOD}"}))
            else:
                cpu = {"cpu.cfs_period_us": PERIOD, "cpu.cfs_quota_us": quota}
                made.append(_made(ROOT / "cpu" / name, cpu))
                made.append(_made(ROOT / "memory" / name, {"memory.limit_in_bytes": self.memory}))
            yield ("/bin/sh", "-c", _JOIN, "join", " ".join(map(str, made)))
        finally:
            for folder in made:
                with suppress(OSError):  # it stays where a process is still ending; it holds nothing
                    folder.rmdir()


CI, MARK = Limit(0.25, 256 * 1024 * 1024), "[0.25 CPU]"


def unavailable(limit: Limit) -> str | None:
    """Why the limit cannot be had here, None where it can."""
    try:
        with limit.group():
            return None
    except OSError as error:
        return f"control groups cannot be made here: {error}"


def _made(folder: Path, values: Mapping[str, int | str]) -> Path:
    folder.mkdir()
    try:
        for name, value in values.items():
            _write(folder / name, str(value))
    except OSError:
        folder.rmdir()
        raise
    return folder


def _write(path: Path, text: str) -> None:
    path.write_text(text, "ascii")
