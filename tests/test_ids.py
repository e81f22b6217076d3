"""Chance: the same seed gives the same values, whatever else was asked for."""

from __future__ import annotations

import re
import string
import uuid
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.ids import Ids, derive, fresh_session_id
from mockserver.session.sessions import SESSION_ID

PURPOSES = st.lists(st.sampled_from(["event", "token", "etag"]), max_size=30)
BASE32HEX = set("0123456789abcdefghijklmnopqrstuv")
URL_SAFE = set(string.ascii_letters + string.digits + "-_")


def test_values_do_not_change_from_one_version_to_the_next() -> None:
    """Whoever wrote an id down in a test must find it again."""
    ids = Ids("office")

    assert ids.base32hex("event", 26) == "ogbf0usliaiigp5frkaehe8bgv"
    assert ids.hex("etag", 8) == "b0e7023d"
    assert derive("office", "alice").digits(12) == "531516351277"


@given(PURPOSES)
def test_the_same_seed_gives_the_same_values(purposes: list[str]) -> None:
    one, two = Ids("office"), Ids("office")

    assert [one.hex(purpose, 16) for purpose in purposes] == [two.hex(purpose, 16) for purpose in purposes]


def test_another_seed_gives_others() -> None:
    assert Ids("office").hex("event", 16) != Ids("other").hex("event", 16)


@given(PURPOSES)
def test_what_is_asked_for_one_purpose_changes_nothing_for_another(purposes: list[str]) -> None:
    busy, alone = Ids("office"), Ids("office")
    found = [busy.hex(purpose, 16) for purpose in purposes]

    of_events = [value for purpose, value in zip(purposes, found, strict=True) if purpose == "event"]
    assert of_events == [alone.hex("event", 16) for _ in of_events]


def test_no_value_comes_twice() -> None:
    ids = Ids("office")
    values = [ids.base32hex(purpose, 26) for purpose in ("a", "b", "a1") for _ in range(500)]

    assert len(set(values)) == 1_500


def test_a_purpose_and_a_count_are_not_run_together() -> None:
    assert derive("a", "1").hex(16) != derive("a1").hex(16)


def test_a_restored_source_goes_on_from_where_it_was_saved() -> None:
    ids = Ids("office")
    ids.hex("event", 8)
    saved = ids.snapshot()
    following = [ids.hex("event", 8), ids.hex("token", 8), ids.hex("event", 8)]

    ids.restore(saved)

    assert [ids.hex("event", 8), ids.hex("token", 8), ids.hex("event", 8)] == following


def test_a_snapshot_is_not_changed_by_what_follows() -> None:
    ids = Ids("office")
    saved = ids.snapshot()
    ids.hex("event", 8)
    ids.restore(saved)
    ids.hex("event", 8)

    assert saved == {}


@given(st.integers(1, 100))
def test_a_value_has_the_length_and_the_alphabet_of_its_form(length: int) -> None:
    ids = Ids("office")
    forms = {
        "0123456789abcdef": ids.hex("x", length),
        "".join(BASE32HEX): ids.base32hex("x", length),
        "".join(URL_SAFE): ids.token("x", length),
        string.digits: ids.digits("x", length),
    }

    assert all(len(text) == length and set(text) <= set(alphabet) for alphabet, text in forms.items())
    assert len(ids.bytes("x", length)) == length
    assert forms[string.digits][0] != "0"


def test_a_uuid_is_of_version_4() -> None:
    text = Ids("office").uuid("request")

    assert (str(uuid.UUID(text)), uuid.UUID(text).version, uuid.UUID(text).variant) == (text, 4, uuid.RFC_4122)


def test_longer_forms_of_one_value_agree_in_their_bytes() -> None:
    assert derive("a").hex(64) == derive("a").bytes(32).hex()
    assert derive("a").hex(7) == derive("a").bytes(4).hex()[:7]


@given(st.integers(1, 10**30), st.text(st.characters(exclude_categories=["Cs"])))
def test_a_number_lies_below_its_bound(below: int, part: str) -> None:
    assert 0 <= derive(part).number(below) < below
    assert 0 <= derive(part).fraction() < 1


@pytest.mark.parametrize(("form", "alphabet"), [("base32hex", BASE32HEX), ("token", URL_SAFE)])
def test_every_character_is_as_likely(form: str, alphabet: set[str]) -> None:
    counts = Counter("".join(getattr(derive("even", str(n)), form)(60) for n in range(500)))

    assert set(counts) == alphabet
    expected = 30_000 / len(alphabet)
    assert all(0.75 * expected < count < 1.25 * expected for count in counts.values())


def test_a_fresh_session_id_is_one_that_a_session_can_have_and_new_each_time() -> None:
    ids = {fresh_session_id() for _ in range(200)}

    assert len(ids) == 200
    assert all(SESSION_ID.fullmatch(one) and re.fullmatch("[0-9a-v]{8}", one) for one in ids)
