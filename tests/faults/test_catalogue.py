"""The faults there are, and that every provider that answers for one has words for it."""

from __future__ import annotations

import re

from mockserver.faults import FAULTS, Fault, Met
from mockserver.google import faults as google


def test_names_are_plain_words_and_each_says_what_it_is() -> None:
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", name) for name in FAULTS)
    assert all(text[0].isupper() and text.endswith(".") for text in FAULTS.values())


def test_google_has_words_for_every_fault() -> None:
    assert google.ROWS.keys() == FAULTS.keys()


def test_what_is_met_is_said_by_its_name() -> None:
    assert str(Met(Fault("unavailable"))) == "unavailable"
