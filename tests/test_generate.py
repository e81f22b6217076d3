"""Every derived file is current, and the tool that writes them says which is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools import coverage, generate

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_every_derived_file_is_what_it_is_derived_from() -> None:
    assert [str(path) for path, _ in generate.stale()] == []


def test_a_stale_file_is_said_and_then_written(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "coverage.md"
    page.write_text("# Coverage", "utf-8")
    monkeypatch.setattr(coverage, "TARGET", page)
    monkeypatch.setattr(generate, "ROOT", tmp_path)
    monkeypatch.setattr(generate, "MODULES", (coverage,))

    assert generate.main(["--check"]) == 1
    assert capsys.readouterr().err == "coverage.md is not current: run `make docs`\n"
    assert generate.main([]) == 0
    assert capsys.readouterr().out == "wrote coverage.md\n"
    assert generate.main(["--check"]) == 0


def test_another_argument_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert generate.main(["--chek"]) == 2
    assert "there is only --check" in capsys.readouterr().err
