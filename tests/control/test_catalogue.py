"""The scenarios that can be run, from small libraries; `compiled` counts, so that what is kept shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mockserver.control import catalogue as catalogue_module
from mockserver.control.catalogue import Catalogue, NameTaken, TooManyUploads
from mockserver.scenario.directory import directory
from mockserver.scenario.library import Library, UnknownScenario
from mockserver.scenario.mistakes import BadScenario
from mockserver.session import Template

if TYPE_CHECKING:
    from pathlib import Path

    from mockserver.scenario.language import Scenario


def scenario(name: str, summary: str = "A") -> str:
    return f"scenario: {name}\nsummary: {summary}\n"


class Compiler:
    """Makes templates, and remembers of what."""

    def __init__(self) -> None:
        self.made: list[tuple[str, str]] = []

    def __call__(self, scenario: Scenario, version: str, *, sent: bool) -> Template:
        self.made.append((scenario.name, version))
        assert sent == (version in {"uploaded", "inline"})
        return Template(scenario.name, directory(scenario), version)


def library(root: Path, *scenarios: str, version: str = "1.0.0") -> Library:
    folder = root / f"v{version}" / "minimal"
    folder.mkdir(parents=True)
    (folder.parent / "library.yaml").write_text(f"version: {version}\nsummary: A library\n")
    for text in scenarios:
        (folder / (text.split()[1] + ".yaml")).write_text(text)
    return Library(root)


@pytest.fixture
def compiler() -> Compiler:
    return Compiler()


@pytest.fixture
def catalogue(tmp_path: Path, compiler: Compiler) -> Catalogue:
    own = library(tmp_path / "own", scenario("office", "Ours"), scenario("ours"))
    shipped = library(tmp_path / "shipped", scenario("office", "Theirs"), scenario("theirs"))
    return Catalogue([own, shipped], compiler, "office")


async def test_a_scenario_is_made_ready_once_under_whatever_version_it_is_asked_for(
    catalogue: Catalogue, compiler: Compiler
) -> None:
    ready = [await catalogue.template("ours", version) for version in (None, "1.0.0", "v1.0.0", None)]

    assert all(one is ready[0] for one in ready)
    assert compiler.made == [("ours", "1.0.0")]


async def test_the_first_library_that_has_a_name_counts(catalogue: Catalogue) -> None:
    assert [one.summary for one in catalogue.listed() if one.scenario == "office"] == ["Ours", "Theirs"]
    assert (await catalogue.template("theirs")).scenario == "theirs"


async def test_an_unknown_name_is_told_the_nearest_of_every_library(catalogue: Catalogue) -> None:
    await catalogue.upload(scenario("sent").encode())

    with pytest.raises(UnknownScenario, match=r"`offise`.*`office`\?.*uploaded are sent"):
        await catalogue.template("offise")


@pytest.mark.parametrize(
    "name", ["../ours", "v1.0.0/minimal/ours", "ours.yaml", "/etc/passwd", "", "ours\0", "x" * 99_999]
)
async def test_a_name_is_no_path(catalogue: Catalogue, name: str) -> None:
    with pytest.raises(UnknownScenario, match="no scenario"):
        await catalogue.template(name)


@pytest.mark.parametrize("version", ["2.0.0", "../own", "uploaded", "inline", ""])
async def test_an_unknown_version_is_refused(catalogue: Catalogue, version: str) -> None:
    with pytest.raises(UnknownScenario, match="no version"):
        await catalogue.template("ours", version)


async def test_what_was_uploaded_runs_and_is_listed(catalogue: Catalogue, compiler: Compiler) -> None:
    listed = await catalogue.upload(scenario("sent").encode())

    assert (listed.scenario, listed.version, listed.tier) == ("sent", "uploaded", "uploaded")
    assert catalogue.listed()[-1] == listed
    assert await catalogue.template("sent") is await catalogue.template("sent", "uploaded")
    assert compiler.made == [("sent", "uploaded")]


async def test_an_upload_takes_the_place_of_one_of_its_name(catalogue: Catalogue) -> None:
    await catalogue.upload(scenario("sent", "First").encode())
    first = await catalogue.template("sent")

    await catalogue.upload(scenario("sent", "Second").encode())

    assert await catalogue.template("sent") is not first
    assert [one.summary for one in catalogue.listed() if one.scenario == "sent"] == ["Second"]


async def test_an_upload_hides_no_scenario_of_a_library(catalogue: Catalogue) -> None:
    with pytest.raises(NameTaken):
        await catalogue.upload(scenario("theirs").encode())


async def test_a_wrong_upload_is_refused_and_leaves_nothing(catalogue: Catalogue) -> None:
    before = catalogue.listed()

    with pytest.raises(BadScenario):
        await catalogue.upload(b"scenario: sent\nsumary: A\n")

    assert catalogue.listed() == before


async def test_uploads_are_bounded_in_number(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue_module, "UPLOADS", 2)
    for name in ("one", "two"):
        await catalogue.upload(scenario(name).encode())

    with pytest.raises(TooManyUploads):
        await catalogue.upload(scenario("three").encode())

    await catalogue.upload(scenario("two", "Again").encode())  # in place of another there is room


async def test_uploads_are_bounded_in_bytes(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue_module, "UPLOADED_BYTES", 60)
    await catalogue.upload(scenario("one").encode())

    with pytest.raises(TooManyUploads):
        await catalogue.upload(scenario("two", "A" * 60).encode())


async def test_an_inline_scenario_is_made_ready_once_and_is_not_listed(
    catalogue: Catalogue, compiler: Compiler
) -> None:
    ready = await catalogue.inline(scenario("office").encode())

    assert await catalogue.inline(scenario("office").encode()) is ready
    assert ready.version == "inline"
    assert compiler.made == [("office", "inline")]
    assert all(one.version != "inline" for one in catalogue.listed())


async def test_inline_scenarios_are_bounded_and_the_one_longest_unused_goes(
    catalogue: Catalogue, compiler: Compiler, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogue_module, "INLINE", 2)
    for name in ("one", "two", "one", "three", "one", "two"):
        await catalogue.inline(scenario(name).encode())

    assert [name for name, _ in compiler.made] == ["one", "two", "three", "two"]


async def test_a_broken_file_is_left_out_and_said(tmp_path: Path, compiler: Compiler) -> None:
    catalogue = Catalogue([library(tmp_path, scenario("good"), "scenario: bad\n")], compiler, "good")

    assert [one.scenario for one in catalogue.listed()] == ["good"]
    [warning] = catalogue.warnings()
    assert warning.startswith(str(tmp_path / "v1.0.0" / "minimal" / "bad.yaml") + ":1:1: ")
    with pytest.raises(BadScenario):
        await catalogue.template("bad")
