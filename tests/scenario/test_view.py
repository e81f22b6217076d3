from __future__ import annotations

from mockserver.scenario.view import View

DOCUMENT = View({"people": {"alice": {"name": "Alice"}}, "tags": ["a", 5, None], "clock": "no mapping"})


def test_a_view_knows_its_value_and_the_way_to_it() -> None:
    name = DOCUMENT["people"]["alice"]["name"]

    assert (name.text, name.path, name.key) == ("Alice", ("people", "alice", "name"), "name")


def test_what_is_missing_or_of_another_kind_reads_as_nothing() -> None:
    assert DOCUMENT["clock"]["start"].text is None
    assert DOCUMENT["nothing"]["at"]["all"].value is None
    assert [*DOCUMENT["tags"].entries(), *DOCUMENT["people"].items(), *DOCUMENT["clock"].texts()] == []
    assert DOCUMENT["tags"].names() == set()


def test_only_texts_of_a_list_are_texts() -> None:
    assert [one.path for one in DOCUMENT["tags"].texts()] == [("tags", 0)]
    assert [one.value for one in DOCUMENT["tags"].items()] == ["a", 5, None]


def test_a_default_stands_in_for_what_is_no_text() -> None:
    assert DOCUMENT["tags"].or_text("x") == "x"
    assert "people" in DOCUMENT
    assert "nothing" not in DOCUMENT


def test_a_finding_is_about_the_value_or_about_its_key() -> None:
    assert DOCUMENT["tags"].wrong("a", "b").at_key is False
    assert DOCUMENT["tags"].wrong_key("a", "b").at_key is True
