"""Writes every file that is derived from others: data of the package, and pages of the documentation.

    python -m tools.generate           writes what is not current
    python -m tools.generate --check   says what is not current, and exits with 1 when something is not

Each of the other modules here derives some files: `derived()` answers their paths and what must stand in
them. The order matters: a page may be derived from data that a module before it derives.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tools import coverage, describe_google, describe_microsoft, describe_zones, scenario_docs

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]
MODULES = (describe_zones, describe_google, describe_microsoft, scenario_docs, coverage)


def stale() -> Iterator[tuple[Path, str]]:
    """The files that are not what they are derived from, each with what must stand in it."""
    for module in MODULES:
        for path, text in module.derived().items():
            if not path.is_file() or path.read_text("utf-8") != text:
                yield path, text


def main(arguments: list[str]) -> int:
    """Write or check; answers the exit status."""
    if arguments not in ([], ["--check"]):
        print(f"unknown arguments {arguments}; there is only --check", file=sys.stderr)
        return 2
    found = 0
    for path, text in stale():
        found += 1
        if arguments:
            print(f"{path.relative_to(ROOT)} is not current: run `make docs`", file=sys.stderr)
        else:
            path.write_text(text, "utf-8")
            print(f"wrote {path.relative_to(ROOT)}")
    return 1 if found and arguments else 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except coverage.Contradiction as contradiction:
        sys.exit(str(contradiction))
