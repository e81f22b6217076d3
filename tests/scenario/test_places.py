from __future__ import annotations

from mockserver.scenario.places import places

TEXT = """\
people:
  alice: {name: Alice}
calendars:
- owner: alice
  events:
    - &event {key: one}
    - *event
"""


def place(*path: str | int, at_key: bool = False) -> tuple[int, int]:
    return places(TEXT, "f", [path]).of(path, at_key=at_key)


def test_a_value_is_where_it_starts() -> None:
    assert place("people", "alice", "name") == (2, 17)
    assert place("calendars", 0, "events", 0, "key") == (6, 20)


def test_a_key_is_where_it_starts() -> None:
    assert place("people", "alice", "name", at_key=True) == (2, 11)


def test_a_value_that_is_missing_is_where_it_would_stand() -> None:
    assert place("people", "alice", "email") == (2, 10)
    assert place("nothing", at_key=True) == (1, 1)


def test_what_stands_behind_an_alias_is_where_the_alias_stands() -> None:
    assert place("calendars", 0, "events", 1, "key") == (7, 7)


def test_an_empty_text_has_a_first_place() -> None:
    assert places("", "f", [("a",)]).of(("a",), at_key=False) == (1, 1)
