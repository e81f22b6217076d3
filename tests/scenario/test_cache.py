from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mockserver.scenario import cache as caching
from mockserver.scenario.cache import Cache, Heading, cache_beside
from mockserver.scenario.language import Event, Scenario

if TYPE_CHECKING:
    from pathlib import Path

RAW = b"the bytes of a file"
SCENARIO = Scenario(name="one", summary="One", tags=("a",))


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache([tmp_path / ".cache"])


def test_what_was_kept_is_found(cache: Cache) -> None:
    cache.keep(RAW, SCENARIO)

    assert cache.find(RAW, Scenario) == SCENARIO


def test_the_heading_alone_can_be_found(cache: Cache) -> None:
    cache.keep(RAW, SCENARIO)

    assert cache.find(RAW, Heading) == Heading("one", "One", ("a",))


def test_a_file_of_other_bytes_is_not_found(cache: Cache) -> None:
    cache.keep(RAW, SCENARIO)

    assert cache.find(RAW + b" ", Scenario) is None


@pytest.mark.parametrize("name", ["LANGUAGE_VERSION", "__version__"])
def test_another_language_or_another_program_does_not_find_it(
    cache: Cache, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    cache.keep(RAW, SCENARIO)

    monkeypatch.setattr(caching, name, "another")

    assert cache.find(RAW, Scenario) is None


@pytest.mark.parametrize("damage", [b"", b"x", b"\xc1" * 40])
def test_a_damaged_entry_counts_as_none(cache: Cache, damage: bytes) -> None:
    path = cache.keep(RAW, SCENARIO)
    assert path is not None

    path.write_bytes(damage)

    assert cache.find(RAW, Scenario) is None


def test_a_single_flipped_bit_is_noticed(cache: Cache) -> None:
    path = cache.keep(RAW, SCENARIO)
    assert path is not None
    stored = bytearray(path.read_bytes())
    stored[-1] ^= 1

    path.write_bytes(stored)

    assert cache.find(RAW, Scenario) is None


def test_an_entry_of_another_kind_counts_as_none(cache: Cache) -> None:
    cache.keep(RAW, Event(key="a", start="2026-03-06"))

    assert cache.find(RAW, Scenario) is None


def test_where_the_first_folder_cannot_be_written_the_next_is(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    cache = Cache([tmp_path / "file/below", tmp_path / "other"])

    path = cache.keep(RAW, SCENARIO)

    assert path is not None
    assert path.parent == tmp_path / "other"
    assert cache.find(RAW, Scenario) == SCENARIO


def test_where_no_folder_can_be_written_nothing_is_kept(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    assert Cache([tmp_path / "file/below"]).keep(RAW, SCENARIO) is None


def test_a_library_has_its_cache_beside_it_and_else_with_the_user(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "user"))
    root = tmp_path / "library"
    assert cache_beside(root).keep(RAW, SCENARIO) is not None
    (tmp_path / "sealed").touch()

    path = cache_beside(tmp_path / "sealed").keep(RAW, SCENARIO)

    assert [one.name for one in root.iterdir()] == [".cache"]
    assert path is not None
    assert path.parent == tmp_path / "user/mockserver"


def test_a_cache_stays_out_of_version_control(tmp_path: Path, cache: Cache) -> None:
    cache.keep(RAW, SCENARIO)

    assert (tmp_path / ".cache/.gitignore").read_text() == "*\n"
