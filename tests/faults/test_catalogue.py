"""The faults there are, and that every provider that answers for one has words for it."""

from __future__ import annotations

import re

from mockserver.faults import API_FAULTS, FAULTS, GRAPH_FAULTS, OAUTH_FAULTS, Fault, Met
from mockserver.google import faults as google


def test_names_are_plain_words_and_each_says_what_it_is() -> None:
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", name) for name in FAULTS)
    assert all(text[0].isupper() and text.endswith(".") for text in FAULTS.values())


def test_google_has_words_for_every_fault_of_an_api() -> None:
    assert google.ROWS.keys() == API_FAULTS.keys()


def test_no_fault_of_an_authorization_server_is_one_of_an_api() -> None:
    assert all(name.startswith("oauth-") for name in OAUTH_FAULTS)
    assert len(FAULTS) == len(API_FAULTS) + len(GRAPH_FAULTS) + len(OAUTH_FAULTS)


def test_what_is_met_is_said_by_its_name() -> None:
    assert str(Met(Fault("unavailable"))) == "unavailable"
