"""What the start spends on imports: each package's own time, as `-X importtime` tells it, against bare aiohttp's."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from typing import TYPE_CHECKING

from benchmarks.servers import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

_LINE = re.compile(r"import time:\s+(\d+) \|\s+\d+ \|\s+(\S+)")
_SERVE = (
    "from mockserver import quick_start; quick_start.import_aiohttp(); import mockserver.cli.serving, mockserver.server"
)
_BARE = "from aiohttp import web"
SHOWN = 15


def breakdown() -> Iterator[str]:
    """Lines that say where the time goes, and which modules only the server imports."""
    ours, theirs = _times(_SERVE), _times(_BARE)
    yield f"imports: {len(ours)} modules, {sum(ours.values()) / 1000:.0f} ms (each is slower when it is timed)"
    yield f"bare aiohttp: {len(theirs)} modules, {sum(theirs.values()) / 1000:.0f} ms"
    yield ""
    yield f"{'package':24}{'modules':>8}{'ms':>8}{'bare ms':>9}"
    count, spent, bare = _by_package(ours), _spent(ours), _spent(theirs)
    for package, microseconds in spent.most_common(SHOWN):
        yield f"{package:24}{count[package]:>8}{microseconds / 1000:>8.1f}{bare[package] / 1000:>9.1f}"
    yield ""
    yield "the slowest that bare aiohttp does not import:"
    only = Counter({name: time for name, time in ours.items() if name not in theirs})
    for name, microseconds in only.most_common(SHOWN):
        yield f"  {name:46}{microseconds / 1000:>8.1f} ms"


def _times(code: str) -> dict[str, int]:
    """Microseconds that each module took by itself. Raises CalledProcessError."""
    command = [sys.executable, "-O", "-X", "importtime", "-c", code]
    for _ in range(2):  # the first run compiles
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
    return {name: int(own) for own, name in _LINE.findall(done.stderr)}


def _package(module: str) -> str:
    root = module.partition(".")[0]
    return "standard library" if root in sys.stdlib_module_names else root


def _by_package(times: dict[str, int]) -> Counter[str]:
    return Counter(_package(name) for name in times)


def _spent(times: dict[str, int]) -> Counter[str]:
    spent: Counter[str] = Counter()
    for name, own in times.items():
        spent[_package(name)] += own
    return spent
