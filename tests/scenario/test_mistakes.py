from __future__ import annotations

from mockserver.scenario.mistakes import BadScenario, Mistake, listed, nearest, quoted

MISTAKE = Mistake("a.yaml", 3, 7, "`x` is wrong", "write `y`")


def test_a_mistake_is_printed_with_file_line_and_column() -> None:
    assert str(MISTAKE) == "a.yaml:3:7: `x` is wrong; write `y`"


def test_a_bad_scenario_carries_its_mistakes_and_says_them_all() -> None:
    bad = BadScenario([MISTAKE, MISTAKE])

    assert bad.mistakes == (MISTAKE, MISTAKE)
    assert str(bad).splitlines() == [str(MISTAKE)] * 2


def test_a_value_is_shown_on_one_line_and_cut_where_it_is_long() -> None:
    assert quoted("a\n b") == "`a b`"
    assert quoted("x" * 100) == f"`{'x' * 57}...`"


def test_a_name_that_is_nearly_right_is_answered_with_that_one() -> None:
    assert nearest("sumary", ["summary", "summaries"]) == "did you mean `summary`?"


def test_a_name_that_is_less_near_is_answered_with_two() -> None:
    assert nearest("colour", ["color", "column"]) == "did you mean `color` or `column`?"


def test_case_does_not_keep_names_apart() -> None:
    assert nearest("FREEBUSYREADER", ["freeBusyReader"]) == "did you mean `freeBusyReader`?"


def test_a_name_like_no_other_is_answered_with_all_there_are() -> None:
    assert nearest("qqq", ["b", "a"], of="there is") == "there is: `a`, `b`"


def test_where_there_is_nothing_that_is_said() -> None:
    assert nearest("x", [], of="declared") == "there is none declared"


def test_a_long_list_of_names_is_cut() -> None:
    assert listed([str(n) for n in range(14)], most=2) == "`0`, `1` and 12 more"
