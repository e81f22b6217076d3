from __future__ import annotations

from pathlib import Path

from mockserver.scenario.reference import reference_page
from mockserver.scenario.schema import schema

PAGE = Path(__file__).parents[2] / "docs/scenario-language.md"


def test_the_published_page_is_current() -> None:
    assert PAGE.read_text("utf-8") == reference_page(), "run `make docs`"


def test_every_part_and_every_field_is_on_the_page() -> None:
    page = reference_page()

    for part in schema()["$defs"].values():
        section = page.split(f"\n## {part['title']}\n", 1)[1].split("\n## ", 1)[0]
        assert [name for name in part["properties"] if f"| `{name}` |" not in section] == []


def test_every_link_leads_to_a_part() -> None:
    page = reference_page()
    links = {piece.split(")")[0] for piece in page.split("](#")[1:]}

    assert [link for link in links if f"\n## {link.replace('-', ' ')}\n" not in page] == []
