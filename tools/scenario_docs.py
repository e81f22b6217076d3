"""Write what is derived from the scenario language: its JSON Schema, for docs and for the package, and its page."""

from __future__ import annotations

from pathlib import Path

from mockserver.scenario.reference import reference_page
from mockserver.scenario.schema import schema_text

ROOT = Path(__file__).resolve().parent.parent


def derived() -> dict[Path, str]:
    """Each derived file and what must stand in it."""
    return {
        ROOT / "docs/scenario-schema.json": schema_text(),
        ROOT / "mockserver/scenario/scenario-schema.json": schema_text(),
        ROOT / "docs/scenario-language.md": reference_page(),
    }
