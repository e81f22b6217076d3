"""The recipe in docs/tls.md is one that Compose and GitHub understand, and names what there is."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from mockserver import __version__
from mockserver.settings import ROWS
from mockserver.tls import PROVIDERS
from tests.wire import ROOT, SECONDS

PAGE = (ROOT / "docs/tls.md").read_text("utf-8")
BLOCKS: list[dict[str, Any]] = [
    yaml.safe_load(text) for text in re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
]
COMPOSE, IN_CONTAINER, ON_RUNNER = BLOCKS


@pytest.mark.parametrize(
    ("schema", "content"),
    [
        ("vendor.compose-spec", COMPOSE),
        *(("vendor.github-workflows", {"on": "push"} | workflow) for workflow in (IN_CONTAINER, ON_RUNNER)),
    ],
    ids=["compose", "in a container", "on the runner"],
)
def test_every_example_is_as_its_tool_wants_it(tmp_path: Path, schema: str, content: dict[str, Any]) -> None:
    path = tmp_path / "example.json"
    path.write_text(json.dumps(content), "utf-8")
    command = [str(Path(sys.executable).parent / "check-jsonschema"), "--builtin-schema", schema, str(path)]

    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)  # noqa: S603 - our own example

    assert done.returncode == 0, done.stdout


def test_every_alias_is_in_the_certificate() -> None:
    options = IN_CONTAINER["jobs"]["test"]["services"]["calendar"]["options"]
    hosts = " ".join(step["run"] for step in ON_RUNNER["jobs"]["test"]["steps"])
    aliases = {
        "compose": COMPOSE["services"]["calendar"]["networks"]["default"]["aliases"],
        "in a container": re.findall(r"--network-alias (\S+)", options),
        "on the runner": re.findall(r"\b[a-z0-9]+\.\w+\.com\b", hosts),
    }

    assert {where: len(names) for where, names in aliases.items()} == dict.fromkeys(aliases, 5)
    assert [name for names in aliases.values() for name in names if name not in PROVIDERS] == []


def test_every_name_that_the_certificate_carries_is_told() -> None:
    prose = PAGE.partition("## What to trust")[0]

    assert set(re.findall(r"`([a-z0-9.]+\.(?:com|net))`", prose)) == set(PROVIDERS)


def test_options_and_variables_are_such_as_there_are() -> None:
    of_tls = [row for row in ROWS if row.name.startswith("tls")]
    options = set(re.findall(r"(?<![\w-])--(?:tls|url|host)[\w-]*", PAGE))

    assert [row.option for row in of_tls if row.option not in options or row.variable not in PAGE] == []
    assert {option for option in options if not option.startswith("--host")} <= {row.option for row in ROWS}
    assert set(re.findall(r"\bMOCKSERVER_[A-Z_]+", PAGE)) <= {row.variable for row in ROWS}
    assert set(re.findall(r"calendar-mockserver:([\d.]+)", PAGE)) == {__version__}
