"""`python -m benchmarks`: measure, print the table, say what is not within its budget."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import time
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks import answers, growth, imports, limits, session_costs, start, tokens
from benchmarks.effort import FULL, QUICK
from benchmarks.rows import Row, table
from benchmarks.servers import NotUp, Servers
from benchmarks.wire import WrongAnswer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from benchmarks.effort import Effort
    from benchmarks.limits import Limit

    Measure = Callable[[Servers, Effort], list[Row]]

PARTS: dict[str, Measure] = {
    "start": start.measure,
    "answers": answers.measure,
    "sessions": session_costs.measure,
    "growth": growth.measure,
    "tokens": tokens.measure,
}
"""What is measured, in the order of the table."""
LIMITED = ("start", "answers")
"""What is measured under CI's limits too: the rest is judged by CPU time, which a limit does not change."""
LEGEND = (
    "ratio: ours to theirs, median of the rounds, each with both; min-max beside it. Judge by a row's CPU: what a\n"
    "client sees depends on what else the machine does."
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure as the command line says, and answer the exit status: 0 once the table is printed, whatever it says."""
    chosen = _arguments(arguments)
    if chosen.imports:
        print("\n".join(imports.breakdown()))
        return 0
    parts: Sequence[str] = chosen.parts or list(PARTS)
    effort: Effort = QUICK if chosen.quick else FULL
    begun = time.perf_counter()
    try:
        rows = measured(parts, effort)
        under, note = _limited(parts, effort, wanted=not chosen.unlimited)
    except (NotUp, WrongAnswer, OSError) as error:
        print(f"benchmarks: {error}", file=sys.stderr)
        return 1
    rows += under
    print(table(rows))
    print(f"\n{LEGEND}\n{note}\n{summary(rows)} It took {time.perf_counter() - begun:.0f} s.")
    if chosen.json is not None:
        report = {"machine": _machine(), "effort": asdict(effort), "rows": [row.facts() for row in rows]}
        chosen.json.write_text(json.dumps(report, indent=1) + "\n", "utf-8")
    return 0


def measured(parts: Sequence[str], effort: Effort, limit: Limit | None = None) -> list[Row]:
    """The rows of some parts. Raises `NotUp`, `WrongAnswer` or OSError."""
    rows: list[Row] = []
    with Servers(limit) as servers:
        for part in parts:
            print(f"measuring {part}{' under limits' if limit else ''}", file=sys.stderr, flush=True)
            rows += PARTS[part](servers, effort)
    return rows


def summary(rows: Sequence[Row]) -> str:
    """How many of the rows that have a budget keep to it."""
    judged = [row for row in rows if row.within is not None]
    return f"{sum(row.within is True for row in judged)} of {len(judged)} budgets are kept."


def _limited(parts: Sequence[str], effort: Effort, *, wanted: bool) -> tuple[list[Row], str]:
    """Rows under CI's limits, where those can be had; and what to say of it below the table."""
    chosen = [part for part in parts if part in LIMITED]
    if not wanted or not chosen:
        return [], "Everything ran without limits."
    why = limits.unavailable(limits.CI)
    if why is not None:
        return [], f"Everything ran without limits: {why}."
    rows = [row.limited(limits.MARK) for row in measured(chosen, effort, limits.CI)]
    return rows, (
        f"{limits.MARK}: under CI's limits of CPU and of 256 MB, which pause a process for up to 75 ms at a time.\n"
        "So what a client waited is shown there, not judged. Everything else ran without limits."
    )


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m benchmarks", description="Measure the budgets; print the table.")
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"what to measure: {', '.join(PARTS)}; without it all")
    parser.add_argument("--quick", action="store_true", help="a first impression, in a minute")
    parser.add_argument("--unlimited", action="store_true", help="nothing under CI's 0.25 CPU and 256 MB")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every value to a file, too")
    parser.add_argument("--imports", action="store_true", help="only say where the start spends its time")
    chosen = parser.parse_args(arguments)
    for part in chosen.parts:
        if part not in PARTS:
            parser.error(f"there is no part {part!r}; there is {', '.join(PARTS)}")
    return chosen


def _machine() -> dict[str, Any]:
    packages = ("aiohttp", "msgspec", "joserfc", "cryptography")
    return {
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "cpus": os.cpu_count(),
        "packages": {name: version(name) for name in packages},
    }


if __name__ == "__main__":
    sys.exit(main())
