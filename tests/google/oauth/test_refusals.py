from __future__ import annotations

import pytest

from mockserver.google.oauth.refusals import PAGES, PageRefusal


def test_a_row_has_a_key_of_its_own_and_a_status_of_a_refusal() -> None:
    for key, row in PAGES.items():
        assert row.key == key
        assert 400 <= row.status < 500


def test_its_words_name_what_was_sent_and_the_reason_is_another() -> None:
    refusal = PageRefusal("scope", valid="a", invalid="b")
    assert refusal.message == "Some requested scopes were invalid. {valid=[a], invalid=[b]}"
    assert refusal.why == refusal.message
    assert PageRefusal("client-unknown", "nobody knows it").why == "nobody knows it"


def test_words_that_need_a_name_are_not_said_without() -> None:
    with pytest.raises(KeyError):
        PageRefusal("parameter-missing")
