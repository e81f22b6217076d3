from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from mockserver.scenario import library as libraries
from mockserver.scenario.cache import Cache
from mockserver.scenario.library import Library, UnknownScenario, shipped_library, warm
from mockserver.scenario.mistakes import BadScenario

if TYPE_CHECKING:
    from pathlib import Path


def put(root: Path, place: str, text: str | None = None) -> Path:
    """Write a scenario, or what is given."""
    path = root / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"scenario: {path.stem}\nsummary: About {path.stem}\ntags: [t]\n" if text is None else text)
    return path


def version(root: Path, number: str, *places: str) -> None:
    put(root, f"v{number}/library.yaml", f"version: {number}\nsummary: Version {number}\n")
    for place in places:
        put(root, f"v{number}/{place}")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    version(tmp_path, "1.0.0", "minimal/one.yaml", "realistic/big.yaml", "minimal/oauth/two.yml")
    version(tmp_path, "1.10.0", "minimal/one.yaml")
    version(tmp_path, "1.9.0", "minimal/one.yaml")
    return tmp_path


def test_several_versions_stand_side_by_side_the_highest_first(root: Path) -> None:
    library = Library(root)

    assert library.versions == ("1.10.0", "1.9.0", "1.0.0")
    assert library.current == "1.10.0"
    assert library.manifest("1.0.0").summary == "Version 1.0.0"


def test_a_link_says_which_version_is_current(root: Path) -> None:
    (root / "current").symlink_to("v1.0.0")

    assert Library(root).current == "1.0.0"


def test_a_file_says_it_where_links_do_not_survive(root: Path) -> None:
    put(root, "current", "v1.9.0\n")

    assert Library(root).current == "1.9.0"


def test_a_link_to_nowhere_leaves_the_highest_current(root: Path) -> None:
    (root / "current").symlink_to("v7.0.0")

    assert Library(root).current == "1.10.0"


def test_scenarios_are_listed_by_tier_and_name(root: Path) -> None:
    entries = Library(root).entries("1.0.0")

    assert [(one.tier, one.name, one.version) for one in entries] == [
        ("minimal", "two", "1.0.0"),
        ("minimal", "one", "1.0.0"),
        ("realistic", "big", "1.0.0"),
    ]
    assert (entries[1].summary, entries[1].tags) == ("About one", ("t",))


def test_a_scenario_is_got_by_name_from_the_current_version_or_a_named_one(root: Path) -> None:
    assert Library(root).get("one").name == "one"
    assert Library(root).get("big", "v1.0.0").name == "big"


def test_a_scenario_there_is_not_is_answered_with_the_near_ones(root: Path) -> None:
    with pytest.raises(
        UnknownScenario, match=re.escape("no scenario `ones` in version 1.10.0 of the library; did you mean `one`?")
    ):
        Library(root).get("ones")


def test_a_version_there_is_not_is_answered_with_those_there_are(root: Path) -> None:
    with pytest.raises(UnknownScenario, match=r"no version 3 of the library; there is: `1\.0\.0`"):
        Library(root).entries("3")


def test_a_broken_file_is_left_out_and_reported(root: Path) -> None:
    put(root, "v1.10.0/minimal/broken.yaml", "scenario: broken")
    library = Library(root)

    assert [one.name for one in library.entries()] == ["one"]
    assert [one.what for one in library.warnings()] == ["`scenario` lacks `summary`"]
    with pytest.raises(BadScenario):
        library.get("broken")


def test_a_second_scenario_of_one_name_is_left_out_and_reported(root: Path) -> None:
    put(root, "v1.10.0/realistic/one.yaml")
    library = Library(root)

    assert [one.tier for one in library.entries()] == ["minimal"]
    assert [one.instead for one in library.warnings()] == ["names are unique in a library: rename one of them"]
    assert library.get("one").summary == "About one"


def test_a_broken_manifest_is_reported_and_the_scenarios_are_served(root: Path) -> None:
    put(root, "v1.9.0/library.yaml", "version: 1.9.0")
    library = Library(root)

    assert [one.name for one in library.entries("1.9.0")] == ["one"]
    assert [one.what for one in library.warnings()] == ["`manifest` lacks `summary`"]


def test_a_folder_with_a_manifest_is_a_library_of_one_version(root: Path) -> None:
    library = Library(root / "v1.0.0")

    assert library.versions == ("1.0.0",)
    assert library.get("one").name == "one"


def test_where_there_is_no_library_that_is_said(tmp_path: Path) -> None:
    with pytest.raises(UnknownScenario, match=re.escape("it needs a library.yaml, or folders such as v1.0.0 with one")):
        Library(tmp_path / "nowhere").get("office")


def test_a_warm_library_reads_no_yaml(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert warm(Library(root)) == 5

    def never(*_: object) -> None:
        pytest.fail("the file was read although the cache is warm")

    monkeypatch.setattr(libraries, "examine_scenario", never)
    monkeypatch.setattr(libraries, "examine_manifest", never)

    library = Library(root)
    assert [one.name for one in library.entries()] == ["one"]
    assert library.get("big", "1.0.0").name == "big"
    assert library.manifest().version == "1.10.0"
    assert library.warnings() == []


def test_a_changed_file_is_read_again(root: Path) -> None:
    warm(Library(root))

    put(root, "v1.10.0/minimal/one.yaml", "scenario: one\nsummary: Changed")

    assert Library(root).get("one").summary == "Changed"


def test_a_copy_under_another_name_is_not_taken_for_the_original(root: Path) -> None:
    """The cache goes by content, but a scenario is called what its file is called."""
    warm(Library(root))

    put(root, "v1.10.0/minimal/copy.yaml", (root / "v1.10.0/minimal/one.yaml").read_text())

    assert [one.name for one in Library(root).entries()] == ["one"]
    assert [one.what for one in Library(root).warnings()] == ["the scenario `one` stands in `copy.yaml`"]


def test_a_damaged_cache_is_mended_silently(root: Path) -> None:
    warm(Library(root))
    for entry in (root / ".cache").glob("*.msgpack"):
        entry.write_bytes(b"damage")

    assert warm(Library(root)) == 5
    assert all(entry.read_bytes() != b"damage" for entry in (root / ".cache").glob("*.msgpack"))


def test_a_library_without_a_cache_works(root: Path) -> None:
    assert Library(root, Cache([])).get("one").name == "one"
    assert not (root / ".cache").exists()


def test_the_shipped_library_has_five_minimal_scenarios_and_the_default() -> None:
    library = Library(shipped_library(), Cache([]))

    assert library.warnings() == []
    assert len(library.entries("1.0.0")) >= 5
    assert {one.tier for one in library.entries("1.0.0")} == {"minimal"}
    assert library.get("office").people.keys() == {"alice", "bob", "carol"}


def test_a_start_with_a_warm_cache_imports_neither_yaml_nor_the_rules(root: Path) -> None:
    """Start-up is imports: a library whose cache is warm needs the structs and msgspec."""
    warm(Library(root))
    program = (
        "import sys, pathlib\n"
        "from mockserver.scenario.library import Library\n"
        f"Library(pathlib.Path({str(root)!r})).get('one')\n"
        "heavy = {'yaml', 'jsonschema', 'dateutil', 'click', 'mockserver.scenario.rules'}\n"
        "print(sorted(heavy.intersection(sys.modules)))"
    )

    ran = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)  # noqa: S603 - fixed program

    assert ran.stdout == "[]\n"
