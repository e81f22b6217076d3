from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mockserver.scenario.loading import load, loads
from mockserver.scenario.mistakes import BadScenario

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "scenario: one\nsummary: Nothing\nauth: off\n"


def test_a_file_is_loaded(tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text(TEXT)

    assert load(tmp_path / "one.yaml").auth == "off"


def test_a_file_of_another_name_is_not(tmp_path: Path) -> None:
    (tmp_path / "two.yaml").write_text(TEXT)

    with pytest.raises(BadScenario, match=r"stands in `two\.yaml`; call both the same"):
        load(tmp_path / "two.yaml")


@pytest.mark.parametrize("text", [TEXT, TEXT.encode()])
def test_a_text_without_a_file_may_have_any_name(text: str | bytes) -> None:
    assert loads(text, "the uploaded scenario").name == "one"


def test_what_is_wrong_with_a_text_is_said_with_the_name_it_was_given() -> None:
    with pytest.raises(BadScenario) as caught:
        loads("scenario: one", "upload")

    assert str(caught.value) == "upload:1:1: `scenario` lacks `summary`; add `summary`"
