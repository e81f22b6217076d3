from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from mockserver.scenario.language import Scenario
from mockserver.scenario.library import shipped_library
from mockserver.scenario.manifest import Manifest
from mockserver.scenario.reading import read
from mockserver.scenario.schema import schema, schema_text, words

ROOT = Path(__file__).parents[2]
SCENARIOS = sorted(shipped_library().glob("*/minimal/*.yaml"))


@pytest.mark.parametrize("path", ["docs/scenario-schema.json", "mockserver/scenario/scenario-schema.json"])
def test_the_published_schema_is_current(path: str) -> None:
    assert (ROOT / path).read_text("utf-8") == schema_text(), "run `make docs`"


@pytest.mark.parametrize("language", [Scenario, Manifest])
def test_the_schema_is_a_schema(language: type[Scenario | Manifest]) -> None:
    jsonschema.Draft202012Validator.check_schema(schema(language))


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: str(path.stem))
def test_the_published_schema_takes_every_shipped_scenario(path: Path) -> None:
    published = json.loads((ROOT / "docs/scenario-schema.json").read_text("utf-8"))

    jsonschema.Draft202012Validator(published).validate(read(path.read_text("utf-8"), str(path))[0])


def test_a_field_that_may_be_left_out_may_not_be_null() -> None:
    assert '"null"' not in schema_text()
    assert 'default": null' not in schema_text()


def test_every_field_says_what_it_means() -> None:
    parts = schema()["$defs"] | schema(Manifest)["$defs"]
    silent = [
        f"{part}.{name}"
        for part, declared in parts.items()
        for name, field in declared["properties"].items()
        if not field.get("description", "").endswith(".")
    ]

    assert silent == []


def test_every_pattern_says_what_would_be_right() -> None:
    def silent(node: object) -> bool:
        if isinstance(node, dict):
            lacks = isinstance(node.get("pattern"), str) and "patternErrorMessage" not in node
            return lacks or any(map(silent, node.values()))
        return isinstance(node, list) and any(map(silent, node))

    assert not silent(schema())


def test_a_part_is_called_by_its_words() -> None:
    assert words("AccessToken") == "access token"
